"""One lane of a network over all time steps: the cell's step, repeated, and back again.

Steps are counted in the order in which the lane reads them: see `Lane.turned`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Booleans, Floats
from rnnviz.engine.cells.cell import Cell, StepGradient, Values

States = dict[str, Floats]
#: Numbers of states set by hand: by time step, state and unit. The same for every sequence.
FixedStates = Mapping[int, Mapping[str, Mapping[int, float]]]


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
        """Each state after the last step, (B, H). A copy: it outlives the whole pass."""
        return {state: self.values[state][-1].copy() for state in self.start}

    def source(self, name: str) -> Floats:
        """What a product reads at each step: "x", a state of the step before ("h-"), or a
        quantity of the same step. (T, B, columns)"""
        if name == "x":
            return self.inputs
        if name.endswith("-"):
            return self.before(name[:-1])
        return self.values[name]

    def step(self, t: int) -> "LayerForward":
        """Step t alone."""
        start = {
            state: self.values[state][t - 1] if t else self.start[state] for state in self.start
        }
        values = {key: value[t : t + 1] for key, value in self.values.items()}
        return LayerForward(self.inputs[t : t + 1], start, values, self.exists[t : t + 1])


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
    cell: Cell,
    p: Values,
    inputs: Floats,
    start: States,
    exists: Booleans,
    fixed: FixedStates | None = None,
) -> LayerForward:
    """Run the cell from step 0 to T − 1, with the numbers of `fixed` in place of its own."""
    # The cells multiply by W.T. It is a matter of memory only, but one that halves the time
    # of the products, that its rows, not its columns, are in one piece.
    p = {name: np.asfortranarray(array) for name, array in p.items()}
    steps: list[dict[str, Floats]] = []
    previous: Mapping[str, Floats] = start
    is_whole = np.all(exists, axis=1)
    for t, x in enumerate(inputs):
        values = cell.step(p, x, previous)
        if not is_whole[t]:
            values = _pad(cell, values, previous, exists[t])
        if fixed and t in fixed:
            values = {**values, **_set(values, fixed[t])}
            # What follows from them within the step, but for what was set itself.
            values |= cell.following(values)
            values |= _set(values, fixed[t])
        steps.append(values)
        previous = values
    return LayerForward(inputs, start, _laid_in_time(steps), exists)


def _set(values: Values, fixed: Mapping[str, Mapping[int, float]]) -> dict[str, Floats]:
    """The states of a step with some of their numbers set."""
    found = {state: values[state].copy() for state in fixed}
    for state, numbers in fixed.items():
        for unit, value in numbers.items():
            found[state][:, unit] = value
    return found


def _pad(cell: Cell, values: Values, previous: Values, exists: Booleans) -> dict[str, Floats]:
    """Where a sequence has ended its states stay as they are, and nothing else is computed."""
    here = exists[:, None]
    return {
        key: np.where(here, value, previous[key] if key in cell.states else 0.0)
        for key, value in values.items()
    }


def _laid_in_time(steps: Sequence[Values]) -> dict[str, Floats]:
    """Each quantity at all steps, (T, B, H), from T dictionaries of (B, H)."""
    shape = (len(steps), *next(iter(steps[0].values())).shape)
    return {key: np.concatenate([step[key] for step in steps]).reshape(shape) for key in steps[0]}


def _by_step(arrays: Values) -> list[dict[str, Floats]]:
    """The other way round: T dictionaries of (B, H), from the values over all steps."""
    return [dict(zip(arrays, rows, strict=True)) for rows in zip(*arrays.values(), strict=True)]


def layer_backward(
    cell: Cell,
    p: Values,
    forward: LayerForward,
    d_outputs: Floats,
    truncation: int = 0,
    fixed: FixedStates | None = None,
    d_end: States | None = None,
) -> LayerBackward:
    """Back-propagate through time, from step T − 1 to 0.

    d_outputs   ∂E/∂h_t without what comes through later steps, (T, B, H)
    truncation  k: no gradient crosses from step k·n to the step before it (truncated
                back-propagation; R. Williams and J. Peng, 1990). 0: no cut.
    fixed       as in the forward pass: what was set depends on nothing before it, so that
                its gradient goes no further.
    d_end       what reaches the states after the last step from elsewhere, (B, H): a decoder
                starts from an encoder's. None: nothing does.
    """
    output = cell.states[0]
    values = _by_step(forward.values)
    previous = _by_step({state: forward.before(state) for state in cell.states})
    nothing = {state: np.zeros_like(value) for state, value in forward.start.items()}
    d: Mapping[str, Floats] = nothing if d_end is None else d_end
    steps: list[dict[str, Floats]] = []
    is_whole = np.all(forward.exists, axis=1)
    for t in reversed(range(len(d_outputs))):
        after = d
        d = {**d, output: d[output] + d_outputs[t]}
        if fixed and t in fixed:
            step = _step_back_to_fixed(cell, p, values[t], previous[t], d, fixed[t])
        else:
            step = cell.step_back(p, values[t], previous[t], d)
        if not is_whole[t]:
            step = _pad_back(step, after, forward.exists[t])
        steps.append(step.quantities)
        d = step.previous
        if truncation and t % truncation == 0 and t > 0:
            d = _cut(d, forward.exists[t])
    d_values = _laid_in_time(steps[::-1])
    return LayerBackward(d_values, _input_gradient(cell, p, forward, d_values), dict(d))


def _cut(d: Values, exists: Booleans) -> dict[str, Floats]:
    """Nothing goes on from here, but of sequences that have ended: there was no step to cut."""
    return {state: np.where(exists[:, None], 0.0, value) for state, value in d.items()}


def _pad_back(step: StepGradient, after: Values, exists: Booleans) -> StepGradient:
    """Where a sequence has ended, what reached its states goes on to the step before."""
    here = exists[:, None]
    return StepGradient(
        {key: np.where(here, value, 0.0) for key, value in step.quantities.items()},
        {state: np.where(here, value, after[state]) for state, value in step.previous.items()},
    )


def _step_back_to_fixed(
    cell: Cell,
    p: Values,
    v: Values,
    previous: Values,
    d: Values,
    fixed: Mapping[str, Mapping[int, float]],
) -> StepGradient:
    """One step of back-propagation that ends at the numbers that were set.

    `step_back` is linear in d. So what it finds for a number, with all that reaches it within
    the step, is taken off again before it, and nothing is left to go through it.
    """
    d, totals = dict(d), {}
    # The output first: other states get a part of their gradient from it within the step.
    for state in cell.states:
        if state in fixed:
            units = list(fixed[state])
            totals[state] = cell.step_back(p, v, previous, d).quantities[state]
            d[state] = d[state].copy()
            d[state][:, units] -= totals[state][:, units]
    step = cell.step_back(p, v, previous, d)
    for state, total in totals.items():
        # The number itself has its gradient all the same.
        units = list(fixed[state])
        step.quantities[state] = step.quantities[state].copy()
        step.quantities[state][:, units] = total[:, units]
    return step


def _input_gradient(cell: Cell, p: Values, forward: LayerForward, d_values: Values) -> Floats:
    """∂E/∂x_t = Σ δ_t W, over the weights that read x_t, only their columns for x_t. (T, B, I)

    δ_t is the gradient of the affine quantity that the weight is part of.
    """
    inputs, hidden = forward.inputs.shape[2], d_values[cell.states[0]].shape[2]
    parts = [
        d_values[quantity.key] @ p[product.weight][:, product.columns("x", inputs, hidden)]
        for quantity in cell.quantities
        for product in quantity.products
        if "x" in product.sources
    ]
    total: Floats = sum(parts[1:], parts[0])
    return total


def parameter_gradients(
    cell: Cell, forward: LayerForward, d_values: Values, gradients: Values
) -> None:
    """Write ∂E/∂W = Σ_t δ_t ⊗ (what W read at t) for every weight, and Σ_t δ_t for every bias.

    `gradients` holds the arrays to write, by the cell's parameter names.
    """
    read: dict[tuple[str, ...], Floats] = {}
    for quantity in cell.quantities:
        if not quantity.products:
            continue
        delta = d_values[quantity.key]
        delta = delta.reshape(-1, delta.shape[-1])
        for product in quantity.products:
            if product.sources not in read:
                sources = [forward.source(name) for name in product.sources]
                together = sources[0] if len(sources) == 1 else np.concatenate(sources, axis=2)
                read[product.sources] = together.reshape(len(delta), -1)
            np.matmul(delta.T, read[product.sources], out=gradients[product.weight])
        if quantity.bias:
            np.sum(delta, axis=0, out=gradients[quantity.bias])
