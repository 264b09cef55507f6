"""A short text in a box of the unrolled network."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.painting import kept_font, text_width
from rnnviz.gui.theme import MONO, PLAIN
from rnnviz.gui.views.unrolled_layout import LEAST_LABEL_WIDTH, UnrolledLayout


def paint_label(
    painter: QPainter,
    place: UnrolledLayout,
    box: QRectF,
    text: str,
    color: QColor,
    bold: bool,
    longest: int = 1,
) -> None:
    """As large as the column allows for a text of `longest` letters, so that a row of labels
    has one size; nothing where nobody could read it."""
    width = place.column_width
    if width < LEAST_LABEL_WIDTH or not text:
        return
    size = round(
        max(5.5, min(10.5, 0.42 * box.height(), 1.25 * width / max(longest, len(text)))), 1
    )
    families = (*(MONO if len(text) == 1 else PLAIN),)
    bold = bold and width > 11
    painter.setFont(kept_font(size, bold, families))
    painter.setPen(color)
    x = box.center().x() - text_width(text, size, bold, families) / 2
    # Capitals are about 0.73 of the size in points × 4/3 high.
    painter.drawText(QPointF(x, box.center().y() + 0.48 * size), text)
