"""Network: cells over time, in layers and directions, and a linear readout.

    y_t = W_hy h_t + b_y

h_t is that of the top layer; of both directions, laid end to end. Where there is a decoder, it
starts from the states in which the encoder ends (of both directions, their sum), layer by layer,
and only its steps have outputs (I. Sutskever, O. Vinyals and Q. Le, "Sequence to sequence
learning with neural networks", 2014); with attention, h_t is then the attentional state.

One lane is a row of the unrolled drawing, a row of ticks, a prefix of parameter names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.engine import attention
from rnnviz.engine.attention import AttentionBackward, AttentionForward
from rnnviz.engine.batch import Batch, Booleans, Floats, Integers
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.lane import Lane
from rnnviz.engine.layer import LayerBackward, LayerForward, States
from rnnviz.engine.loss import Loss, LossResult
from rnnviz.engine.parameters import Parameters
from rnnviz.engine.stack import Fixed, NetworkState, Stack

__all__ = ["Backward", "Fixed", "Forward", "Lane", "Network", "NetworkState", "WholeBackward"]


@dataclass(frozen=True)
class Forward:
    """A forward pass with every quantity kept.

    lanes      of each lane, in the order in which it reads: an encoder's over the steps of
               the source, a decoder's over the others.
    read       what the readout read, (T, B, H or 2 H); of a decoder over its steps only.
    y          (T, B, O); 0 at an encoder's steps.
    attention  what was computed, or None where there is none.
    """

    lanes: dict[str, LayerForward]
    read: Floats
    y: Floats
    attention: AttentionForward | None = None


@dataclass(frozen=True)
class Backward:
    """A backward pass with every quantity's gradient kept; see Forward."""

    lanes: dict[str, LayerBackward]
    attention: AttentionBackward | None = None

    @property
    def start(self) -> NetworkState:
        """∂E/∂(starting state) of every lane."""
        return {key: lane.d_start for key, lane in self.lanes.items()}


@dataclass(frozen=True, kw_only=True)
class WholeBackward(Backward):
    """With ∂E/∂W for every parameter, under the network's names."""

    gradients: Parameters


class Network:
    """A recurrent network: its shape and its parameters. It keeps no state of any sequence.

    inputs, hidden, layers, outputs: I, H, the number of stacked layers, and O.
    both       whether each layer reads in both directions (of an encoder: its layers).
    decoder    whether the steps behind `Batch.source` are a decoder's. It reads output symbols.
    attention  whether the decoder attends to the encoder's states.
    """

    def __init__(
        self,
        cell: Cell,
        inputs: int,
        hidden: int,
        layers: int,
        outputs: int,
        dtype: DTypeLike = np.float64,
        *,
        both: bool = False,
        decoder: bool = False,
        attention: bool = False,
    ):
        self.cell = cell
        self.inputs, self.hidden, self.layers, self.outputs = inputs, hidden, layers, outputs
        self.both, self.has_attention = both, attention and decoder
        #: What reads the input: the whole network, or its encoder.
        self.reader = Stack(cell, inputs, hidden, layers, both, "encoder" if decoder else "")
        self.decoder = Stack(cell, outputs, hidden, layers, False, "decoder") if decoder else None
        self.stacks = (self.reader, self.decoder) if self.decoder else (self.reader,)
        self.lanes = tuple(lane for stack in self.stacks for lane in stack.lanes)
        self.parameters = Parameters(self._shapes(), dtype)
        for stack in self.stacks:
            stack.attach(self.parameters)

    def _shapes(self) -> list[tuple[str, tuple[int, ...]]]:
        found = [shape for stack in self.stacks for shape in stack.shapes()]
        if self.has_attention:
            found += attention.shapes(self.hidden)
        read = self.stacks[-1].outputs
        return [*found, ("W_hy", (self.outputs, read)), ("b_y", (self.outputs,))]

    def like(self, dtype: DTypeLike) -> "Network":
        """A network of the same shape with the same parameters in another type of numbers."""
        copy = Network(
            self.cell,
            self.inputs,
            self.hidden,
            self.layers,
            self.outputs,
            dtype,
            both=self.both,
            decoder=self.decoder is not None,
            attention=self.has_attention,
        )
        copy.parameters.flat[...] = self.parameters.flat
        return copy

    def stack_of(self, lane: Lane) -> Stack:
        """The stack that the lane belongs to."""
        return self.decoder if self.decoder and lane.role == "decoder" else self.reader

    def width(self, lane: Lane) -> int:
        """The size of what the lane reads at each step."""
        return self.stack_of(lane).width(lane)

    def start(self, size: int) -> NetworkState:
        """States of zeros for B = `size` sequences; a decoder's come from its encoder."""
        return self.reader.start(size)

    def vectors(self, inputs: Floats | Integers, width: int | None = None) -> Floats:
        """Inputs as vectors (T, B, I), or of another width: numbers of symbols become one-hot."""
        dtype, width = self.parameters.flat.dtype, width or self.inputs
        if inputs.ndim == 3:
            return inputs[..., :width].astype(dtype, copy=False)
        vectors = np.zeros((inputs.size, width), dtype)
        vectors[np.arange(inputs.size), inputs.ravel()] = 1.0
        return vectors.reshape(*inputs.shape, width)

    def read_vectors(self, batch: Batch) -> Floats:
        """What the reader reads at each of its steps; 0 where it reads nothing."""
        first = batch.source if self.decoder else batch.steps
        vectors = self.vectors(batch.inputs[:first])
        if batch.read is None or batch.read[:first].all():
            return vectors
        return np.where(batch.read[:first, None, None], vectors, np.zeros((), vectors.dtype))

    def read_out(self, h: Floats) -> Floats:
        """y = W_hy h + b_y, for h (…, H or 2 H)."""
        return h @ np.ascontiguousarray(self.parameters["W_hy"].T) + self.parameters["b_y"]

    # --- with every quantity kept ------------------------------------------------------

    def forward(
        self,
        batch: Batch,
        start: NetworkState,
        by_steps: bool = False,
        fixed: Fixed | None = None,
    ) -> Forward:
        """Run every layer over every step and keep all quantities.

        start     the states of every lane but a decoder's, (B, H) each.
        by_steps  compute them as the cell's `step` does, even where a faster form is at hand.
        fixed     numbers of states to put in the place of what is computed.
        """
        fixed = fixed or {}
        first = batch.source if self.decoder else batch.steps
        lanes = self.reader.forward(
            self.read_vectors(batch), batch.exists[:first], start, by_steps, fixed
        )
        read, attended = self.reader.output(lanes), None
        if self.decoder:
            memory, end = read, {key: lane.end for key, lane in lanes.items()}
            lanes |= self.decoder.forward(
                self.vectors(batch.inputs[first:], self.outputs),
                batch.exists[first:],
                self.decoder_start(end),
                by_steps,
                fixed,
            )
            read = self.decoder.output(lanes)
            if self.has_attention:
                attended = self.attend(read, memory, batch.exists[:first])
                read = attended.values["n"]
        return Forward(lanes, read, self._on_axis(self.read_out(read), batch), attended)

    def backward_lanes(
        self,
        forward: Forward,
        d_y: Floats,
        truncation: int = 0,
        by_steps: bool = False,
        fixed: Fixed | None = None,
    ) -> Backward:
        """Back-propagate ∂E/∂y (T, B, O) through every layer and step; keep all gradients but
        the parameters'. by_steps, fixed: as in `forward`."""
        fixed = fixed or {}
        d_read = self._read_out_back(d_y[len(d_y) - len(forward.read) :])
        if not self.decoder:
            return Backward(
                self.reader.backward(forward.lanes, d_read, {}, truncation, by_steps, fixed)
            )
        attended = None
        if forward.attention:
            p = self.parameters.under(f"{attention.KEY}.")
            attended = attention.attend_back(p, forward.attention, d_read)
            d_read = attended.d_query
        lanes = self.decoder.backward(forward.lanes, d_read, {}, truncation, by_steps, fixed)
        source = forward.lanes[self.reader.lanes[0].key].exists
        lanes |= self.reader.backward(
            forward.lanes,
            self._memory_back(attended, source),
            self._start_back({key: lane.d_start for key, lane in lanes.items()}),
            truncation,
            by_steps,
            fixed,
        )
        return Backward(lanes, attended)

    def backward(
        self, forward: Forward, d_y: Floats, truncation: int = 0, by_steps: bool = False
    ) -> WholeBackward:
        """The same, with the parameters' gradients."""
        found, gradients = (
            self.backward_lanes(forward, d_y, truncation, by_steps),
            self.parameters.zeros_like(),
        )
        self.fill_gradients(forward, d_y, found, gradients)
        return WholeBackward(found.lanes, found.attention, gradients=gradients)

    def fill_gradients(
        self, forward: Forward, d_y: Floats, backward: Backward, gradients: Parameters
    ) -> None:
        """Write every parameter's gradient: the sum over all steps."""
        self._fill_read_out(forward.read, d_y, gradients)
        if forward.attention and backward.attention:
            under = gradients.under(f"{attention.KEY}.")
            attention.fill_gradients(forward.attention, backward.attention, under)
        for stack in self.stacks:
            stack.fill_gradients(forward.lanes, backward.lanes, gradients)

    # --- the parts of both ways --------------------------------------------------------

    def decoder_start(self, end: Mapping[str, States]) -> NetworkState:
        """The states of the decoder's lanes before its first step, from the encoder's last."""
        assert self.decoder
        found: NetworkState = {}
        for lane, layer in zip(self.decoder.lanes, self.reader.layers, strict=True):
            ends = [end[each.key] for each in layer]
            found[lane.key] = {state: self._summed([e[state] for e in ends]) for state in ends[0]}
        return found

    def attend(self, query: Floats, memory: Floats, in_memory: Booleans) -> AttentionForward:
        """Attention of a decoder's states (T, B, H) to what the encoder gave, (S, B, H or 2 H)."""
        n, parameters = self.hidden, self.parameters.under(f"{attention.KEY}.")
        parts = [memory[..., at : at + n] for at in range(0, memory.shape[2], n)]
        return attention.attend(parameters, query, self._summed(parts), in_memory)

    def _summed(self, parts: list[Floats]) -> Floats:
        return parts[0] if len(parts) == 1 else parts[0] + parts[1]

    def _start_back(self, d_start: NetworkState) -> NetworkState:
        """What reaches the encoder's last states from the decoder's first ones."""
        assert self.decoder
        return {
            lane.key: d_start[above.key]
            for above, layer in zip(self.decoder.lanes, self.reader.layers, strict=True)
            for lane in layer
        }

    def _memory_back(self, attended: AttentionBackward | None, source: Booleans) -> Floats:
        """What reaches the encoder's states from the attention, (S, B, H or 2 H)."""
        if attended is None:
            dtype = self.parameters.flat.dtype
            return np.zeros((*source.shape, self.reader.outputs), dtype)
        return np.concatenate([attended.d_memory] * (2 if self.both else 1), axis=2)

    def _on_axis(self, y: Floats, batch: Batch) -> Floats:
        """y on the whole step axis, 0 at an encoder's steps."""
        if len(y) == batch.steps:
            return y
        whole = np.zeros((batch.steps, *y.shape[1:]), y.dtype)
        whole[batch.steps - len(y) :] = y
        return whole

    def _read_out_back(self, d_y: Floats) -> Floats:
        rows = d_y.reshape(-1, self.outputs) @ self.parameters["W_hy"]
        return rows.reshape(*d_y.shape[:-1], -1)

    def _fill_read_out(self, read: Floats, d_y: Floats, gradients: Parameters) -> None:
        rows = d_y[len(d_y) - len(read) :].reshape(-1, self.outputs)
        np.matmul(rows.T, read.reshape(len(rows), -1), out=gradients["W_hy"])
        np.sum(rows, axis=0, out=gradients["b_y"])

    # --- for training ------------------------------------------------------------------

    def learn(
        self,
        batch: Batch,
        loss: Loss,
        start: NetworkState,
        gradients: Parameters,
        truncation: int = 0,
    ) -> tuple[LossResult, NetworkState]:
        """The loss of a batch and its gradient, for training: nothing else is kept.

        `gradients` is written. Returns the loss and the states after the last step (of an
        encoder's lanes: after its last).
        """
        if self.reader.has_kernels:
            return self._learn_with_kernels(batch, loss, start, gradients, truncation)
        forward = self.forward(batch, start)
        result = loss.evaluate(forward.y, batch)
        backward = self.backward_lanes(forward, result.d_y, truncation)
        self.fill_gradients(forward, result.d_y, backward, gradients)
        return result, {lane.key: forward.lanes[lane.key].end for lane in self.reader.lanes}

    def _learn_with_kernels(
        self,
        batch: Batch,
        loss: Loss,
        start: Mapping[str, States],
        gradients: Parameters,
        truncation: int,
    ) -> tuple[LossResult, NetworkState]:
        first = batch.source if self.decoder else batch.steps
        source, attended = batch.exists[:first], None
        reads: Floats | Integers = batch.inputs[:first]
        if batch.inputs.ndim == 3 or batch.read is not None:
            reads = self.read_vectors(batch)
        read, end = self.reader.run(reads, source, start)
        if self.decoder:
            memory, rest = read, batch.exists[first:]
            words: Floats | Integers = batch.inputs[first:]
            if words.ndim == 3:
                words = self.vectors(words, self.outputs)
            read, _ = self.decoder.run(words, rest, self.decoder_start(end))
            if self.has_attention:
                attended = self.attend(read, memory, source)
                read = attended.values["n"]
        result = loss.evaluate(self._on_axis(self.read_out(read), batch), batch)
        self._fill_read_out(read, result.d_y, gradients)
        d_read = self._read_out_back(result.d_y[batch.steps - len(read) :])
        if not self.decoder:
            self.reader.run_back(d_read, source, {}, gradients, truncation)
            return result, end
        back = None
        if attended:
            back = attention.attend_back(
                self.parameters.under(f"{attention.KEY}."), attended, d_read
            )
            attention.fill_gradients(attended, back, gradients.under(f"{attention.KEY}."))
            d_read = back.d_query
        d_start = self.decoder.run_back(d_read, rest, {}, gradients, truncation)
        d_memory = self._memory_back(back, source)
        self.reader.run_back(d_memory, source, self._start_back(d_start), gradients, truncation)
        return result, end
