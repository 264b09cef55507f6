"""The values of a watch: at every time step of a sequence, or of an update."""

from typing import Any

import numpy as np

from rnnviz.conditions.expression import Expression
from rnnviz.engine.batch import Floats
from rnnviz.session.breakpoint_names import RESULTS, known_times, of_step, step_ticks, weights
from rnnviz.trace.history import History
from rnnviz.trace.trace import Trace


def is_of_steps(expression: Expression, trace: Trace) -> bool:
    """Whether it depends on the time step."""
    return bool(expression.names & step_ticks(trace).keys())


def results_of(history: History, update: int) -> dict[str, Any]:
    """What the update that led here came to; NaN before the first one."""
    if not 1 <= update <= len(history):
        return dict.fromkeys(RESULTS, np.nan)
    return {
        "loss": history.losses[update - 1],
        "gradient_norm": history.norms[update - 1],
        "clipped_norm": history.clipped_norms[update - 1],
    }


def over_steps(expression: Expression, trace: Trace, history: History) -> Floats:
    """Its value at every time step, (T,); one value where it does not depend on it, (1,)."""
    update = trace.origin.update
    known: dict[str, Any] = {"update": update, **results_of(history, update)}
    known |= weights(trace.parameters, len(trace.lanes))
    if not is_of_steps(expression, trace):
        return np.array([expression.value(known)])
    values = [expression.value(known | of_step(trace, t)) for t in range(trace.steps)]
    return np.where(known_times(trace, frozenset(expression.names)), values, np.nan)
