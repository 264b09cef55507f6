"""What an operation is called."""

from rnnviz.trace.ticks import Phase, Tick
from rnnviz.trace.trace import Trace

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
    layer = f", {trace.lane(tick.lane).title}" if len(trace.lanes) > 1 else ""
    if tick.quantity == "W":
        return f"adds to ∂E/∂W{layer}"
    if tick.quantity == "-":
        return f"on to t − 1{layer}" if tick.time else f"on to the start{layer}"
    quantity = trace.quantity(tick.quantity)
    if backward:
        return f"∂E/∂{quantity.symbol}{layer}"
    return f"{quantity.title} {quantity.symbol}{layer}"
