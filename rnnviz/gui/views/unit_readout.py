"""What is said of the number under the pointer, on the line at the foot of the unit's picture."""

from rnnviz.gui.views.read_places import before, column_name, readout_name
from rnnviz.gui.views.unit_shown import Shown
from rnnviz.trace.formula_numbers import bracketed, number_text, scientific_text
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import Block, Group, UnitSum

#: Below this three decimals would say too little of a factor.
LEAST_PLAIN = 0.1


def gradient_text(value: float) -> str:
    """A number as it is written in a product of gradients: always with three figures."""
    return scientific_text(value) if abs(value) < LEAST_PLAIN else number_text(value)


def column_text(trace: Trace, shown: Shown, total: UnitSum, column: int) -> str:
    """Of a column: its weight, what comes in, and their product; backward what is added to the
    weight's gradient. The column −1 is the bias."""
    delta = gradient_text(total.gradient)
    if column < 0:
        text = f"{total.bias_name} = {number_text(total.bias)}"
        if shown.backward:
            return f"{text}, adds δ = {delta} to ∂E/∂{total.bias_name}"
        return f"{text}, with which the sum begins"
    group = total.group_at(column)
    letter = _letter(trace, group)
    weight, read, product = (
        number_text(float(values[column])) for values in (total.weights, total.read, total.products)
    )
    text = f"{_name(trace, shown, group, column - group.start)}:  w = {weight},  {letter} = {read}"
    if shown.backward:
        added = gradient_text(float(total.adds[column]))
        return f"{text},  δ·{letter} = {delta}·{bracketed(read)} = {added} is added to ∂E/∂w"
    so_far = number_text(float(total.sums[column + 1]))
    return f"{text},  w·{letter} = {product},  sum so far = {so_far}"


def block_text(trace: Trace, shown: Shown, block: Block) -> str:
    """Of a factor: what is read and what it counts as; backward its gradient."""
    factor = block.factor
    when = before(shown.here.lane) if factor.name.endswith("-") else ""
    quantity = trace.quantity(factor.name.removesuffix("-"))
    symbol, number = quantity.symbol, number_text(block.read)
    text = f"{quantity.title} {symbol}{when}:  {symbol} = {number}"
    value = number_text(block.value)
    if factor.function:
        text += f",  {factor.function}({symbol}) = {value}"
    if factor.is_rest:
        text += f",  1 − {symbol} = {value}"
    return f"{text},  ∂E/∂{symbol} = {gradient_text(block.gradient)}" if shown.backward else text


def _letter(trace: Trace, group: Group) -> str:
    name = group.source.removesuffix("-")
    return "x" if name == "x" else trace.quantity(name).symbol


def _name(trace: Trace, shown: Shown, group: Group, index: int) -> str:
    """Which number a column multiplies with: "W_f, x ‘e’", "W_f, h 3 of t − 1"."""
    if shown.key == "y":
        return f"{group.weight}, {readout_name(trace, group.start + index)}"
    return f"{group.weight}, {column_name(trace, shown.here.lane, group.source, index)}"
