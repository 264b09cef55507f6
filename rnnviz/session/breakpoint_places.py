"""Where an operation stands in the order, for all that can stop training."""

from rnnviz.engine.divergence import Place
from rnnviz.trace.ticks import Phase, Tick, Ticks
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, Trace


def end_of_forward(order: Ticks) -> int:
    """The operation after which the loss is known."""
    return order.backward - 1


def in_update(order: Ticks, quantity: str) -> int:
    """One of UPDATE_TICKS."""
    return order.place(Tick(Phase.UPDATE, "", 0, quantity))


def of_broken(order: Ticks, place: Place, trace: Trace) -> int:
    """The operation that gave the first number that is not finite."""
    titles = {lane.title: lane.key for lane in trace.lanes} | {ATTENTION: ATTENTION}
    lane = titles.get(place.lane, "")
    quantity = place.quantity.removeprefix("d_")
    if place.phase == "update":
        return in_update(order, "weights" if quantity in trace.parameters else "step")
    if place.time is None:
        return in_update(order, "sum")
    if place.phase == "forward":
        return order.place(Tick(Phase.FORWARD, lane, place.time, quantity))
    if not lane:
        # ∂E/∂y itself, or W_hy and b_y, whose gradient follows from it at once.
        return order.place(Tick(Phase.BACKWARD, "", place.time, "y"))
    known = {each.key for each in (*trace.quantities, *ATTENTION_QUANTITIES)}
    return order.place(
        Tick(Phase.BACKWARD, lane, place.time, quantity if quantity in known else "W")
    )
