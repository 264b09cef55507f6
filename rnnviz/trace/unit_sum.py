"""The arithmetic of one unit: its row of weights, what comes in, the sum as it grows, and the
nonlinearity. Only the partial sums are worked out here; all else is recorded."""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.trace import LaneTrace, Quantity, Trace

_CALLED = re.compile(r"(σ|tanh|ReLU|id)\(\{([^{}]+)\}\)")


class Group(NamedTuple):
    """Columns `start` to `stop` of a row of weights, which multiply one source."""

    weight: str
    source: str
    start: int
    stop: int
    first_column: int


class UnitSum(NamedTuple):
    """A unit's affine sum, column by column.

    key      of the quantity that it is.
    weights, read   the row of weights and what each multiplies, (n,).
    bias     what the sum begins with.
    sums     after each column, (n + 1,): the bias first, the last one the quantity itself.
    value    the quantity as the engine recorded it; `gradient` ∂E/∂ it.
    """

    key: str
    weights: Floats
    read: Floats
    bias_name: str
    bias: float
    sums: Floats
    groups: tuple[Group, ...]
    value: float
    gradient: float

    @property
    def products(self) -> Floats:
        """(n,)"""
        with np.errstate(all="ignore"):
            return self.weights * self.read

    @property
    def adds(self) -> Floats:
        """What this step adds to the gradient of each weight: δ times what it multiplies."""
        with np.errstate(all="ignore"):
            return self.gradient * self.read


class Bend(NamedTuple):
    """A nonlinearity at a point of one unit.

    name   "σ", "tanh", "ReLU" or "id".
    source, result   keys of what it is applied to, and of the quantity in whose formula.
    x, y, slope   the point on the curve, and f′(x), which follows from y (or x for ReLU).
    """

    name: str
    source: str
    result: str
    x: float
    y: float
    slope: float


def affine_key(trace: Trace, key: str) -> str:
    """The affine quantity that a quantity is made from by a nonlinearity alone, or is itself;
    "" where it is neither."""
    quantity = trace.quantity(key)
    if quantity.products:
        return key
    called = _CALLED.fullmatch(quantity.formula)
    return affine_key(trace, called[2]) if called else ""


def unit_sum(trace: Trace, lane: LaneTrace, time: int, unit: int, key: str) -> UnitSum:
    """The sum of an affine quantity. Raises KeyError where `key` is none."""
    quantity = trace.quantity(key)
    if not quantity.products:
        raise KeyError(key)
    weights, read, groups, at = [], [], [], 0
    for product in quantity.products:
        weights.append(trace.parameters[f"{lane.key}.{product.weight}"][unit])
        column = 0
        for source in product.sources:
            vector = trace.source(lane, source, time)
            read.append(vector)
            groups.append(Group(product.weight, source, at, at + len(vector), column))
            at, column = at + len(vector), column + len(vector)
    return _summed(trace, lane, quantity, (time, unit), weights, read, tuple(groups))


def _summed(
    trace: Trace,
    lane: LaneTrace,
    quantity: Quantity,
    place: tuple[int, int],
    weights: list[Floats],
    read: list[Floats],
    groups: tuple[Group, ...],
) -> UnitSum:
    row, vector = np.concatenate(weights), np.concatenate(read)
    bias = 0.0
    if quantity.bias:
        bias = float(trace.parameters[f"{lane.key}.{quantity.bias}"][place[1]])
    with np.errstate(all="ignore"):
        sums = np.cumsum(np.concatenate(([bias], row * vector)))
    return UnitSum(
        quantity.key,
        row,
        vector,
        quantity.bias or "",
        bias,
        sums,
        groups,
        float(lane.values[quantity.key][place]),
        float(lane.gradients[quantity.key][place]),
    )


def readout_sum(trace: Trace, time: int, output: int) -> UnitSum:
    """The same for one output of the readout, y = W_hy h + b_y."""
    read = trace.lanes[-1].values[trace.states[0]][time]
    row, bias = trace.parameters["W_hy"][output], float(trace.parameters["b_y"][output])
    with np.errstate(all="ignore"):
        sums = np.cumsum(np.concatenate(([bias], row * read)))
    groups = (Group("W_hy", trace.states[0], 0, len(read), 0),)
    value, gradient = float(trace.y[time, output]), float(trace.y_gradients[time, output])
    return UnitSum("y", row, read, "b_y", bias, sums, groups, value, gradient)


def bend(trace: Trace, lane: LaneTrace, time: int, unit: int, key: str) -> Bend | None:
    """The nonlinearity in a quantity's formula, or the one that is applied to an affine
    quantity; None where there is none."""
    for quantity in (trace.quantity(key), *trace.quantities):
        called = _CALLED.search(quantity.formula)
        if called is None or key not in (quantity.key, called[2]):
            continue
        name, source = called[1], called[2]
        x = float(lane.values[source][time, unit])
        if _CALLED.fullmatch(quantity.formula):
            y = float(lane.values[quantity.key][time, unit])
        else:
            y = float(curve(name, np.array([x]))[0])
        return Bend(name, source, quantity.key, x, y, _slope(name, x, y))
    return None


CURVES: dict[str, Callable[[Floats], Floats]] = {
    "σ": lambda x: 1.0 / (1.0 + np.exp(-x)),
    "tanh": np.tanh,
    "ReLU": lambda x: np.maximum(x, 0.0),
    "id": lambda x: x + 0.0,
}


def curve(name: str, x: Floats) -> Floats:
    """f at many points, for drawing."""
    with np.errstate(over="ignore"):
        return CURVES[name](x)


def _slope(name: str, x: float, y: float) -> float:
    if name == "σ":
        return y * (1.0 - y)
    if name == "tanh":
        return 1.0 - y * y
    return float(x > 0) if name == "ReLU" else 1.0
