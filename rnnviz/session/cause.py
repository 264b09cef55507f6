"""Where a watched number first left its usual range."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from rnnviz.conditions.expression import Expression
from rnnviz.engine.batch import Floats
from rnnviz.session.breakpoint_names import RESULTS, result_tick, step_ticks
from rnnviz.session.breakpoint_places import end_of_forward, in_update
from rnnviz.session.breakpoints import Stop
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.watch_values import is_of_steps, over_steps
from rnnviz.trace.ticks import ticks
from rnnviz.trace.trace import Trace

#: At most so many updates before the present one are looked at, or as many as this number of
#: operations makes: about half a minute.
MOST_UPDATES, MOST_OPERATIONS = 1000, 3e11
#: The usual range reaches so many times the distance of the quartiles beyond them: what lies
#: outside of it is "far out" (J. Tukey, Exploratory Data Analysis, 1977, section 2D).
FENCE = 3.0


class Cause(NamedTuple):
    """What is asked: the expression, and as it was typed."""

    text: str
    expression: Expression


class NoCauseError(Exception):
    """The number never left its usual range; the message says what that is."""


def usual_range(values: Floats) -> tuple[float, float]:
    """Tukey's outer fences of the finite values."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return -np.inf, np.inf
    low, high = np.quantile(finite, [0.25, 0.75])
    # Numbers that are all the same are as usual as rounding lets them be.
    reach = FENCE * (high - low) + 1e-9 * max(abs(low), abs(high))
    return float(low - reach), float(high + reach)


def find_cause(run: TrainingRun, cause: Cause, report: Callable[[float], bool]) -> Stop | None:
    """Go back over the updates before the present one, find the usual range of the number in
    the first half of them, and stand where it was first left after that.

    Returns None where the way was ended early; the run is then amid it. Raises NoCauseError,
    with the run where it was.
    """
    now = run.training.update
    most = min(MOST_UPDATES, int(MOST_OPERATIONS / run.operations()))
    first = max(0, now - most)
    if now - first < 3:
        raise NoCauseError(f"Only {now - first} updates lie before this one; wanted are 3.")
    run.timeline.go_to(first)
    seen: list[tuple[int, Floats]] = []
    while True:
        trace = run.trace()
        seen.append(
            (run.training.update, over_steps(cause.expression, trace, run.history_so_far()))
        )
        if run.training.update == now:
            break
        if not report((run.training.update - first) / (now - first)):
            return None
        run.timeline.advance()
    half = len(seen) // 2
    low, high = usual_range(np.concatenate([values for _, values in seen[:half]]))
    for update, values in seen[half:]:
        out = [t for t, value in enumerate(values) if not (np.isnan(value) or low <= value <= high)]
        if out:
            of_steps = is_of_steps(cause.expression, trace)
            # What an update came to, and its weights, are made by the operations before it.
            run.timeline.go_to(update if of_steps else update - 1)
            tick, time = _first_tick(run.trace(), cause.expression, out, of_steps)
            where = f" at t = {time + 1}" if of_steps else ""
            text = (
                f"“{cause.text}” = {values[time]:.4g}{where} left its usual range, "
                f"{low:.4g} to {high:.4g}"
            )
            return Stop(0, run.training.update, tick, text)
    raise NoCauseError(
        f"“{cause.text}” stayed within its usual range, {low:.4g} to {high:.4g}, in the "
        f"{now - first:,} updates before this one."
    )


def _first_tick(
    trace: Trace, expression: Expression, out: list[int], of_steps: bool
) -> tuple[int, int]:
    """The operation that made the first of these values known, and its time step."""
    order = ticks(trace)
    if of_steps:
        known_at = step_ticks(trace)
        read = [known_at[name] for name in expression.names if name in known_at]
        return min((max(order.place(replace(tick, time=t)) for tick in read), t) for t in out)
    named = expression.names & RESULTS.keys()
    if expression.names - named - {"update"}:
        return in_update(order, "weights"), 0
    result = result_tick(frozenset(named))
    return in_update(order, result) if result else end_of_forward(order), 0
