"""Trace: everything about one sequence at one moment of training.

The only thing that views draw. Frozen, its arrays read-only; it holds numbers that the
engine computed and none of its own. Letters for shapes: T steps, I inputs, H hidden
units, O outputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.attention import KEY as ATTENTION
from rnnviz.engine.attention import QUANTITIES as ATTENTION_QUANTITIES
from rnnviz.engine.batch import Booleans, Floats, Integers
from rnnviz.engine.cells.cell import Family, Product, Quantity
from rnnviz.engine.lane import Lane

__all__ = [
    "ATTENTION",
    "ATTENTION_QUANTITIES",
    "RECORDED",
    "AttentionTrace",
    "Family",
    "Labels",
    "Lane",
    "LaneTrace",
    "Origin",
    "Product",
    "Quantity",
    "Trace",
]

#: The loss of a trace that was recorded in another program: its gradient alone is known.
RECORDED = "recorded gradient"


@dataclass(frozen=True)
class Origin:
    """Where a trace comes from.

    version    of rnnviz.
    scenario   its key.
    cell       its key, e.g. "lstm".
    seed       of the run.
    update     how many updates the weights had seen.
    sample     "pinned" (the same sequence at every update), "batch" (one of the batch
               that the next update learns from) or "recorded" (in another program).
    settings   every setting of the run, by name.
    sequence   which of the batch, from 0.
    edits      how many weights were set by hand before.
    weights    the file that the first weights came from; "" where they were drawn.
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
    weights: str = ""


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
    """One row of the unrolled network: a layer in one direction, in the order of time.

    lane           which one.
    first, end     the steps at which it computes, `end` not among them: all of them, or an
                   encoder's, or a decoder's. Elsewhere its arrays are 0.
    inputs         what it read, (T, I), (T, H) or of two directions (T, 2 H).
    start          each state before its first step (of a backward lane: after the last), (H,).
    values         every quantity by key, (T, H).
    gradients      ∂E/∂q_t for every quantity by key, (T, H).
    input_gradients  ∂E/∂(what it read), (T, I) or (T, H).
    start_gradients  ∂E/∂(each starting state), (H,).
    """

    lane: Lane
    first: int
    end: int
    inputs: Floats
    start: Mapping[str, Floats]
    values: Mapping[str, Floats]
    gradients: Mapping[str, Floats]
    input_gradients: Floats
    start_gradients: Mapping[str, Floats]

    @property
    def key(self) -> str:
        """E.g. "layer1"."""
        return self.lane.key

    @property
    def title(self) -> str:
        """E.g. "layer 1"."""
        return self.lane.title

    @property
    def is_backward(self) -> bool:
        """Whether it reads the sequence from its end."""
        return self.lane.backward

    def spans(self, time: int) -> bool:
        """Whether the lane has this time step at all."""
        return self.first <= time < self.end


@dataclass(frozen=True)
class AttentionTrace:
    """A decoder's looking back at its encoder; see engine/attention.py for the formulas.

    memory     what it looks at: the encoder's states, (S, H); and ∂E/∂ them by this way.
    values     by key: e and w (T, S), v, a_n and n (T, H); 0 at an encoder's steps.
    gradients  ∂E/∂ each of them.
    query_gradients  ∂E/∂h_t of the decoder's top layer, (T, H).
    """

    memory: Floats
    memory_gradients: Floats
    values: Mapping[str, Floats]
    gradients: Mapping[str, Floats]
    query_gradients: Floats


@dataclass(frozen=True)
class Trace:
    """One sequence, forward and backward.

    quantities  what the cell computes, in the order computed; `states` those handed on,
                the first of them the cell's output.
    lanes       lowest layer first; an encoder's before its decoder's.
    attention   what a decoder with attention computed besides, else None.
    source_steps   how many of the steps are an encoder's; 0: there is none.
    inputs      x_t, (T, I); of a decoder's steps, which read output symbols, (T, O) of it. Where I
                and O differ, the rest of the row is 0.
    y           the readout W_hy h_t + b_y, (T, O).
    outputs     ŷ_t: probabilities for "cross-entropy" and "binary cross-entropy", y itself
                for "squared error". (T, O)
    targets     (T,) class numbers or (T, O); of a "recorded gradient" it is ∂E/∂y_t itself.
    losses      E_t, 0 where `scored` is False, (T,). E is their sum.
    y_gradients ∂E/∂y_t, (T, O).
    exists, scored   (T,).
    read, fed, own   (T,): which steps read something, which of them the output of the step
                before, and where that was the network's own answer.
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
    source_steps: int = 0
    attention: AttentionTrace | None = None
    read: Booleans = field(default_factory=lambda: np.ones(0, np.bool_))
    fed: Booleans = field(default_factory=lambda: np.zeros(0, np.bool_))
    own: Booleans = field(default_factory=lambda: np.zeros(0, np.bool_))

    @property
    def steps(self) -> int:
        """T."""
        return len(self.inputs)

    @property
    def hidden(self) -> int:
        """H."""
        return int(self.lanes[0].values[self.states[0]].shape[1])

    @property
    def gives_numbers(self) -> bool:
        """Whether the outputs are plain numbers: y itself, and no probabilities."""
        return self.loss_name in ("squared error", RECORDED)

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
        """The quantity of that key, of attention too; KeyError where there is none."""
        attended: tuple[Quantity, ...] = ATTENTION_QUANTITIES if self.attention else ()
        for quantity in (*self.quantities, *attended):
            if quantity.key == key:
                return quantity
        raise KeyError(key)

    # --- time, as a lane reads it --------------------------------------------------------

    def earlier(self, lane: LaneTrace, time: int) -> int | None:
        """The step whose states step `time` of a lane finds; None where it is the lane's first."""
        step = time + 1 if lane.is_backward else time - 1
        return step if lane.spans(step) and self.exists[step] else None

    def later(self, lane: LaneTrace, time: int) -> int | None:
        """The step that finds the states of step `time`; None where it is the lane's last."""
        step = time - 1 if lane.is_backward else time + 1
        return step if lane.spans(step) and self.exists[step] else None

    def computed(self, lane: LaneTrace) -> Booleans:
        """The steps at which a lane computes: not those of another part, and no padding. (T,)"""
        steps = np.arange(self.steps)
        here: Booleans = self.exists & (steps >= lane.first) & (steps < lane.end)
        return here

    def span(self, lane: LaneTrace) -> range:
        """The same steps as a range: what is padding stands at the end of a part."""
        return range(lane.first, lane.first + int(self.exists[lane.first : lane.end].sum()))

    def is_cut_after(self, lane: LaneTrace, time: int) -> bool:
        """Whether truncated back-propagation lets nothing come from the lane's next step."""
        step = self.later(lane, time)
        if step is None or not self.truncation:
            return False
        length = int(self.exists[lane.first : lane.end].sum())
        place = length - 1 - (step - lane.first) if lane.is_backward else step - lane.first
        return place % self.truncation == 0

    def before(self, lane: LaneTrace, state: str, time: int) -> Floats:
        """A state as step `time` finds it: that of the step before, or the start. (H,)"""
        step = self.earlier(lane, time)
        vector: Floats = lane.start[state] if step is None else lane.values[state][step]
        return vector

    # --- who reads whom ------------------------------------------------------------------

    def below(self, lane: LaneTrace) -> tuple[LaneTrace, ...]:
        """The lanes whose states a lane reads as its input, laid end to end; none for the
        lowest layer."""
        return self._layer(lane, lane.lane.layer - 1)

    def above(self, lane: LaneTrace) -> tuple[LaneTrace, ...]:
        """The lanes that read a lane's states as their input."""
        return self._layer(lane, lane.lane.layer + 1)

    def _layer(self, lane: LaneTrace, layer: int) -> tuple[LaneTrace, ...]:
        return tuple(
            each
            for each in self.lanes
            if each.lane.layer == layer and each.lane.role == lane.lane.role
        )

    def started_by(self, lane: LaneTrace) -> LaneTrace | None:
        """The decoder's lane that starts from the last states of an encoder's lane."""
        if lane.lane.role != "encoder":
            return None
        return next(
            each
            for each in self.lanes
            if each.lane.role == "decoder" and each.lane.layer == lane.lane.layer
        )

    def lane_title(self, lane: LaneTrace) -> str:
        """Its name on the screen, with an arrow where there are two directions to tell apart."""
        has_other = len(self._layer(lane, lane.lane.layer)) > 1
        return f"{lane.title} →" if has_other and not lane.is_backward else lane.title

    def is_top(self, lane: LaneTrace) -> bool:
        """Whether the lane belongs to the layer whose states the output is made from."""
        return lane.lane.role != "encoder" and not self.above(lane)

    @property
    def top(self) -> tuple[LaneTrace, ...]:
        """The lanes of the layer whose states the output is made from."""
        return tuple(lane for lane in self.lanes if self.is_top(lane))

    @property
    def read_out(self) -> Floats:
        """What the readout read, (T, H), or of two directions (T, 2 H)."""
        if self.attention:
            return self.attention.values["n"]
        parts = [lane.values[self.states[0]] for lane in self.top]
        return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)

    def column(self, lane: LaneTrace) -> int:
        """Where a lane's states begin in what reads them."""
        return self.hidden if lane.is_backward else 0

    def lane_at(self, key: str, time: int) -> LaneTrace:
        """The lane of that key, or the top lane where there is none; where it does not have this
        time step, the one of the same layer that has."""
        wanted = next((lane for lane in self.lanes if lane.key == key), self.lanes[-1])
        there = [lane for lane in self.lanes if lane.spans(time)]
        alike = [
            lane for lane in there if lane.lane.layer == wanted.lane.layer and not lane.is_backward
        ]
        return wanted if wanted.spans(time) or not alike else alike[0]

    def input_names(self, lane: LaneTrace) -> tuple[str, ...]:
        """A name for each number that a lane of the lowest layer reads; none for the others."""
        if self.below(lane):
            return ()
        return self.labels.classes if lane.lane.role == "decoder" else self.labels.features

    def input_width(self, time: int) -> int:
        """How many numbers the input of a step has."""
        return len(self.input_names(self.lane_at(self.lanes[0].key, time)))

    def answers(self, time: int) -> bool:
        """Whether a step has an output."""
        return time >= self.source_steps

    def source(self, lane: LaneTrace, name: str, time: int) -> Floats:
        """What a product reads at a step: "x", a state of the step before ("h-"), or a
        quantity of the same step."""
        if name.endswith("-"):
            return self.before(lane, name[:-1], time)
        vector: Floats = lane.inputs[time] if name == "x" else lane.values[name][time]
        return vector
