"""How the panels stand in the window, in words of our own.

Qt has a form for this too, but `QMainWindow.restoreState` ends the program for some damaged bytes,
and a project may come from anybody.
"""

import re
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from rnnviz.gui.docking import PANELS
from rnnviz.gui.gradient_tools import GradientTools

KEYS = tuple(key for key, _, _ in PANELS)
BELOW, BESIDE = "below", "beside"
#: In pixels, of a panel.
LEAST, MOST = 20, 10_000
#: How often Qt is asked for a size.
TRIES = 5
_SIZE = re.compile(r"([a-z]{1,40}) ([0-9]{1,5})x([0-9]{1,5})")


class PanelLayout:
    """Which panels are hidden, which lie on top of others, how large they are, and where the one
    of the gradient stands; all others have a place of their own."""

    def __init__(self, window: QMainWindow, gradient: GradientTools) -> None:
        self._window, self._gradient = window, gradient

    def parts(self) -> dict[str, str]:
        """By name."""
        docks = self._docks()
        front = [key for key, dock in docks.items() if not dock.visibleRegion().isEmpty()]
        return {
            "hidden panels": ", ".join(key for key, dock in docks.items() if dock.isHidden()),
            "gradient panel": BELOW if self._gradient.is_below else BESIDE,
            "panels in front": ", ".join(front),
            "panel sizes": ", ".join(f"{k} {docks[k].width()}x{docks[k].height()}" for k in front),
        }

    def take(self, parts: Mapping[str, str]) -> None:
        """Stand like this; what is missing or makes no sense stays as it is."""
        docks = self._docks()
        if (hidden := _keys(parts.get("hidden panels"))) is not None:
            for key, dock in docks.items():
                dock.setHidden(key in hidden)
        wanted = parts.get("gradient panel")
        is_shown = not docks["gradient"].isHidden()
        if wanted in (BELOW, BESIDE) and self._gradient.is_below != (wanted == BELOW):
            self._gradient.move()
            docks["gradient"].setVisible(is_shown)
        for key in _keys(parts.get("panels in front")) or ():
            docks[key].raise_()
        self._resize(docks, parts.get("panel sizes", ""))

    def _docks(self) -> dict[str, QDockWidget]:
        named = {dock.objectName(): dock for dock in self._window.findChildren(QDockWidget)}
        return {key: named[f"{key}-panel"] for key in KEYS}

    def _resize(self, docks: Mapping[str, QDockWidget], text: str) -> None:
        found = [_SIZE.fullmatch(each) for each in text[:2000].split(", ")]
        sizes = {each[1]: (_pixels(each[2]), _pixels(each[3])) for each in found if each}
        columns = [keys for keys in self._columns(docks).values() if keys[0] in sizes]
        tops = [docks[keys[0]] for keys in columns]
        widths = [sizes[keys[0]][0] for keys in columns]
        if tops:
            self._window.resizeDocks(tops, widths, Qt.Orientation.Horizontal)
        for keys in columns:
            self._share(docks[keys[0]], [docks[key] for key in keys[1:]], sizes[keys[0]][1])
        if "gradient" in sizes:
            self._gradient.leave_height()

    def _columns(self, docks: Mapping[str, QDockWidget]) -> dict[Qt.DockWidgetArea, list[str]]:
        """The panels in front, side by side, from top to bottom."""
        front = {key: dock for key, dock in docks.items() if not dock.visibleRegion().isEmpty()}
        columns: dict[Qt.DockWidgetArea, list[str]] = {}
        for key in sorted(front, key=lambda each: front[each].y()):
            columns.setdefault(self._window.dockWidgetArea(front[key]), []).append(key)
        return columns

    def _share(self, top: QDockWidget, below: list[QDockWidget], height: int) -> None:
        """Let the uppermost panel of a side be so high; those below it share the rest."""
        vertical, layout = Qt.Orientation.Vertical, self._window.layout()
        if layout is None or not below:
            self._window.resizeDocks([top], [height], vertical)
            return
        room = top.height() + sum(dock.height() for dock in below)
        wanted = asked = min(height, room - LEAST * len(below))
        # Qt shares out the tabs too, so that nothing becomes quite as high as it was asked to be.
        for _ in range(TRIES):
            rest = max(LEAST, (room - asked) // len(below))
            self._window.resizeDocks([top, *below], [asked, *(rest for _ in below)], vertical)
            layout.activate()
            asked = max(LEAST, asked + wanted - top.height())


def _pixels(text: str) -> int:
    return min(max(int(text), LEAST), MOST)


def _keys(text: str | None) -> tuple[str, ...] | None:
    """Keys of panels with commas between them; None where it is something else."""
    if text is None:
        return None
    found = tuple(text[:2000].split(", ")) if text else ()
    return found if set(found) <= set(KEYS) else None
