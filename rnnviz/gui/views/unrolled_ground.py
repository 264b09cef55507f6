"""The part of the unrolled network that training does not change: boxes, arrows, inputs."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from rnnviz.gui.painting import (
    BUTTONS_WIDTH,
    CENTER,
    card,
    color_bar,
    draw_math,
    draw_squares,
    draw_text,
    heat_image,
    text_width,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.unrolled_arrows import column_area, paint_arrows
from rnnviz.gui.views.unrolled_fed import fed_kinds, paint_legend_of_feeding
from rnnviz.gui.views.unrolled_label import LabelRow
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.gui.views.unrolled_output import answering
from rnnviz.trace.trace import LaneTrace, Trace

#: Inputs of at most so many numbers are drawn as colours where they do not fit as text.
MOST_COLORS = 4
#: Below this width of the whole view the legend has no room.
LEAST_LEGEND_WIDTH = 900.0
LEGEND_WIDTH = 282.0
#: Narrower boxes have no frame.
LEAST_FRAMED = 9.0
#: What stands over steps of padding, and the room it wants.
PADDING_TEXT, PADDING_ROOM = "padding", 52.0


def paint_ground(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """The card, the names of the rows, arrows, frames and inputs."""
    card(painter, place.area, look)
    _paint_legend(painter, look, trace, place.area)
    _paint_gutter(painter, look, trace, place)
    paint_legend_of_feeding(painter, look, trace, place)
    painter.save()
    painter.setClipRect(place.columns)
    for steps in padding(trace):
        _paint_padding(painter, look, steps, place)
    paint_arrows(painter, look, trace, place)
    _paint_parts(painter, look, trace, place)
    _paint_frames(painter, look, trace, place)
    _paint_inputs(painter, look, trace, place)
    painter.restore()


def buttons_width(trace: Trace) -> float:
    """How much of the title's line the buttons take: those that lead nearer, and where the
    network may read its own answers those that say whether it does."""
    return BUTTONS_WIDTH + (FORCING_WIDTH if trace.fed.any() else 0.0)


#: Of the buttons that choose between the right symbol and the network's own answer.
FORCING_WIDTH = 172.0


def taken_of_title(trace: Trace, area: QRectF) -> float:
    """How much of the title's line the legend and the buttons take."""
    return buttons_width(trace) + (LEGEND_WIDTH if _has_legend(trace, area) else 0.0)


def _has_legend(trace: Trace, area: QRectF) -> bool:
    return area.width() >= LEAST_LEGEND_WIDTH + buttons_width(trace) - BUTTONS_WIDTH


def _paint_legend(painter: QPainter, look: Look, trace: Trace, area: QRectF) -> None:
    """At the right of the title: what the colours and the widths mean."""
    if not _has_legend(trace, area):
        return
    right, middle = area.right() - buttons_width(trace), area.top() + 17
    line = QRectF(right - 110, middle - 9, 110, 18)
    draw_text(painter, line, "‖∂E/∂hₜ‖, 10⁻⁶ … 10", look.muted, 8)
    flow = QRectF(line.left() - 30, middle - 2, 24, 4)
    painter.fillRect(flow, look.warm)
    bar = QRectF(flow.left() - 130, middle - 9, 110, 18)
    # What has no bounds is scaled in each row by its greatest value.
    bounded = trace.quantity(trace.states[0]).range is not None
    low, high = ("−1", "1") if bounded else ("−max", "max")
    color_bar(painter, bar, look, look.signed, low, high, 54.0 if bounded else 42.0)


# --- beside the columns ----------------------------------------------------------------------


def _paint_gutter(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    named = "" if fed_kinds(trace) else "input"
    rows = [(place.outputs, "output", "ŷ_t"), (place.inputs, named, "x_t")]
    if place.attention:
        rows.append((place.attention, "attention", "n_t"))
    for row, lane in zip(place.lanes, trace.lanes, strict=True):
        if lane.lane.role != "decoder":
            rows.append((row, _row_title(trace, lane), "h_t"))
    left = place.area.left()
    for row, name, symbol in rows:
        line = QRectF(left + 14, row.middle - 10, LEFT_GUTTER - 54, 20)
        draw_text(painter, line, name, look.muted, 9)
        line = QRectF(left + LEFT_GUTTER - 40, row.middle - 11, 24, 20)
        draw_math(painter, line, symbol, look.text, 11.5)
    for lower, upper in _pairs(trace, place):
        _paint_bracket(painter, look, lower, upper, left + LEFT_GUTTER - 10)


def _row_title(trace: Trace, lane: LaneTrace) -> str:
    rows = [each for each in trace.lanes if each.lane.role == lane.lane.role]
    if len(rows) == 1:
        return "state"
    return trace.lane_title(lane).replace("encoder", "layer")


def _pairs(trace: Trace, place: UnrolledLayout) -> list[tuple[Row, Row]]:
    """The rows of both directions of each layer."""
    found = zip(trace.lanes, place.lanes, strict=True)
    rows = {(lane.lane.layer, lane.is_backward): row for lane, row in reversed([*found])}
    return [(rows[layer, False], rows[layer, True]) for layer, backward in rows if backward]


def _paint_bracket(painter: QPainter, look: Look, lower: Row, upper: Row, x: float) -> None:
    """Both directions of a layer are laid end to end: they belong together."""
    top, bottom = upper.top + 1, lower.bottom - 1
    painter.setPen(QPen(look.faint, 1.2))
    painter.drawPolyline(
        [QPointF(x + 4, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + 4, bottom)]
    )


# --- the columns -----------------------------------------------------------------------------


def padding(trace: Trace) -> list[range]:
    """The steps at which nothing is computed: at the end of each part of a padded sequence."""
    parts = {(lane.first, lane.end): trace.span(lane) for lane in trace.lanes}
    return [range(span.stop, end) for (_, end), span in parts.items() if span.stop < end]


def _paint_padding(painter: QPainter, look: Look, steps: range, place: UnrolledLayout) -> None:
    area = column_area(place, steps, place.outputs.top, place.inputs.bottom)
    painter.fillRect(area, QBrush(look.border, Qt.BrushStyle.BDiagPattern))
    if area.width() >= PADDING_ROOM:
        wide = text_width(PADDING_TEXT) + 12
        # At the height of the outputs, where no arrow passes.
        ground = QRectF(area.center().x() - wide / 2, place.outputs.middle - 9, wide, 18)
        painter.fillRect(ground, look.card)
        draw_text(painter, ground, PADDING_TEXT, look.muted, align=CENTER)


def _paint_parts(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """The border between an encoder's steps and its decoder's, with what stands on either side."""
    if not place.header:
        return
    border, top = trace.source_steps, place.header.top
    for name, part in (("encoder", range(border)), ("decoder", range(border, trace.steps))):
        steps = place.in_sight(part)
        if steps:
            line = column_area(place, steps, top, place.header.bottom).adjusted(5, 0, -5, 0)
            draw_text(painter, line, name, look.muted, align=CENTER, bold=True)
    x = place.left(border)
    painter.setPen(QPen(look.muted, 1.2, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(x, top, x, place.area.bottom() - 4))


def _paint_frames(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """Of the states, of the outputs that are compared with a target, and their empty bars."""
    painter.setPen(QPen(look.faint, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    rows = [*zip(map(trace.span, trace.lanes), place.lanes, strict=True)]
    if place.attention:
        rows += [(trace.span(lane), place.attention) for lane in (trace.lanes[0], trace.lanes[-1])]
    for steps, row in rows if place.box_width >= 5 else ():
        for box in place.boxes(row, place.in_sight(steps)):
            painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)
    bars = Row(place.bars.top, place.bars.height, place.outputs.width)
    for time in answering(trace, place):
        if trace.scored[time]:
            _paint_box(painter, look, place, time, place.outputs)
        if trace.scored[time] and trace.loss_name == "cross-entropy":
            painter.fillRect(place.box(time, bars), look.border)


def _paint_box(
    painter: QPainter,
    look: Look,
    place: UnrolledLayout,
    time: int,
    row: Row,
    pen: QPen | None = None,
) -> None:
    if place.box_width >= LEAST_FRAMED:
        painter.setPen(pen or QPen(look.border, 1))
        painter.setBrush(look.control)
        painter.drawRoundedRect(place.box(time, row), 3, 3)


def _paint_inputs(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """What each step reads; what was the output of the step before with a frame of its own: solid
    where it is the network's answer, dashed where the right one stands in its place."""
    labels = place.input_texts
    longest = max(map(len, labels))
    as_colors = longest * 5.5 > place.column_width and trace.inputs.shape[1] <= MOST_COLORS
    row = LabelRow(painter, place, place.inputs, place.fonts[1])
    right, own = QPen(look.muted, 1, Qt.PenStyle.DashLine), QPen(look.teal, 1.2)
    for time in place.visible:
        if not (trace.exists[time] and trace.read[time]):
            continue
        pen = (own if trace.own[time] else right) if trace.fed[time] else None
        _paint_box(painter, look, place, time, place.inputs, pen)
        box = place.box(time, place.inputs)
        if as_colors:
            _paint_vector(painter, look, trace, trace.inputs[time], box)
        else:
            row.paint(box, labels[time], look.text, True)


def _paint_vector(
    painter: QPainter, look: Look, trace: Trace, values: NDArray[np.floating], box: QRectF
) -> None:
    """An input of a few numbers, where they do not fit as text: as colours."""
    low, high = float(trace.inputs.min()), float(np.abs(trace.inputs).max()) or 1.0
    limits = (-high, high, look.signed) if low < 0 else (0.0, max(1.0, high), look.gate)
    image = heat_image(values[:, None].astype(float), *limits)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    draw_squares(painter, box.adjusted(1, 1, -1, -1), image)
