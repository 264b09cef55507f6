"""The line at the foot of the window: what lies under the pointer, with its recorded value, and
how the network learns."""

from rnnviz.session.state import State
from rnnviz.trace.attention_rows import is_by_source, looking_back, source_label
from rnnviz.trace.derived import norms, step_contributions
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.source_rows import said
from rnnviz.trace.trace import ATTENTION, Trace


def figures(state: State) -> str:
    """How fast the network learns, how large it is, and where its random numbers come from."""
    speed = f"{state.rate_per_second:,.0f} updates/s" if state.rate_per_second else state.activity
    size, settings = f"{state.parameters:,} parameters", state.settings
    return "   ·   ".join([speed, size, settings.precision, f"seed {settings.seed}"])


def readout(scene: Scene, spot: Spot, by_weights: bool = False) -> str:
    """A spot in words, e.g. "t = 8 · forget gate f, unit 3, layer 1 = 0.5793".

    by_weights  whether a column of gradients stands for what the step adds to ∂E/∂W.
    """
    trace = scene.trace
    if not 0 <= spot.time < trace.steps:
        return ""
    if spot.source is not None:
        return said(scene, spot)
    if spot.parameter in trace.parameters and spot.unit is not None:
        return _weight(trace, spot, spot.unit)
    if spot.lane == ATTENTION:
        what = _attention_value(trace, spot)
    elif spot.lane:
        what = _lane_value(trace, spot, by_weights)
    else:
        what = _outer_value(trace, spot)
    return f"t = {spot.time + 1}  ·  {what}" if what else f"t = {spot.time + 1}"


def _weight(trace: Trace, spot: Spot, unit: int) -> str:
    """A weight or a bias, the same at every time step."""
    array = trace.parameters[spot.parameter]
    index = (unit,) if spot.column is None else (unit, spot.column)
    place = ", ".join(str(n + 1) for n in index)
    title = (
        ATTENTION
        if spot.lane == ATTENTION
        else spot.lane and trace.lane_title(trace.lane(spot.lane))
    )
    lane = f", {title}" if title else ""
    return f"{spot.quantity}[{place}]{lane} = {_number(float(array[index]))}"


def _lane_value(trace: Trace, spot: Spot, by_weights: bool) -> str:
    lane = trace.lane(spot.lane)
    title, is_gradient = trace.lane_title(lane), spot.quantity.startswith("d_")
    key = spot.quantity.removeprefix("d_")
    if key not in lane.values:
        return title
    if spot.unit is None and is_gradient and by_weights:
        added = _number(float(step_contributions(trace, lane)[spot.time]), is_gradient)
        return f"what this step adds to ‖∂E/∂W‖, {title} = {added}"
    quantity = trace.quantity(key)
    values = (lane.gradients if is_gradient else lane.values)[key]
    symbol = f"∂E/∂{quantity.symbol}" if is_gradient else quantity.symbol
    if spot.unit is None:
        norm = _number(float(norms(values[spot.time : spot.time + 1])[0]), is_gradient)
        return f"‖{symbol}‖, {title} = {norm}"
    name = f"gradient of the {quantity.title}" if is_gradient else quantity.title
    number = _number(float(values[spot.time, spot.unit]), is_gradient)
    return f"{name} {symbol}, unit {spot.unit + 1}, {title} = {number}"


def _attention_value(trace: Trace, spot: Spot) -> str:
    """A weight or score at a step of the source; of vectors one number, or the norm."""
    here, key = looking_back(trace, spot), spot.quantity.removeprefix("d_")
    if here is None or trace.attention is None or key not in trace.attention.values:
        return ATTENTION
    quantity, is_gradient = trace.quantity(key), spot.quantity != key
    values = (trace.attention.gradients if is_gradient else trace.attention.values)[key]
    symbol = f"∂E/∂{quantity.symbol}" if is_gradient else quantity.symbol
    if spot.unit is None:
        norm = float(norms(values[spot.time : spot.time + 1])[0])
        return f"‖{symbol}‖, {ATTENTION} = {_number(norm, is_gradient)}"
    name = f"gradient of the {quantity.title}" if is_gradient else quantity.title
    at, place = f", unit {here.unit + 1}", here.unit
    if is_by_source(spot):
        at, place = f" of {source_label(trace, here.source)}, j = {here.source + 1},", here.source
    return f"{name} {symbol}{at} = {_number(float(values[spot.time, place]), is_gradient)}"


def _number(value: float, is_gradient: bool = False) -> str:
    """Four places behind the point; gradients, and what is very large, with four digits."""
    plain = abs(value) < 1e4 and not is_gradient
    return (f"{value:.4f}" if plain else f"{value:.4g}").replace("-", "−")


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
        return f"output ŷ = {_number(float(trace.outputs[t][0]))}{wanted}"
    likely = trace.outputs[t].argsort()[::-1][:3]
    said = "   ".join(f"{labels.classes[n]} {100 * trace.outputs[t][n]:.1f} %" for n in likely)
    return f"output ŷ: {said}{wanted}"
