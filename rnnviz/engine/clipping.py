"""Clipping the gradient, in place (R. Pascanu, T. Mikolov and Y. Bengio, 2013)."""

from typing import Literal

import numpy as np

from rnnviz.engine.batch import Floats

ClipKind = Literal["off", "norm", "value"]


def norm(gradient: Floats) -> float:
    """‖g‖ of a flat vector; finite wherever every g_i is, though its square may overflow."""
    with np.errstate(over="ignore"):
        plain = float(np.sqrt(np.dot(gradient, gradient)))
    if np.isfinite(plain):
        return plain
    largest = float(np.abs(gradient).max())
    if not np.isfinite(largest):
        return largest
    scaled = gradient / largest
    return largest * float(np.sqrt(np.dot(scaled, scaled)))


def clip(gradient: Floats, kind: ClipKind, limit: float) -> tuple[float, float]:
    """Clip in place: "norm" scales g so that ‖g‖ ≤ limit, "value" cuts every |g_i| to limit.

    Returns ‖g‖ before and after.
    """
    before = norm(gradient)
    if kind == "norm" and before > limit:
        # Next to the norm of an exploded gradient, the factor may be too small for float32.
        np.multiply(gradient, np.float64(limit / before), out=gradient, casting="same_kind")
        return before, limit
    if kind == "value":
        np.clip(gradient, -limit, limit, out=gradient)
        return before, norm(gradient)
    return before, before
