"""Stepper: a network that reads one step at a time and remembers its states."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.engine.layer import States
from rnnviz.engine.network import Network
from rnnviz.engine.stack import NetworkState


class Stepper:
    """B sequences of a network that reads forwards; or its decoder's, over an encoder.

    states  what the lanes start from, (B, H) each.
    memory, in_memory   of a decoder with attention: what the encoder gave, (S, B, H or 2 H),
                        and which of its steps exist, (S, B).
    """

    def __init__(
        self,
        network: Network,
        states: NetworkState,
        memory: Floats | None = None,
        in_memory: Booleans | None = None,
    ):
        self.network, self.states = network, dict(states)
        self._stack = network.decoder or network.reader
        self._memory, self._in_memory = memory, in_memory
        # The products are faster with the rows of the transposed weights in one piece.
        self._parameters = {
            lane.key: {
                name: np.asfortranarray(p)
                for name, p in network.parameters.under(f"{lane.key}.").items()
            }
            for lane in self._stack.lanes
        }
        self._read_out = np.asfortranarray(network.parameters["W_hy"]).T

    def read(self, x: Floats) -> Floats:
        """Read one step, (B, I); returns y, (B, O)."""
        cell, network = self.network.cell, self.network
        for lane in self._stack.lanes:
            values = cell.step(self._parameters[lane.key], x, self.states[lane.key])
            self.states[lane.key] = {state: values[state] for state in cell.states}
            x = values[cell.states[0]]
        if self._memory is not None and self._in_memory is not None:
            x = network.attend(x[None], self._memory, self._in_memory).values["n"][0]
        y: Floats = x @ self._read_out + network.parameters["b_y"]
        return y

    def choose(self, rows: NDArray[np.intp]) -> None:
        """Go on with these sequences, one of them perhaps several times."""
        self.states = {
            lane: {state: value[rows] for state, value in states.items()}
            for lane, states in self.states.items()
        }
        if self._memory is not None and self._in_memory is not None:
            self._memory, self._in_memory = self._memory[:, rows], self._in_memory[:, rows]


def stepper(network: Network, batch: Batch, start: Mapping[str, States]) -> Stepper:
    """A network before its first step that has an output: of an encoder–decoder, the decoder's,
    the whole source read."""
    if network.decoder is None:
        return Stepper(network, dict(start))
    first = batch.source
    exists = batch.exists[:first]
    lanes = network.reader.forward(network.read_vectors(batch), exists, start, False, {})
    states = network.decoder_start({key: lane.end for key, lane in lanes.items()})
    if not network.has_attention:
        return Stepper(network, states)
    return Stepper(network, states, network.reader.output(lanes), exists)
