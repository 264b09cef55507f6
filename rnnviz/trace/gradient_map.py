"""GradientMap: how much of each step's loss reaches each step before it.

Rows are the sources s, the steps that have a loss; columns the steps k at which it arrives. What a
map shows are norms; norms of parts do not add up to the norm of their sum, as parts may cancel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.cells.cell import Cell, Values
from rnnviz.engine.itemised import ItemisedLane, itemised
from rnnviz.engine.lane import Lane
from rnnviz.engine.layer import LayerForward
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Forward, Network, NetworkState

#: So many sources are itemised at a time, or fewer where they would be more numbers than this, so
#: that long sequences and large batches take bounded memory.
AT_ONCE, MOST_NUMBERS = 64, 2**24


@dataclass(frozen=True)
class LaneMap:
    """The maps of one lane, in the order of time; 0 where nothing arrives.

    states     by state, ‖∂E_s/∂h_k‖, (S, T); of several sequences the root of the mean square.
    weights    ‖G[s, k]‖, what source s adds to ∂E/∂W through step k, over all parameters of the
               lane, (S, T).
    together   ‖Σ_s G[s, k]‖, what step k adds to ∂E/∂W in all, (T,).
    """

    states: Mapping[str, Floats]
    weights: Floats
    together: Floats

    @property
    def cancellation(self) -> Floats:
        """‖Σ_s G[s, k]‖ / Σ_s ‖G[s, k]‖, 1 where nothing cancels, (T,); 1 where nothing is."""
        parts = self.weights.sum(axis=0)
        ratio: Floats = np.divide(self.together, parts, out=np.ones_like(parts), where=parts > 0)
        return ratio


@dataclass(frozen=True)
class GradientMap:
    """All lanes' maps.

    update    how many updates the weights had seen.
    sources   the time steps s, in order.
    lanes     by key.
    sequences   of how many sequences: 1 for the one shown, or a whole batch.
    source_steps   how many of the steps are an encoder's, as in a trace.
    """

    update: int
    sources: tuple[int, ...]
    lanes: Mapping[str, LaneMap]
    sequences: int
    source_steps: int = 0

    @property
    def steps(self) -> int:
        """T."""
        return len(next(iter(self.lanes.values())).together)


def record_gradient_map(
    network: Network,
    loss: Loss,
    batch: Batch,
    start: NetworkState,
    update: int,
    truncation: int = 0,
) -> GradientMap:
    """Back-propagate every step's loss by itself, through all lanes."""
    with np.errstate(all="ignore"):
        forward = network.forward(batch, start)
        d_y = loss.evaluate(forward.y, batch).d_y
        sources = tuple(np.flatnonzero(batch.scored.any(axis=1)).tolist())
        lanes = {lane.key: _LaneNorms(network, lane, forward, batch) for lane in network.lanes}
        portion = _portion(network, batch)
        for first in range(0, len(sources), portion):
            some = sources[first : first + portion]
            kept = frozenset(network.cell.states)
            found = itemised(network, forward, d_y, some, truncation, kept)
            for key, norms in lanes.items():
                norms.add(found.lanes[key])
        maps = {key: norms.finished() for key, norms in lanes.items()}
    return GradientMap(update, sources, maps, batch.size, batch.source)


def _portion(network: Network, batch: Batch) -> int:
    """How many sources are itemised at a time."""
    kept = sum(bool(q.products) or q.key in network.cell.states for q in network.cell.quantities)
    numbers = batch.steps * batch.size * network.hidden * kept * len(network.lanes)
    return max(1, min(AT_ONCE, MOST_NUMBERS // numbers))


class _LaneNorms:
    """The norms of one lane, as its sources come in."""

    def __init__(self, network: Network, lane: Lane, forward: Forward, batch: Batch):
        self._cell, self._lane, self._steps = network.cell, lane, batch.steps
        self._forward = forward.lanes[lane.key]
        self._first = batch.source if lane.role == "decoder" else 0
        self._states: dict[str, list[Floats]] = {state: [] for state in network.cell.states}
        self._weights: list[Floats] = []
        # Back-propagation is linear: the sum over the sources is the gradient of all of E.
        self._sum: dict[str, Floats] = {}

    def add(self, found: ItemisedLane) -> None:
        """More sources."""
        there = self._forward
        for state, rows in self._states.items():
            rows.append(self._on_axis(_state_norms(self._lane, there, found.d_values[state])))
        d_values = found.d_values
        self._weights.append(self._on_axis(_weight_norms(self._cell, self._lane, there, d_values)))
        for quantity in self._cell.quantities:
            if quantity.products:
                total = d_values[quantity.key].sum(axis=1, keepdims=True)
                before = self._sum.get(quantity.key)
                self._sum[quantity.key] = total if before is None else before + total

    def finished(self) -> LaneMap:
        """All of them."""
        together: Floats = np.zeros((1, self._steps))
        if self._sum:
            norms = _weight_norms(self._cell, self._lane, self._forward, self._sum)
            together = self._on_axis(norms)
        nothing = [np.zeros((0, self._steps))]
        return LaneMap(
            {
                state: _frozen(np.concatenate(rows or nothing))
                for state, rows in self._states.items()
            },
            _frozen(np.concatenate(self._weights or nothing)),
            _frozen(together[0]),
        )

    def _on_axis(self, rows: Floats) -> Floats:
        """(S, steps of the lane) on the whole axis of time, (S, T)."""
        whole = np.zeros((len(rows), self._steps), rows.dtype)
        whole[:, self._first : self._first + rows.shape[1]] = rows
        return whole


def _frozen(array: Floats) -> Floats:
    array.setflags(write=False)
    return array


def _state_norms(lane: Lane, forward: LayerForward, d: Floats) -> Floats:
    """(S, T) from (T, S, B, H): each sequence's own loss counts, not its share of the mean."""
    squares = np.einsum("tsbh,tsbh->tbs", d, d)
    ordered = lane.turned(squares, forward.exists)
    size = d.shape[2]
    norms: Floats = np.sqrt(size * ordered.sum(axis=1)).T
    return norms


def _weight_norms(cell: Cell, lane: Lane, forward: LayerForward, d_values: Values) -> Floats:
    """‖Σ_b δ_b ⊗ r_b‖ over all parameters, (S, T), without a matrix of their size: the square is
    Σ_bb′ (δ_b · δ_b′)(r_b · r_b′), and for the bias, which multiplies 1, r_b · r_b′ = 1."""
    total: Floats | float = 0.0
    for quantity in cell.quantities:
        if not quantity.products:
            continue
        delta = np.swapaxes(d_values[quantity.key], 1, 2)  # (T, B, S, H)
        delta = np.swapaxes(lane.turned(delta, forward.exists), 1, 2)
        gram = delta @ np.swapaxes(delta, -1, -2)  # (T, S, B, B)
        read: Floats | float = 1.0 if quantity.bias else 0.0
        for product in quantity.products:
            for source in product.sources:
                rows = lane.turned(forward.source(source), forward.exists)
                read = read + (rows @ np.swapaxes(rows, -1, -2))[:, None]
        total = total + (gram * read).sum(axis=(-1, -2))
    norms: Floats = np.sqrt(np.maximum(total, 0.0)).T
    return norms


@dataclass(frozen=True)
class Decay:
    """How a gradient fades with the distance from its source: ‖·‖ ≈ a · rate^distance.

    rate     by which factor a step, fitted to the logarithms by least squares.
    reach    the distance at which it has fallen to 1 %; infinite where it does not fade.
    points   how many distances were fitted.
    """

    rate: float
    reach: float
    points: int


#: What is left at the reach, and below what a number is a zero of rounding.
LEFT, NOTHING = 0.01, 1e-300


def decay(values: Floats) -> Decay | None:
    """Of a row of norms at the distances 0, 1, 2, …; None where fewer than two are not 0."""
    distances = np.flatnonzero(np.isfinite(values) & (values > NOTHING))
    if len(distances) < 2:
        return None
    slope = float(np.polyfit(distances, np.log(values[distances]), 1)[0])
    reach = np.log(LEFT) / slope if slope < 0 else np.inf
    return Decay(float(np.exp(slope)), float(reach), len(distances))


def faded(rows: Floats, source: int, backward: bool = False) -> Floats:
    """A row of a map, (T,), by the distance from its source: what arrives at it first."""
    return rows[source:] if backward else rows[source::-1]
