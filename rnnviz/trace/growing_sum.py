"""The gradient of the weights as it grows on the way back: step T − 1 first, then T − 2, …

∂E/∂W = Σ_t δ_t ⊗ s_t, where δ_t is the gradient of what W is part of and s_t what W reads.
"""

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.derived import factors
from rnnviz.trace.trace import Trace


def factors_of(trace: Trace, name: str) -> tuple[Floats, Floats | None]:
    """δ (T, rows) and s (T, columns) of a parameter, by its name; a bias has no s.

    Raises KeyError where there is no such parameter.
    """
    if name in ("W_hy", "b_y"):
        read = trace.lanes[-1].values[trace.states[0]]
        return trace.y_gradients, read if name == "W_hy" else None
    for lane in trace.lanes:
        for parameter, delta, source in factors(trace, lane):
            if parameter == name:
                return delta, source
    raise KeyError(name)


def step_adds(trace: Trace, name: str, time: int) -> Floats:
    """What a time step adds to ∂E/∂W: (rows, columns), of a bias (rows,)."""
    delta, read = factors_of(trace, name)
    return delta[time] if read is None else np.outer(delta[time], read[time])


def sum_from(trace: Trace, name: str, time: int) -> Floats:
    """The sum of what the steps from T − 1 down to `time` add; 0 where `time` is T."""
    delta, read = factors_of(trace, name)
    total: Floats = delta[time:].sum(axis=0) if read is None else delta[time:].T @ read[time:]
    return total
