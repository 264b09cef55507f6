"""first_in_pass(): a batch computed again, to find its first number that is not finite."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.engine import attention
from rnnviz.engine.attention import AttentionBackward, AttentionForward
from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.cells.cell import Values
from rnnviz.engine.divergence import Place, name_of
from rnnviz.engine.lane import Lane
from rnnviz.engine.layer import LayerBackward, LayerForward, parameter_gradients
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Backward, Forward, Network, NetworkState
from rnnviz.engine.sweeps import sweeps


@dataclass(frozen=True)
class _Pass:
    """All numbers of a pass in the order of time: each lane's quantities, (T, B, …) each, those
    of attention under its name, and the outputs under ""."""

    values: dict[str, dict[str, Floats]]
    first: dict[str, int]

    def at(self, lane: str, key: str, time: int) -> Floats:
        values: Floats = self.values[lane][key][time - self.first[lane]]
        return values


def first_in_pass(
    network: Network, loss: Loss, batch: Batch, start: NetworkState, truncation: int
) -> Place | None:
    """Compute a batch again step by step and say where it first leaves the finite numbers."""
    forward = network.forward(batch, start, by_steps=True)
    result = loss.evaluate(forward.y, batch)
    order = _order(network, batch)
    there = _gathered(
        network,
        forward,
        {key: lane.values for key, lane in forward.lanes.items()},
        forward.attention.values if forward.attention else {},
        {"y": forward.y, "E": result.steps},
        batch,
    )
    for lane, time, key in order:
        values = there.at(lane, key, time)
        if not np.isfinite(values).all():
            return _at("forward", _title(network, lane), time, key, values)
    backward = network.backward_lanes(forward, result.d_y, truncation, by_steps=True)
    back = _gathered(
        network,
        forward,
        {key: lane.d_values for key, lane in backward.lanes.items()},
        backward.attention.d_values if backward.attention else {},
        {"y": result.d_y},
        batch,
    )
    for lane, time, key in reversed(order):
        if key == "E":
            continue
        values = back.at(lane, key, time)
        if not np.isfinite(values).all():
            return _at("backward", _title(network, lane), time, f"d_{key}", values)
    return _first_in_sums(network, batch, forward, result.d_y, backward)


def _order(network: Network, batch: Batch) -> list[tuple[str, int, str]]:
    """Lane, time step and key of every number of the forward pass, in order."""
    keys = [quantity.key for quantity in network.cell.quantities]
    found: list[tuple[str, int, str]] = []
    for sweep in sweeps(network.lanes, batch.steps, batch.source, network.has_attention):
        for time in sweep.times:
            found += [(lane.key, time, key) for lane in sweep.lanes for key in keys]
            if sweep.attends:
                found += [(attention.KEY, time, q.key) for q in attention.QUANTITIES]
            if sweep.answers:
                found += [("", time, "y"), ("", time, "E")]
    return found


def _gathered(
    network: Network,
    forward: Forward,
    lanes: Mapping[str, Values],
    attended: Values,
    outputs: Values,
    batch: Batch,
) -> _Pass:
    values = {"": dict(outputs), attention.KEY: dict(attended)}
    first = {"": 0, attention.KEY: batch.source}
    for lane in network.lanes:
        exists = forward.lanes[lane.key].exists
        values[lane.key] = {
            key: lane.turned(value, exists) for key, value in lanes[lane.key].items()
        }
        first[lane.key] = batch.source if lane.role == "decoder" else 0
    return _Pass(values, first)


def _title(network: Network, key: str) -> str:
    return {lane.key: lane.title for lane in network.lanes}.get(key, key)


def _first_in_sums(
    network: Network, batch: Batch, forward: Forward, d_y: Floats, backward: Backward
) -> Place | None:
    """Where ∂E/∂W, summed up on the way back, leaves the finite numbers: of all parameters the
    place that comes first."""
    found = [_first_in_read_out(network, forward, d_y)]
    if forward.attention and backward.attention:
        found.append(_first_in_attention(network, batch, forward.attention, backward.attention))
    for lane in reversed(network.lanes):
        first = batch.source if lane.role == "decoder" else 0
        there = forward.lanes[lane.key], backward.lanes[lane.key]
        found.append(_first_in_lane(network, lane, first, *there))
    places = [place for place in found if place]
    return max(places, key=lambda place: place.time or 0, default=None)


def _first_in_read_out(network: Network, forward: Forward, d_y: Floats) -> Place | None:
    first = len(d_y) - len(forward.read)
    sums = {name: np.zeros_like(network.parameters[name]) for name in ("b_y", "W_hy")}
    for t in reversed(range(len(forward.read))):
        sums["b_y"] += d_y[first + t].sum(axis=0)
        sums["W_hy"] += d_y[first + t].T @ forward.read[t]
        place = _in_sums(sums, "", first + t)
        if place:
            return place
    return None


def _first_in_attention(
    network: Network, batch: Batch, forward: AttentionForward, backward: AttentionBackward
) -> Place | None:
    part = network.parameters.zeros_like().under(f"{attention.KEY}.")
    sums = {name: np.zeros_like(array) for name, array in reversed(list(part.items()))}
    for t in reversed(range(len(forward.query))):
        attention.fill_gradients(forward.step(t), backward.step(t), part)
        for name, array in part.items():
            sums[name] += array
        place = _in_sums(sums, attention.KEY, batch.source + t)
        if place:
            return place
    return None


def _first_in_lane(
    network: Network, lane: Lane, first: int, forward: LayerForward, backward: LayerBackward
) -> Place | None:
    part = network.parameters.zeros_like().under(f"{lane.key}.")
    sums = {name: np.zeros_like(array) for name, array in reversed(list(part.items()))}
    steps = len(forward.inputs)
    for t in reversed(range(steps)):
        d_values = {name: value[t : t + 1] for name, value in backward.d_values.items()}
        parameter_gradients(network.cell, forward.step(t), d_values, part)
        for name, array in part.items():
            sums[name] += array
        place = _in_sums(sums, lane.title, first + (steps - 1 - t if lane.backward else t))
        if place:
            return place
    return None


def _in_sums(sums: Values, title: str, time: int) -> Place | None:
    for name, total in sums.items():
        if not np.isfinite(total).all():
            return Place("backward", title, time, f"d_{name}", name_of(total))
    return None


def _at(phase: str, lane: str, time: int, quantity: str, values: Floats) -> Place:
    """The place of numbers that differ from sequence to sequence: (B,) or (B, …)."""
    broken = ~np.isfinite(values.reshape(len(values), -1)).all(axis=1)
    return Place(phase, lane, time, quantity, name_of(values), int(broken.argmax()))
