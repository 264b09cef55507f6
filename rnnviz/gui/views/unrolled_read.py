"""The boxes of the unrolled network that an operation reads."""

from PySide6.QtCore import QRectF

from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.trace.cell_graph import cell_graph
from rnnviz.trace.ticks import Phase, Tick
from rnnviz.trace.trace import ATTENTION, LaneTrace, Trace


def read_boxes(trace: Trace, tick: Tick, place: UnrolledLayout) -> list[QRectF]:
    """What an operation reads besides its own box; where nothing is computed, nothing."""
    if not trace.exists[tick.time]:
        return []
    if not tick.lane:
        found = _read_outside(trace, tick, place)
    elif tick.lane == ATTENTION:
        found = _read_by_attention(trace, tick, place)
    elif tick.phase is Phase.FORWARD:
        found = _read_forward(trace, tick, place)
    else:
        found = _read_backward(trace, tick, place)
    return [place.box(time, row) for time, row in found]


Boxes = list[tuple[int, Row]]


def _read_outside(trace: Trace, tick: Tick, place: UnrolledLayout) -> Boxes:
    """By the output and the loss; an own answer is read from the step before."""
    time = tick.time
    if tick.phase is not Phase.FORWARD:
        return []
    if tick.quantity == "y":
        return [(time, row) for row in _top(trace, place)]
    if tick.quantity == "x" and trace.own[time]:
        return [(time - 1, place.outputs)]
    return [(time, place.outputs)] if tick.quantity == "E" else []


def _top(trace: Trace, place: UnrolledLayout) -> list[Row]:
    """What the output is made from."""
    if place.attention is not None:
        return [place.attention]
    return [place.row_of(trace, lane) for lane in trace.top]


def _read_by_attention(trace: Trace, tick: Tick, place: UnrolledLayout) -> Boxes:
    """The decoder's state, and for scores and context the states of the encoder."""
    time = tick.time
    if tick.phase is not Phase.FORWARD:
        return [(time, place.outputs)] if tick.quantity == "n" else []
    found = [(time, place.row_of(trace, trace.top[0]))] if tick.quantity in ("e", "a_n") else []
    if tick.quantity in ("e", "v"):
        layer = trace.lanes[-1].lane.layer
        for lane in trace.lanes:
            if lane.lane.role == "encoder" and lane.lane.layer == layer:
                row = place.row_of(trace, lane)
                found += [(step, row) for step in place.in_sight(trace.span(lane))]
    return found


def _read_forward(trace: Trace, tick: Tick, place: UnrolledLayout) -> Boxes:
    """What is below, and the lane's state of the step before, in the order in which it reads; at
    a decoder's first step that of the encoder's last."""
    lane, time, found = trace.lane(tick.lane), tick.time, Boxes()
    sources = cell_graph(trace).read_by(tick.quantity)
    below = trace.below(lane)
    if "x" in sources:
        found += [(time, place.row_of(trace, each)) for each in below]
        found += [(time, place.inputs)] if not below and trace.read[time] else []
    if any(source.endswith("-") for source in sources):
        earlier = trace.earlier(lane, time)
        row = place.row_of(trace, lane)
        found += _started_from(trace, lane, place) if earlier is None else [(earlier, row)]
    return found


def _started_from(trace: Trace, lane: LaneTrace, place: UnrolledLayout) -> Boxes:
    """The last states of an encoder's lanes, from which a decoder's starts."""
    return [
        (trace.span(each)[0 if each.is_backward else -1], place.row_of(trace, each))
        for each in trace.lanes
        if trace.started_by(each) is lane
    ]


def _read_backward(trace: Trace, tick: Tick, place: UnrolledLayout) -> Boxes:
    """From where the gradient of a state comes: from above, and from the step after."""
    lane, time, found = trace.lane(tick.lane), tick.time, Boxes()
    if tick.quantity not in trace.states:
        return found
    if tick.quantity == trace.states[0]:
        found += [(time, place.row_of(trace, each)) for each in trace.above(lane)]
        if trace.is_top(lane):
            found.append((time, place.attention or place.outputs))
    later, reader = trace.later(lane, time), trace.started_by(lane)
    if later is not None:
        found.append((later, place.row_of(trace, lane)))
    elif reader is not None:
        found.append((reader.first, place.row_of(trace, reader)))
    return found
