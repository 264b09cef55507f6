"""The gradient itemised by its source: what each step's loss E_s sends to every step k before it.

E = Σ_s E_s, and back-propagation is linear, so that it can be done for each s by itself. The
ordinary gradient is then the sum over the sources, and that of a weight

    ∂E/∂W = Σ_s Σ_k G[s, k]        G[s, k] = δ_k⁽ˢ⁾ ⊗ (what W read at step k)

where δ_k⁽ˢ⁾ is ∂E_s/∂(the sum that W is part of) at step k. For one layer this is the lecture's
∂E_3/∂W = Σ_k ∂E_3/∂ŷ_3 · ∂ŷ_3/∂s_3 · (∏ ∂s_j/∂s_{j−1}) · ∂s_k/∂W (R. Pascanu, T. Mikolov and
Y. Bengio, "On the difficulty of training recurrent neural networks", 2013, equations 3 to 5).

It is the ordinary backward pass with a leading axis of sources, S: the cells' own `step_back`,
which does not ask how many axes stand before the units. At a step only those sources are carried
that can have reached it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.engine import attention
from rnnviz.engine.attention import AttentionBackward, AttentionForward
from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.cells.cell import Cell, Values
from rnnviz.engine.cells.lstm import LSTM, MEMORY_ORDER
from rnnviz.engine.lane import Lane
from rnnviz.engine.layer import LayerForward
from rnnviz.engine.network import Forward, Network
from rnnviz.engine.stack import Stack

#: States of every source, (S, B, H) each.
SourceStates = dict[str, Floats]


@dataclass(frozen=True)
class ItemisedLane:
    """Of one lane, in the order in which it reads.

    d_values  ∂E_s/∂q_k for every quantity, or for those asked for, (T, S, B, H).
    d_start   ∂E_s/∂(state before the first step), (S, B, H).
    """

    d_values: dict[str, Floats]
    d_start: SourceStates


@dataclass(frozen=True)
class Itemised:
    """Every gradient by its source.

    sources    the time steps whose losses they are, in order, S of them.
    lanes      by key.
    attention  with a leading source axis everywhere: (S, T, B, …); None where there is none.
    d_read     ∂E_s/∂(what the readout read), (T, S, B, H or 2 H), and d_y ∂E_s/∂y, (T, S, B, O).
    """

    sources: tuple[int, ...]
    lanes: dict[str, ItemisedLane]
    attention: tuple[AttentionBackward, ...]
    d_read: Floats
    d_y: Floats


def itemised(
    network: Network,
    forward: Forward,
    d_y: Floats,
    sources: Sequence[int],
    truncation: int = 0,
    only: frozenset[str] | None = None,
) -> Itemised:
    """Back-propagate each of these steps' ∂E_s/∂y_s by itself.

    d_y   ∂E/∂y of the whole loss, (T, B, O); of step s it is ∂E_s/∂y_s.
    only  the quantities whose gradients are kept; None: all. Those that are sums of products
          are always kept.
    """
    first = len(d_y) - len(forward.read)
    by_source = np.zeros((len(forward.read), len(sources), *d_y.shape[1:]), d_y.dtype)
    for n, step in enumerate(sources):
        by_source[step - first, n] = d_y[step]
    d_read = by_source @ network.parameters["W_hy"]
    keys = {q.key for q in network.cell.quantities if only is None or q.products or q.key in only}
    passes = _Passes(network, forward, truncation, frozenset(keys))
    alive: list[range] = [range(0)] * len(d_read)
    for n, step in enumerate(sources):
        alive[step - first] = range(n, n + 1)
    if network.decoder is None:
        passes.stack(network.reader, d_read, alive, {})
        return Itemised(tuple(sources), passes.lanes, (), d_read, by_source)
    attended: tuple[AttentionBackward, ...] = ()
    d_hidden, d_memory = d_read, None
    if forward.attention:
        attended = _attended(network, forward.attention, d_read)
        d_hidden = np.stack([each.d_query for each in attended], axis=1)
        d_memory = np.stack([each.d_memory for each in attended], axis=1)
    passes.stack(network.decoder, d_hidden, alive, {})
    passes.encoder(network.decoder, d_memory)
    return Itemised(tuple(sources), passes.lanes, attended, d_read, by_source)


def _attended(
    network: Network, forward: AttentionForward, d_read: Floats
) -> tuple[AttentionBackward, ...]:
    p = network.parameters.under(f"{attention.KEY}.")
    return tuple(attention.attend_back(p, forward, d_read[:, n]) for n in range(d_read.shape[1]))


class _Passes:
    """The lanes done so far, from the top down."""

    def __init__(self, network: Network, forward: Forward, truncation: int, kept: frozenset[str]):
        self._network, self._forward, self._truncation = network, forward, truncation
        self._kept = kept
        self.lanes: dict[str, ItemisedLane] = {}

    def stack(
        self,
        stack: Stack,
        d_output: Floats,
        alive: list[range],
        d_end: Mapping[str, SourceStates],
    ) -> None:
        """All lanes of a stack. d_output (T, S, B, H or 2 H), in the order of time."""
        cell, n = self._network.cell, stack.hidden
        for layer in reversed(stack.layers):
            below: Floats | None = None
            reached: list[range] = [range(0)] * len(d_output)
            for place, lane in enumerate(layer):
                forward = self._forward.lanes[lane.key]
                exists = forward.exists
                there = _turned(lane, d_output[..., place * n : (place + 1) * n], exists)
                when = alive[::-1] if lane.backward else alive
                if lane.backward and not exists.all():
                    # Each sequence begins at another step.
                    when = [range(d_output.shape[1])] * len(d_output)
                p = self._network.parameters.under(f"{lane.key}.")
                ends = d_end.get(lane.key)
                found, carried = _lane(
                    cell, p, forward, there, when, self._truncation, ends, self._kept
                )
                self.lanes[lane.key] = found
                if lane.layer:
                    d_inputs = _turned(lane, _inputs(cell, p, forward, found), exists)
                    below = d_inputs if below is None else below + d_inputs
                    reached = [
                        _union(a, b)
                        for a, b in zip(
                            reached, carried[::-1] if lane.backward else carried, strict=True
                        )
                    ]
            if below is not None:
                d_output, alive = below, reached

    def encoder(self, decoder: Stack, d_memory: Floats | None) -> None:
        """The encoder's lanes, from what reaches its last states and, by attention, all others."""
        reader = self._network.reader
        source = self._forward.lanes[reader.lanes[0].key].exists
        some = self.lanes[decoder.lanes[0].key]
        count, size = next(iter(some.d_start.values())).shape[:2]
        everywhere = [range(count)] * len(source)
        if d_memory is None:
            d_memory = np.zeros((*source.shape[:1], count, size, reader.hidden))
            everywhere = [range(0)] * len(source)
        d_end = {
            lane.key: self.lanes[above.key].d_start
            for above, layer in zip(decoder.lanes, reader.layers, strict=True)
            for lane in layer
        }
        both = len(reader.layers[0])
        self.stack(reader, np.concatenate([d_memory] * both, axis=-1), everywhere, d_end)


def _turned(lane: Lane, array: Floats, exists: Booleans) -> Floats:
    """As Lane.turned, for an array (T, S, B, …)."""
    if not lane.backward:
        return array
    return np.swapaxes(lane.turned(np.swapaxes(array, 1, 2), exists), 1, 2)


def _union(a: range, b: range) -> range:
    """The smallest range with both in it."""
    if not a or not b:
        return a or b
    return range(min(a.start, b.start), max(a.stop, b.stop))


def _lane(
    cell: Cell,
    p: Values,
    forward: LayerForward,
    d_outputs: Floats,
    alive: list[range],
    truncation: int,
    d_end: SourceStates | None,
    kept: frozenset[str],
) -> tuple[ItemisedLane, list[range]]:
    """Back through one lane; also which sources have reached each step."""
    steps, count, size, hidden = d_outputs.shape
    dtype = d_outputs.dtype
    d_values = {key: np.zeros((steps, count, size, hidden), dtype) for key in kept}
    before = {state: forward.before(state) for state in cell.states}
    zero = np.zeros((count, size, hidden), dtype)
    d = {state: zero.copy() if d_end is None else d_end[state].copy() for state in cell.states}
    carried = range(0) if d_end is None else range(count)
    reached: list[range] = [range(0)] * steps
    output = cell.states[0]
    fast = _fused(p) if isinstance(cell, LSTM) else None
    for t in reversed(range(steps)):
        carried = _union(carried, alive[t])
        reached[t] = carried
        if carried:
            at = slice(carried.start, carried.stop)
            arriving = {state: value[at] for state, value in d.items()}
            arriving[output] = arriving[output] + d_outputs[t, at]
            values = {key: value[t] for key, value in forward.values.items()}
            previous = {state: value[t] for state, value in before.items()}
            step = (
                cell.step_back(p, values, previous, arriving)
                if fast is None
                else _lstm_back(fast, values, previous, arriving, kept)
            )
            quantities, going = (
                (step.quantities, step.previous) if not isinstance(step, tuple) else step
            )
            here = forward.exists[t][:, None]
            whole = bool(forward.exists[t].all())
            for key in kept:
                value = quantities[key]
                d_values[key][t, at] = value if whole else np.where(here, value, 0.0)
            for state, value in going.items():
                d[state][at] = value if whole else np.where(here, value, d[state][at])
        if truncation and t % truncation == 0 and t > 0:
            for value in d.values():
                value[:, forward.exists[t]] = 0.0
            if forward.exists[t].all():
                carried = range(0)
    return ItemisedLane(d_values, d), reached


def _fused(p: Values) -> Floats:
    """The recurrent columns of all four gates of an LSTM, one above the other, (4 H, H)."""
    hidden = len(p["b_f"])
    return np.ascontiguousarray(
        np.concatenate([p[f"W_{gate}"][:, :hidden] for gate in MEMORY_ORDER])
    )


def _lstm_back(
    recurrent: Floats, v: Values, previous: Values, d: Values, kept: frozenset[str]
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """What LSTM.step_back gives, with one product of matrices in the place of four, and without
    what is not to be kept."""
    f, i, o, g = v["f"], v["i"], v["o"], v["g"]
    tanh_c = np.tanh(v["c"])
    d_h = d["h"]
    d_c = d["c"] + d_h * (o * (1.0 - tanh_c * tanh_c))
    n = d_h.shape[-1]
    d_a = np.empty((*d_h.shape[:-1], 4 * n), d_h.dtype)
    np.multiply(d_h, tanh_c * o * (1.0 - o), out=d_a[..., :n])
    np.multiply(d_c, previous["c"] * f * (1.0 - f), out=d_a[..., n : 2 * n])
    np.multiply(d_c, g * i * (1.0 - i), out=d_a[..., 2 * n : 3 * n])
    np.multiply(d_c, i * (1.0 - g * g), out=d_a[..., 3 * n :])
    quantities = {
        "a_o": d_a[..., :n],
        "a_f": d_a[..., n : 2 * n],
        "a_i": d_a[..., 2 * n : 3 * n],
        "a_c": d_a[..., 3 * n :],
        "c": d_c,
        "h": d_h,
    }
    gates = {"o": (d_h, tanh_c), "f": (d_c, previous["c"]), "i": (d_c, g), "g": (d_c, i)}
    quantities |= {key: a * b for key, (a, b) in gates.items() if key in kept}
    rows = d_a.reshape(-1, 4 * n) @ recurrent
    return quantities, {"h": rows.reshape(d_h.shape), "c": d_c * f}


def _inputs(cell: Cell, p: Values, forward: LayerForward, found: ItemisedLane) -> Floats:
    """∂E_s/∂x_k, (T, S, B, I)."""
    inputs = forward.inputs.shape[-1]
    hidden = next(iter(found.d_values.values())).shape[-1]
    parts = [
        found.d_values[quantity.key] @ p[product.weight][:, product.columns("x", inputs, hidden)]
        for quantity in cell.quantities
        for product in quantity.products
        if "x" in product.sources
    ]
    total: Floats = sum(parts[1:], parts[0])
    return total
