"""When each built-in breakpoint comes true in an update, and at which operation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.training import Progress
from rnnviz.session.breakpoint_places import end_of_forward, in_update
from rnnviz.session.breakpoints import Breakpoint, Kind
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.saturation import OPEN, SHUT
from rnnviz.trace.ticks import Phase, Tick, Ticks
from rnnviz.trace.trace import Family, Trace

#: The loss is compared with the mean of so many updates before.
BEFORE_JUMP = 20
#: A plateau is looked for every so many updates, over as many and as many before.
PLATEAU = 100

#: What came true: the index of the operation, and a line that says it with its numbers.
Found = tuple[int, str]


@dataclass(frozen=True)
class Seen:
    """An update just made, as breakpoints look at it.

    run, progress   the run behind it, and what the update came to.
    order   the operations of the update.
    trace   the sequence shown, with the weights before the update; None where no
            breakpoint asks for it.
    before  all weights before the update, (n,).
    """

    run: TrainingRun
    progress: Progress
    order: Ticks
    trace: Trace | None
    before: Floats

    @property
    def losses(self) -> Floats:
        """The loss of every update of the run, this one the last, (N,)."""
        return self.run.history_so_far().losses


def _norm_above(limit: float, seen: Seen) -> Iterator[Found]:
    if seen.progress.norm > limit:
        text = f"‖∂E/∂W‖ = {seen.progress.norm:.4g} > {limit:g}"
        yield in_update(seen.order, "sum"), text


def _norm_below(limit: float, seen: Seen) -> Iterator[Found]:
    if seen.progress.norm < limit:
        text = f"‖∂E/∂W‖ = {seen.progress.norm:.4g} < {limit:g}"
        yield in_update(seen.order, "sum"), text


def _clipped(limit: float, seen: Seen) -> Iterator[Found]:
    before, after = seen.progress.norm, seen.progress.clipped_norm
    if after < before:
        text = f"clipping made ‖∂E/∂W‖ = {before:.4g} to {after:.4g}"
        yield in_update(seen.order, "clip"), text


def _loss_jump(limit: float, seen: Seen) -> Iterator[Found]:
    losses = seen.losses
    if len(losses) <= BEFORE_JUMP:
        return
    usual = float(losses[-1 - BEFORE_JUMP : -1].mean())
    if losses[-1] > limit * usual > 0:
        text = f"loss {losses[-1]:.4g}, {losses[-1] / usual:.3g} times the mean {usual:.4g} before"
        yield end_of_forward(seen.order), text


def _plateau(limit: float, seen: Seen) -> Iterator[Found]:
    losses = seen.losses
    if len(losses) < 2 * PLATEAU or len(losses) % PLATEAU:
        return
    former = float(losses[-2 * PLATEAU : -PLATEAU].mean())
    latter = float(losses[-PLATEAU:].mean())
    if latter > (1 - limit) * former:
        text = f"mean loss {latter:.4g} of {PLATEAU} updates, {former:.4g} of those before"
        yield end_of_forward(seen.order), text


def _large_update(limit: float, seen: Seen) -> Iterator[Found]:
    parameters = seen.run.network.parameters
    before = parameters.zeros_like()
    before.flat[...] = seen.before
    for name, weights in parameters.items():
        # A bias that begins at 0 is changed by more than any share of it.
        size = float(np.linalg.norm(before[name])) if weights.ndim == 2 else 0.0
        change = float(np.linalg.norm(weights - before[name]))
        if size > 0 and change > limit * size:
            text = f"‖Δ{name}‖ = {change:.4g}, {change / size:.3g} of ‖{name}‖ = {size:.4g}"
            yield in_update(seen.order, "weights"), text
            return


def _saturated(limit: float, seen: Seen) -> Iterator[Found]:
    assert seen.trace is not None
    gates = [q for q in seen.trace.quantities if q.family is Family.GATE]
    for lane in seen.trace.lanes:
        for gate in gates:
            values = lane.values[gate.key]
            shares = ((values < SHUT) | (values > OPEN)).mean(axis=1)
            for time in np.flatnonzero((shares > limit) & seen.trace.computed(lane)):
                tick = Tick(Phase.FORWARD, lane.key, int(time), gate.key)
                text = f"{shares[time]:.0%} of the {gate.title}, {lane.title}, is saturated"
                yield seen.order.place(tick), text


def _dead(limit: float, seen: Seen) -> Iterator[Found]:
    assert seen.trace is not None
    state = seen.trace.states[0]
    if seen.trace.quantity(state).formula != "ReLU({a})":
        return
    for lane in seen.trace.lanes:
        here = seen.trace.computed(lane)
        last = int(np.flatnonzero(here)[0 if lane.is_backward else -1])
        units = np.flatnonzero((lane.values[state][here] == 0).all(axis=0))
        if len(units):
            named = ", ".join(str(unit + 1) for unit in units[:5])
            more = f" and {len(units) - 5} more" if len(units) > 5 else ""
            tick = Tick(Phase.FORWARD, lane.key, last, state)
            text = f"{lane.title}: unit {named}{more} is 0 at every step"
            yield seen.order.place(tick), text


#: Each takes the limit of the breakpoint. "broken", "condition" and "tick" are not here:
#: see breakpoint_checks.py.
RULES: dict[Kind, Callable[[float, Seen], Iterator[Found]]] = {
    "norm above": _norm_above,
    "norm below": _norm_below,
    "clipped": _clipped,
    "loss jump": _loss_jump,
    "plateau": _plateau,
    "large update": _large_update,
    "saturated": _saturated,
    "dead": _dead,
}
#: Those that look at the sequence shown.
OF_SEQUENCE: frozenset[Kind] = frozenset({"saturated", "dead"})


def found(each: Breakpoint, seen: Seen) -> Iterator[Found]:
    """Where a built-in breakpoint came true in an update."""
    return RULES[each.kind](each.limit, seen)
