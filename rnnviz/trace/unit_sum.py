"""The arithmetic of one unit: its row of weights, what comes in, the sum as it grows, and the
nonlinearity. Only partial sums, products and slopes are worked out here; all else is recorded."""

import re
from typing import NamedTuple

import numpy as np

from rnnviz.engine.activations import ACTIVATIONS
from rnnviz.engine.batch import Floats
from rnnviz.trace.gradient_paths import Factor, products
from rnnviz.trace.trace import LaneTrace, Quantity, Trace

_CALLED = re.compile(r"(σ|tanh|ReLU|id)\(\{([^{}]+)\}\)")
_BENDS = {activation.symbol: activation for activation in ACTIVATIONS.values()}


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

    def group_at(self, column: int) -> Group:
        """The group that a column belongs to. Raises IndexError where there is no such column."""
        for group in self.groups:
            if group.start <= column < group.stop:
                return group
        raise IndexError(column)


class Bend(NamedTuple):
    """A nonlinearity at a point of one unit.

    name   "σ", "tanh", "ReLU" or "id".
    source, result   keys of what it is applied to, and of the quantity in whose formula.
    x, y, slope   the point on the curve, and f′(x), as the engine finds it from y.
    """

    name: str
    source: str
    result: str
    x: float
    y: float
    slope: float


class Passed(NamedTuple):
    """How the gradient comes back through a nonlinearity: part = sign · of_result · Π others ·
    f′(x).

    others   what else is multiplied with f in the formula, and each value.
    whole    ∂E/∂x as it was recorded; `part` is all of it where nothing else reads x.
    """

    of_result: float
    sign: int
    others: tuple[tuple[Factor, float], ...]
    part: float
    whole: float
    is_whole: bool


class Block(NamedTuple):
    """A factor of a formula that is worked out unit by unit.

    read      the number read; `value` what it counts as: itself, f of it, or 1 minus it.
    gradient  ∂E/∂(the number read).
    """

    factor: Factor
    read: float
    value: float
    gradient: float


class BlockTerm(NamedTuple):
    """A product of such factors, with its sign, 1 or −1."""

    sign: int
    blocks: tuple[Block, ...]
    value: float


class UnitBlocks(NamedTuple):
    """A quantity that is a sum of products, unit by unit: its recorded value and gradient."""

    key: str
    terms: tuple[BlockTerm, ...]
    value: float
    gradient: float


def made_from(trace: Trace, key: str) -> str:
    """What a nonlinearity alone makes a quantity from; else the quantity itself."""
    called = _CALLED.fullmatch(trace.quantity(key).formula)
    return called[2] if called else key


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
    bias = 0.0
    if quantity.bias:
        bias = float(trace.parameters[f"{lane.key}.{quantity.bias}"][unit])
    row, vector = np.concatenate(weights), np.concatenate(read)
    value, gradient = (float(by_key[key][time, unit]) for by_key in (lane.values, lane.gradients))
    sums = running_sum(bias, row, vector)
    bias_name = quantity.bias or ""
    return UnitSum(key, row, vector, bias_name, bias, sums, tuple(groups), value, gradient)


def readout_sum(trace: Trace, time: int, output: int) -> UnitSum:
    """The same for one output of the readout, y = W_hy h + b_y."""
    read = trace.read_out[time]
    row, bias = trace.parameters["W_hy"][output], float(trace.parameters["b_y"][output])
    source = "n" if trace.attention else trace.states[0]
    groups = tuple(
        Group("W_hy", source, at, at + trace.hidden, at) for at in range(0, len(read), trace.hidden)
    )
    value, gradient = float(trace.y[time, output]), float(trace.y_gradients[time, output])
    sums = running_sum(bias, row, read)
    return UnitSum("y", row, read, "b_y", bias, sums, groups, value, gradient)


def running_sum(bias: float, weights: Floats, read: Floats) -> Floats:
    """The sum after each product, the bias first, in double precision: (n + 1,)."""
    with np.errstate(all="ignore"):
        return np.cumsum(np.concatenate(([bias], weights * read)), dtype=np.float64)


def bend(trace: Trace, lane: LaneTrace, time: int, unit: int, key: str) -> Bend | None:
    """The nonlinearity in a quantity's formula, or else one that is applied to the quantity;
    None where there is none."""
    for quantity in (trace.quantity(key), *trace.quantities):
        called = _CALLED.search(quantity.formula)
        if called is None or key not in (quantity.key, called[2]):
            continue
        name, source = called[1], called[2]
        # As arrays of one, so that the engine's functions see the numbers as they were.
        x = lane.values[source][time, unit : unit + 1]
        if _CALLED.fullmatch(quantity.formula):
            y = lane.values[quantity.key][time, unit : unit + 1]
        else:
            y = curve(name, x)
        with np.errstate(all="ignore"):
            slope = float(_BENDS[name].slope(y)[0])
        return Bend(name, source, quantity.key, float(x[0]), float(y[0]), slope)
    return None


def curve(name: str, x: Floats) -> Floats:
    """f at many points."""
    with np.errstate(all="ignore"):
        return _BENDS[name].value(x)


def passed_back(trace: Trace, lane: LaneTrace, time: int, unit: int, shape: Bend) -> Passed:
    """The gradient on its way back through a nonlinearity."""
    formula = trace.quantity(shape.result).formula
    of_result = float(lane.gradients[shape.result][time, unit])
    whole = float(lane.gradients[shape.source][time, unit])
    if _CALLED.fullmatch(formula):
        return Passed(of_result, 1, (), whole, whole, True)
    term = next(p for p in products(formula) if any(f.function == shape.name for f in p.factors))
    others = tuple(
        (factor, _block(trace, lane, time, unit, factor).value)
        for factor in term.factors
        if factor.function != shape.name
    )
    part = term.sign * of_result * shape.slope
    for _, value in others:
        part *= value
    return Passed(of_result, term.sign, others, part, whole, False)


def unit_blocks(trace: Trace, lane: LaneTrace, time: int, unit: int, key: str) -> UnitBlocks:
    """A quantity whose formula is a sum of products unit by unit. Raises KeyError where `key`
    is none."""
    quantity: Quantity = trace.quantity(key)
    if not quantity.formula:
        raise KeyError(key)
    terms = []
    for product in products(quantity.formula):
        blocks = tuple(_block(trace, lane, time, unit, f) for f in product.factors)
        value = float(product.sign)
        for block in blocks:
            value *= block.value
        terms.append(BlockTerm(product.sign, blocks, value))
    value, gradient = (float(by_key[key][time, unit]) for by_key in (lane.values, lane.gradients))
    return UnitBlocks(key, tuple(terms), value, gradient)


def _block(trace: Trace, lane: LaneTrace, time: int, unit: int, factor: Factor) -> Block:
    read = trace.source(lane, factor.name, time)[unit : unit + 1]
    value = curve(factor.function, read) if factor.function else read
    gradient = float(_gradients(trace, lane, factor.name, time)[unit])
    number = float(value[0])
    return Block(factor, float(read[0]), 1.0 - number if factor.is_rest else number, gradient)


def _gradients(trace: Trace, lane: LaneTrace, name: str, time: int) -> Floats:
    """∂E/∂(a quantity of the step, or a state of the step before), (H,)."""
    key = name.removesuffix("-")
    step = trace.earlier(lane, time) if name.endswith("-") else time
    if step is None:
        return lane.start_gradients[key]
    vector: Floats = lane.gradients[key][step]
    return vector
