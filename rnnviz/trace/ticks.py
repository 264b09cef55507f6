"""Ticks: the order of the single operations of one update, forward and backward.

Forward, for every t: read x_t; every quantity of every lane in the order computed; y_t; E_t.
Then backward, from the last step: ∂E/∂y_t; every quantity's gradient in the reverse order,
from the top lane down; what the step adds to the lane's ∂E/∂W; what goes on to step t − 1.
Then the update: the sum over the batch, clipping, the optimiser's step, the new weights.
A step back is the index minus one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import overload

from rnnviz.trace.trace import Trace

#: What an update does after the backward pass, in order.
UPDATE_TICKS = ("sum", "clip", "step", "weights")


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

    lane      its key, or "" for the input, the output and the loss, and in the update.
    time      the time step, from 0; in the update 0, where the backward pass ended.
    quantity  "x", a quantity's key, "y" or "E"; in the backward phase also "W" (what the
              step adds to the gradient of the weights) and "-" (what goes to step t − 1);
              in the update one of UPDATE_TICKS.
    """

    phase: Phase
    lane: str
    time: int
    quantity: str


class Ticks(Sequence[Tick]):
    """All ticks of an update in order; each is made when it is asked for.

    steps       T.
    lanes       their keys, lowest layer first.
    quantities  the cell's, in the order computed.
    """

    def __init__(self, steps: int, lanes: tuple[str, ...], quantities: tuple[str, ...]):
        self.steps = steps
        keys = (*reversed(quantities), "W", "-")
        self._forward = [
            ("", "x"),
            *((lane, key) for lane in lanes for key in quantities),
            ("", "y"),
            ("", "E"),
        ]
        self._backward = [("", "y"), *((lane, key) for lane in reversed(lanes) for key in keys)]
        self._places = {
            phase: {part: n for n, part in enumerate(parts)}
            for phase, parts in (
                (Phase.FORWARD, self._forward),
                (Phase.BACKWARD, self._backward),
                (Phase.UPDATE, [("", key) for key in UPDATE_TICKS]),
            )
        }
        #: Where the backward pass and the update begin.
        self.backward = steps * len(self._forward)
        self.update = self.backward + steps * len(self._backward)

    def __len__(self) -> int:
        return self.update + len(UPDATE_TICKS)

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
        if index >= self.update:
            return Tick(Phase.UPDATE, "", 0, UPDATE_TICKS[index - self.update])
        if index >= self.backward:
            time, place = divmod(index - self.backward, len(self._backward))
            lane, key = self._backward[place]
            return Tick(Phase.BACKWARD, lane, self.steps - 1 - time, key)
        time, place = divmod(index, len(self._forward))
        lane, key = self._forward[place]
        return Tick(Phase.FORWARD, lane, time, key)

    def __contains__(self, tick: object) -> bool:
        if not isinstance(tick, Tick) or (tick.lane, tick.quantity) not in self._places[tick.phase]:
            return False
        return tick.time == 0 if tick.phase is Phase.UPDATE else 0 <= tick.time < self.steps

    def place(self, tick: Tick) -> int:
        """The index of a tick. Raises KeyError where there is no such one."""
        if tick not in self:
            raise KeyError(tick)
        place = self._places[tick.phase][tick.lane, tick.quantity]
        if tick.phase is Phase.UPDATE:
            return self.update + place
        if tick.phase is Phase.FORWARD:
            return tick.time * len(self._forward) + place
        return self.backward + (self.steps - 1 - tick.time) * len(self._backward) + place

    def part(self, index: int, granularity: Granularity) -> tuple[int, int]:
        """The first and the last tick of the operation, time step or pass around a tick."""
        if granularity is Granularity.QUANTITY:
            return index, index
        for begin, end, size in (
            (0, self.backward, len(self._forward)),
            (self.backward, self.update, len(self._backward)),
            (self.update, len(self), len(UPDATE_TICKS)),
        ):
            if index < end:
                if granularity is not Granularity.TIME_STEP:
                    return begin, end - 1
                first = begin + (index - begin) // size * size
                return first, first + size - 1
        raise IndexError(f"tick {index} of {len(self)}")


def ticks(trace: Trace) -> Ticks:
    """All ticks of a trace in order."""
    lanes = tuple(lane.key for lane in trace.lanes)
    return ticks_of(trace.steps, lanes, tuple(q.key for q in trace.quantities))


@lru_cache(maxsize=8)
def ticks_of(steps: int, lanes: tuple[str, ...], quantities: tuple[str, ...]) -> Ticks:
    """The same, without a trace."""
    return Ticks(steps, lanes, quantities)


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
