"""BookmarkEditor: the name and the note of a bookmark, to be typed."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from rnnviz.gui.controls.focus_loss import is_lost
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.session.bookmarks import LONGEST_NAME

#: In pixels: four lines.
NOTE_HEIGHT = 76
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BookmarkEditor(QWidget):
    """Enter in the name, Ctrl+Enter in the note, or leaving both takes what was typed; Escape
    nothing.

    committed  name and note.
    """

    committed = Signal(str, str)
    cancelled = Signal()

    def __init__(self, name: str, note: str) -> None:
        super().__init__()
        self.line, self.note = QLineEdit(name), QPlainTextEdit(note)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setPlaceholderText("Name")
        self.line.setAccessibleName(f"Name in place of {name}")
        self.note.setPlaceholderText("Note (Ctrl+Enter takes it)")
        self.note.setAccessibleName(f"Note of {name}")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(NOTE_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(4)
        layout.addWidget(self.line)
        layout.addWidget(self.note)
        self.line.returnPressed.connect(self.commit)
        for part in (self.line, self.note):
            part.installEventFilter(self)
        KeyGuard(self)

    @property
    def has_focus(self) -> bool:
        """Whether one types here."""
        return self.isAncestorOf(QApplication.focusWidget() or self)

    def commit(self) -> None:
        """Take what was typed; of a name that was pasted in several lines, one is made."""
        self.committed.emit(" ".join(self.line.text().split()), self.note.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_lost(event):
            # Only afterwards is it known where the focus went.
            QTimer.singleShot(0, self, self._left)
        return False

    def _left(self) -> None:
        if self.isVisible() and not self.has_focus:
            self.commit()
