"""The nonlinearity of a unit as a curve, with the point on it and, backward, its tangent."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import CENTER, RIGHT, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_scale import nice, written
from rnnviz.gui.views.unit_progress import Stage
from rnnviz.gui.views.unit_readout import gradient_text
from rnnviz.gui.views.unit_scale import GREATEST
from rnnviz.gui.views.unit_text import (
    Part,
    draw_line,
    factor_symbol,
    gradient_symbol,
    line_width,
    source_symbol,
)
from rnnviz.trace.formula import Run
from rnnviz.trace.formula_numbers import bracketed, number_text
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import Bend, Passed, curve

#: The curve reaches so far to both sides, or else to a round number behind the point.
REACH, MARGIN = 4.0, 1.1
SLOPE_HEIGHT = 18.0
HEAD, LINE, SIDE, AXIS = 24.0, 19.0, 42.0, 15.0
#: A low plot has room for one line below it only.
LEAST_FOR_TWO = 170.0
BOUNDS = {"σ": (-0.12, 1.12), "tanh": (-1.2, 1.2)}
TICKS = {"σ": (0.0, 0.5, 1.0), "tanh": (-1.0, 0.0, 1.0)}


class CurvePlace:
    """From numbers to points of an area. Backward there are lines of arithmetic below."""

    def __init__(self, area: QRectF, shape: Bend, backward: bool = False):
        self.lines = (2 if area.height() >= LEAST_FOR_TWO else 1) if backward else 0
        foot = AXIS + self.lines * LINE
        self.plot = area.adjusted(SIDE, HEAD, -12, -foot)
        self.has_point = max(abs(shape.x), abs(shape.y)) < GREATEST
        x = abs(shape.x) if self.has_point else 0.0
        self.reach = REACH if x * MARGIN <= REACH else nice(x * MARGIN)
        unbounded = (-0.25 if shape.name == "ReLU" else -1.0) * self.reach, self.reach
        self.low, self.high = BOUNDS.get(shape.name, unbounded)
        least = 0.0 if shape.name == "ReLU" else -self.reach
        self.ticks = TICKS.get(shape.name, tuple(dict.fromkeys((least, 0.0, self.reach))))

    def at(self, x: float, y: float) -> QPointF:
        """The point of a pair of numbers."""
        across = (x + self.reach) / (2 * self.reach)
        up = (y - self.low) / (self.high - self.low)
        return QPointF(
            self.plot.left() + across * self.plot.width(),
            self.plot.bottom() - up * self.plot.height(),
        )

    def number_at(self, x: float) -> float:
        """What the nonlinearity is applied to at a place across."""
        return (2 * (x - self.plot.left()) / self.plot.width() - 1) * self.reach


@dataclass(frozen=True)
class Curve:
    """All that is drawn of a nonlinearity; `passed` where the gradient comes back through it."""

    look: Look
    trace: Trace
    shape: Bend
    stage: Stage
    passed: Passed | None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw it into an area."""
        look, shape, stage = self.look, self.shape, self.stage
        place = CurvePlace(area, shape, self.passed is not None)
        if stage.is_at(shape.result) or (self.passed and stage.is_at(f"d_{shape.source}")):
            painter.setPen(QPen(look.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0, -2, -2, 2), 5, 5)
        self._paint_axes(painter, place)
        xs = np.linspace(-place.reach, place.reach, 161)
        ys = curve(shape.name, xs)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.accent, 2.2))
        painter.drawPolyline(QPolygonF([place.at(x, y) for x, y in zip(xs, ys, strict=True)]))
        painter.setOpacity(stage.opacity(shape.result, shape.source))
        self._paint_equation(painter, area)
        if place.has_point and self.passed is not None:
            painter.setOpacity(stage.opacity(f"d_{shape.source}"))
            self._paint_tangent(painter, place)
        painter.setOpacity(stage.opacity(shape.result, shape.source))
        if place.has_point:
            self._paint_point(painter, place)
        if self.passed is not None:
            painter.setOpacity(stage.opacity(f"d_{shape.source}"))
            self._paint_passed(painter, area, place, self.passed)
        painter.setOpacity(1.0)

    # --- the plot ----------------------------------------------------------------------

    def _paint_axes(self, painter: QPainter, place: CurvePlace) -> None:
        look, plot = self.look, place.plot
        painter.setPen(QPen(look.border, 1))
        for tick in place.ticks:
            y = round(place.at(0, tick).y()) + 0.5
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
        painter.setPen(QPen(look.faint, 1))
        painter.drawLine(QLineF(place.at(-place.reach, 0), place.at(place.reach, 0)))
        painter.drawLine(QLineF(place.at(0, place.low), place.at(0, place.high)))
        shown = self._point_labels(place)
        for tick in place.ticks:
            label = self._left_label(place, tick, written(tick))
            if not label.intersects(shown[1]):
                draw_text(painter, label, written(tick), look.muted, 7.5, RIGHT)
        for tick in (-place.reach, 0.0, place.reach):
            label = self._lower_label(place, tick, written(tick))
            if not label.intersects(shown[0]):
                draw_text(painter, label, written(tick), look.muted, 7.5, CENTER)

    def _left_label(self, place: CurvePlace, y: float, text: str) -> QRectF:
        wide = text_width(text, 7.5) + 1
        return QRectF(place.plot.left() - 4 - wide, place.at(0, y).y() - 6, wide, 12)

    def _lower_label(self, place: CurvePlace, x: float, text: str) -> QRectF:
        wide = text_width(text, 7.5) + 4
        left = place.at(x, 0).x() - wide / 2
        left = max(place.plot.left() - 8, min(place.plot.right() + 8 - wide, left))
        return QRectF(left, place.plot.bottom() + 1, wide, 13)

    def _point_labels(self, place: CurvePlace) -> tuple[QRectF, QRectF]:
        """Where the point's two numbers stand at the axes."""
        shape = self.shape
        if not place.has_point:
            return QRectF(), QRectF()
        return (
            self._lower_label(place, shape.x, number_text(shape.x)),
            self._left_label(place, shape.y, number_text(shape.y)),
        )

    def _paint_point(self, painter: QPainter, place: CurvePlace) -> None:
        shape, look = self.shape, self.look
        point = place.at(shape.x, shape.y)
        painter.setPen(QPen(look.muted, 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(point, QPointF(point.x(), place.plot.bottom())))
        painter.drawLine(QLineF(point, QPointF(place.plot.left(), point.y())))
        below, beside = self._point_labels(place)
        draw_text(painter, below, number_text(shape.x), look.accent, 7.5, CENTER)
        draw_text(painter, beside, number_text(shape.y), look.accent, 7.5, RIGHT)
        painter.setPen(QPen(look.card, 1.8))
        painter.setBrush(look.accent)
        painter.drawEllipse(point, 5.5, 5.5)

    def _paint_tangent(self, painter: QPainter, place: CurvePlace) -> None:
        """Through the point, as long on the screen whatever its slope; beside it the slope."""
        shape, plot = self.shape, place.plot
        one = QPointF(
            plot.width() / (2 * place.reach),
            -shape.slope * plot.height() / (place.high - place.low),
        )
        length = float(np.hypot(one.x(), one.y()))
        half = one * (0.36 * min(plot.width(), 1.6 * plot.height()) / length)
        point = place.at(shape.x, shape.y)
        painter.save()
        painter.setClipRect(plot.adjusted(0, -6, 6, 6))
        painter.setPen(QPen(self.look.warm, 2.6, c=Qt.PenCapStyle.RoundCap))
        painter.drawLine(QLineF(point - half, point + half))
        painter.restore()
        self._paint_slope(painter, place, point)

    def _paint_slope(self, painter: QPainter, place: CurvePlace, point: QPointF) -> None:
        """Right of the point and below the curve, or left and above: where it rises, nothing
        else is there."""
        parts, size = (f"slope {gradient_text(self.shape.slope)}",), 11.0
        wide, plot = line_width(parts, size) + 2, place.plot
        left = min(point.x() + 14, plot.right() - wide)
        high = max(point.y() + 7, max(self._heights(place, left)) + 5)
        if high > plot.bottom() - SLOPE_HEIGHT:
            left = max(point.x() - 14 - wide, plot.left() + 4)
            lowest = min(point.y() - 7, min(self._heights(place, left + wide)) - 5)
            high = max(plot.top(), lowest - SLOPE_HEIGHT)
        line = QRectF(left, high, wide, SLOPE_HEIGHT)
        ground = QColor(self.look.card)
        ground.setAlpha(200)
        painter.fillRect(line.adjusted(-3, 1, 3, -1), ground)
        draw_line(painter, line, parts, self.look.warm, size)

    def _heights(self, place: CurvePlace, x: float) -> tuple[float, float]:
        """Where the curve and the tangent are at a place across."""
        number, shape = place.number_at(x), self.shape
        tangent = shape.y + shape.slope * (number - shape.x)
        of_curve = float(curve(shape.name, np.array([number]))[0])
        return place.at(number, of_curve).y(), place.at(number, tangent).y()

    # --- the arithmetic ----------------------------------------------------------------

    def _paint_equation(self, painter: QPainter, area: QRectF) -> None:
        """f_t = σ(0.784) = 0.687."""
        shape = self.shape
        numbers = f" = {shape.name}({number_text(shape.x)}) = {number_text(shape.y)}"
        left = source_symbol(self.trace, shape.result)
        if not self._is_alone():
            left = (Run(f"{shape.name}("), *source_symbol(self.trace, shape.source), Run(")"))
        line = QRectF(area.left() + 6, area.top(), area.width() - 12, HEAD - 4)
        draw_line(painter, line, (left, numbers), self.look.text, 12.0, CENTER)

    def _is_alone(self) -> bool:
        """Whether the nonlinearity is all of the formula."""
        formula = self.trace.quantity(self.shape.result).formula
        return formula == f"{self.shape.name}({{{self.shape.source}}})"

    def _paint_passed(
        self, painter: QPainter, area: QRectF, place: CurvePlace, passed: Passed
    ) -> None:
        """∂E/∂a = ∂E/∂f · f′(a), in symbols and below in numbers."""
        shape, trace = self.shape, self.trace
        slope = (Run(f"{shape.name}′("), *source_symbol(trace, shape.source), Run(")"))
        goal = gradient_symbol(trace, shape.source)
        symbols: list[Part] = [gradient_symbol(trace, shape.result)]
        numbers = [gradient_text(passed.of_result)]
        for factor, value in passed.others:
            symbols += [" · ", factor_symbol(trace, factor, True, self.stage.before)]
            numbers.append(bracketed(number_text(value)))
        symbols += [" · ", slope]
        numbers.append(bracketed(gradient_text(shape.slope)))
        product = f"{' · '.join(numbers)} = {gradient_text(passed.part)}"
        first = QRectF(area.left() + 6, area.bottom() - place.lines * LINE, area.width() - 12, LINE)
        if passed.is_whole:
            lines: list[tuple[Part, ...]] = [(goal, " = ", *symbols), (goal, f" = {product}")]
        else:
            whole = gradient_text(passed.whole)
            lines = [(*symbols, "  is part of  ", goal, f" = {whole}"), (f"{product}",)]
        for parts in lines[-place.lines :]:
            draw_line(painter, first, parts, self.look.warm, 11.5, CENTER)
            first = first.translated(0, LINE)
