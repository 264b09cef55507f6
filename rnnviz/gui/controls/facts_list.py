"""FactsList: what was read for the task, in pairs of a title and a text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

TITLE_WIDTH = 92


class FactsList(QWidget):
    """Texts that can be selected and that wrap."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str], ...] = ()
        self._labels: list[QLabel] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(8)
        self._layout.setVerticalSpacing(5)
        self._layout.setColumnMinimumWidth(0, TITLE_WIDTH)
        self._layout.setColumnStretch(1, 1)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show other facts; labels that are there already are used again."""
        if facts == self._shown:
            return
        self._shown = facts
        while len(self._labels) < 2 * len(facts):
            self._add_row(len(self._labels) // 2)
        texts = [text for fact in facts for text in fact]
        for number, label in enumerate(self._labels):
            label.setVisible(number < len(texts))
            label.setText(texts[number] if number < len(texts) else "")

    def _add_row(self, row: int) -> None:
        for column, role in enumerate(("caption", "note")):
            label = QLabel()
            label.setProperty("role", role)
            label.setWordWrap(column == 1)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            if column == 1:
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._layout.addWidget(label, row, column)
            self._labels.append(label)
