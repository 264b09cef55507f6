"""ConditionLine: a line to type a condition or an expression, checked while it is typed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.marked_line import MarkedLine
from rnnviz.gui.controls.names_list import NamesList

#: What is wrong with a text, and in which column, from 1; None: nothing.
Check = Callable[[str], tuple[str, int] | None]


class ConditionLine(QWidget):
    """Emits `committed` with a text that is right, when Enter is pressed."""

    committed = Signal(str)

    def __init__(self, title: str, example: str) -> None:
        super().__init__()
        self._check: Check = lambda text: None
        self.line, self.error, self.names = MarkedLine(), QLabel(), QToolButton()
        self.list = NamesList(self)
        self.line.setPlaceholderText(example)
        self.line.setAccessibleName(title)
        self.line.setClearButtonEnabled(False)
        self.names.setText("Names")
        self.names.setAccessibleName(f"Names for: {title}")
        self.names.setToolTip("What can be named, and what can be called")
        self.names.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.error.setProperty("role", "refusal")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        self.error.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.error.hide()
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addWidget(self.line, 1)
        row.addWidget(self.names)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(row)
        layout.addWidget(self.error)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._commit)
        self.names.clicked.connect(lambda: self.list.open_below(self.names))
        self.list.chosen.connect(self._insert)

    def check_with(self, check: Check) -> None:
        """Ask this of every text."""
        self._check = check

    def show_names(self, names: tuple[tuple[str, str], ...]) -> None:
        """What can be named, each with an explanation."""
        self.list.show_names(names)

    def _typed(self, text: str) -> None:
        wrong = self._check(text) if text.strip() else None
        self.line.setProperty("refused", wrong is not None)
        self.line.style().polish(self.line)
        self.error.setVisible(wrong is not None)
        # The style sheet's colour of a refusal.
        self.error.ensurePolished()
        self.line.mark(wrong[1] if wrong else None, self.error.palette().windowText().color())
        if wrong is not None:
            message, column = wrong
            self.error.setText(f"✗ column {column}: {message}")
        self.line.setAccessibleDescription(self.error.text() if wrong else "")

    def _commit(self) -> None:
        text = self.line.text().strip()
        wrong = self._check(text) if text else None
        if not text:
            return
        if wrong is None:
            self.line.clear()
            self.committed.emit(text)
        else:
            self.line.setCursorPosition(min(wrong[1] - 1, len(self.line.text())))

    def _insert(self, name: str) -> None:
        self.line.insert(name)
        self.line.setFocus()
