"""WhatIf: inputs and states of the sequence shown that a person set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.network import Fixed, Network


@dataclass(frozen=True)
class WhatIf:
    """What is put in the place of the data and of what is computed; training knows nothing of it.

    inputs  by time step and feature.
    states  by lane, time step, state and unit.
    """

    inputs: Mapping[tuple[int, int], float] = field(default_factory=dict)
    states: Mapping[tuple[str, int, str, int], float] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.inputs) + len(self.states)

    def with_input(self, time: int, feature: int, value: float) -> "WhatIf":
        """One more input set."""
        return replace(self, inputs={**self.inputs, (time, feature): value})

    def with_symbol(self, time: int, symbol: int, features: int) -> "WhatIf":
        """Another symbol in the place of the one read: 1 for it, 0 for all the others."""
        vector = {(time, n): float(n == symbol) for n in range(features)}
        return replace(self, inputs={**self.inputs, **vector})

    def with_state(self, lane: str, time: int, state: str, unit: int, value: float) -> "WhatIf":
        """One more state set."""
        return replace(self, states={**self.states, (lane, time, state, unit): value})

    def sample(self, network: Network, sample: Batch) -> Batch:
        """The sequence with the inputs that were set, as vectors where there are any."""
        if not self.inputs:
            return sample
        vectors = _vectors(network, sample).copy()
        for (time, feature), value in self.inputs.items():
            vectors[time, 0, feature] = value
        return replace(sample, inputs=vectors)

    def fixed(self) -> Fixed:
        """The states in the form that the engine wants."""
        found: dict[str, dict[int, dict[str, dict[int, float]]]] = {}
        for (lane, time, state, unit), value in self.states.items():
            by_state = found.setdefault(lane, {}).setdefault(time, {})
            by_state.setdefault(state, {})[unit] = value
        return found


def _vectors(network: Network, sample: Batch) -> Floats:
    """Every input as a vector; of a decoder's steps, over the output symbols. (T, 1, I or O)"""
    if network.decoder is None or sample.inputs.ndim == 3:
        return network.vectors(sample.inputs)
    width = max(network.inputs, network.outputs)
    return network.vectors(sample.inputs, width)
