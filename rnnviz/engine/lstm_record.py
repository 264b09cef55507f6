"""The LSTM over a whole sequence with every quantity kept: what `cells/lstm.py` computes, faster.

Read `cells/lstm.py` first; a test holds the two equal. What makes this one fast for one
sequence: only what a step needs from the step before it is computed in the loop; whatever
follows from that is computed for all steps together, by the same formulas. Nothing is kept
from one call to the next: the arrays belong to whoever called.

As in `lstm_kernel.py` the gates stand in the order o, f, i, candidate (`MEMORY_ORDER`), here
with one sequence a row.
"""

import numpy as np

from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.cells.cell import Values
from rnnviz.engine.cells.lstm import MEMORY_ORDER
from rnnviz.engine.layer import LayerBackward, LayerForward, States


def lstm_forward(p: Values, inputs: Floats, start: States, exists: Booleans) -> LayerForward:
    """What `layer_forward` gives for an LSTM, for sequences without padding."""
    steps, size = inputs.shape[:2]
    n = start["h"].shape[1]
    # σ(a) = ½ tanh(a/2) + ½: of the three sigmoid gates a/2 is computed, and doubled at the end.
    scale = np.ones(4 * n, inputs.dtype)
    scale[: 3 * n] = 0.5
    # What h_{t−1} adds to the pre-activations is still missing.
    a = inputs.reshape(steps * size, -1) @ (_transposed(p, slice(n, None)) * scale)
    a += np.concatenate([p[f"b_{gate}"] for gate in MEMORY_ORDER]) * scale
    a = a.reshape(steps, size, 4 * n)
    gates, h, c = np.empty_like(a), _after(start["h"], steps), _after(start["c"], steps)
    _run(_transposed(p, slice(0, n)) * scale, a, gates, h, c)
    a /= scale
    a_o, a_f, a_i, a_c = _by_gate(a)
    o, f, i, g = _by_gate(gates)
    values = {
        "a_f": a_f,
        "f": f,
        "a_i": a_i,
        "i": i,
        "a_o": a_o,
        "o": o,
        "a_c": a_c,
        "g": g,
        "c": c[1:],
        "h": h[1:],
    }
    return LayerForward(inputs, start, values, exists)


def _transposed(p: Values, columns: slice) -> Floats:
    """These columns of all four weight matrices, one above the other, transposed: (…, 4H)."""
    return np.concatenate([p[f"W_{gate}"][:, columns].T for gate in MEMORY_ORDER], axis=1)


def _after(start: Floats, steps: int) -> Floats:
    """Room for a state before each step and after the last, (T + 1, B, H)."""
    room = np.empty((steps + 1, *start.shape), start.dtype)
    room[0] = start
    return room


def _by_gate(rows: Floats) -> Floats:
    """(4, T, B, H) from (T, B, 4H)."""
    steps, size = rows.shape[:2]
    return np.ascontiguousarray(rows.reshape(steps, size, 4, -1).transpose(2, 0, 1, 3))


def _run(recurrent: Floats, a: Floats, gates: Floats, h: Floats, c: Floats) -> None:
    """Complete `a` (halved for the sigmoids) and fill the others, step by step."""
    n = h.shape[2]
    half = np.array(0.5, a.dtype)  # To NumPy an array is less work than a number of Python's.
    product, scratch = np.empty_like(a[0]), np.empty_like(h[0])
    sigmoids, (o, f, i, g) = gates[..., : 3 * n], np.split(gates, 4, axis=2)
    dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh
    every_step = zip(a, gates, sigmoids, o, f, i, g, h[:-1], h[1:], c[:-1], c[1:], strict=True)
    for a_t, gates_t, sigmoids_t, o_t, f_t, i_t, g_t, h_before, h_t, c_before, c_t in every_step:
        dot(h_before, recurrent, out=product)
        add(a_t, product, out=a_t)
        tanh(a_t, out=gates_t)
        multiply(sigmoids_t, half, out=sigmoids_t)
        add(sigmoids_t, half, out=sigmoids_t)
        multiply(f_t, c_before, out=c_t)
        multiply(i_t, g_t, out=scratch)
        add(c_t, scratch, out=c_t)
        tanh(c_t, out=scratch)
        multiply(o_t, scratch, out=h_t)


def lstm_backward(
    p: Values,
    forward: LayerForward,
    d_outputs: Floats,
    truncation: int = 0,
    d_end: States | None = None,
) -> LayerBackward:
    """What `layer_backward` gives for an LSTM, for sequences without padding."""
    v, c_before = forward.values, forward.before("c")
    o, f, i, g = v["o"], v["f"], v["i"], v["g"]
    steps, size, n = o.shape
    tanh_c = np.tanh(v["c"])
    # What ∂E/∂h_t (for o) or ∂E/∂c_t (for the others) is multiplied by to give ∂E/∂a_t.
    factors = np.empty((steps, size, 4, n), o.dtype)
    factors[:, :, 0] = tanh_c * o * (1.0 - o)
    factors[:, :, 1] = c_before * f * (1.0 - f)
    factors[:, :, 2] = g * i * (1.0 - i)
    factors[:, :, 3] = i * (1.0 - g * g)
    through_output = o * (1.0 - tanh_c * tanh_c)
    weights = np.concatenate([p[f"W_{gate}"] for gate in MEMORY_ORDER])
    d_h, d_c, d_a, d_start = _run_back(
        np.ascontiguousarray(weights[:, :n]),
        factors,
        through_output,
        f,
        d_outputs,
        truncation,
        d_end,
    )
    d_a_o, d_a_f, d_a_i, d_a_c = _by_gate(d_a)
    d_values = {
        "a_f": d_a_f,
        "f": d_c * c_before,
        "a_i": d_a_i,
        "i": d_c * g,
        "a_o": d_a_o,
        "o": d_h * tanh_c,
        "a_c": d_a_c,
        "g": d_c * i,
        "c": d_c,
        "h": d_h,
    }
    d_inputs = d_a.reshape(steps * size, 4 * n) @ weights[:, n:]
    return LayerBackward(d_values, d_inputs.reshape(steps, size, -1), d_start)


def _run_back(
    recurrent: Floats,
    factors: Floats,
    through_output: Floats,
    f: Floats,
    d_outputs: Floats,
    truncation: int,
    d_end: States | None,
) -> tuple[Floats, Floats, Floats, States]:
    """∂E/∂h_t and ∂E/∂c_t (T, B, H), ∂E/∂a_t (T, B, 4H), and ∂E/∂(each starting state)."""
    steps, size, n = f.shape
    d_h, d_c, d_a = np.empty_like(f), np.empty_like(f), np.empty((steps, size, 4 * n), f.dtype)
    d_o, d_others = _parts(d_a.reshape(factors.shape))
    # What reaches h_{t−1} and c_{t−1} through step t, and so far only what comes from elsewhere.
    d_h_before, d_c_before, scratch = (np.zeros((size, n), f.dtype) for _ in range(3))
    if d_end is not None:
        d_h_before[...], d_c_before[...] = d_end["h"], d_end["c"]
    dot, add, multiply = np.dot, np.add, np.multiply
    every_step = list(zip(
        d_outputs, d_h, d_c, d_c[:, :, None], d_a, d_o, d_others,
        *_parts(factors), through_output, f, strict=True,
    ))  # fmt: skip
    for t in reversed(range(steps)):
        (
            d_output, d_h_t, d_c_t, d_c_each, d_a_t, d_o_t, d_others_t,
            factor_o, factor_others, through_o, f_t,
        ) = every_step[t]  # fmt: skip
        add(d_output, d_h_before, out=d_h_t)
        multiply(d_h_t, through_o, out=scratch)
        add(d_c_before, scratch, out=d_c_t)
        multiply(d_h_t, factor_o, out=d_o_t)
        multiply(d_c_each, factor_others, out=d_others_t)
        if truncation and t % truncation == 0 and t > 0:
            d_h_before[...] = d_c_before[...] = 0.0
        else:
            multiply(d_c_t, f_t, out=d_c_before)
            dot(d_a_t, recurrent, out=d_h_before)
    return d_h, d_c, d_a, {"h": d_h_before, "c": d_c_before}


def _parts(by_gate: Floats) -> tuple[Floats, Floats]:
    """Of (T, B, 4, H) the output gate (T, B, H) and the three others (T, B, 3, H)."""
    return by_gate[:, :, 0], by_gate[:, :, 1:]
