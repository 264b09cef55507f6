"""Ticks: the order of the single operations on one sequence, forward and backward.

Forward, for every t: read x_t; every quantity of every lane in the order computed; y_t; E_t.
Then backward, from the last step: ∂E/∂y_t; every quantity's gradient in the reverse order,
from the top lane down; what the step adds to the lane's ∂E/∂W; what goes on to step t − 1.
A step back is the index minus one.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rnnviz.trace.trace import Trace


class Phase(Enum):
    """Which way the computation runs."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Granularity(Enum):
    """How far one step of the cursor goes."""

    QUANTITY = "quantity"
    TIME_STEP = "time step"
    SEQUENCE = "sequence"
    UPDATE = "update"


@dataclass(frozen=True)
class Tick:
    """One operation.

    lane      its key, or "" for the input, the output and the loss.
    quantity  "x", a quantity's key, "y" or "E"; in the backward phase also "W" (what the
              step adds to the gradient of the weights) and "-" (what goes to step t − 1).
    """

    phase: Phase
    lane: str
    time: int
    quantity: str


def ticks(trace: Trace) -> tuple[Tick, ...]:
    """All ticks of a trace in order."""
    lanes = tuple(lane.key for lane in trace.lanes)
    return _ticks(trace.steps, lanes, tuple(q.key for q in trace.quantities))


@lru_cache(maxsize=8)
def _ticks(steps: int, lanes: tuple[str, ...], quantities: tuple[str, ...]) -> tuple[Tick, ...]:
    order: list[Tick] = []
    for t in range(steps):
        order.append(Tick(Phase.FORWARD, "", t, "x"))
        order += [Tick(Phase.FORWARD, lane, t, key) for lane in lanes for key in quantities]
        order += [Tick(Phase.FORWARD, "", t, key) for key in ("y", "E")]
    for t in reversed(range(steps)):
        order.append(Tick(Phase.BACKWARD, "", t, "y"))
        for lane in reversed(lanes):
            keys = (*reversed(quantities), "W", "-")
            order += [Tick(Phase.BACKWARD, lane, t, key) for key in keys]
    return tuple(order)


def moved(order: tuple[Tick, ...], index: int, granularity: Granularity, by: int) -> int:
    """The index one step on (`by` = 1) or back (−1), kept within the ticks.

    A step of TIME_STEP ends on the last tick of a time step of a phase, a step of SEQUENCE
    at the end of the forward or of the backward pass.
    """
    if granularity is Granularity.QUANTITY:
        return max(0, min(len(order) - 1, index + by))
    return _next_boundary(order, index, granularity, by)


def _next_boundary(order: tuple[Tick, ...], index: int, granularity: Granularity, by: int) -> int:
    def part(n: int) -> tuple[Phase, int]:
        tick = order[n]
        return tick.phase, tick.time if granularity is Granularity.TIME_STEP else 0

    last = len(order) - 1
    n = index + by
    while 0 <= n <= last:
        if n == last or part(n) != part(n + 1):
            return n
        n += by
    return 0 if by < 0 else last
