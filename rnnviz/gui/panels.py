"""Panels: the docks and the tool bar around the canvas."""

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QToolBar, QVBoxLayout, QWidget

#: Between two cards, and between a card and the window's edge, in pixels.
GAP = 7


class Place(Enum):
    """Where a panel stands: its dock area, and its margins left, above, right and below.

    Between an upper and a lower panel Qt's own separator is the gap.
    """

    UPPER_LEFT = (Qt.DockWidgetArea.LeftDockWidgetArea, (GAP, GAP, 0, 0))
    LOWER_LEFT = (Qt.DockWidgetArea.LeftDockWidgetArea, (GAP, 0, 0, GAP))
    UPPER_RIGHT = (Qt.DockWidgetArea.RightDockWidgetArea, (0, GAP, GAP, 0))
    LOWER_RIGHT = (Qt.DockWidgetArea.RightDockWidgetArea, (0, 0, GAP, GAP))

    @property
    def area(self) -> Qt.DockWidgetArea:
        """As Qt calls it."""
        return self.value[0]

    @property
    def margins(self) -> tuple[int, int, int, int]:
        """In pixels."""
        return self.value[1]


def panel(key: str, title: str, place: Place, *widgets: QWidget) -> QDockWidget:
    """A dock without a title line of its own: what it holds has one.

    It can be resized, and hidden by the View menu. The first of the widgets takes the room
    that is left.
    """
    dock = QDockWidget(title)
    dock.setObjectName(f"{key}-panel")
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
    dock.setTitleBarWidget(QWidget())
    inside = QWidget()
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(*place.margins)
    layout.setSpacing(GAP)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if number else 1)
    dock.setWidget(inside)
    return dock


def tool_bar(key: str, title: str, widget: QWidget) -> QToolBar:
    """A tool bar of one widget, which stays where it is."""
    bar = QToolBar(title)
    bar.setObjectName(key)
    bar.setMovable(False)
    bar.addWidget(widget)
    return bar
