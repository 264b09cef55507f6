"""Where the panels stand in the window."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from rnnviz.gui.panels import Place, panel

#: Key, title and place of each panel; of several at one place, the first lies on top.
PANELS = (
    ("settings", "Settings", Place.UPPER_LEFT),
    ("loss", "Loss", Place.LOWER_LEFT),
    ("inspector", "Inspector", Place.UPPER_RIGHT),
    ("weights", "Weights", Place.UPPER_RIGHT),
    ("writing", "Sample text", Place.LOWER_RIGHT),
    ("exhibit", "Example", Place.LOWER_RIGHT),
    ("breakpoints", "Breakpoints", Place.LOWER_RIGHT),
    ("watches", "Watches", Place.LOWER_RIGHT),
)
#: One of these suits a task better than the other: a text that is written, or the example.
SHOWN_BY_TASK = ("writing", "exhibit")
#: In pixels, as far as the window allows it.
WIDTHS = {"settings": 290, "inspector": 385}
HEIGHTS = {"settings": 640, "loss": 300, "inspector": 610, "writing": 340}


def dock_panels(
    window: QMainWindow, widgets: Mapping[str, Sequence[QWidget]]
) -> tuple[QDockWidget, ...]:
    """Make a panel of each of these, by the keys of PANELS, and dock it. In their order."""
    docks: dict[str, QDockWidget] = {}
    top: dict[Place, QDockWidget] = {}
    window.setTabPosition(Place.LOWER_RIGHT.area, QTabWidget.TabPosition.North)
    for key, title, place in PANELS:
        dock = docks[key] = panel(key, title, place, *widgets[key])
        if place in top:
            window.tabifyDockWidget(top[place], dock)
        else:
            top[place] = dock
            window.addDockWidget(place.area, dock)
    for dock in top.values():
        dock.raise_()
    for sizes, way in ((WIDTHS, Qt.Orientation.Horizontal), (HEIGHTS, Qt.Orientation.Vertical)):
        window.resizeDocks([docks[key] for key in sizes], [*sizes.values()], way)
    return tuple(docks.values())


def bring_forward(docks: Sequence[QDockWidget], key: str) -> None:
    """Lay one of SHOWN_BY_TASK on top, unless a person has put another panel there."""
    named = {dock.objectName(): dock for dock in docks}
    either = [named[f"{each}-panel"] for each in SHOWN_BY_TASK]
    if (
        any(not each.visibleRegion().isEmpty() for each in either)
        or not docks[0].window().isVisible()
    ):
        named[f"{key}-panel"].raise_()
