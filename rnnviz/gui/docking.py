"""Where the panels stand in the window."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from rnnviz.gui.panels import Place, panel

#: Key, title and place of each panel; of several at one place, the first lies on top.
PANELS = (
    ("settings", "Settings", Place.UPPER_LEFT),
    ("loss", "Loss", Place.LOWER_LEFT),
    ("attention", "Attention", Place.LOWER_LEFT),
    ("inspector", "Inspector", Place.UPPER_RIGHT),
    ("gradient", "Gradient", Place.UPPER_RIGHT),
    ("weights", "Weights", Place.UPPER_RIGHT),
    ("beam", "Beam", Place.UPPER_RIGHT),
    ("writing", "Sample text", Place.LOWER_RIGHT),
    ("exhibit", "Example", Place.LOWER_RIGHT),
    ("breakpoints", "Breakpoints", Place.LOWER_RIGHT),
    ("watches", "Watches", Place.LOWER_RIGHT),
    ("bookmarks", "Bookmarks", Place.LOWER_RIGHT),
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
    for side in (Place.LOWER_LEFT, Place.LOWER_RIGHT):
        window.setTabPosition(side.area, QTabWidget.TabPosition.North)
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


def name_tab_bars(window: QMainWindow) -> None:
    """Name the bars of panels that lie on top of each other, once Qt has made them. With each panel
    that is added Qt makes a new one, and leaves the former ones standing behind it."""
    bars = window.findChildren(QTabBar)
    shown = [_titles(bar) for bar in bars]
    for bar, titles in zip(bars, shown, strict=True):
        bar.setAccessibleName("Panels")
        bar.setHidden(any(titles < others for others in shown))


def _titles(bar: QTabBar) -> frozenset[str]:
    return frozenset(bar.tabText(number) for number in range(bar.count()))


def bring_forward(docks: Sequence[QDockWidget], key: str) -> None:
    """Lay one of SHOWN_BY_TASK on top, unless a person has put another panel there."""
    named = {dock.objectName(): dock for dock in docks}
    either = [named[f"{each}-panel"] for each in SHOWN_BY_TASK]
    if (
        any(not each.visibleRegion().isEmpty() for each in either)
        or not docks[0].window().isVisible()
    ):
        named[f"{key}-panel"].raise_()
