"""Ticks: the order of the single operations of one update, forward and backward.

Forward, sweep by sweep (engine/sweeps.py), for every t: read x_t; every quantity of the sweep's
lanes in the order computed; attention; y_t; E_t. Then backward, the last sweep first, from its last
step: ∂E/∂y_t; attention; every quantity's gradient in the reverse order, from the top lane down;
what the step adds to the lane's ∂E/∂W; what goes on to the step before.
Then the update: the sum over the batch, clipping, the optimiser's step, the new weights.
A step back is the index minus one.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import overload

from rnnviz.engine.lane import Lane
from rnnviz.engine.sweeps import Sweep, sweeps
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, Trace

#: What an update does after the backward pass, in order.
UPDATE_TICKS = ("sum", "clip", "step", "weights")
_ATTENTION_KEYS = tuple(quantity.key for quantity in ATTENTION_QUANTITIES)


class Phase(Enum):
    """Which part of an update is computed."""

    FORWARD = "forward"
    BACKWARD = "backward"
    UPDATE = "update"


class Granularity(Enum):
    """How far one step of the cursor goes."""

    QUANTITY = "quantity"
    TIME_STEP = "time step"
    SEQUENCE = "sequence"
    UPDATE = "update"
    EPOCH = "epoch"


@dataclass(frozen=True)
class Tick:
    """One operation.

    lane      its key, "attention", or "" for the input, the output and the loss, and in the
              update.
    time      the time step, from 0; in the update 0, where the backward pass ended.
    quantity  "x", a quantity's key, "y" or "E"; in the backward phase also "W" (what the
              step adds to the gradient of the weights) and "-" (what goes to the lane's step
              before, and of attention to the encoder); in the update one of UPDATE_TICKS.
    """

    phase: Phase
    lane: str
    time: int
    quantity: str


Part = tuple[str, str]


@dataclass(frozen=True)
class _Run:
    """Time steps one after the other with the same operations at each: a sweep, there or back.

    begin  the index of its first tick.
    """

    phase: Phase
    times: range
    parts: tuple[Part, ...]
    begin: int

    @property
    def end(self) -> int:
        return self.begin + len(self.times) * len(self.parts)

    def tick(self, index: int) -> Tick:
        step, place = divmod(index - self.begin, len(self.parts))
        lane, key = self.parts[place]
        return Tick(self.phase, lane, self.times[step], key)


class Ticks(Sequence[Tick]):
    """All ticks of an update in order; each is made when it is asked for.

    order       the sweeps of the forward pass.
    quantities  the cell's, in the order computed.
    """

    def __init__(self, order: tuple[Sweep, ...], quantities: tuple[str, ...]):
        runs: list[_Run] = []
        for sweep in order:
            _add(runs, Phase.FORWARD, sweep.times, _forward_parts(sweep, quantities))
        #: Where the backward pass and the update begin.
        self.backward = runs[-1].end
        for sweep in reversed(order):
            _add(runs, Phase.BACKWARD, sweep.times[::-1], _backward_parts(sweep, quantities))
        self.update = runs[-1].end
        _add(runs, Phase.UPDATE, range(1), tuple(("", key) for key in UPDATE_TICKS))
        self._runs = tuple(run for run in runs if run.end > run.begin)
        self._begins = [run.begin for run in self._runs]
        self._places = [{part: n for n, part in enumerate(run.parts)} for run in self._runs]

    def __len__(self) -> int:
        return self._runs[-1].end

    @overload
    def __getitem__(self, index: int) -> Tick: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Tick]: ...
    def __getitem__(self, index: int | slice) -> Tick | Sequence[Tick]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"tick {index} of {len(self)}")
        index %= len(self)
        return self._run_at(index).tick(index)

    def _run_at(self, index: int) -> _Run:
        return self._runs[bisect_right(self._begins, index) - 1]

    def __contains__(self, tick: object) -> bool:
        return isinstance(tick, Tick) and self._found(tick) is not None

    def _found(self, tick: Tick) -> int | None:
        for run, places in zip(self._runs, self._places, strict=True):
            place = places.get((tick.lane, tick.quantity))
            if run.phase is tick.phase and place is not None and tick.time in run.times:
                return run.begin + run.times.index(tick.time) * len(run.parts) + place
        return None

    def place(self, tick: Tick) -> int:
        """The index of a tick. Raises KeyError where there is no such one."""
        place = self._found(tick)
        if place is None:
            raise KeyError(tick)
        return place

    def times(self, phase: Phase, lane: str, quantity: str) -> range:
        """The time steps at which there is such an operation, in their order."""
        for run, places in zip(self._runs, self._places, strict=True):
            if run.phase is phase and (lane, quantity) in places:
                return run.times
        return range(0)

    def left(self, index: int, phase: Phase, lane: str, quantity: str) -> list[range]:
        """The time steps at which there is such an operation behind a tick, sweep by sweep in their
        order. Each has as many operations as the next: the answer is a division, no search."""
        found = []
        for run, places in zip(self._runs, self._places, strict=True):
            place = places.get((lane, quantity))
            if run.phase is phase and place is not None:
                done = (index - run.begin - place) // len(run.parts) + 1
                found.append(run.times[max(0, done) :])
        return found

    def part(self, index: int, granularity: Granularity) -> tuple[int, int]:
        """The first and the last tick of the operation, time step or pass around a tick."""
        if not 0 <= index < len(self):
            raise IndexError(f"tick {index} of {len(self)}")
        if granularity is Granularity.QUANTITY:
            return index, index
        if granularity is Granularity.TIME_STEP:
            run = self._run_at(index)
            first = index - (index - run.begin) % len(run.parts)
            return first, first + len(run.parts) - 1
        if index < self.backward:
            return 0, self.backward - 1
        return (
            (self.backward, self.update - 1)
            if index < self.update
            else (self.update, len(self) - 1)
        )


def _add(runs: list[_Run], phase: Phase, times: range, parts: tuple[Part, ...]) -> None:
    runs.append(_Run(phase, times, parts, runs[-1].end if runs else 0))


def _forward_parts(sweep: Sweep, quantities: tuple[str, ...]) -> tuple[Part, ...]:
    parts: list[Part] = [("", "x")] if sweep.reads else []
    parts += [(lane.key, key) for lane in sweep.lanes for key in quantities]
    if sweep.attends:
        parts += [(ATTENTION, key) for key in _ATTENTION_KEYS]
    return (*parts, *((("", "y"), ("", "E")) if sweep.answers else ()))


def _backward_parts(sweep: Sweep, quantities: tuple[str, ...]) -> tuple[Part, ...]:
    parts: list[Part] = [("", "y")] if sweep.answers else []
    if sweep.attends:
        parts += [(ATTENTION, key) for key in (*reversed(_ATTENTION_KEYS), "W", "-")]
    keys = (*reversed(quantities), "W", "-")
    return (*parts, *((lane.key, key) for lane in reversed(sweep.lanes) for key in keys))


def ticks(trace: Trace) -> Ticks:
    """All ticks of a trace in order."""
    lanes = tuple(lane.lane for lane in trace.lanes)
    keys = tuple(q.key for q in trace.quantities)
    return ticks_of(trace.steps, lanes, keys, trace.source_steps, trace.attention is not None)


@lru_cache(maxsize=16)
def ticks_of(
    steps: int,
    lanes: tuple[Lane, ...],
    quantities: tuple[str, ...],
    source: int = 0,
    attends: bool = False,
) -> Ticks:
    """The same, without a trace."""
    return Ticks(sweeps(lanes, steps, source, attends), quantities)


def moved(order: Ticks, index: int, granularity: Granularity, by: int) -> int | None:
    """The index one step on (`by` = 1) or back (−1), from −1 (before all) or from
    len(order) (behind all); None where it leads out of the update.

    A step of TIME_STEP ends on the last tick of a time step of a phase, a step of SEQUENCE
    at the end of the forward pass, of the backward pass or of the update.
    """
    begin = index + by
    if by > 0:
        return order.part(begin, granularity)[1] if begin < len(order) else None
    if index >= len(order):
        return len(order) - 1
    first = order.part(index, granularity)[0]
    return first - 1 if first else None
