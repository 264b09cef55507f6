"""Where a step of the cursor leads: from marks to marks, nothing else."""

from dataclasses import replace

from rnnviz.trace.attention_rows import is_by_source
from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.ticks import UPDATE_TICKS, Granularity, Phase, Tick, moved, ticks
from rnnviz.trace.trace import ATTENTION, Trace

#: Ticks that are not a quantity of their own: the weights' gradient and what goes on to t − 1.
PASSING_ON = ("W", "-")


def stepped(
    trace: Trace, now: int | None, unit: int | None, granularity: Granularity, by: int
) -> Marks | None:
    """The marks one step on (1) or back (−1) from the tick `now`; None where the step leads
    to another update. From the whole sequence (None), on leads to its beginning and back to
    the end of the backward pass."""
    order = ticks(trace)
    if now is None:
        now = -1 if by > 0 else order.update
    index = moved(order, now, granularity, by)
    return None if index is None else at_tick(trace, index, unit)


def at_tick(trace: Trace, index: int, unit: int | None) -> Marks:
    """The marks at a tick, counted from the end where `index` is negative, with `unit`
    where it lies in a lane. They follow from these alone: steps on and back meet again."""
    order = ticks(trace)
    index = max(0, min(len(order) - 1, index + len(order) if index < 0 else index))
    tick = order[index]
    spot = Spot(tick.time, tick.lane, _quantity(trace, tick), unit if tick.lane else None)
    if is_by_source(spot):
        spot = replace(spot, unit=None, column=unit)
    return Marks(spot, None, index)


def _quantity(trace: Trace, tick: Tick) -> str:
    quantity = tick.quantity
    if quantity in PASSING_ON:
        # Both are made from the gradient of the quantity that the step computes first.
        attended = "a_n" if quantity == "W" else "e"
        quantity = attended if tick.lane == ATTENTION else trace.quantities[0].key
    return f"d_{quantity}" if tick.phase is Phase.BACKWARD else quantity


def tick_at(trace: Trace, spot: Spot) -> int | None:
    """The operation that computes what lies at a place; None where no single one does."""
    backward = spot.quantity.startswith("d_")
    key = spot.quantity.removeprefix("d_")
    if spot.quantity in UPDATE_TICKS:
        tick = Tick(Phase.UPDATE, "", 0, spot.quantity)
    else:
        tick = Tick(Phase.BACKWARD if backward else Phase.FORWARD, spot.lane, spot.time, key)
    order = ticks(trace)
    return order.place(tick) if tick in order else None


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
