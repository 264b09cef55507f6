"""The arrows of the unrolled network: what is read from where."""

from dataclasses import dataclass, field
from itertools import groupby, pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.gui.theme import Look
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout, forward_height
from rnnviz.trace.trace import LaneTrace, Trace

Point = tuple[float, float]

#: Below these column widths arrows would be a grey band: their heads, and at last all of them.
LEAST_WITH_HEADS, LEAST_WITH_ARROWS = 6.5, 3.5
#: Shorter arrows have no head. How far a line that passes a box stays from it, at most.
LEAST_HEADED, MOST_ASIDE = 5.0, 5.0


def paint_arrows(painter: QPainter, look: Look, trace: Trace, place: UnrolledLayout) -> None:
    """Upwards from what is read to what reads it; along the lanes, to the left where they read
    backwards; from an encoder to its decoder; from an answer to where it is read again."""
    upward, onward, again = Lines(), Lines(), Lines()
    exists, own = trace.exists.tolist(), trace.own.tolist()
    upward.headed = place.column_width >= LEAST_WITH_HEADS
    for time in place.visible:
        if exists[time] and place.column_width >= LEAST_WITH_ARROWS:
            _add_column(upward, trace, place, time)
        if own[time] and place.column_width >= LEAST_WITH_HEADS:
            _add_own(again, place, time)
    for lane, row in zip(trace.lanes, place.lanes, strict=True):
        for line in place.links(trace.span(lane), forward_height(row), lane.is_backward):
            onward.add((line.x1(), line.y1()), (line.x2(), line.y2()))
        _add_handing_over(onward, trace, place, lane)
    upward.paint(painter, QPen(look.faint, 1.2))
    onward.paint(painter, QPen(look.accent, 1.2))
    again.paint(painter, QPen(look.teal, 1.4))


@dataclass
class Lines:
    """Lines of one pen, those that end in a head, and dots where two lines join.

    headed  whether any of them have heads.
    """

    headed: bool = True
    lines: list[QLineF] = field(default_factory=list)
    ends: list[QLineF] = field(default_factory=list)
    dots: list[QPointF] = field(default_factory=list)

    def add(self, *points: Point, headed: bool = True) -> None:
        """A line through some points."""
        lines = [QLineF(*one, *other) for one, other in pairwise(points)]
        self.lines += lines
        if self.headed and headed and lines[-1].length() >= LEAST_HEADED:
            self.ends.append(lines[-1])

    def paint(self, painter: QPainter, pen: QPen) -> None:
        """All of them."""
        painter.setPen(pen)
        painter.drawLines(self.lines)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        for line in self.ends:
            painter.drawPolygon(_arrow_head(line))
        for dot in self.dots:
            painter.drawEllipse(dot, 2.0, 2.0)


def _arrow_head(line: QLineF) -> QPolygonF:
    unit, tip = line.unitVector(), line.p2()
    back = QPointF(tip.x() - 4 * unit.dx(), tip.y() - 4 * unit.dy())
    side = QPointF(-2.4 * unit.dy(), 2.4 * unit.dx())
    return QPolygonF([tip, back + side, back - side])


# --- upwards ---------------------------------------------------------------------------------


def _add_column(lines: Lines, trace: Trace, place: UnrolledLayout, time: int) -> None:
    """From the input through all layers to the output, or where a state is read instead."""
    lanes = [
        (lane.lane.layer, row)
        for lane, row in zip(trace.lanes, place.lanes, strict=True)
        if lane.spans(time)
    ]
    below: tuple[Row, ...] = (place.inputs,) if trace.read[time] else ()
    for _, layer in groupby(lanes, key=lambda each: each[0]):
        rows = tuple(row for _, row in layer)
        if below:
            _connect(lines, place, place.middle(time), below, rows)
        below = rows
    if place.attention:
        _connect(lines, place, place.middle(time), below, (place.attention,))
        below = (place.attention,)
    if trace.scored[time]:
        _connect(lines, place, place.middle(time), below, (place.bars,))


def _connect(
    lines: Lines,
    place: UnrolledLayout,
    x: float,
    sources: tuple[Row, ...],
    targets: tuple[Row, ...],
) -> None:
    """From one or two rows to one or two others above them. Two states are laid end to end: their
    lines join in a dot. Two readers read the same: the line parts."""
    start = sources[-1].top - 1
    if len(sources) == 2 and place.has_channels:
        start = _join(lines, place, x, *sources)
    end = targets[0].bottom + 2
    lines.add((x, start), (x, end))
    if len(targets) == 2 and place.has_channels:
        _part(lines, place, x, start - 0.35 * (start - end), *targets)


def _aside(place: UnrolledLayout) -> float:
    """How far from a column's middle lines pass its boxes."""
    return place.box_width / 2 + min(MOST_ASIDE, 0.3 * place.between)


def _join(lines: Lines, place: UnrolledLayout, x: float, lower: Row, upper: Row) -> float:
    """Two states in one line; returns the y of the dot in which they meet."""
    y, bend = upper.top - 0.4 * place.gap, upper.bottom + 0.6 * place.gap
    start, aside = x + place.box_width / 4, x + _aside(place)
    way = (start, lower.top - 1), (start, bend), (aside, bend), (aside, y), (x, y)
    lines.add(*way, headed=False)
    lines.add((x, upper.top - 1), (x, y), headed=False)
    lines.dots.append(QPointF(x, y))
    return y


def _part(lines: Lines, place: UnrolledLayout, x: float, y: float, lower: Row, upper: Row) -> None:
    """Past the lower row to the upper one."""
    bend, end, aside = upper.bottom + 0.6 * place.gap, x - place.box_width / 4, x - _aside(place)
    assert lower.top > upper.top
    lines.add((x, y), (aside, y), (aside, bend), (end, bend), (end, upper.bottom + 2))


# --- to other steps --------------------------------------------------------------------------


def _add_handing_over(lines: Lines, trace: Trace, place: UnrolledLayout, lane: LaneTrace) -> None:
    """From an encoder's last state, which a backward lane has at its first step, to the decoder's
    start."""
    reader, steps = trace.started_by(lane), trace.span(lane)
    if reader is None or not trace.span(reader):
        return
    row = place.row_of(trace, lane)
    first = place.box(reader.first, place.row_of(trace, reader)).left()
    y = forward_height(row)
    if not lane.is_backward:
        lines.add((place.box(steps[-1], row).right(), y), (first, y))
    elif place.has_channels:
        start, below = place.box(steps[0], row).left(), row.bottom + 0.3 * place.gap
        aside = start - min(MOST_ASIDE, 0.5 * place.between)
        lines.add((start, y), (aside, y), (aside, below), (first, below))


def _add_own(lines: Lines, place: UnrolledLayout, time: int) -> None:
    """From what was said at the step before down to the input."""
    said, read = place.box(time - 1, place.outputs), place.box(time, place.inputs)
    x, start, end = place.left(time), said.center().y(), read.center().y()
    lines.add((said.right(), start), (x, start), (x, end), (read.left(), end))
    if read.left() - x < LEAST_HEADED:
        lines.ends.append(QLineF(x, end - LEAST_HEADED, x, end))


def column_area(place: UnrolledLayout, steps: range, top: float, bottom: float) -> QRectF:
    """Some columns, from a height to another."""
    left, right = place.left(steps.start), place.left(steps.stop)
    return QRectF(left, top, right - left, bottom - top)
