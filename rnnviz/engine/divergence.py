"""Where a computation left the finite numbers: the first NaN or Inf, in the order computed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.layer import LayerBackward, LayerForward
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network, NetworkState
from rnnviz.engine.optimizer import Optimizer
from rnnviz.engine.parameters import Parameters


@dataclass(frozen=True)
class Place:
    """Where the first number that is not finite came up.

    phase     "forward", "backward", or "update" for the weights themselves.
    lane      the lane's title, or "" for the output and the loss.
    time      the time step, counted from 0, or None in the update.
    quantity  its key; a gradient is "d_" and the key.
    value     "NaN" or "Inf".
    sequence  the first of the batch in which it came up, from 0; None where the numbers
              of all sequences are one already.
    """

    phase: str
    lane: str
    time: int | None
    quantity: str
    value: str
    sequence: int | None = None

    def __str__(self) -> str:
        where = [f"{self.value} in {self.quantity}"]
        if self.lane:
            where.append(self.lane)
        if self.time is not None:
            where.append(f"time step {self.time + 1}")
        where.append(f"{self.phase} pass" if self.phase != "update" else "new weights")
        return ", ".join(where)


class Diverged(Exception):
    """Training met a number that is not finite. The weights are the last finite ones.

    update  the update that could not be made, counted from 1.
    place   where the number came up first.
    """

    def __init__(self, update: int, place: Place):
        super().__init__(f"update {update}: {place}")
        self.update, self.place = update, place


def _name(values: Floats) -> str:
    return "NaN" if np.isnan(values).any() else "Inf"


def _at(phase: str, lane: str, time: int, quantity: str, values: Floats) -> Place:
    """The place of numbers that differ from sequence to sequence: (B,) or (B, …)."""
    broken = ~np.isfinite(values.reshape(len(values), -1)).all(axis=1)
    return Place(phase, lane, time, quantity, _name(values), int(broken.argmax()))


def first_in_pass(
    network: Network, loss: Loss, batch: Batch, start: NetworkState, truncation: int
) -> Place | None:
    """Compute a batch again step by step and say where it first leaves the finite numbers."""
    forward = network.forward(batch.inputs, start, batch.exists, by_steps=True)
    result = loss.evaluate(forward.y, batch)
    quantities = [q.key for q in network.cell.quantities]
    for t in range(batch.steps):
        for lane in network.lanes:
            for key in quantities:
                values = forward.lanes[lane.key].values[key][t]
                if not np.isfinite(values).all():
                    return _at("forward", lane.title, t, key, values)
        for key, values in (("y", forward.y[t]), ("E", result.steps[t])):
            if not np.isfinite(values).all():
                return _at("forward", "", t, key, values)
    backward = network.backward_lanes(forward, result.d_y, truncation, by_steps=True)
    for t, lane_title, key, values in _backward_order(network, result.d_y, backward):
        if not np.isfinite(values).all():
            return _at("backward", lane_title, t, f"d_{key}", values)
    return _first_in_sums(network, forward.lanes, result.d_y, backward)


def _backward_order(
    network: Network, d_y: Floats, lanes: dict[str, LayerBackward]
) -> Iterator[tuple[int, str, str, Floats]]:
    for t in reversed(range(len(d_y))):
        yield t, "", "y", d_y[t]
        for lane in reversed(network.lanes):
            for quantity in reversed(network.cell.quantities):
                yield t, lane.title, quantity.key, lanes[lane.key].d_values[quantity.key][t]


def _first_in_sums(
    network: Network,
    forward: dict[str, LayerForward],
    d_y: Floats,
    backward: dict[str, LayerBackward],
) -> Place | None:
    """Where ∂E/∂W, summed up from the last step to the first, leaves the finite numbers."""
    part, total = network.parameters.zeros_like(), network.parameters.zeros_like()
    for t in reversed(range(len(d_y))):
        at_t = slice(t, t + 1)
        lanes = {key: lane.step(t) for key, lane in forward.items()}
        d_values = {
            key: {name: value[at_t] for name, value in lane.d_values.items()}
            for key, lane in backward.items()
        }
        network.fill_gradients(lanes, d_y[at_t], d_values, part)
        total.flat += part.flat
        if not np.isfinite(total.flat).all():
            return _in_gradient(network, total, t)
    return None


def _in_gradient(network: Network, gradients: Parameters, t: int) -> Place | None:
    """The gradient that is not finite and comes first on the way back."""
    for name, gradient in reversed(list(gradients.items())):
        if not np.isfinite(gradient).all():
            lane, _, parameter = name.rpartition(".")
            titles = {lane.key: lane.title for lane in network.lanes}
            return Place("backward", titles.get(lane, ""), t, f"d_{parameter}", _name(gradient))
    return None


def first_in_moments(optimizer: Optimizer) -> Place | None:
    """The first of the optimiser's running averages that is not finite."""
    for name, moment in optimizer.moments.items():
        if not np.isfinite(moment).all():
            return Place("update", "", None, f"{optimizer.name}'s {name}", _name(moment))
    return None


def first_in_parameters(network: Network) -> Place | None:
    """The first parameter that is not finite."""
    for name, array in network.parameters.items():
        if not np.isfinite(array).all():
            return Place("update", "", None, name, _name(array))
    return None
