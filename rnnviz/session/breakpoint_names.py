"""What a condition or a watch can name, its value, and the operation that makes it known.

Three sorts of names: the results of an update; the weights; and what a time step of the
sequence shown computes. Where there is one layer, its key in front may be left out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.training import Progress
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, Trace

RESULTS = {
    "loss": "E_t, the mean over the scored steps of the batch",
    "gradient_norm": "‖∂E/∂W‖ of the batch, before clipping",
    "clipped_norm": "‖∂E/∂W‖ of the batch, after clipping",
}
#: The operation of the update that makes a result known; the loss is known before.
_RESULT_TICKS = {"gradient_norm": "sum", "clipped_norm": "clip"}


def results(progress: Progress) -> dict[str, Any]:
    """What an update came to."""
    return {
        "loss": progress.loss,
        "gradient_norm": progress.norm,
        "clipped_norm": progress.clipped_norm,
    }


def weights(parameters: Mapping[str, Floats], lanes: int) -> dict[str, Any]:
    """Every weight: `layer1.W_f`, and `W_f` where there is one layer."""
    values: dict[str, Any] = {}
    for name, array in parameters.items():
        values.update(_short(name, array, lanes))
    return values


def of_step(trace: Trace, time: int) -> dict[str, Any]:
    """t (from 1) and E_t; x_t, y_t and ∂E/∂y_t (`dy`); every quantity and its gradient
    (`dh`) of the sequence shown."""
    values: dict[str, Any] = {
        "t": time + 1,
        "E": trace.losses[time],
        "x": trace.inputs[time],
        "y": trace.y[time],
        "dy": trace.y_gradients[time],
    }
    lanes = len(trace.lanes)
    for lane in trace.lanes:
        for key in lane.values:
            values.update(_short(f"{lane.key}.{key}", lane.values[key][time], lanes))
            values.update(_short(f"{lane.key}.d{key}", lane.gradients[key][time], lanes))
    if trace.attention:
        for key, array in trace.attention.values.items():
            values[f"{ATTENTION}.{key}"] = array[time]
            values[f"{ATTENTION}.d{key}"] = trace.attention.gradients[key][time]
    return values


def step_ticks(trace: Trace) -> dict[str, Tick]:
    """The operation, at time step 0, that makes each of the names of a step known."""
    lanes, found = len(trace.lanes), {}
    for name, quantity in (("t", "x"), ("x", "x"), ("y", "y"), ("E", "E")):
        found[name] = Tick(Phase.FORWARD, "", 0, quantity)
    found["dy"] = Tick(Phase.BACKWARD, "", 0, "y")
    for lane in trace.lanes:
        for key in lane.values:
            there, back = (Tick(p, lane.key, 0, key) for p in (Phase.FORWARD, Phase.BACKWARD))
            found.update(_short(f"{lane.key}.{key}", there, lanes))
            found.update(_short(f"{lane.key}.d{key}", back, lanes))
    for attended in ATTENTION_QUANTITIES if trace.attention else ():
        for phase, d in ((Phase.FORWARD, ""), (Phase.BACKWARD, "d")):
            found[f"{ATTENTION}.{d}{attended.key}"] = Tick(phase, ATTENTION, 0, attended.key)
    return found


def known_times(trace: Trace, names: frozenset[str]) -> Booleans:
    """The time steps at which all of these names mean something, (T,)."""
    order, known_at = ticks(trace), step_ticks(trace)
    here = trace.exists.copy()
    for name in names & known_at.keys():
        tick = known_at[name]
        there = np.zeros_like(here)
        there[list(order.times(tick.phase, tick.lane, tick.quantity))] = True
        # What is read, and t itself, are known in every part of the sequence.
        here &= there | (tick.quantity == "x")
    return here


def result_tick(names: frozenset[str]) -> str:
    """The operation of UPDATE_TICKS after which all these results are known; "" where that is
    the end of the forward pass."""
    order = ("", "sum", "clip")
    return max((_RESULT_TICKS.get(name, "") for name in names), key=order.index, default="")


def known_shapes(trace: Trace) -> dict[str, tuple[int, ...]]:
    """Every name with the shape of its value, for checking what is typed."""
    names = {"update": 0, **dict.fromkeys(RESULTS, 0.0)}
    names |= weights(trace.parameters, len(trace.lanes)) | of_step(trace, 0)
    return {name: np.shape(value) for name, value in names.items()}


def explained(trace: Trace) -> tuple[tuple[str, str], ...]:
    """Every name with what it means, in the order of a list for reading."""
    shapes = known_shapes(trace)
    said = {
        "update": "the number of the update",
        **RESULTS,
        "t": "the time step, from 1",
        "x": "x_t, what is read",
        "y": "y_t, before the softmax or the like",
        "E": "E_t, the loss of the time step",
        "dy": "∂E/∂y_t",
    }
    for lane in trace.lanes:
        for quantity in trace.quantities:
            where = f" of {lane.title}" if len(trace.lanes) > 1 else ""
            for name, text in (
                (quantity.key, f"{quantity.title}{where}, {quantity.symbol}_t"),
                (f"d{quantity.key}", f"∂E/∂{quantity.symbol}_t{where}"),
            ):
                said[name if len(trace.lanes) == 1 else f"{lane.key}.{name}"] = text
    for quantity in ATTENTION_QUANTITIES if trace.attention else ():
        said[f"{ATTENTION}.{quantity.key}"] = f"{quantity.title}, {quantity.symbol}_t"
        said[f"{ATTENTION}.d{quantity.key}"] = f"∂E/∂{quantity.symbol}_t"
    lanes = len(trace.lanes)
    for name in trace.parameters:
        said[name.rpartition(".")[2] if lanes == 1 else name] = "weights"
    return tuple((name, f"{text}{_sized(shapes[name])}") for name, text in said.items())


def _sized(shape: tuple[int, ...]) -> str:
    return f" ({' × '.join(map(str, shape))})" if shape else ""


def _short(name: str, value: Any, lanes: int) -> dict[str, Any]:
    if lanes > 1:
        return {name: value}
    return {name: value, name.rpartition(".")[2]: value}
