"""Summary: what is kept of an update for good: how its units, weights and gradients were spread."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.histograms import Histogram, of_gradients, of_weights
from rnnviz.trace.saturation import saturations
from rnnviz.trace.trace import Trace


@dataclass(frozen=True)
class Saturated:
    """Shares of all units at all steps computed of the sequence shown; see Saturation."""

    low: float
    high: float
    dead: float | None


@dataclass(frozen=True)
class Summary:
    """Of the network after an update.

    update      how many updates it had seen.
    saturation  by lane and symbol, of the sequence shown.
    weights     by name.
    gradients   by name: those of this update, as the optimiser got them; none before the first.
    """

    update: int
    saturation: Mapping[tuple[str, str], Saturated]
    weights: Mapping[str, Histogram]
    gradients: Mapping[str, Histogram] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        histograms = (*self.weights.values(), *self.gradients.values())
        return 100 * len(self.saturation) + sum(each.size for each in histograms)


def summarize(trace: Trace, gradients: Mapping[str, Floats] | None) -> Summary:
    """Of a trace, whose weights it holds, and of the gradients of the update before it."""
    shares: dict[tuple[str, str], Saturated] = {}
    for each in saturations(trace):
        low, high = each.share
        shares[each.key] = Saturated(low, high, each.dead)
    with np.errstate(all="ignore"):
        weights = {name: of_weights(array) for name, array in trace.parameters.items()}
        spread = {name: of_gradients(array) for name, array in (gradients or {}).items()}
    return Summary(trace.origin.update, shares, weights, spread)
