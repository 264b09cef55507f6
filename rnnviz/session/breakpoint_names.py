"""What a breakpoint's condition can name, and its value at a time step of a trace."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnnviz.engine.training import Progress
from rnnviz.trace.trace import Trace


def names_of_update(progress: Progress, trace: Trace) -> dict[str, Any]:
    """update, loss (the mean over the batch's scored steps), gradient_norm and clipped_norm,
    and the weights after the update: `layer1.W_f`, and `W_f` where there is one layer."""
    values: dict[str, Any] = {
        "update": progress.update,
        "loss": progress.loss,
        "gradient_norm": progress.norm,
        "clipped_norm": progress.clipped_norm,
    }
    for name, weights in trace.parameters.items():
        values.update(_short(trace, name, weights))
    return values


def names_of_step(trace: Trace, time: int) -> dict[str, Any]:
    """t (from 1) and E_t; x_t, y_t and ∂E/∂y_t (`dy`); every quantity and its gradient
    (`dh`) of the sequence shown."""
    values: dict[str, Any] = {
        "t": time + 1,
        "E": trace.losses[time],
        "x": trace.inputs[time],
        "y": trace.y[time],
        "dy": trace.y_gradients[time],
    }
    for lane in trace.lanes:
        for key in lane.values:
            values.update(_short(trace, f"{lane.key}.{key}", lane.values[key][time]))
            values.update(_short(trace, f"{lane.key}.d{key}", lane.gradients[key][time]))
    return values


def _short(trace: Trace, name: str, value: Any) -> dict[str, Any]:
    if len(trace.lanes) > 1:
        return {name: value}
    return {name: value, name.rpartition(".")[2]: value}


def shapes(names: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """The shape of each, for checking a condition."""
    return {name: np.shape(value) for name, value in names.items()}
