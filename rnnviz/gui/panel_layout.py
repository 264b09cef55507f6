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
        sizes = {each[1]: (int(each[2]), int(each[3])) for each in found if each}
        known = [key for key in KEYS if key in sizes and not docks[key].isHidden()]
        for way, which in ((Qt.Orientation.Horizontal, 0), (Qt.Orientation.Vertical, 1)):
            wanted = [min(max(sizes[key][which], LEAST), MOST) for key in known]
            if wanted:
                self._window.resizeDocks([docks[key] for key in known], wanted, way)


def _keys(text: str | None) -> tuple[str, ...] | None:
    """Keys of panels with commas between them; None where it is something else."""
    if text is None:
        return None
    found = tuple(text[:2000].split(", ")) if text else ()
    return found if set(found) <= set(KEYS) else None
