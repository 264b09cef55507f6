"""The highway: the way of a state through time that no weight matrix lies on.

An LSTM has c_t = f_t ⊙ c_{t−1} + …, so that ∂c_s/∂c_k has ∏ f_j in it, unit by unit
(S. Hochreiter and J. Schmidhuber, "Long short-term memory", 1997; the forget gate: F. Gers and
others, 2000); a GRU has h_t = z_t ⊙ h_{t−1} + …. An Elman network has none.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Quantity
from rnnviz.trace.gradient_paths import products


class Highway(NamedTuple):
    """The state that is kept, and the key of the gate that keeps it."""

    state: str
    gate: str


def highway_of(quantities: Iterable[Quantity]) -> Highway | None:
    """Read off the cell's list: a state that is a gate times itself plus something else."""
    for quantity in quantities:
        for term in products(quantity.formula) if quantity.formula else ():
            names = [factor.name for factor in term.factors]
            if len(names) == 2 and f"{quantity.key}-" in names:
                names.remove(f"{quantity.key}-")
                return Highway(quantity.key, names[0])
    return None


def kept_shares(factors: Floats) -> Floats:
    """What is left after each factor: 1, then the products one by one. (N, H) to (N + 1, H)"""
    ones = np.ones((1, factors.shape[1]))
    shares: Floats = np.concatenate((ones, np.cumprod(factors, axis=0)))
    return shares


def half_lives(factors: Floats) -> Floats:
    """In how many steps each unit's product falls to a half, by the geometric mean of its factors;
    infinite where it does not fall. (N, H) to (H,)"""
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.log(np.abs(factors)).mean(axis=0)
        lives: Floats = np.where(rate < 0, np.log(0.5) / rate, np.inf)
    return lives
