"""What a condition may call: each takes an array or a number and gives one of the two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Of a larger matrix the eigenvalues take too long: 256 rows take a tenth of a second.
MOST_SQUARE = 256


@dataclass(frozen=True)
class Function:
    """A function of one argument.

    explanation  for the list in the help.
    compute      on an array of any shape.
    reduces      whether an array becomes one number.
    takes, gives "number" or "truth".
    wants_square whether only a square matrix will do, of at most MOST_SQUARE rows.
    """

    explanation: str
    compute: Callable[[Any], Any]
    reduces: bool = False
    takes: str = "number"
    gives: str = "number"
    wants_square: bool = False


def _spectral_radius(matrix: NDArray[np.floating]) -> float:
    """The greatest |λ|; NaN where a number is not finite, or no eigenvalue can be found."""
    if not np.isfinite(matrix).all():
        return np.nan
    try:
        return float(np.abs(np.linalg.eigvals(matrix)).max())
    except np.linalg.LinAlgError:
        return np.nan


FUNCTIONS: dict[str, Function] = {
    "abs": Function("|x|, element by element", np.abs),
    "sqrt": Function("√x, element by element", np.sqrt),
    "exp": Function("eˣ, element by element", np.exp),
    "log": Function("ln x, element by element", np.log),
    "isnan": Function("whether x is NaN, element by element", np.isnan, gives="truth"),
    "isinf": Function("whether x is infinite, element by element", np.isinf, gives="truth"),
    "norm": Function(
        "‖x‖, the root of the sum of squares", lambda x: np.sqrt(np.sum(x * x)), reduces=True
    ),
    "max": Function("the greatest element", np.max, reduces=True),
    "min": Function("the least element", np.min, reduces=True),
    "mean": Function("the mean of all elements", np.mean, reduces=True),
    "sum": Function("the sum of all elements", np.sum, reduces=True),
    "spectral_radius": Function(
        "the greatest |λ| of a square matrix", _spectral_radius, reduces=True, wants_square=True
    ),
    "any": Function("whether any element is true", np.any, True, "truth", "truth"),
    "all": Function("whether every element is true", np.all, True, "truth", "truth"),
}
