"""The nonlinearity of a unit as a curve, with the point on it and, backward, its tangent."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.gui.painting import CENTER, LEFT, RIGHT, draw_text
from rnnviz.gui.theme import Look
from rnnviz.trace.formula_numbers import bracketed, number_text
from rnnviz.trace.unit_sum import Bend, curve

LEAST_REACH, MARGIN = 4.0, 1.15
FOOT = 34.0


class CurvePlace:
    """From numbers to points of an area."""

    def __init__(self, area: QRectF, shape: Bend):
        self.plot = area.adjusted(10, 22, -10, -FOOT)
        x = shape.x if np.isfinite(shape.x) else 0.0
        self.reach = max(LEAST_REACH, abs(x) * MARGIN)
        bounded = shape.name in ("σ", "tanh")
        self.low = {"σ": -0.1, "tanh": -1.2, "ReLU": -0.2 * self.reach}.get(shape.name, -self.reach)
        self.high = 1.2 if bounded else self.reach

    def at(self, x: float, y: float) -> QPointF:
        """The point of a pair of numbers."""
        across = (x + self.reach) / (2 * self.reach)
        up = (y - self.low) / (self.high - self.low)
        return QPointF(
            self.plot.left() + across * self.plot.width(),
            self.plot.bottom() - up * self.plot.height(),
        )


def paint_curve(
    painter: QPainter, area: QRectF, look: Look, shape: Bend, gradients: tuple[float, float] | None
) -> None:
    """The curve in an area.

    gradients  ∂E/∂f and ∂E/∂x, where the tangent is to be drawn; else None.
    """
    place = CurvePlace(area, shape)
    _paint_axes(painter, look, place)
    xs = np.linspace(-place.reach, place.reach, 121)
    ys = curve(shape.name, xs)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.accent, 2))
    painter.drawPolyline(QPolygonF([place.at(x, y) for x, y in zip(xs, ys, strict=True)]))
    name = QRectF(area.left(), area.top(), area.width(), 18)
    draw_text(painter, name, f"{shape.name}({number_text(shape.x)}) = {number_text(shape.y)}",
              look.text, 9.0, CENTER, bold=True)  # fmt: skip
    if np.isfinite(shape.x) and np.isfinite(shape.y):
        if gradients is not None:
            _paint_tangent(painter, look, place, shape)
        _paint_point(painter, look, place, shape)
    if gradients is not None:
        _paint_gradient(painter, area, look, shape, gradients)


def _paint_axes(painter: QPainter, look: Look, place: CurvePlace) -> None:
    painter.setPen(QPen(look.border, 1))
    painter.drawLine(QLineF(place.at(-place.reach, 0), place.at(place.reach, 0)))
    painter.drawLine(QLineF(place.at(0, place.low), place.at(0, place.high)))
    for x in (-place.reach, place.reach):
        point = place.at(x, 0)
        left = point.x() - (0 if x < 0 else 40)
        label = QRectF(left, place.plot.bottom() + 1, 40, 12)
        draw_text(painter, label, f"{x:.3g}", look.muted, 7.5, LEFT if x < 0 else RIGHT)


def _paint_point(painter: QPainter, look: Look, place: CurvePlace, shape: Bend) -> None:
    point = place.at(shape.x, shape.y)
    painter.setPen(QPen(look.muted, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(point, place.at(shape.x, 0)))
    painter.drawLine(QLineF(point, place.at(0, shape.y)))
    painter.setPen(QPen(look.card, 1.5))
    painter.setBrush(look.accent)
    painter.drawEllipse(point, 5, 5)


def _paint_tangent(painter: QPainter, look: Look, place: CurvePlace, shape: Bend) -> None:
    half = 0.45 * place.reach
    painter.save()
    painter.setClipRect(place.plot.adjusted(-8, -8, 8, 8))
    painter.setPen(QPen(look.warm, 2.4))
    ends = [place.at(shape.x + d, shape.y + shape.slope * d) for d in (-half, half)]
    painter.drawLine(QLineF(*ends))
    painter.restore()


def _paint_gradient(
    painter: QPainter, area: QRectF, look: Look, shape: Bend, gradients: tuple[float, float]
) -> None:
    of_result, of_source = gradients
    line = QRectF(area.left(), area.bottom() - FOOT + 14, area.width(), 18)
    text = (
        f"∂E/∂a = {number_text(of_result)}·{bracketed(number_text(shape.slope))} "
        f"= {number_text(of_source)}"
    )
    draw_text(painter, line, text, look.warm, 8.5, CENTER)
