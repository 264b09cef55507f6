"""Curves of numbers along a path, on a logarithmic scale that is fixed, over the time axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import draw_math, draw_text, math_width, text_width
from rnnviz.gui.views.log_range import LogRange
from rnnviz.gui.views.track_bars import paint_level_marks, paint_levels, plot
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_scale import Floats

Style = Qt.PenStyle
STROKE, DOT = 18.0, 2.4


@dataclass(frozen=True)
class Curve:
    """Numbers at places on the time axis, as fractions of steps; `dots` marks each of them.

    symbol  as in the papers, for the legend; `words` behind it.
    in_pairs   each two of them are a line of their own.
    """

    times: Floats
    values: Floats
    color: QColor
    symbol: str = ""
    words: str = ""
    style: Style = Style.SolidLine
    width: float = 1.8
    dots: bool = False
    in_pairs: bool = False


def paint_curves(
    drawing: Drawing, area: QRectF, curves: Sequence[Curve], scale: LogRange, most: int = 5
) -> None:
    """The scale with at most so many powers of ten, and the curves. What lies outside of the scale
    is drawn at its edge."""
    apart = max(1, -(-(scale.high - scale.low) // most))
    powers = range(scale.high, scale.low - 1, -apart)
    levels = tuple(
        ((power - scale.low) / (scale.high - scale.low), decade(power)) for power in powers[::-1]
    )
    paint_levels(drawing, area, levels)
    paint_level_marks(drawing, area, levels)
    with drawing.only_columns(area):
        for curve in curves:
            _paint_curve(drawing, area, curve, scale)


def _paint_curve(drawing: Drawing, area: QRectF, curve: Curve, scale: LogRange) -> None:
    painter, ground = drawing.painter, plot(area)
    values = np.abs(curve.values)
    if not curve.in_pairs:
        # A curve ends where it reaches the floor: what lies below is not drawn as if it were known.
        below = np.flatnonzero(scale.is_below(values) | (values == 0))
        values = values[: int(below[0]) + 1] if len(below) else values
    shares = np.clip(np.nan_to_num(scale.share(values), nan=1.0), 0.0, 1.0)
    points = [
        QPointF(
            drawing.axis.x(float(time), drawing.area), ground.bottom() - share * ground.height()
        )
        for time, share in zip(curve.times, shares, strict=False)
    ]
    painter.setPen(QPen(curve.color, curve.width, curve.style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if curve.in_pairs:
        ends = zip(points[::2], points[1::2], strict=True)
        painter.drawLines([QLineF(*each) for each in ends])
    else:
        painter.drawPolyline(QPolygonF(points))
    if curve.dots:
        painter.setPen(QPen(drawing.look.card, 1))
        painter.setBrush(curve.color)
        for point in points if drawing.edges[1] >= 7 else points[:1]:
            painter.drawEllipse(point, DOT, DOT)


def paint_keys(painter: QPainter, line: QRectF, curves: Sequence[Curve], ink: QColor) -> None:
    """A stroke, the symbol and words of each curve that has any; those for which there is no room
    are left out."""
    x = line.left()
    for curve in curves:
        if not curve.symbol and not curve.words:
            continue
        symbol, words = math_width(curve.symbol, 9.5), text_width(curve.words, 7.5)
        wide = STROKE + 5 + symbol + (4 if curve.words and curve.symbol else 0) + words
        if x + wide > line.right():
            return
        painter.setPen(QPen(curve.color, curve.width, curve.style))
        y = round(line.center().y()) + 0.5
        painter.drawLine(QLineF(x, y, x + STROKE, y))
        place = QRectF(x + STROKE + 5, line.top(), symbol + 2, line.height())
        draw_math(painter, place, curve.symbol, ink, 9.5)
        after = QRectF(x + wide - words, line.top(), words + 2, line.height())
        draw_text(painter, after, curve.words, ink, 7.5)
        x += wide + 14
