"""The window's place and size, and those of the panels in it, from one start to the next."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

GEOMETRY, LAYOUT, CANVAS = "geometry", "layout", "canvas"


def keep_layout(window: QMainWindow, canvas: QSplitter) -> None:
    """Keep everything as it stands."""
    kept = QSettings()
    kept.setValue(GEOMETRY, window.saveGeometry())
    kept.setValue(LAYOUT, window.saveState())
    kept.setValue(CANVAS, canvas.saveState())


def restore_layout(window: QMainWindow, canvas: QSplitter) -> None:
    """Bring back what was kept; what is missing or cannot be read stays as it is."""
    kept = QSettings()
    for key, restore in (
        (GEOMETRY, window.restoreGeometry),
        (LAYOUT, window.restoreState),
        (CANVAS, canvas.restoreState),
    ):
        value = kept.value(key)
        if isinstance(value, QByteArray):
            restore(value)
