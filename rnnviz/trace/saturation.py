"""Saturation: how many units stand where their nonlinearity is flat and lets no gradient through.

Of a gate σ(a) these are the units below 0.05 and above 0.95, where its slope is less than a fifth
of the steepest; of tanh those with |tanh(a)| above 0.99; of ReLU those that are 0. (Compare
A. Karpathy, J. Johnson and L. Fei-Fei, "Visualizing and understanding recurrent networks", 2015.)
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnviz.engine.activations import ACTIVATIONS
from rnnviz.engine.attention import KEY as ATTENTION
from rnnviz.engine.batch import Booleans, Floats
from rnnviz.trace.trace import Quantity, Trace

#: A gate is saturated outside of these, and tanh outside of ±LIMIT.
OPEN, SHUT, LIMIT = 0.95, 0.05, 0.99

Kind = Literal["σ", "tanh", "ReLU"]
_VALUE = {each.symbol: each.value for each in ACTIVATIONS.values()}
_NONLINEAR = re.compile(r"(?P<kind>σ|tanh|ReLU)\(\{(?P<source>\w+)\}\)")


@dataclass(frozen=True)
class Saturation:
    """Of one nonlinearity of one lane, over the time steps; 0 where the lane does not compute.

    lane      its key, or "attention".
    quantity  the quantity that the nonlinearity is part of.
    title, symbol   of what it gives: "forget gate", "f"; "tanh of the cell state", "tanh(c)".
    low       the share of units below 0.05, below −0.99, or at 0 (ReLU), (T,).
    high      the share of units above 0.95 or above 0.99, (T,); of ReLU none.
    computed  the steps at which the lane computes, (T,).
    dead      of ReLU the share of units that are 0 at every one of these steps; else None.
    """

    lane: str
    quantity: str
    title: str
    symbol: str
    kind: Kind
    low: Floats
    high: Floats
    computed: Booleans
    dead: float | None = None

    @property
    def key(self) -> tuple[str, str]:
        """By which the same nonlinearity is found at other updates."""
        return self.lane, self.symbol

    @property
    def share(self) -> tuple[float, float]:
        """Both shares, of all units at all steps computed."""
        return float(self.low[self.computed].mean()), float(self.high[self.computed].mean())


def saturations(trace: Trace) -> tuple[Saturation, ...]:
    """Of every nonlinearity of every lane, the lowest first; then of attention."""
    found = [
        each
        for lane in trace.lanes
        for each in _of(trace.quantities, lane.key, lane.values, trace.computed(lane))
    ]
    if trace.attention:
        computed = trace.computed(trace.top[0])
        found += _of([trace.quantity("n")], ATTENTION, trace.attention.values, computed)
    return tuple(found)


def _of(
    quantities: Sequence[Quantity], lane: str, values: Mapping[str, Floats], computed: Booleans
) -> Iterator[Saturation]:
    for quantity in quantities:
        match = _NONLINEAR.search(quantity.formula)
        if match is None:
            continue
        kind: Kind = match["kind"]  # type: ignore[assignment]
        title, symbol, numbers = quantity.title, quantity.symbol, values[quantity.key]
        if match.group() != quantity.formula:
            # A nonlinearity within a formula: its value is no quantity of its own.
            inner = next(each for each in quantities if each.key == match["source"])
            title, symbol = f"{kind} of the {inner.title}", f"{kind}({inner.symbol})"
            with np.errstate(invalid="ignore"):
                numbers = _VALUE[kind](values[inner.key])
        low, high = _shares(kind, numbers, computed)
        dead = float((numbers[computed] == 0).all(axis=0).mean()) if kind == "ReLU" else None
        yield Saturation(lane, quantity.key, title, symbol, kind, low, high, computed, dead)


def _shares(kind: Kind, numbers: Floats, computed: Booleans) -> tuple[Floats, Floats]:
    """Which share of the units is saturated at each step, low and high, (T,) each."""
    if kind == "ReLU":
        low, high = numbers == 0, np.zeros_like(numbers, np.bool_)
    elif kind == "σ":
        low, high = numbers < SHUT, numbers > OPEN
    else:
        low, high = numbers < -LIMIT, numbers > LIMIT
    here = computed[:, None]
    return (low & here).mean(axis=1), (high & here).mean(axis=1)
