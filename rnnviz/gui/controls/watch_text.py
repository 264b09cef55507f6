"""WatchText: a watched expression, which a double click or a key opens for editing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from rnnviz.gui.controls.focus_label import FocusLabel

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)


class WatchText(FocusLabel):
    """Emits `edit_wanted` at a double click, and at Enter or F2 while it has the focus."""

    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleDescription("Double click or Enter edits it")

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)
