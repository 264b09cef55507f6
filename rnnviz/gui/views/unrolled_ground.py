"""The part of the unrolled network that training does not change: boxes, arrows, inputs."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.gui.painting import BUTTONS_WIDTH, card, color_bar, draw_math, draw_text, heat_image
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.unrolled_label import paint_label
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout, forward_height
from rnnviz.trace.trace import Trace

#: Inputs of at most so many numbers are drawn as colours where they do not fit as text.
MOST_COLORS = 4
#: Below this width of the whole view the legend has no room.
LEAST_LEGEND_WIDTH = 900.0
LEGEND_WIDTH = 282.0
#: Narrower boxes have no frame.
LEAST_FRAMED = 9.0


def paint_ground(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """The card, the names of the rows, arrows, frames and inputs."""
    card(painter, place.area, look)
    _paint_legend(painter, look, place.area)
    _paint_gutter(painter, look, trace, place)
    painter.save()
    painter.setClipRect(place.columns)
    _paint_arrows(painter, look, place)
    _paint_frames(painter, look, trace, place)
    _paint_inputs(painter, look, trace, place)
    painter.restore()


def taken_of_title(area: QRectF) -> float:
    """How much of the title's line the legend and the buttons take."""
    has_legend = area.width() >= LEAST_LEGEND_WIDTH
    return BUTTONS_WIDTH + (LEGEND_WIDTH if has_legend else 0.0)


def _paint_legend(painter: QPainter, look: Look, area: QRectF) -> None:
    """At the right of the title: what the colours and the widths mean."""
    if area.width() < LEAST_LEGEND_WIDTH:
        return
    right, middle = area.right() - BUTTONS_WIDTH, area.top() + 17
    line = QRectF(right - 110, middle - 9, 110, 18)
    draw_text(painter, line, "‖∂E/∂hₜ‖, 10⁻⁶ … 10", look.muted, 8)
    flow = QRectF(line.left() - 30, middle - 2, 24, 4)
    painter.fillRect(flow, look.warm)
    bar = QRectF(flow.left() - 130, middle - 9, 110, 18)
    color_bar(painter, bar, look, look.signed, "−1", "1")


def _paint_gutter(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    rows = [(place.outputs, "output", "ŷ_t"), (place.inputs, "input", "x_t")]
    for row, lane in zip(place.lanes, trace.lanes, strict=True):
        rows.append((row, "state" if len(trace.lanes) == 1 else lane.title, "h_t"))
    left = place.area.left()
    for row, name, symbol in rows:
        line = QRectF(left + 14, row.middle - 10, LEFT_GUTTER - 54, 20)
        draw_text(painter, line, name, look.muted, 9)
        line = QRectF(left + LEFT_GUTTER - 40, row.middle - 11, 24, 20)
        draw_math(painter, line, symbol, look.text, 11.5)


def _paint_arrows(painter: QPainter, look: Look, place: UnrolledLayout) -> None:
    upward: list[QLineF] = []
    rows = [place.inputs, *place.lanes, place.bars]
    for time in place.visible:
        x = place.middle(time)
        for below, above in pairwise(rows):
            upward.append(QLineF(x, below.top - 1, x, above.bottom + 2))
    _paint_lines(painter, upward, QPen(look.faint, 1.2))
    for row in place.lanes:
        _paint_lines(painter, place.links(forward_height(row)), QPen(look.accent, 1.2))


def _paint_lines(painter: QPainter, lines: list[QLineF], pen: QPen) -> None:
    """Lines with an arrow head each, where there is room for one."""
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(pen.color())
    for line in lines:
        if line.length() >= 5:
            painter.drawPolygon(_arrow_head(line))


def _arrow_head(line: QLineF) -> QPolygonF:
    unit, tip = line.unitVector(), line.p2()
    back = QPointF(tip.x() - 4 * unit.dx(), tip.y() - 4 * unit.dy())
    side = QPointF(-2.4 * unit.dy(), 2.4 * unit.dx())
    return QPolygonF([tip, back + side, back - side])


def _paint_frames(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """Of the states, of the outputs that are compared with a target, and their empty bars."""
    painter.setPen(QPen(look.faint, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for row in place.lanes if place.box_width >= 5 else ():
        for box in place.boxes(row):
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)
    for time in place.visible:
        if trace.scored[time]:
            _paint_box(painter, look, place, time, place.outputs)
        if trace.scored[time] and trace.loss_name == "cross-entropy":
            painter.fillRect(place.box(time, place.bars), look.border)


def _paint_box(painter: QPainter, look: Look, place: UnrolledLayout, time: int, row: Row) -> None:
    if place.box_width >= LEAST_FRAMED:
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(look.control)
        painter.drawRoundedRect(place.box(time, row), 3, 3)


def _paint_inputs(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    labels = trace.labels.inputs
    longest = max(map(len, labels))
    as_colors = longest * 5.5 > place.column_width and trace.inputs.shape[1] <= MOST_COLORS
    for time in place.visible:
        if not trace.exists[time]:
            continue
        _paint_box(painter, look, place, time, place.inputs)
        box = place.box(time, place.inputs)
        if as_colors:
            _paint_vector(painter, look, trace.inputs[time], box)
        else:
            paint_label(painter, place, box, labels[time], look.text, True, longest)


def _paint_vector(painter: QPainter, look: Look, values: NDArray[np.floating], box: QRectF) -> None:
    """An input of a few numbers, where they do not fit as text: as colours."""
    image = heat_image(values[:, None].astype(float), 0.0, 1.0, look.gate)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(box.adjusted(1, 1, -1, -1), image)
