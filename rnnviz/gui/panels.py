"""Panels: the docks and the tool bar around the canvas."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QScrollArea, QToolBar, QVBoxLayout, QWidget


def panel(key: str, title: str, *widgets: QWidget) -> QDockWidget:
    """A dock without a title line of its own: what it holds has one.

    It can be resized, and hidden by the View menu.
    """
    dock = QDockWidget(title)
    dock.setObjectName(key)
    dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
    dock.setTitleBarWidget(QWidget())
    inside = QWidget()
    layout = QVBoxLayout(inside)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(7)
    for widget in widgets:
        layout.addWidget(widget)
    dock.setWidget(inside)
    return dock


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that scrolls up and down where there is no room for all of it."""
    area = QScrollArea()
    area.setWidget(widget)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def tool_bar(key: str, title: str, widget: QWidget) -> QToolBar:
    """A tool bar of one widget, which stays where it is."""
    bar = QToolBar(title)
    bar.setObjectName(key)
    bar.setMovable(False)
    bar.addWidget(widget)
    return bar
