"""FileChoice: a text about a file, to type or to look for: its path, or how it is read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget


class FileChoice(QWidget):
    """Emits `committed` with a text that was typed, `browse` where the person wants to look.

    empty  what stands there while there is no text, and `tip` what looking is good for.
    """

    committed = Signal(object)
    browse = Signal()

    def __init__(self, empty: str, tip: str) -> None:
        super().__init__()
        self.edit, self.button = QLineEdit(), QToolButton()
        self._shown = ""
        self.edit.setPlaceholderText(empty)
        self.edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.setText("…")
        self.button.setProperty("square", True)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self.button)
        self.setFocusProxy(self.edit)
        self.edit.editingFinished.connect(self._commit)
        self.button.clicked.connect(self.browse)

    def show_value(self, value: object) -> None:
        """Show a text without emitting; its end, which tells most of a path, stays in sight."""
        self._shown = str(value)
        self.edit.setText(self._shown)
        self.edit.setToolTip(self._shown)

    def name(self, text: str) -> None:
        """The accessible name of the text."""
        self.edit.setAccessibleName(text)

    def _commit(self) -> None:
        if self.edit.text() != self._shown:
            self._shown = self.edit.text()
            self.committed.emit(self._shown)
