"""The line at the foot of the window: what lies under the pointer, with its recorded value."""

from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.trace import LaneTrace, Quantity, Trace


def readout(scene: Scene, spot: Spot) -> str:
    """A spot in words, e.g. "t = 8 · forget gate f, unit 3, layer 1 = 0.5793"."""
    trace = scene.trace
    if not 0 <= spot.time < trace.steps:
        return ""
    what = _lane_value(trace, spot) if spot.lane else _outer_value(trace, spot)
    return f"t = {spot.time + 1}  ·  {what}" if what else f"t = {spot.time + 1}"


def _lane_value(trace: Trace, spot: Spot) -> str:
    lane = trace.lane(spot.lane)
    is_gradient = spot.quantity.startswith("d_")
    key = spot.quantity.removeprefix("d_")
    if key not in lane.values:
        return lane.title
    quantity = trace.quantity(key)
    values = (lane.gradients if is_gradient else lane.values)[key][spot.time]
    if spot.unit is None:
        return _norm(lane, quantity, float((values @ values) ** 0.5), is_gradient)
    symbol = f"∂E/∂{quantity.symbol}" if is_gradient else quantity.symbol
    number = f"{values[spot.unit]:.4g}" if is_gradient else f"{values[spot.unit]:.4f}"
    name = f"gradient of the {quantity.title}" if is_gradient else quantity.title
    return f"{name} {symbol}, unit {spot.unit + 1}, {lane.title} = {_signed(number)}"


def _norm(lane: LaneTrace, quantity: Quantity, norm: float, is_gradient: bool) -> str:
    symbol = f"∂E/∂{quantity.symbol}" if is_gradient else quantity.symbol
    return f"‖{symbol}‖, {lane.title} = {norm:.3e}"


def _outer_value(trace: Trace, spot: Spot) -> str:
    t, labels = spot.time, trace.labels
    if spot.quantity == "x":
        return f"input x = {labels.inputs[t]}"
    if spot.quantity == "E":
        return f"loss E = {trace.losses[t]:.4f} {trace.loss_unit}" if trace.scored[t] else "no loss"
    if spot.quantity != "y":
        return ""
    if not trace.scored[t]:
        return "nothing is wanted here"
    wanted = f", wanted {labels.targets[t]}"
    if trace.loss_name != "cross-entropy":
        return f"output ŷ = {_signed(f'{trace.outputs[t][0]:.4f}')}{wanted}"
    likely = trace.outputs[t].argsort()[::-1][:3]
    said = "   ".join(f"{labels.classes[n]} {100 * trace.outputs[t][n]:.1f} %" for n in likely)
    return f"output ŷ: {said}{wanted}"


def _signed(number: str) -> str:
    return number.replace("-", "−")
