"""How curves are told apart: by dashes and marks, and by colour besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from rnnviz.gui.theme import Look

#: Half the width of a mark, in logical pixels.
MARK = 3.2


@dataclass(frozen=True)
class CurveStyle:
    """color   a name of the palette; dashes   as QPen wants them, () for none."""

    color: Literal["accent", "warm", "teal", "text"]
    dashes: tuple[float, ...]
    mark: Literal["disc", "square", "triangle", "diamond"]

    def color_in(self, look: Look) -> QColor:
        """The colour in a palette."""
        color: QColor = getattr(look, self.color)
        return color

    def pen(self, look: Look, width: float = 1.7) -> QPen:
        """What its line is drawn with."""
        pen = QPen(self.color_in(look), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self.dashes:
            pen.setDashPattern(list(self.dashes))
        return pen


STYLES = (
    CurveStyle("accent", (), "disc"),
    CurveStyle("warm", (5.0, 2.0), "square"),
    CurveStyle("teal", (1.6, 1.6), "triangle"),
    CurveStyle("text", (7.0, 2.0, 1.6, 2.0), "diamond"),
)


def draw_curve(painter: QPainter, pen: QPen, points: Iterable[QPointF]) -> None:
    """A line through the points."""
    path = QPainterPath()
    path.addPolygon(QPolygonF(list(points)))
    painter.strokePath(path, pen)


def draw_mark(painter: QPainter, look: Look, style: CurveStyle, at: QPointF) -> None:
    """The style's mark, with an edge of the ground around it so that it stands out."""
    painter.setPen(QPen(look.card, 1))
    painter.setBrush(style.color_in(look))
    if style.mark == "disc":
        painter.drawEllipse(at, MARK, MARK)
    elif style.mark == "square":
        painter.drawRect(QRectF(at.x() - MARK, at.y() - MARK, 2 * MARK, 2 * MARK))
    else:
        painter.drawPolygon(QPolygonF([at + corner for corner in CORNERS[style.mark]]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_cross(painter: QPainter, look: Look, at: QPointF) -> None:
    """Where a curve ends early."""
    painter.setPen(QPen(look.error, 2))
    for slope in (-1, 1):
        corner = QPointF(MARK + 1, slope * (MARK + 1))
        painter.drawLine(at - corner, at + corner)


CORNERS = {
    "triangle": [QPointF(0, -1.3 * MARK), QPointF(1.2 * MARK, MARK), QPointF(-1.2 * MARK, MARK)],
    "diamond": [
        QPointF(0, -1.4 * MARK),
        QPointF(1.4 * MARK, 0),
        QPointF(0, 1.4 * MARK),
        QPointF(-1.4 * MARK, 0),
    ],
}
