"""Which places a network has: what was picked in one may be missing from another."""

from rnnviz.trace.attention_rows import BY_SOURCE
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import UPDATE_TICKS
from rnnviz.trace.trace import ATTENTION, AttentionTrace, Trace

#: What stands outside of the lanes; "" is a whole time step.
OUTSIDE = ("", "x", "y", "E", *UPDATE_TICKS)
#: Of attention: what goes on to the decoder's state, and to the encoder's.
GOES_ON = ("h", "m")


def is_there(trace: Trace, spot: Spot) -> bool:
    """Whether a trace has what lies at a place, so that it can be picked."""
    times = (spot.time, spot.time if spot.source is None else spot.source)
    if not all(0 <= time < trace.steps for time in times):
        return False
    shape = _shape(trace, spot)
    if shape is None:
        return False
    return all(
        number is None or 0 <= number < count
        for number, count in zip((spot.unit, spot.column), shape, strict=True)
    )


def _shape(trace: Trace, spot: Spot) -> tuple[int, int] | None:
    """How many units and columns there are to choose from at a place; None: no such place."""
    key = spot.quantity.removeprefix("d_")
    if spot.parameter in trace.parameters:
        rows, *columns = trace.parameters[spot.parameter].shape
        return rows, columns[0] if columns else 0
    if spot.lane == ATTENTION:
        return None if trace.attention is None else _attended(trace, trace.attention, key)
    if not spot.lane:
        # The inspector picks these together with a unit of the lane beside.
        most = max(trace.hidden, trace.inputs.shape[1], trace.outputs.shape[1])
        return (most, 0) if key in OUTSIDE else None
    lane = next((lane for lane in trace.lanes if lane.key == spot.lane), None)
    return (trace.hidden, 0) if lane is not None and key in ("", *lane.values) else None


def _attended(trace: Trace, attention: AttentionTrace, key: str) -> tuple[int, int] | None:
    """Vectors have a row for each unit, scores and weights for each step of the source."""
    if key not in (*attention.values, *GOES_ON):
        return None
    units, steps = trace.hidden, trace.source_steps
    return (steps, units) if key in BY_SOURCE else (units, steps)
