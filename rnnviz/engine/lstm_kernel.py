"""The LSTM over a whole sequence at once: the same numbers as `cells/lstm.py`, faster.

Read `cells/lstm.py` first; a test holds the two equal. What makes this one fast:

- one matrix product a step, W [h, x, 1], gives all four pre-activations with their biases;
- one tanh does for all gates, since σ(a) = ½ tanh(a/2) + ½: the rows of the sigmoid gates
  are halved beforehand;
- the batch is the last axis, so that a gate is one piece of memory at every step;
- the factors of the backward pass are computed for all steps together, so that its loop
  is left with one matrix product and a few products of numbers;
- arrays, and the views of them that each step needs, are made once and used again.

The gates stand in the order o, f, i, candidate (`MEMORY_ORDER`): first the three sigmoids,
last the three that the gradient of the cell state reaches.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rnnviz.engine.batch import Booleans, Floats, Integers
from rnnviz.engine.cells.lstm import MEMORY_ORDER
from rnnviz.engine.layer import States
from rnnviz.engine.parameters import Parameters


class _Buffers:
    """Arrays for T steps of B sequences, I inputs and H units.

    read     [h_{t−1}, x_t, 1], what step t reads, (T + 1, H + I + 1, B); in the last one
             only h_T counts.
    gates    o, f, i, candidate, (T, 4H, B).
    cell     c before each step, and last c_T, (T + 1, H, B).
    factors  what ∂E/∂h_t (for o) or ∂E/∂c_t (for the others) is multiplied by, (T, 4H, B).
    through_output  the same for the way from ∂E/∂h_t to ∂E/∂c_t, (T, H, B).
    """

    def __init__(self, steps: int, size: int, inputs: int, hidden: int, dtype: DTypeLike):
        def room(*shape: int) -> Floats:
            return np.empty((*shape, size), dtype)

        n = hidden
        self.read = room(steps + 1, n + inputs + 1)
        self.read[:, -1] = 1.0
        self.gates, self.d_gates, self.factors = (room(steps, 4 * n) for _ in range(3))
        self.cell = room(steps + 1, n)
        self.tanh_cell, self.d_hidden, self.through_output = (room(steps, n) for _ in range(3))
        self.scratch, self.d_h, self.d_c = (room(n) for _ in range(3))
        self.h, self.x = self.read[:, :n], self.read[:-1, n:-1]
        self.o, self.f, self.i, self.g = (self.gates[:, k * n :][:, :n] for k in range(4))
        self.sigmoids = self.gates[:, : 3 * n]
        self.forward_steps = _by_step(
            self.read[:-1], self.gates, self.sigmoids, self.o, self.f, self.i, self.g,
            self.cell[:-1], self.cell[1:], self.tanh_cell, self.h[1:],
        )  # fmt: skip
        by_gate = (steps, 4, n, size)
        factors, d_gates = self.factors.reshape(by_gate), self.d_gates.reshape(by_gate)
        self.backward_steps = _by_step(
            self.d_hidden, self.through_output, factors[:, 0], factors[:, 1:],
            d_gates[:, 0], d_gates[:, 1:], self.d_gates, self.f,
        )  # fmt: skip


def _by_step(*arrays: Floats) -> Sequence[tuple[Floats, ...]]:
    return list(zip(*arrays, strict=True))


class LstmKernel:
    """One LSTM layer of a network in training. Keeps the last forward pass for `backward`.

    prefix  the layer's prefix in the network's parameter names.
    """

    def __init__(self, parameters: Parameters, prefix: str):
        self._weight_names = [f"{prefix}W_{gate}" for gate in MEMORY_ORDER]
        self._bias_names = [f"{prefix}b_{gate}" for gate in MEMORY_ORDER]
        self._weights = parameters.block(self._weight_names)
        self._biases = parameters.block(self._bias_names)
        rows, columns = self._weights.shape
        self._hidden, self._inputs = rows // 4, columns - rows // 4
        self._affine = np.empty((rows, columns + 1), self._weights.dtype)
        self._d_affine = np.empty_like(self._affine)
        self._scale = np.full((rows, 1), 0.5, self._weights.dtype)
        self._scale[3 * self._hidden :] = 1.0
        self._shape = (0, 0)

    def forward(
        self, inputs: Floats | Integers, start: States, exists: Booleans | None = None
    ) -> tuple[Floats, States]:
        """Run all steps.

        inputs  (T, B, I) floats, or (T, B) numbers of one-hot symbols.
        start   h and c before step 0, (B, H).
        exists  (T, B), where there is padding. Its steps are computed all the same, and what
                they give means nothing.
        Returns h at every step, (T, B, H), and the states after each sequence's last.
        """
        steps, size = inputs.shape[:2]
        if self._shape != (steps, size):
            self._shape = (steps, size)
            self._buffers = _Buffers(steps, size, self._inputs, self._hidden, self._weights.dtype)
        b = self._buffers
        if inputs.ndim == 3:
            b.x[...] = inputs.swapaxes(1, 2)
        else:
            b.x[...] = 0.0
            b.x[np.arange(steps)[:, None], inputs, np.arange(size)] = 1.0
        b.h[0], b.cell[0] = start["h"].T, start["c"].T
        np.multiply(self._weights, self._scale, out=self._affine[:, :-1])
        np.multiply(self._biases, self._scale[:, 0], out=self._affine[:, -1])
        self._run()
        self._lengths = None if exists is None else exists.sum(axis=0)
        end = {"h": self._after_last(b.h), "c": self._after_last(b.cell)}
        return np.ascontiguousarray(b.h[1:].swapaxes(1, 2)), end

    def _after_last(self, state: Floats) -> Floats:
        """(B, H) from a state before each step and after the last, (T + 1, H, B)."""
        last: Floats
        if self._lengths is None:
            last = state[-1].T.copy()
            return last
        last = state[self._lengths, :, np.arange(state.shape[2])]
        return last

    def _run(self) -> None:
        affine, scratch = self._affine, self._buffers.scratch
        half = np.array(0.5, scratch.dtype)
        dot, add, multiply, tanh = np.dot, np.add, np.multiply, np.tanh
        for read, gates, sigmoids, o, f, i, g, c, next_c, tanh_c, h in self._buffers.forward_steps:
            dot(affine, read, out=gates)
            tanh(gates, out=gates)
            multiply(sigmoids, half, out=sigmoids)
            add(sigmoids, half, out=sigmoids)
            multiply(f, c, out=next_c)
            multiply(i, g, out=scratch)
            add(next_c, scratch, out=next_c)
            tanh(next_c, out=tanh_c)
            multiply(o, tanh_c, out=h)

    def backward(
        self,
        d_outputs: Floats,
        gradients: Parameters,
        truncation: int,
        want_inputs: bool,
        d_end: States | None = None,
    ) -> tuple[Floats | None, States]:
        """Back-propagate the last forward pass and write the layer's parameter gradients.

        d_outputs  ∂E/∂h_t without what comes through later steps, (T, B, H); 0 in padding.
        d_end      what reaches the states after each sequence's last step from elsewhere.
        Returns ∂E/∂x_t, (T, B, I), where wanted, and ∂E/∂(the starting states).
        """
        b, n = self._buffers, self._hidden
        b.d_hidden[...] = d_outputs.swapaxes(1, 2)
        self._fill_factors()
        self._run_back(truncation, d_end)
        delta = b.d_gates.swapaxes(1, 2).reshape(-1, 4 * n)
        read = b.read[:-1].swapaxes(1, 2).reshape(len(delta), -1)
        np.dot(delta.T, read, out=self._d_affine)
        gradients.block(self._weight_names)[...] = self._d_affine[:, :-1]
        gradients.block(self._bias_names)[...] = self._d_affine[:, -1]
        d_start = {"h": b.d_h.T.copy(), "c": b.d_c.T.copy()}
        if not want_inputs:
            return None, d_start
        return (delta @ self._weights[:, n:]).reshape(*self._shape, -1), d_start

    def _fill_factors(self) -> None:
        b, n = self._buffers, self._hidden
        o, f, i, g = (b.factors[:, k * n :][:, :n] for k in range(4))
        # The slopes σ′ = σ (1 − σ), then what stands beside each gate.
        sigmoids = b.factors[:, : 3 * n]
        np.subtract(1.0, b.sigmoids, out=sigmoids)
        sigmoids *= b.sigmoids
        o *= b.tanh_cell
        f *= b.cell[:-1]
        i *= b.g
        np.multiply(b.g, b.g, out=g)
        np.subtract(1.0, g, out=g)
        g *= b.i
        np.multiply(b.tanh_cell, b.tanh_cell, out=b.through_output)
        np.subtract(1.0, b.through_output, out=b.through_output)
        b.through_output *= b.o

    def _run_back(self, truncation: int, d_end: States | None) -> None:
        b = self._buffers
        recurrent = np.ascontiguousarray(self._weights[:, : self._hidden].T)
        dot, add, multiply = np.dot, np.add, np.multiply
        scratch, d_h, d_c = b.scratch, b.d_h, b.d_c
        d_h[...] = d_c[...] = 0.0
        ends = self._ends(d_end)
        for t in range(len(b.backward_steps) - 1, -1, -1):
            if t in ends:
                self._add_end(*ends[t])
            d_output, through_output, factor_o, factors, d_o, d_others, d_gates, f = (
                b.backward_steps[t]
            )
            add(d_h, d_output, out=d_h)
            multiply(d_h, through_output, out=scratch)
            add(d_c, scratch, out=d_c)
            multiply(d_h, factor_o, out=d_o)
            multiply(factors, d_c, out=d_others)
            if truncation and t % truncation == 0 and t > 0:
                d_h[...] = d_c[...] = 0.0
            else:
                multiply(d_c, f, out=d_c)
                dot(recurrent, d_gates, out=d_h)

    def _ends(self, d_end: States | None) -> dict[int, tuple[NDArray[np.intp], States]]:
        """By each last step the sequences that end there, and what reaches their states."""
        if d_end is None:
            return {}
        steps, size = self._shape
        lengths = np.full(size, steps) if self._lengths is None else self._lengths
        ends = {}
        for length in np.unique(lengths).tolist():
            which = np.flatnonzero(lengths == length)
            ends[length - 1] = which, {name: value[which].T for name, value in d_end.items()}
        return ends

    def _add_end(self, which: NDArray[np.intp], d: States) -> None:
        self._buffers.d_h[:, which] += d["h"]
        self._buffers.d_c[:, which] += d["c"]
