"""Where a network reads symbols that it is to write: the right ones, or its own answers."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.unrolled_layout import UnrolledLayout
from rnnviz.trace.trace import Trace

LINE = 12.0


def paint_legend_of_feeding(
    painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout
) -> None:
    """Beside the inputs, in the place of their name: what the frames around some of them mean."""
    kinds = fed_kinds(trace)
    y = place.inputs.middle - LINE * len(kinds) / 2
    for own in kinds:
        line = QRectF(place.area.left() + 14, y, LEFT_GUTTER - 58, LINE)
        _paint_key(painter, look, line, own)
        text = "own" if own else "right"
        draw_text(painter, line.adjusted(21, 0, 0, 0), text, look.muted, 8)
        y += LINE


def fed_kinds(trace: Trace) -> list[bool]:
    """Whether right symbols (False) are read somewhere, and own ones (True)."""
    fed = trace.fed & trace.exists
    return [own for own, some in ((False, fed & ~trace.own), (True, trace.own)) if some.any()]


def _paint_key(painter: QPainter, look: Look, line: QRectF, own: bool) -> None:
    """A small box as it stands among the inputs; an own answer with the line that leads to it."""
    middle = line.center().y()
    pen = QPen(look.teal, 1.2) if own else QPen(look.muted, 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(look.control)
    painter.drawRect(QRectF(line.left() + 5.5, middle - 4, 11, 8))
    if own:
        points = ((line.left(), middle - 5), (line.left(), middle), (line.left() + 6, middle))
        painter.drawPolyline([QPointF(*point) for point in points])
