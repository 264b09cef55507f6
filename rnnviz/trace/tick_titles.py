"""What an operation is called."""

from rnnviz.trace.ticks import Phase, Tick
from rnnviz.trace.trace import ATTENTION, Trace

_UPDATE = {
    "sum": "sum over the batch",
    "clip": "clipping",
    "step": "the optimiser's step",
    "weights": "new weights",
}
_OUTSIDE = {"x": "read x", "y": "output", "E": "loss"}


def tick_title(trace: Trace, tick: Tick) -> str:
    """An operation in a few words, e.g. "forward · forget gate f, layer 2"."""
    return f"{tick.phase.value} · {_operation(trace, tick)}"


def _operation(trace: Trace, tick: Tick) -> str:
    if tick.phase is Phase.UPDATE:
        return _UPDATE[tick.quantity]
    backward = tick.phase is Phase.BACKWARD
    if not tick.lane:
        return "gradient of the output" if backward else _OUTSIDE[tick.quantity]
    if tick.lane == ATTENTION:
        return _of_attention(trace, tick, backward)
    lane = trace.lane(tick.lane)
    layer = f", {lane.title}" if len(trace.lanes) > 1 else ""
    if tick.quantity == "W":
        return f"adds to ∂E/∂W{layer}"
    if tick.quantity == "-":
        if trace.earlier(lane, tick.time) is None:
            return f"on to the start{layer}"
        return f"on to t {'+' if lane.is_backward else '−'} 1{layer}"
    quantity = trace.quantity(tick.quantity)
    if backward:
        return f"∂E/∂{quantity.symbol}{layer}"
    return f"{quantity.title} {quantity.symbol}{layer}"


def _of_attention(trace: Trace, tick: Tick, backward: bool) -> str:
    if tick.quantity == "W":
        return "adds to ∂E/∂W, attention"
    if tick.quantity == "-":
        return "on to the encoder’s states, attention"
    quantity = trace.quantity(tick.quantity)
    return f"∂E/∂{quantity.symbol}" if backward else f"{quantity.title} {quantity.symbol}"
