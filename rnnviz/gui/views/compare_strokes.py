"""How compared networks are told apart: by a colour and by the pattern of a line."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.theme import Look

#: Dashes and gaps, in widths of the line; none: drawn through.
PATTERNS: tuple[tuple[float, ...], ...] = ((), (5.0, 2.0), (1.2, 1.6), (5.0, 1.6, 1.2, 1.6))
WIDTH = 2.0


def color(look: Look, place: int) -> QColor:
    """The colour of a network's line."""
    return (look.warm, look.accent, look.teal, look.text)[place]


def pen(look: Look, place: int) -> QPen:
    """The pen of a network's line."""
    made = QPen(color(look, place), WIDTH)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    if PATTERNS[place]:
        made.setDashPattern(PATTERNS[place])
    return made


def paint_key(painter: QPainter, look: Look, place: int, area: QRectF) -> None:
    """A piece of the line, for a legend."""
    painter.setPen(pen(look, place))
    y = area.center().y()
    painter.drawLine(QLineF(area.left(), y, area.right(), y))
