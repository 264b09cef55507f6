"""The gradient of the weights as it grows on the way back: step T − 1 first, then T − 2, …; of
a lane that reads backwards, step 0 first.

∂E/∂W = Σ_t δ_t ⊗ s_t, where δ_t is the gradient of what W is part of and s_t what W reads.
"""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.attention import BIAS, WEIGHT
from rnnviz.engine.batch import Floats
from rnnviz.trace.derived import factors
from rnnviz.trace.ticks import Phase, Tick, Ticks
from rnnviz.trace.trace import ATTENTION, AttentionTrace, Trace


def factors_of(trace: Trace, name: str) -> tuple[Floats, Floats | None]:
    """δ (T, rows) and s (T, columns) of a parameter, by its name; a bias has no s.

    Raises KeyError where there is no such parameter.
    """
    if name in ("W_hy", "b_y"):
        return trace.y_gradients, trace.read_out if name == "W_hy" else None
    if trace.attention and name.startswith(f"{ATTENTION}."):
        return _factors_of_attention(trace, trace.attention, name)
    for lane in trace.lanes:
        for parameter, delta, source in factors(trace, lane):
            if parameter == name:
                return delta, source
    raise KeyError(name)


def _factors_of_attention(
    trace: Trace, attention: AttentionTrace, name: str
) -> tuple[Floats, Floats | None]:
    if name == f"{ATTENTION}.{BIAS}":
        return attention.gradients["a_n"], None
    if name != f"{ATTENTION}.{WEIGHT}":
        raise KeyError(name)
    query = trace.top[0].values[trace.states[0]]
    return attention.gradients["a_n"], np.concatenate((attention.values["v"], query), axis=1)


def step_adds(trace: Trace, name: str, time: int) -> Floats:
    """What a time step adds to ∂E/∂W: (rows, columns), of a bias (rows,)."""
    delta, read = factors_of(trace, name)
    return delta[time] if read is None else np.outer(delta[time], read[time])


def sum_over(trace: Trace, name: str, times: Sequence[int] | None = None) -> Floats:
    """The sum of what these time steps add; of all of them where none are given."""
    delta, read = factors_of(trace, name)
    if times is not None:
        delta, read = delta[list(times)], None if read is None else read[list(times)]
    total: Floats = delta.sum(axis=0) if read is None else delta.T @ read
    return total


def times_added(order: Ticks, name: str, index: int) -> range:
    """The time steps that have added to ∂E/∂W once an operation is done, in that order."""
    lane = name.rpartition(".")[0]
    # ∂E/∂W_hy follows from ∂E/∂y at once.
    quantity = "W" if lane else "y"
    times = order.times(Phase.BACKWARD, lane, quantity)
    count = sum(order.place(Tick(Phase.BACKWARD, lane, t, quantity)) <= index for t in times)
    return times[:count]
