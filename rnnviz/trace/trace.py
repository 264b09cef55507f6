"""Trace: everything about one sequence at one moment of training.

The only thing that views draw. Frozen, its arrays read-only; it holds numbers that the
engine computed and none of its own. Letters for shapes: T steps, I inputs, H hidden
units, O outputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.engine.batch import Booleans, Floats, Integers
from rnnviz.engine.cells.cell import Family, Product, Quantity

__all__ = ["Family", "Labels", "LaneTrace", "Origin", "Product", "Quantity", "Trace"]


@dataclass(frozen=True)
class Origin:
    """Where a trace comes from.

    version    of rnnviz.
    scenario   its key.
    cell       its key, e.g. "lstm".
    seed       of the run.
    update     how many updates the weights had seen.
    sample     "pinned" (the same sequence at every update) or "batch" (one of the batch
               that the next update learns from).
    settings   every setting of the run, by name.
    sequence   which of the batch, from 0.
    edits      how many weights were set by hand before.
    """

    version: str
    scenario: str
    cell: str
    seed: int
    update: int
    sample: str
    settings: Mapping[str, object]
    sequence: int = 0
    edits: int = 0


@dataclass(frozen=True)
class Labels:
    """What people read instead of numbers.

    inputs, targets   one short text for each of the T steps; "" where there is no target.
    features, classes a name for each of the I inputs and O outputs.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    features: tuple[str, ...]
    classes: tuple[str, ...]


@dataclass(frozen=True)
class LaneTrace:
    """One row of the unrolled network: a layer (in one direction) over all steps.

    key, title     e.g. "layer1", "layer 1".
    inputs         what it read, (T, I) or (T, H).
    start          each state before step 0, (H,).
    values         every quantity by key, (T, H).
    gradients      ∂E/∂q_t for every quantity by key, (T, H).
    input_gradients  ∂E/∂(what it read), (T, I) or (T, H).
    start_gradients  ∂E/∂(each starting state), (H,).
    """

    key: str
    title: str
    inputs: Floats
    start: Mapping[str, Floats]
    values: Mapping[str, Floats]
    gradients: Mapping[str, Floats]
    input_gradients: Floats
    start_gradients: Mapping[str, Floats]


@dataclass(frozen=True)
class Trace:
    """One sequence, forward and backward.

    quantities  what the cell computes, in the order computed; `states` those handed on,
                the first of them the cell's output.
    lanes       lowest layer first.
    inputs      x_t, (T, I).
    y           the readout W_hy h_t + b_y, (T, O).
    outputs     ŷ_t: probabilities for "cross-entropy" and "binary cross-entropy", y itself
                for "squared error". (T, O)
    targets     (T,) class numbers or (T, O).
    losses      E_t, 0 where `scored` is False, (T,). E is their sum.
    y_gradients ∂E/∂y_t, (T, O).
    exists, scored   (T,).
    parameters  every weight by name: "layer1.W_f", …, "W_hy", "b_y".
    truncation  the gradient was cut every so many steps; 0: not at all.
    """

    origin: Origin
    labels: Labels
    quantities: tuple[Quantity, ...]
    states: tuple[str, ...]
    lanes: tuple[LaneTrace, ...]
    inputs: Floats
    y: Floats
    outputs: Floats
    targets: Floats | Integers
    losses: Floats
    loss_name: str
    loss_unit: str
    y_gradients: Floats
    exists: Booleans
    scored: Booleans
    parameters: Mapping[str, Floats]
    truncation: int = 0

    @property
    def steps(self) -> int:
        """T."""
        return len(self.inputs)

    @property
    def hidden(self) -> int:
        """H."""
        return int(self.lanes[0].values[self.states[0]].shape[1])

    @property
    def total_loss(self) -> float:
        """E = Σ_t E_t."""
        return float(self.losses.sum())

    def lane(self, key: str) -> LaneTrace:
        """The lane of that key; KeyError where there is none."""
        for lane in self.lanes:
            if lane.key == key:
                return lane
        raise KeyError(key)

    def quantity(self, key: str) -> Quantity:
        """The quantity of that key; KeyError where there is none."""
        for quantity in self.quantities:
            if quantity.key == key:
                return quantity
        raise KeyError(key)

    def before(self, lane: LaneTrace, state: str, time: int) -> Floats:
        """A state as step `time` finds it: that of the step before, or the start. (H,)"""
        vector: Floats = lane.start[state] if time == 0 else lane.values[state][time - 1]
        return vector

    def source(self, lane: LaneTrace, name: str, time: int) -> Floats:
        """What a product reads at a step: "x", a state of the step before ("h-"), or a
        quantity of the same step."""
        if name.endswith("-"):
            return self.before(lane, name[:-1], time)
        vector: Floats = lane.inputs[time] if name == "x" else lane.values[name][time]
        return vector
