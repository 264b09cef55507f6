"""Network: cells in stacked layers over time, and a linear readout of the top layer.

    h_t of layer n+1 reads h_t of layer n as its input
    y_t = W_hy h_t + b_y

One layer is one lane: a row of the unrolled drawing, a row of ticks, a prefix of
parameter names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.engine.batch import Batch, Booleans, Floats, Integers
from rnnviz.engine.cells.cell import Cell, Values
from rnnviz.engine.cells.lstm import LSTM
from rnnviz.engine.layer import (
    FixedStates,
    LayerBackward,
    LayerForward,
    States,
    layer_backward,
    layer_forward,
    parameter_gradients,
)
from rnnviz.engine.loss import Loss, LossResult
from rnnviz.engine.lstm_kernel import LstmKernel
from rnnviz.engine.lstm_record import lstm_backward, lstm_forward
from rnnviz.engine.parameters import Parameters

#: The states of every lane, by its key.
NetworkState = dict[str, States]
#: Numbers of states set by hand, by lane.
Fixed = Mapping[str, FixedStates]


@dataclass(frozen=True)
class Lane:
    """A row of the unrolled network: one layer in one direction."""

    layer: int

    @property
    def key(self) -> str:
        """Its name in records and parameter names, e.g. "layer1" for the lowest."""
        return f"layer{self.layer + 1}"

    @property
    def title(self) -> str:
        """Its name on the screen."""
        return f"layer {self.layer + 1}"


@dataclass(frozen=True)
class Forward:
    """A forward pass with every quantity kept: each lane's, and y (T, B, O)."""

    lanes: dict[str, LayerForward]
    y: Floats


@dataclass(frozen=True)
class Backward:
    """A backward pass with every quantity's gradient kept.

    gradients  ∂E/∂W for every parameter, under the network's names.
    """

    lanes: dict[str, LayerBackward]
    gradients: Parameters

    @property
    def start(self) -> NetworkState:
        """∂E/∂(starting state) of every lane."""
        return {key: lane.d_start for key, lane in self.lanes.items()}


def _values_of(lanes: Mapping[str, LayerBackward]) -> dict[str, dict[str, Floats]]:
    return {key: lane.d_values for key, lane in lanes.items()}


class Network:
    """A recurrent network: its shape and its parameters. It keeps no state of any sequence.

    inputs, hidden, layers, outputs: I, H, the number of stacked layers, and O.
    """

    def __init__(
        self,
        cell: Cell,
        inputs: int,
        hidden: int,
        layers: int,
        outputs: int,
        dtype: DTypeLike = np.float64,
    ):
        self.cell = cell
        self.inputs, self.hidden, self.outputs = inputs, hidden, outputs
        self.lanes = tuple(Lane(layer) for layer in range(layers))
        self.parameters = Parameters(self._shapes(), dtype)
        self._kernels = (
            [LstmKernel(self.parameters, f"{lane.key}.") for lane in self.lanes]
            if isinstance(cell, LSTM)
            else []
        )

    def _shapes(self) -> list[tuple[str, tuple[int, ...]]]:
        cells = [
            (f"{lane.key}.{parameter.name}", parameter.shape(self.width(lane), self.hidden))
            for lane in self.lanes
            for parameter in self.cell.parameters
        ]
        return [*cells, ("W_hy", (self.outputs, self.hidden)), ("b_y", (self.outputs,))]

    def width(self, lane: Lane) -> int:
        """The size of what the lane reads at each step."""
        return self.inputs if lane.layer == 0 else self.hidden

    def start(self, size: int) -> NetworkState:
        """States of zeros for B = `size` sequences."""
        zeros = np.zeros((size, self.hidden), self.parameters.flat.dtype)
        return {lane.key: {s: zeros.copy() for s in self.cell.states} for lane in self.lanes}

    def vectors(self, inputs: Floats | Integers) -> Floats:
        """Inputs as vectors (T, B, I): numbers of symbols become one-hot."""
        if inputs.ndim == 3:
            return inputs.astype(self.parameters.flat.dtype, copy=False)
        vectors = np.zeros((inputs.size, self.inputs), self.parameters.flat.dtype)
        vectors[np.arange(inputs.size), inputs.ravel()] = 1.0
        return vectors.reshape(*inputs.shape, self.inputs)

    def read_out(self, h: Floats) -> Floats:
        """y = W_hy h + b_y, for h (…, H)."""
        return h @ np.ascontiguousarray(self.parameters["W_hy"].T) + self.parameters["b_y"]

    def forward(
        self,
        inputs: Floats | Integers,
        start: NetworkState,
        exists: Booleans,
        by_steps: bool = False,
        fixed: Fixed | None = None,
    ) -> Forward:
        """Run every layer over every step and keep all quantities.

        by_steps  compute them as the cell's `step` does, even where a faster form is at hand.
        fixed     numbers of states to put in the place of what is computed.
        """
        lanes: dict[str, LayerForward] = {}
        reads = self.vectors(inputs)
        fixed = fixed or {}
        fast = self._has_fast_form(exists, by_steps or bool(fixed))
        for lane in self.lanes:
            p, before = self.parameters.under(f"{lane.key}."), start[lane.key]
            lanes[lane.key] = (
                lstm_forward(p, reads, before, exists)
                if fast
                else layer_forward(self.cell, p, reads, before, exists, fixed.get(lane.key))
            )
            reads = lanes[lane.key].values[self.cell.states[0]]
        return Forward(lanes, self.read_out(reads))

    def backward(
        self, forward: Forward, d_y: Floats, truncation: int = 0, by_steps: bool = False
    ) -> Backward:
        """Back-propagate ∂E/∂y (T, B, O) through every layer and step; keep all gradients.

        by_steps  as in `forward`.
        """
        lanes = self.backward_lanes(forward, d_y, truncation, by_steps)
        gradients = self.parameters.zeros_like()
        self.fill_gradients(forward.lanes, d_y, _values_of(lanes), gradients)
        return Backward(lanes, gradients)

    def fill_gradients(
        self,
        lanes: Mapping[str, LayerForward],
        d_y: Floats,
        d_values: Mapping[str, Values],
        gradients: Parameters,
    ) -> None:
        """Write every parameter's gradient: the sum over the steps of these lanes.

        d_values  ∂E/∂q_t of every lane's quantities.
        """
        top = lanes[self.lanes[-1].key].values[self.cell.states[0]]
        self._fill_read_out(top, d_y, gradients)
        for key, lane in lanes.items():
            parameter_gradients(self.cell, lane, d_values[key], gradients.under(f"{key}."))

    def backward_lanes(
        self,
        forward: Forward,
        d_y: Floats,
        truncation: int = 0,
        by_steps: bool = False,
        fixed: Fixed | None = None,
    ) -> dict[str, LayerBackward]:
        """Back-propagate ∂E/∂y (T, B, O), but leave out the parameters' gradients.

        by_steps, fixed  as in `forward`.
        """
        fixed = fixed or {}
        lanes: dict[str, LayerBackward] = {}
        d_h = self._read_out_back(d_y)
        for lane in reversed(self.lanes):
            p, layer = self.parameters.under(f"{lane.key}."), forward.lanes[lane.key]
            lanes[lane.key] = (
                lstm_backward(p, layer, d_h, truncation)
                if self._has_fast_form(layer.exists, by_steps or bool(fixed))
                else layer_backward(self.cell, p, layer, d_h, truncation, fixed.get(lane.key))
            )
            d_h = lanes[lane.key].d_inputs
        return lanes

    def _has_fast_form(self, exists: Booleans, by_steps: bool) -> bool:
        return isinstance(self.cell, LSTM) and not by_steps and bool(exists.all())

    def _read_out_back(self, d_y: Floats) -> Floats:
        rows = d_y.reshape(-1, self.outputs) @ self.parameters["W_hy"]
        return rows.reshape(*d_y.shape[:-1], self.hidden)

    def _fill_read_out(self, h: Floats, d_y: Floats, gradients: Parameters) -> None:
        rows = d_y.reshape(-1, self.outputs)
        np.matmul(rows.T, h.reshape(len(rows), -1), out=gradients["W_hy"])
        np.sum(rows, axis=0, out=gradients["b_y"])

    def learn(
        self,
        batch: Batch,
        loss: Loss,
        start: NetworkState,
        gradients: Parameters,
        truncation: int = 0,
    ) -> tuple[LossResult, NetworkState]:
        """The loss of a batch and its gradient, for training: nothing else is kept.

        `gradients` is written. Returns the loss and the states after the last step.
        """
        if not self._kernels or batch.is_padded:
            forward = self.forward(batch.inputs, start, batch.exists)
            result = loss.evaluate(forward.y, batch)
            lanes = self.backward_lanes(forward, result.d_y, truncation)
            self.fill_gradients(forward.lanes, result.d_y, _values_of(lanes), gradients)
            return result, {key: lane.end for key, lane in forward.lanes.items()}
        return self._learn_with_kernels(batch, loss, start, gradients, truncation)

    def _learn_with_kernels(
        self,
        batch: Batch,
        loss: Loss,
        start: Mapping[str, States],
        gradients: Parameters,
        truncation: int,
    ) -> tuple[LossResult, NetworkState]:
        end: NetworkState = {}
        reads: Floats | Integers = batch.inputs
        for lane, kernel in zip(self.lanes, self._kernels, strict=True):
            h, end[lane.key] = kernel.forward(reads, start[lane.key])
            reads = h
        result = loss.evaluate(self.read_out(h), batch)
        self._fill_read_out(h, result.d_y, gradients)
        d_h = self._read_out_back(result.d_y)
        for lane, kernel in reversed(list(zip(self.lanes, self._kernels, strict=True))):
            below = kernel.backward(d_h, gradients, truncation, want_inputs=lane.layer > 0)
            if below is not None:
                d_h = below
        return result, end
