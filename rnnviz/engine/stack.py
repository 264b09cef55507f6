"""Stack: layers on top of each other over the same steps, each in one or both directions.

    h_t of layer n is what layer n + 1 reads as its input; of both directions, laid end to end

A network is one stack, or an encoder's and a decoder's.
"""

from collections.abc import Mapping
from typing import Any, cast

import numpy as np

from rnnviz.engine.batch import Booleans, Floats, Integers
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.cells.lstm import LSTM
from rnnviz.engine.lane import Lane, Role
from rnnviz.engine.layer import (
    FixedStates,
    LayerBackward,
    LayerForward,
    States,
    layer_backward,
    layer_forward,
    parameter_gradients,
)
from rnnviz.engine.lstm_kernel import LstmKernel
from rnnviz.engine.lstm_record import lstm_backward, lstm_forward
from rnnviz.engine.parameters import Parameters

#: The states of every lane, by its key.
NetworkState = dict[str, States]
#: Numbers of states set by hand, by lane; steps are counted as the lane reads them.
Fixed = Mapping[str, FixedStates]


class Stack:
    """Its lanes, and what they compute. The parameters belong to the network.

    inputs  the size of what the lowest layer reads.
    layers  the lanes of each layer, the lowest first: one, or one of each direction.
    """

    def __init__(
        self, cell: Cell, inputs: int, hidden: int, layers: int, both: bool, role: Role = ""
    ):
        self.cell, self.hidden, self._inputs = cell, hidden, inputs
        directions = (False, True) if both else (False,)
        self.layers = tuple(
            tuple(Lane(layer, backward, role) for backward in directions) for layer in range(layers)
        )
        self.lanes = tuple(lane for layer in self.layers for lane in layer)
        #: The size of what the stack gives: H, or 2 H.
        self.outputs = hidden * len(directions)

    def width(self, lane: Lane) -> int:
        """The size of what the lane reads at each step."""
        return self._inputs if lane.layer == 0 else self.outputs

    def shapes(self) -> list[tuple[str, tuple[int, ...]]]:
        """Name and shape of every parameter, lane by lane."""
        return [
            (f"{lane.key}.{parameter.name}", parameter.shape(self.width(lane), self.hidden))
            for lane in self.lanes
            for parameter in self.cell.parameters
        ]

    def attach(self, parameters: Parameters) -> None:
        """Compute with these parameters from now on."""
        self._parameters = parameters
        self._kernels = (
            {lane: LstmKernel(parameters, f"{lane.key}.") for lane in self.lanes}
            if isinstance(self.cell, LSTM)
            else {}
        )

    def start(self, size: int) -> NetworkState:
        """States of zeros for B = `size` sequences."""
        zeros = np.zeros((size, self.hidden), self._parameters.flat.dtype)
        return {lane.key: {s: zeros.copy() for s in self.cell.states} for lane in self.lanes}

    def output(self, lanes: Mapping[str, LayerForward], layer: int = -1) -> Floats:
        """h of a layer, both directions laid end to end in the order of time, (T, B, H or 2 H)."""
        found = []
        for lane in self.layers[layer]:
            forward = lanes[lane.key]
            found.append(lane.turned(forward.values[self.cell.states[0]], forward.exists))
        return found[0] if len(found) == 1 else np.concatenate(found, axis=2)

    # --- with every quantity kept ------------------------------------------------------

    def forward(
        self,
        reads: Floats,
        exists: Booleans,
        start: Mapping[str, States],
        by_steps: bool,
        fixed: Fixed,
    ) -> dict[str, LayerForward]:
        """Run every lane over every step; see Network.forward."""
        lanes: dict[str, LayerForward] = {}
        fast = self._has_fast_form(exists, by_steps or bool(fixed))
        for number, layer in enumerate(self.layers):
            for lane in layer:
                p, x = self._parameters.under(f"{lane.key}."), lane.turned(reads, exists)
                before = start[lane.key]
                lanes[lane.key] = (
                    lstm_forward(p, x, before, exists)
                    if fast
                    else layer_forward(self.cell, p, x, before, exists, fixed.get(lane.key))
                )
            reads = self.output(lanes, number)
        return lanes

    def backward(
        self,
        lanes: Mapping[str, LayerForward],
        d_output: Floats,
        d_end: Mapping[str, States],
        truncation: int,
        by_steps: bool,
        fixed: Fixed,
    ) -> dict[str, LayerBackward]:
        """Back-propagate ∂E/∂(what the stack gives), (T, B, H or 2 H).

        d_end  what reaches each lane's states after the last step from elsewhere.
        """
        found: dict[str, LayerBackward] = {}
        for layer in reversed(self.layers):
            d_reads = []
            for lane, d_h in self._parted(layer, d_output):
                p, forward = self._parameters.under(f"{lane.key}."), lanes[lane.key]
                d_h, ends = lane.turned(d_h, forward.exists), d_end.get(lane.key)
                found[lane.key] = (
                    lstm_backward(p, forward, d_h, truncation, ends)
                    if self._has_fast_form(forward.exists, by_steps or bool(fixed))
                    else layer_backward(
                        self.cell, p, forward, d_h, truncation, fixed.get(lane.key), ends
                    )
                )
                d_reads.append(lane.turned(found[lane.key].d_inputs, forward.exists))
            d_output = sum(d_reads[1:], d_reads[0])
        return found

    def fill_gradients(
        self,
        lanes: Mapping[str, LayerForward],
        backward: Mapping[str, LayerBackward],
        gradients: Parameters,
    ) -> None:
        """Write every parameter's gradient."""
        for lane in self.lanes:
            arrays = gradients.under(f"{lane.key}.")
            parameter_gradients(self.cell, lanes[lane.key], backward[lane.key].d_values, arrays)

    def _parted(self, layer: tuple[Lane, ...], d_output: Floats) -> list[tuple[Lane, Floats]]:
        """Each lane of a layer with its part of the gradient."""
        n = self.hidden
        return [(lane, d_output[..., k * n : (k + 1) * n]) for k, lane in enumerate(layer)]

    def _has_fast_form(self, exists: Booleans, by_steps: bool) -> bool:
        return isinstance(self.cell, LSTM) and not by_steps and bool(exists.all())

    # --- for training, nothing kept but what the way back needs --------------------------

    @property
    def has_kernels(self) -> bool:
        """Whether `run` and `run_back` can be used."""
        return bool(self._kernels)

    def run(
        self, reads: Floats | Integers, exists: Booleans, start: Mapping[str, States]
    ) -> tuple[Floats, NetworkState]:
        """What the stack gives at each step, and the states after the last. In padding there
        are numbers without meaning, from which nothing else is computed."""
        end: NetworkState = {}
        padding = None if exists.all() else exists
        for layer in self.layers:
            found = []
            for lane in layer:
                x: Any = lane.turned(cast(Any, reads), exists)
                h, end[lane.key] = self._kernels[lane].forward(x, start[lane.key], padding)
                found.append(lane.turned(h, exists))
            output = found[0] if len(found) == 1 else np.concatenate(found, axis=2)
            reads = output
        return output, end

    def run_back(
        self,
        d_output: Floats,
        exists: Booleans,
        d_end: Mapping[str, States],
        gradients: Parameters,
        truncation: int,
    ) -> NetworkState:
        """Back-propagate the last `run`, write every gradient; returns ∂E/∂(starting states)."""
        d_start: NetworkState = {}
        for layer in reversed(self.layers):
            d_reads = []
            for lane, d_h in self._parted(layer, d_output):
                below, d_start[lane.key] = self._kernels[lane].backward(
                    lane.turned(d_h, exists),
                    gradients,
                    truncation,
                    want_inputs=lane.layer > 0,
                    d_end=d_end.get(lane.key),
                )
                if below is not None:
                    d_reads.append(lane.turned(below, exists))
            if d_reads:
                d_output = sum(d_reads[1:], d_reads[0])
        return d_start
