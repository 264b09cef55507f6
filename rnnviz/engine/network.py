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
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.cells.lstm import LSTM
from rnnviz.engine.layer import (
    LayerBackward,
    LayerForward,
    States,
    layer_backward,
    layer_forward,
    parameter_gradients,
)
from rnnviz.engine.loss import Loss, LossResult
from rnnviz.engine.lstm_kernel import LstmKernel
from rnnviz.engine.parameters import Parameters

#: The states of every lane, by its key.
NetworkState = dict[str, States]


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
        return np.eye(self.inputs, dtype=self.parameters.flat.dtype)[inputs]

    def read_out(self, h: Floats) -> Floats:
        """y = W_hy h + b_y, for h (…, H)."""
        return h @ np.ascontiguousarray(self.parameters["W_hy"].T) + self.parameters["b_y"]

    def forward(self, inputs: Floats | Integers, start: NetworkState, exists: Booleans) -> Forward:
        """Run every layer over every step and keep all quantities."""
        lanes: dict[str, LayerForward] = {}
        reads = self.vectors(inputs)
        for lane in self.lanes:
            p = self.parameters.under(f"{lane.key}.")
            lanes[lane.key] = layer_forward(self.cell, p, reads, start[lane.key], exists)
            reads = lanes[lane.key].values[self.cell.states[0]]
        return Forward(lanes, self.read_out(reads))

    def backward(self, forward: Forward, d_y: Floats, truncation: int = 0) -> Backward:
        """Back-propagate ∂E/∂y (T, B, O) through every layer and step; keep all gradients."""
        return self._backward(forward, d_y, truncation, self.parameters.zeros_like())

    def _backward(
        self, forward: Forward, d_y: Floats, truncation: int, gradients: Parameters
    ) -> Backward:
        lanes: dict[str, LayerBackward] = {}
        top = forward.lanes[self.lanes[-1].key].values[self.cell.states[0]]
        d_h = self._read_out_back(top, d_y, gradients)
        for lane in reversed(self.lanes):
            prefix = f"{lane.key}."
            p, layer = self.parameters.under(prefix), forward.lanes[lane.key]
            lanes[lane.key] = layer_backward(self.cell, p, layer, d_h, truncation)
            parameter_gradients(self.cell, layer, lanes[lane.key], gradients.under(prefix))
            d_h = lanes[lane.key].d_inputs
        return Backward(lanes, gradients)

    def _read_out_back(self, h: Floats, d_y: Floats, gradients: Parameters) -> Floats:
        rows = d_y.reshape(-1, self.outputs)
        np.matmul(rows.T, h.reshape(len(rows), -1), out=gradients["W_hy"])
        np.sum(rows, axis=0, out=gradients["b_y"])
        return (rows @ self.parameters["W_hy"]).reshape(h.shape)

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
            self._backward(forward, result.d_y, truncation, gradients)
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
        d_h = self._read_out_back(h, result.d_y, gradients)
        for lane, kernel in reversed(list(zip(self.lanes, self._kernels, strict=True))):
            below = kernel.backward(d_h, gradients, truncation, want_inputs=lane.layer > 0)
            if below is not None:
                d_h = below
        return result, end
