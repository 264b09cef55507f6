"""Note: a text that stands over the curves of a plot."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnnviz.gui.painting import draw_text
from rnnviz.gui.theme import Look

#: The size of the smaller texts.
SMALL = 7.5
#: How much of the curves the ground of a text on them hides, of 255.
COVER = 205


class Note(QGraphicsItem):
    """A line of text that stands over the curves, on a ground of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setZValue(1.0)
        self._place, self._text = QRectF(), ""
        self._ground, self._color = QColor(), QColor()

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._ground, self._color = QColor(look.card), look.muted
        self._ground.setAlpha(0 if look.is_clear else COVER)
        self.update()

    def show_text(self, place: QRectF, text: str) -> None:
        """Show a text in an area; "" shows nothing."""
        self.prepareGeometryChange()
        self._place, self._text = place, text
        self.setVisible(bool(text))

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.fillRect(self._place, self._ground)
        draw_text(painter, self._place.adjusted(3, 0, 0, 0), self._text, self._color, SMALL)
