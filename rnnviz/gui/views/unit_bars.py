"""The sum of a unit, drawn column by column: weights, what comes in, products, running sum."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import (
    CENTER,
    RIGHT,
    Floats,
    at_time,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    text_width,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_scale import nice, peak
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import Group, UnitSum

GUTTER, BIAS_WIDTH, GAP = 74.0, 30.0, 8.0
STRIP, HEAD = 16.0, 18.0
#: Columns at least so wide have their numbers written in them.
WRITTEN = 38.0


class BarsPlace:
    """Where everything stands: the bias at the left, then a column for each weight."""

    def __init__(self, area: QRectF, count: int):
        self.area, self.count = area, count
        self.left = area.left() + GUTTER + BIAS_WIDTH + GAP
        self.column = (area.right() - self.left) / max(1, count)
        top = area.top() + HEAD
        self.weights, self.read = (
            QRectF(self.left, top + n * (STRIP + 4), area.right() - self.left, STRIP)
            for n in range(2)
        )
        rest = area.bottom() - self.read.bottom() - 14
        self.products = QRectF(self.left, self.read.bottom() + 8, self.read.width(), rest / 2)
        self.sums = QRectF(self.left, self.products.bottom() + 8, self.read.width(), rest / 2)
        #: Backward there is no running sum, and the bars have all the room.
        self.both = self.products.united(self.sums)
        self.bias = QRectF(area.left() + GUTTER, top, BIAS_WIDTH, STRIP)

    def column_at(self, x: float) -> int | None:
        """The weight under a point."""
        if not self.left <= x < self.area.right():
            return None
        return min(self.count - 1, int((x - self.left) / self.column))

    def square(self, strip: QRectF, column: int) -> QRectF:
        """A column of a strip."""
        return QRectF(self.left + column * self.column, strip.top(), self.column, strip.height())


def paint_bars(
    painter: QPainter, area: QRectF, look: Look, trace: Trace, total: UnitSum, backward: bool
) -> None:
    """The sum forward; or backward, what the step adds to the gradient of each weight."""
    place = BarsPlace(area, len(total.weights))
    _paint_names(painter, look, trace, total, place, backward)
    for strip, values in ((place.weights, total.weights), (place.read, total.read)):
        bound = nice(peak(values)) if peak(values) else 1.0
        heat_map(painter, strip, heat_image(values[None], -bound, bound, look.signed), look.card)
        _write(painter, look, place, strip, values, bound)
    bound = nice(abs(total.bias)) if total.bias else 1.0
    image = heat_image(np.array([[total.bias]]), -bound, bound, look.signed)
    heat_map(painter, place.bias, image, look.card)
    if backward:
        _paint_columns(painter, look, place, place.both, total.adds, look.warm)
        return
    _paint_columns(painter, look, place, place.products, total.products, look.accent)
    _paint_running_sum(painter, look, place, total)


def _paint_names(
    painter: QPainter, look: Look, trace: Trace, total: UnitSum, place: BarsPlace, backward: bool
) -> None:
    rows = [(place.weights, "weights"), (place.read, "comes in")]
    if backward:
        rows.append((place.both, "adds δ · s"))
    else:
        rows += [(place.products, "product"), (place.sums, "running sum")]
    for strip, name in rows:
        line = QRectF(place.area.left(), strip.center().y() - 9, GUTTER - 8, 18)
        draw_text(painter, line, name, look.muted, 8.0, RIGHT)
    bias = place.bias.translated(0, -HEAD + 1)
    if total.bias_name:
        draw_math(painter, bias, _weight_math(total.bias_name), look.muted, 9.5, CENTER)
    for group in total.groups:
        left = place.left + group.start * place.column
        wide = (group.stop - group.start) * place.column
        head = QRectF(left, place.area.top(), wide, HEAD)
        text = f"{_weight_math(group.weight)} · {_source_math(trace, group)}"
        draw_math(painter, head, text, look.muted, 9.5, CENTER)
        painter.fillRect(QRectF(left, head.bottom() - 2, max(1.0, wide - 2), 1), look.border)


def _write(
    painter: QPainter, look: Look, place: BarsPlace, strip: QRectF, values: Floats, bound: float
) -> None:
    if place.column < WRITTEN:
        return
    for column, value in enumerate(values.tolist()):
        color = look.card if abs(value) > 0.6 * bound else look.text
        draw_text(painter, place.square(strip, column), number_text(value), color, 7.5, CENTER)


def _paint_columns(
    painter: QPainter,
    look: Look,
    place: BarsPlace,
    area: QRectF,
    values: Floats,
    color: QColor,
) -> None:
    """Signed bars around a middle line."""
    greatest = peak(values) or 1.0
    middle, scale = area.center().y(), area.height() / 2 / greatest
    painter.fillRect(QRectF(area.left(), middle, area.width(), 1), look.border)
    wide = max(1.0, place.column * 0.8)
    finite = np.where(np.isfinite(values), values, 0.0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects(
        [
            QRectF(x, middle - max(h, 0.0), wide, abs(h))
            for x, h in zip(
                (place.left + (np.arange(place.count) + 0.1) * place.column).tolist(),
                (finite * scale).tolist(),
                strict=True,
            )
            if abs(h) > 0.2
        ]
    )
    line = QRectF(place.area.left(), area.top() - 4, GUTTER + BIAS_WIDTH - 2, 12)
    draw_text(painter, line, f"±{number_text(greatest)}", look.faint, 7.0, RIGHT)


def _paint_running_sum(painter: QPainter, look: Look, place: BarsPlace, total: UnitSum) -> None:
    """From the bias to the whole, as steps."""
    area, sums = place.sums, np.where(np.isfinite(total.sums), total.sums, 0.0)
    low, high = min(0.0, float(sums.min())), max(0.0, float(sums.max()))
    scale = (area.height() - 4) / ((high - low) or 1.0)
    ys = (area.bottom() - 2 - (sums - low) * scale).tolist()
    zero = QRectF(place.bias.left(), area.bottom() - 2 + low * scale, 0, 1)
    zero.setRight(area.right())
    painter.fillRect(zero, look.border)
    points = [QPointF(place.bias.left(), ys[0]), QPointF(place.left, ys[0])]
    for column in range(place.count):
        x = place.left + column * place.column
        points += [QPointF(x, ys[column + 1]), QPointF(x + place.column, ys[column + 1])]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.accent, 1.8))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.accent)
    painter.drawEllipse(points[-1], 3.5, 3.5)
    above = ys[-1] - area.top() > 16
    label = QRectF(area.right() - 160, ys[-1] - 18 if above else ys[-1] + 4, 156, 14)
    symbol = "y" if total.key == "y" else "a"
    text = f"{symbol} = {number_text(total.value)}"
    used = text_width(text, 8.5, bold=True) + 6
    painter.fillRect(label.adjusted(label.width() - used, 0, 3, 0), look.card)
    draw_text(painter, label, text, look.text, 8.5, RIGHT, bold=True)


def _weight_math(name: str) -> str:
    letter, _, index = name.partition("_")
    return f"{letter}_{{{index}}}"


def _source_math(trace: Trace, group: Group) -> str:
    if group.source == "x":
        return "x_t"
    symbol = trace.quantity(group.source.removesuffix("-")).symbol
    return f"{symbol}_{{t−1}}" if group.source.endswith("-") else at_time(symbol)
