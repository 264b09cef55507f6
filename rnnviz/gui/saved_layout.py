"""SavedLayout: how the window stands, as a project keeps it, and as it is brought back."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QSplitter

from rnnviz.gui.panel_layout import PanelLayout
from rnnviz.gui.theme import Look
from rnnviz.gui.view_choices import ViewChoice
from rnnviz.interchange.projects.layout import Layout

CANVAS = "canvas"
#: In pixels, of a part of the canvas.
MOST = 10_000


class SavedLayout:
    """A project may come from anybody: what makes no sense in it stays as it is in the window, and
    nothing of it can do harm.

    choices  of views, as far as a person sets them.
    """

    def __init__(self, panels: PanelLayout, canvas: QSplitter, choices: Sequence[ViewChoice]):
        self._panels, self._canvas, self._choices = panels, canvas, choices

    def layout(self, look: Look) -> Layout:
        """How the window stands, and in which colours."""
        return Layout("dark" if look.name == "dark" else "light", self.parts())

    def parts(self) -> dict[str, str]:
        """How the window stands."""
        parts = self._panels.parts()
        parts[CANVAS] = " ".join(str(size) for size in self._canvas.sizes())
        return parts | {choice.name: choice.now() for choice in self._choices}

    def take(self, parts: Mapping[str, str]) -> None:
        """Let the window stand like this."""
        for choice in self._choices:
            choice.take(parts.get(choice.name))
        self._panels.take(parts)
        self._share_canvas(parts.get(CANVAS, "").split(" "))

    def _share_canvas(self, sizes: Sequence[str]) -> None:
        digits = [size.isascii() and size.isdigit() and len(size) < 6 for size in sizes]
        if len(sizes) == self._canvas.count() and all(digits) and any(map(int, sizes)):
            self._canvas.setSizes([min(int(size), MOST) for size in sizes])
