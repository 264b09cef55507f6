"""Watches: expressions whose value a person wants to see all the time."""

from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.batch import Floats


@dataclass(frozen=True)
class Watch:
    """One watch.

    number   counts them within a session; it never changes.
    text     the expression, e.g. "norm(dh)".
    value    what it is at the cursor; None where it cannot be told, and `error` says why.
    over_steps    its value at every time step of the sequence shown, (T,); empty where it does
                  not depend on the time step.
    updates, over_updates   its value at the end of those updates that were looked at, (N,) each.
    """

    number: int
    text: str
    value: float | None = None
    error: str = ""
    over_steps: Floats = field(default_factory=lambda: np.empty(0))
    updates: Floats = field(default_factory=lambda: np.empty(0))
    over_updates: Floats = field(default_factory=lambda: np.empty(0))
