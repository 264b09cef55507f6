"""Where a step of the cursor leads: from marks to marks, nothing else."""

from dataclasses import replace

from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.ticks import Granularity, Phase, moved, ticks
from rnnviz.trace.trace import Trace

#: Ticks that are not a quantity of their own: the weights' gradient and what goes on to t − 1.
PASSING_ON = ("W", "-")


def stepped(
    trace: Trace, now: int | None, unit: int | None, granularity: Granularity, by: int
) -> Marks:
    """The marks one step on (1) or back (−1) from the tick `now`. From the whole sequence
    (None), on leads to its beginning and back to its end."""
    order = ticks(trace)
    if now is None:
        now = -1 if by > 0 else len(order)
    return at_tick(trace, moved(order, now, granularity, by), unit)


def at_tick(trace: Trace, index: int, unit: int | None) -> Marks:
    """The marks at a tick, counted from the end where `index` is negative, with `unit`
    where it lies in a lane. They follow from these alone: steps on and back meet again."""
    order = ticks(trace)
    index = max(0, min(len(order) - 1, index + len(order) if index < 0 else index))
    tick = order[index]
    # Both are made from the gradient of the quantity that the step computes first.
    quantity = trace.quantities[0].key if tick.quantity in PASSING_ON else tick.quantity
    if tick.phase is Phase.BACKWARD:
        quantity = f"d_{quantity}"
    return Marks(Spot(tick.time, tick.lane, quantity, unit if tick.lane else None), None, index)


def moved_in_time(trace: Trace, marks: Marks, by: int) -> Marks:
    """The picked place some time steps on or back."""
    time = max(0, min(trace.steps - 1, marks.picked.time + by))
    return replace(marks, picked=replace(marks.picked, time=time))


def within(marks: Marks, trace: Trace) -> Marks:
    """The marks on another trace, moved to its last step where they lie behind it."""
    last = trace.steps - 1
    picked = replace(marks.picked, time=min(marks.picked.time, last))
    pointed = marks.pointed if marks.pointed and marks.pointed.time <= last else None
    tick = marks.tick if marks.tick is not None and marks.tick < len(ticks(trace)) else None
    return Marks(picked, pointed, tick)
