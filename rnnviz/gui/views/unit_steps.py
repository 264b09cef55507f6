"""The running sum of a unit: from the bias, step by step, to the whole."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import RIGHT, Floats
from rnnviz.gui.theme import Look
from rnnviz.gui.views.unit_place import BarsPlace
from rnnviz.gui.views.unit_scale import Scale, are_drawn, sign_colors
from rnnviz.gui.views.unit_text import Part, draw_line, line_width, source_symbol
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import UnitSum

#: The scale reaches down to 0 where that makes it at most so much longer.
MOST_STRETCH = 3.0
LABEL = 16.0


def paint_running_sum(
    painter: QPainter, look: Look, trace: Trace, total: UnitSum, place: BarsPlace
) -> None:
    """Steps from the bias on, each coloured as its product; at the end the recorded number. A
    sum that can no longer be drawn ends there."""
    broken = np.flatnonzero(~are_drawn(total.sums))
    sums = total.sums[: int(broken[0]) if len(broken) else len(total.sums)]
    scale = sum_scale(place.sums, sums)
    scale.paint(painter, look, place, "running sum")
    if len(sums):
        _paint_steps(painter, look, place, scale, sums.tolist())
    _paint_result(
        painter, look, trace, total, place, scale.y(sums[-1]) if len(sums) else place.sums.top()
    )


def sum_scale(row: QRectF, sums: Floats) -> Scale:
    """The heights of finite sums in their row."""
    area = row.adjusted(0, 5, 0, -5)
    low, high = float(sums.min(initial=np.inf)), float(sums.max(initial=-np.inf))
    if not len(sums):
        low = high = 0.0
    if max(high, 0.0) - min(low, 0.0) <= MOST_STRETCH * (high - low):
        low, high = min(low, 0.0), max(high, 0.0)
    return Scale(area, low, high)


def _paint_steps(
    painter: QPainter, look: Look, place: BarsPlace, scale: Scale, sums: list[float]
) -> None:
    ys = [scale.y(value) for value in sums]
    wide = place.column
    lefts = [place.left + n * wide for n in range(len(sums) - 1)]
    painter.setPen(Qt.PenStyle.NoPen)
    for sign, shade in zip((1, -1), sign_colors(look), strict=True):
        shade.setAlpha(120)
        painter.setBrush(shade)
        rects = [
            QRectF(x, min(before, after), wide, abs(after - before))
            for x, before, after in zip(lefts, ys, ys[1:], strict=False)
            if sign * (before - after) > 0.2
        ]
        if rects:
            painter.drawRects(rects)
    points = [QPointF(place.bias.left(), ys[0]), QPointF(place.left, ys[0])]
    for x, y in zip(lefts, ys[1:], strict=True):
        points += [QPointF(x, y), QPointF(x + wide, y)]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.accent, 1.8))
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(QPen(look.card, 1.5))
    painter.setBrush(look.accent)
    painter.drawEllipse(points[-1], 4.5, 4.5)


def _paint_result(
    painter: QPainter, look: Look, trace: Trace, total: UnitSum, place: BarsPlace, y: float
) -> None:
    """The recorded number beside the last step."""
    parts: tuple[Part, ...] = (source_symbol(trace, total.key), f" = {number_text(total.value)}")
    wide = line_width(parts, 12.0) + 10
    above = y - place.sums.top() >= LABEL + 4
    top = y - LABEL - 5 if above else y + 6
    label = QRectF(place.area.right() - wide, top, wide - 6, LABEL)
    ground = QColor(look.card)
    ground.setAlpha(215)
    painter.fillRect(label.adjusted(-4, 0, 2, 0), ground)
    color = look.text if np.isfinite(total.value) else look.error
    draw_line(painter, label, parts, color, 12.0, RIGHT)
