"""The window's place, size and colours, and how the panels stand in it, from one start to the
next."""

from functools import partial
from zlib import crc32

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

from rnnviz.gui.docking import PANELS
from rnnviz.gui.theme import LOOKS, Look

GEOMETRY, LAYOUT, CANVAS, LOOK = "geometry", "layout", "canvas", "look"
#: In pixels; how high it really is nobody knows before the window is shown.
TITLE_BAR = 40
#: Where there were other panels, an older layout says nothing of where the new ones stand.
VERSION = crc32(repr([(key, place.name) for key, _, place in PANELS]).encode()) & 0x7FFF_FFFF


def keep_look(look: Look) -> None:
    """Keep the colours that a person chose."""
    QSettings().setValue(LOOK, look.name)


def kept_look() -> Look | None:
    """Those that were chosen last; None where nobody chose any."""
    return LOOKS.get(str(QSettings().value(LOOK)))


def keep_layout(window: QMainWindow, canvas: QSplitter) -> None:
    """Keep everything as it stands."""
    kept = QSettings()
    kept.setValue(GEOMETRY, window.saveGeometry())
    kept.setValue(LAYOUT, window.saveState(VERSION))
    kept.setValue(CANVAS, canvas.saveState())


def restore_layout(window: QMainWindow, canvas: QSplitter) -> None:
    """Bring back what was kept; what is missing or cannot be read stays as it is."""
    kept = QSettings()
    for key, restore in (
        (GEOMETRY, window.restoreGeometry),
        (LAYOUT, partial(window.restoreState, version=VERSION)),
        (CANVAS, canvas.restoreState),
    ):
        value = kept.value(key)
        if isinstance(value, QByteArray):
            restore(value)
    fit(window, window.screen().availableSize())


def fit(window: QMainWindow, room: QSize) -> None:
    """Make a window that is larger than the room on its screen as large as that."""
    if not window.isMaximized():
        window.resize(window.size().boundedTo(room - QSize(0, TITLE_BAR)))
