"""Clipping the gradient, in place (R. Pascanu, T. Mikolov and Y. Bengio, 2013)."""

from typing import Literal

import numpy as np

from rnnviz.engine.batch import Floats

ClipKind = Literal["off", "norm", "value"]


def norm(gradient: Floats) -> float:
    """‖g‖ of a flat vector; Inf where its square cannot be held in the vector's type."""
    return float(np.sqrt(np.dot(gradient, gradient)))


def clip(gradient: Floats, kind: ClipKind, limit: float) -> tuple[float, float]:
    """Clip in place: "norm" scales g so that ‖g‖ ≤ limit, "value" cuts every |g_i| to limit.

    Returns ‖g‖ before and after.
    """
    before = norm(gradient)
    if kind == "norm" and before > limit:
        gradient *= limit / before
        return before, limit
    if kind == "value":
        np.clip(gradient, -limit, limit, out=gradient)
        return before, norm(gradient)
    return before, before
