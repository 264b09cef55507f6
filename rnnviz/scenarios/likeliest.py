"""The likeliest classes of one answer, to be shown."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.exhibits import Share

#: So many are shown.
SHOWN = 5


def likeliest(
    shares: Floats, names: Sequence[str], wanted: int, shown: int = SHOWN
) -> tuple[Share, ...]:
    """The likeliest classes, the likeliest first; the one wanted is always among them.

    shares  ŷ of one step, (O,).
    """
    order = np.argsort(-shares, kind="stable").tolist()
    best = order[:shown]
    if wanted not in best:
        best[-1] = wanted
    return tuple(Share(names[n], float(shares[n]), n == wanted) for n in best)
