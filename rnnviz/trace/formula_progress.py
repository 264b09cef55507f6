"""What of a unit's equations the debugger has already reached, and which one it is at."""

from rnnviz.trace.scene import Marks
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, Trace


def current(trace: Trace, marks: Marks) -> Tick | None:
    """The tick that the debugger is at; None where the whole sequence is shown."""
    if marks.tick is None:
        return None
    order = ticks(trace)
    return order[max(0, min(marks.tick, len(order) - 1))]


def marked_key(marks: Marks, tick: Tick | None, lane: str, time: int) -> str:
    """The row to mark: the debugger’s, where it is at this step of a lane, or the picked one."""
    if (
        tick is None
        or tick.phase is Phase.UPDATE
        or tick.time != time
        or tick.lane not in ("", lane)
    ):
        return marks.picked.quantity
    if (tick.lane, tick.quantity) == (ATTENTION, "-"):
        return "d_m"
    return f"d_{tick.quantity}" if tick.phase is Phase.BACKWARD else tick.quantity


def unreached(trace: Trace, tick: Tick | None, lane: str, time: int) -> frozenset[str]:
    """The keys of the rows that are computed only after a tick."""
    if tick is None:
        return frozenset()
    about = ATTENTION_QUANTITIES if lane == ATTENTION else trace.quantities
    keys = [quantity.key for quantity in about]
    rows = {key: Tick(Phase.FORWARD, lane, time, key) for key in keys}
    rows |= {key: Tick(Phase.FORWARD, "", time, key) for key in ("y", "E")}
    rows |= {f"d_{key}": Tick(Phase.BACKWARD, lane, time, key) for key in keys}
    rows["d_y"] = Tick(Phase.BACKWARD, "", time, "y")
    if lane == ATTENTION:
        rows |= {"d_h": rows["d_e"], "d_m": Tick(Phase.BACKWARD, lane, time, "-")}
    order = ticks(trace)
    now = order.place(tick)
    return frozenset(key for key, row in rows.items() if row in order and order.place(row) > now)
