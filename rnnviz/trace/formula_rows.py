"""The numbers of one unit at one time step, row by row, as the engine recorded them."""

from math import isfinite
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells import CELLS
from rnnviz.trace.formula import tokens
from rnnviz.trace.formula_numbers import (
    Term,
    bracketed,
    filled,
    lowered,
    number_text,
)
from rnnviz.trace.formula_place import Place, Row
from rnnviz.trace.gradient_rows import gradient_row, output_gradient_row
from rnnviz.trace.product_sums import MOST_PRODUCTS, product_sum
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import RECORDED, LaneTrace, Quantity, Trace

#: How many classes are listed.
MOST_GUESSES = 6
#: The input of an upper layer: the state of the layer below, whose units have no names.
UPPER_INPUT = "x of the layer below"


class Guess(NamedTuple):
    """One of the outputs.

    share   from 0 to 1, where it is a probability.
    wanted  whether it is the target, where one of several is.
    target  the number that it should be, where it should be one.
    """

    label: str
    value: float
    text: str
    share: float | None = None
    wanted: bool = False
    target: str = ""


def cell_title(trace: Trace) -> str:
    """The cell's name as people write it, e.g. "LSTM"."""
    titles = {cell.key: cell.title for cell in CELLS}
    return titles.get(trace.origin.cell, trace.origin.cell)


def place(trace: Trace, spot: Spot) -> Place:
    """Where a spot lies; the top lane and the first unit where it does not say."""
    time = max(0, min(spot.time, trace.steps - 1))
    lane = trace.lane_at(spot.lane, time)
    unit = max(0, min(spot.unit or 0, trace.hidden - 1))
    return Place(time, lane, unit, trace.is_top(lane))


def rows(trace: Trace, spot: Spot) -> tuple[Row, ...]:
    """All that is known of a unit at a time step: the cell's quantities in the order
    computed; for the top lane output and loss; the gradients, the last computed first, as
    back-propagation finds them."""
    here = place(trace, spot)
    quantities = [quantity.key for quantity in trace.quantities]
    readout = ["y", "E"] if here.is_top else []
    gradients = [f"d_{key}" for key in reversed(quantities)]
    return tuple(row(trace, here, key) for key in (*quantities, *readout, *gradients))


def row(trace: Trace, here: Place, key: str) -> Row:
    """One row, by the key that a Spot calls it."""
    if key == "y":
        return _output(trace, here)
    if key == "E":
        return _loss(trace, here)
    if key == "d_y":
        return output_gradient_row(trace, here)
    if key.startswith("d_"):
        return gradient_row(trace, here, key[2:])
    quantity = trace.quantity(key)
    return (_element_wise if quantity.formula else _affine)(trace, here, quantity)


def _output(trace: Trace, here: Place) -> Row:
    """ŷ_t; its numbers only where there is one output, and no function over it."""
    outputs = trace.outputs[here.time]
    if trace.loss_name == "cross-entropy":
        return _softmax(trace, here.time)
    if len(outputs) > 1 or not trace.gives_numbers:
        return Row("y", float(outputs.max()), "")
    key = "n" if trace.attention else trace.states[0]
    read = trace.read_out[here.time]
    weights = trace.parameters["W_hy"][0]
    bias = float(trace.parameters["b_y"][0])
    return _sum(trace, "y", float(outputs[0]), [(weights, [(key, read)])], bias)


def _softmax(trace: Trace, time: int) -> Row:
    """ŷ of the class that is wanted, or of the likeliest one where none is."""
    wanted = wanted_classes(trace, time)
    index = wanted[0] if wanted else int(np.argmax(trace.outputs[time]))
    value, y = float(trace.outputs[time, index]), trace.y[time].astype(float)
    with np.errstate(all="ignore"):
        total = float(np.exp(y).sum())
    text = f"exp({number_text(float(y[index]))}) / {number_text(total)}"
    return Row("y", value, number_text(value), (Term("+", text),))


def guesses(trace: Trace, time: int) -> tuple[Guess, ...]:
    """The outputs; of probabilities the greatest, and the target as the last one where it
    is not among them."""
    outputs = trace.outputs[time]
    if trace.gives_numbers:
        return tuple(_numbers_guessed(trace, time))
    order = np.argsort(-outputs, kind="stable")[:MOST_GUESSES].tolist()
    wanted = wanted_classes(trace, time)
    if wanted and wanted[0] not in order:
        order[-1] = wanted[0]
    return tuple(_likely(trace, time, index, index in wanted) for index in order)


def _likely(trace: Trace, time: int, index: int, wanted: bool) -> Guess:
    value = float(trace.outputs[time, index])
    share = value if isfinite(value) else 0.0
    return Guess(trace.labels.classes[index], value, number_text(value), share, wanted)


def wanted_classes(trace: Trace, time: int) -> list[int]:
    """The classes that are the target of a step; none where it is not scored."""
    if not trace.scored[time] or trace.gives_numbers:
        return []
    target = trace.targets[time]
    return [int(target)] if trace.targets.ndim == 1 else np.flatnonzero(target > 0.5).tolist()


def _numbers_guessed(trace: Trace, time: int) -> list[Guess]:
    found, scored = [], trace.scored[time] and trace.loss_name != RECORDED
    for index, value in enumerate(trace.outputs[time][:MOST_GUESSES].tolist()):
        target = number_text(float(trace.targets[time][index])) if scored else ""
        label = trace.labels.classes[index]
        found.append(Guess(label, value, number_text(value), target=target))
    return found


def _loss(trace: Trace, here: Place) -> Row:
    """E_t, with the outputs that it is made from; without them where a step is not scored."""
    time, value = here.time, float(trace.losses[here.time])
    if not trace.scored[time]:
        return Row("E", value, number_text(value), note="not scored at this step")
    terms = _LOSS_TERMS[trace.loss_name](trace, time)
    shown = terms[:MOST_PRODUCTS]
    return Row("E", value, number_text(value), tuple(shown), len(terms) - len(shown))


def _surprise(trace: Trace, time: int) -> list[Term]:
    share = float(trace.outputs[time][int(trace.targets[time])])
    return [Term("−", f"ln {number_text(share)}")]


def _surprises(trace: Trace, time: int) -> list[Term]:
    pairs = zip(trace.outputs[time].tolist(), trace.targets[time].tolist(), strict=True)
    return [
        Term("−", f"ln {number_text(y)}" if target else f"ln(1 − {number_text(y)})")
        for y, target in pairs
    ]


def _squares(trace: Trace, time: int) -> list[Term]:
    pairs = zip(trace.outputs[time].tolist(), trace.targets[time].tolist(), strict=True)
    return [
        Term("+", f"({number_text(y)} − {bracketed(number_text(target))})²") for y, target in pairs
    ]


def _unknown(trace: Trace, time: int) -> list[Term]:
    return []


_LOSS_TERMS = {
    RECORDED: _unknown,
    "cross-entropy": _surprise,
    "binary cross-entropy": _surprises,
    "squared error": _squares,
}


def _element_wise(trace: Trace, here: Place, quantity: Quantity) -> Row:
    parts = tokens(quantity.formula)
    read = {
        part.text: float(trace.source(here.lane, part.text, here.time)[here.unit])
        for part in parts
        if part.kind == "read"
    }
    value = float(here.lane.values[quantity.key][here.time, here.unit])
    return Row(quantity.key, value, number_text(value), filled(parts, read))


def _affine(trace: Trace, here: Place, quantity: Quantity) -> Row:
    time, lane, unit, _ = here
    products = []
    for product in quantity.products:
        read = [(_named(trace, lane, s), trace.source(lane, s, time)) for s in product.sources]
        products.append((trace.parameters[f"{lane.key}.{product.weight}"][unit], read))
    bias = trace.parameters[f"{lane.key}.{quantity.bias}"][unit] if quantity.bias else None
    value = float(lane.values[quantity.key][time, unit])
    added, inputs = None if bias is None else float(bias), trace.input_names(lane)
    return _sum(trace, quantity.key, value, products, added, inputs)


def _named(trace: Trace, lane: LaneTrace, source: str) -> str:
    return UPPER_INPUT if source == "x" and trace.below(lane) else source


#: A row of weights, and by name the vectors, end to end, that it is multiplied with.
Factors = tuple[Floats, list[tuple[str, Floats]]]


def _sum(
    trace: Trace,
    key: str,
    value: float,
    factors: list[Factors],
    bias: float | None,
    inputs: tuple[str, ...] = (),
) -> Row:
    """A weighted sum; `inputs` names each number of x."""
    weights = np.concatenate([row for row, _ in factors])
    read = np.concatenate([vector for _, sources in factors for _, vector in sources])
    names = [(name, len(vector)) for _, sources in factors for name, vector in sources]
    return product_sum(
        key, value, weights, read, lambda n: _source_name(trace, names, n, inputs), bias
    )


def _source_name(
    trace: Trace, names: list[tuple[str, int]], index: int, inputs: tuple[str, ...]
) -> str:
    """What stands at a place of several vectors laid end to end: "h₁₂", "x ‘e’"."""
    name, length = names[0]
    if index >= length:
        return _source_name(trace, names[1:], index - length, inputs)
    if name == "x":
        return f"x ‘{inputs[index]}’"
    letter = "x" if name == UPPER_INPUT else trace.quantity(name.removesuffix("-")).symbol
    return letter + lowered(index + 1)
