"""One lane of a network over all time steps: the cell's step, repeated, and back again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.cells.cell import Cell, Values

States = dict[str, Floats]


@dataclass(frozen=True)
class LayerForward:
    """What a layer computed: every quantity at every step.

    inputs  (T, B, I)
    start   each state before step 0, (B, H)
    values  every quantity by key, (T, B, H)
    exists  (T, B), False in padding: there the states are handed on unchanged and every
            other quantity is 0.
    """

    inputs: Floats
    start: States
    values: dict[str, Floats]
    exists: Booleans

    def before(self, state: str) -> Floats:
        """A state as each step finds it: that of the step before, (T, B, H)."""
        return np.concatenate((self.start[state][None], self.values[state][:-1]))

    @property
    def end(self) -> States:
        """Each state after the last step, (B, H)."""
        return {state: self.values[state][-1] for state in self.start}

    def source(self, name: str) -> Floats:
        """What a product reads at each step: "x", a state of the step before ("h-"), or a
        quantity of the same step. (T, B, columns)"""
        if name == "x":
            return self.inputs
        if name.endswith("-"):
            return self.before(name[:-1])
        return self.values[name]


@dataclass(frozen=True)
class LayerBackward:
    """What back-propagation through a layer gave.

    d_values  ∂E/∂q_t for every quantity, (T, B, H); 0 in padding.
    d_inputs  (T, B, I)
    d_start   ∂E/∂(state before step 0), (B, H)
    """

    d_values: dict[str, Floats]
    d_inputs: Floats
    d_start: States


def layer_forward(
    cell: Cell, p: Values, inputs: Floats, start: States, exists: Booleans
) -> LayerForward:
    """Run the cell from step 0 to T − 1."""
    steps: list[dict[str, Floats]] = []
    previous: Mapping[str, Floats] = start
    for t in range(len(inputs)):
        values = cell.step(p, inputs[t], previous)
        if not exists[t].all():
            values = _pad(cell, values, previous, exists[t])
        steps.append(values)
        previous = values
    stacked = {key: np.stack([step[key] for step in steps]) for key in steps[0]}
    return LayerForward(inputs, start, stacked, exists)


def _pad(cell: Cell, values: Values, previous: Values, exists: Booleans) -> dict[str, Floats]:
    """Where a sequence has ended its states stay as they are, and nothing else is computed."""
    here = exists[:, None]
    return {
        key: np.where(here, value, previous[key] if key in cell.states else 0.0)
        for key, value in values.items()
    }


def layer_backward(
    cell: Cell, p: Values, forward: LayerForward, d_outputs: Floats, truncation: int = 0
) -> LayerBackward:
    """Back-propagate through time, from step T − 1 to 0.

    d_outputs   ∂E/∂h_t without what comes through later steps, (T, B, H)
    truncation  k: no gradient crosses from step k·n to the step before it (truncated
                back-propagation; R. Williams and J. Peng, 1990). 0: no cut.
    """
    output = cell.states[0]
    before = {state: forward.before(state) for state in cell.states}
    from_later = {state: np.zeros_like(value) for state, value in forward.start.items()}
    steps: list[dict[str, Floats]] = []
    d_inputs = np.empty_like(forward.inputs)
    for t in reversed(range(len(d_outputs))):
        d = dict(from_later)
        d[output] = d[output] + d_outputs[t]
        here = forward.exists[t][:, None]
        values = {key: value[t] for key, value in forward.values.items()}
        previous = {state: value[t] for state, value in before.items()}
        step = cell.step_back(p, values, previous, {k: np.where(here, v, 0) for k, v in d.items()})
        steps.append(step.quantities)
        d_inputs[t] = step.inputs
        if truncation and t % truncation == 0 and t > 0:
            from_later = {state: np.zeros_like(value) for state, value in d.items()}
        else:
            # In padding the state was handed on unchanged, and so is its gradient.
            from_later = {s: step.previous[s] + np.where(here, 0, d[s]) for s in cell.states}
    steps.reverse()
    d_values = {key: np.stack([step[key] for step in steps]) for key in steps[0]}
    return LayerBackward(d_values, d_inputs, from_later)


def parameter_gradients(
    cell: Cell, forward: LayerForward, backward: LayerBackward, gradients: Values
) -> None:
    """Write ∂E/∂W = Σ_t δ_t ⊗ (what W read at t) for every weight, and Σ_t δ_t for every bias.

    δ_t is the gradient of the affine quantity that the weight is part of. `gradients`
    holds the arrays to write, by the cell's parameter names.
    """
    for quantity in cell.quantities:
        if not quantity.products:
            continue
        delta = backward.d_values[quantity.key]
        delta = delta.reshape(-1, delta.shape[-1])
        for product in quantity.products:
            sources = [forward.source(name) for name in product.sources]
            read = sources[0] if len(sources) == 1 else np.concatenate(sources, axis=2)
            gradients[product.weight][...] = delta.T @ read.reshape(len(delta), -1)
        if quantity.bias:
            gradients[quantity.bias][...] = delta.sum(axis=0)
