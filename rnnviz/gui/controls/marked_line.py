"""MarkedLine: a line to type into that marks the column where it is wrong."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit

SIGN = "✗"
SIGN_WIDTH = 16


class MarkedLine(QLineEdit):
    """A line under the character in question, and a sign at the right end."""

    def __init__(self) -> None:
        super().__init__()
        self._column: int | None = None
        self._color = QColor()

    def mark(self, column: int | None, color: QColor) -> None:
        """Mark a column, from 1; None: nothing is wrong."""
        self._column, self._color = column, color
        self.setTextMargins(0, 0, SIGN_WIDTH if column else 0, 0)
        self.update()

    def marked(self) -> QRectF:
        """Where the line under the character lies; empty where it is scrolled out of sight."""
        if self._column is None:
            return QRectF()
        metrics, text, caret = self.fontMetrics(), self.text(), self.cursorPosition()
        # The text scrolls with its caret, whose place is known.
        start = self.cursorRect().center().x() - metrics.horizontalAdvance(text[:caret])
        place = self._column - 1
        left = start + metrics.horizontalAdvance(text[:place])
        width = max(6, metrics.horizontalAdvance(text[place : place + 1]))
        line = QRectF(left, (self.height() + metrics.height()) / 2 - 1, width, 2)
        return line & QRectF(self.contentsRect().adjusted(4, 0, -SIGN_WIDTH - 4, 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._column is None:
            return
        painter = QPainter(self)
        line = self.marked()
        painter.setPen(QPen(self._color, 2))
        if not line.isEmpty():
            y = line.center().y()
            painter.drawLine(QPointF(line.left(), y), QPointF(line.right(), y))
        right = self.rect().adjusted(0, 0, -7, 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, SIGN)
        painter.end()
