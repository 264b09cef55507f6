"""Worksheet: the arithmetic of one unit at one time step, forward and backward, for computing it by
hand. All numbers are the recorded ones."""

from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.formula import (
    Runs,
    Written,
    loss_written,
    mirrored,
    output_written,
    plain,
    symbol,
    written,
)
from rnnviz.trace.formula_numbers import joined_terms, lowered, number_text
from rnnviz.trace.formula_place import Place, Row
from rnnviz.trace.formula_rows import cell_title, place, row
from rnnviz.trace.gradient_paths import outside_paths
from rnnviz.trace.gradient_rows import addends, path_name, written_gradient, written_output_gradient
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import RECORDED, Trace

#: How a number given is shown: enough digits for a result with three.
DIGITS = 4


class Given(NamedTuple):
    """A number, or a vector of them, that the arithmetic starts from.

    names  of each number of a vector; none for a single number.
    """

    symbol: Runs
    about: str
    values: tuple[float, ...]
    names: tuple[str, ...] = ()


class Line(NamedTuple):
    """One equation: in symbols, then with numbers, and its result."""

    written: Written
    row: Row


class Worksheet(NamedTuple):
    """What the sheet holds; steps and units are counted from 1 in its texts.

    given     what forward starts from; `returned`, what comes back from other steps and layers.
    forward, backward   the equations in the order in which they are computed.
    """

    title: str
    origin: str
    given: tuple[Given, ...]
    forward: tuple[Line, ...]
    returned: tuple[Given, ...]
    backward: tuple[Line, ...]


def worksheet(trace: Trace, spot: Spot) -> Worksheet:
    """The sheet of a unit at a time step; of the top lane with its output and loss."""
    here = place(trace, spot)
    origin = trace.origin
    where = f"t = {here.time + 1} of {trace.steps}, unit {here.unit + 1}"
    if len(trace.lanes) > 1:
        where += f", {trace.lane_title(here.lane)}"
    return Worksheet(
        f"{cell_title(trace)} cell at {where}",
        f"{origin.scenario}, seed {origin.seed}, update {origin.update:,}, rnnviz {origin.version}",
        (*_read(trace, here), *_parameters(trace, here), *_readout(trace, here)),
        _forward(trace, here),
        _returned(trace, here),
        _backward(trace, here),
    )


def _forward(trace: Trace, here: Place) -> tuple[Line, ...]:
    lines = [_line(trace, here, each) for each in written(trace.quantities)]
    if here.is_top:
        state = trace.quantity(trace.states[0])
        lines.append(Line(output_written(trace.loss_name, state), row(trace, here, "y")))
        loss = loss_written(trace.loss_name, trace.outputs.shape[1])
        lines.append(Line(loss, row(trace, here, "E")))
    return tuple(lines)


def _backward(trace: Trace, here: Place) -> tuple[Line, ...]:
    lines = []
    if here.is_top:
        written_y = written_output_gradient(trace.loss_name)
        lines.append(Line(written_y, row(trace, here, "d_y")))
    for quantity in reversed(trace.quantities):
        outside = outside_paths(trace, here.lane, quantity.key)
        each = written_gradient(trace.quantities, quantity.key, outside)
        lines.append(_line(trace, here, each))
    return tuple(lines)


def _line(trace: Trace, here: Place, each: Written) -> Line:
    turned = mirrored(each) if here.lane.is_backward else each
    return Line(turned, row(trace, here, each.key))


def _read(trace: Trace, here: Place) -> list[Given]:
    """The vectors that the products read, and the unit's own states of the step before."""
    time, lane = here.time, here.lane
    found: dict[str, Given] = {}
    for quantity in trace.quantities:
        for source in (s for product in quantity.products for s in product.sources):
            if source == "x" or source.endswith("-"):
                names = trace.input_names(lane) if source == "x" else ()
                values = trace.source(lane, source, time)
                found[source] = _vector(here, source, values, names)
    for state in trace.states:
        before = float(trace.before(lane, state, time)[here.unit])
        found[f"{state} alone"] = Given(
            _step_before(here, trace.quantity(state).symbol),
            f"{trace.quantity(state).title} of unit {here.unit + 1} before this step",
            (before,),
        )
    return list(found.values())


def _vector(here: Place, source: str, values: Floats, names: tuple[str, ...]) -> Given:
    numbers = tuple(float(value) for value in values)
    if source == "x":
        labels = names or tuple(f"x{lowered(n + 1)}" for n in range(len(numbers)))
        return Given(symbol("x", "t"), "what is read", numbers, labels)
    name = source.removesuffix("-")
    labels = tuple(f"{name}{lowered(n + 1)}" for n in range(len(numbers)))
    return Given(_step_before(here, name), "all units before this step", numbers, labels)


def _step_before(here: Place, name: str) -> Runs:
    return symbol(name, "t+1" if here.lane.is_backward else "t−1")


def _parameters(trace: Trace, here: Place) -> list[Given]:
    """The unit's row of every weight matrix, and its biases."""
    found = []
    for quantity in trace.quantities:
        for product in quantity.products:
            weights = trace.parameters[f"{here.lane.key}.{product.weight}"][here.unit]
            numbers = tuple(float(value) for value in weights)
            names = tuple(_column_names(trace, here, product.sources))
            about = f"row {here.unit + 1}: the weights of this unit"
            found.append(Given(symbol(product.weight), about, numbers, names))
        if quantity.bias:
            bias = float(trace.parameters[f"{here.lane.key}.{quantity.bias}"][here.unit])
            found.append(Given(symbol(quantity.bias), f"bias of unit {here.unit + 1}", (bias,)))
    return found


def _column_names(trace: Trace, here: Place, sources: tuple[str, ...]) -> list[str]:
    names: list[str] = []
    for source in sources:
        count = len(trace.source(here.lane, source, here.time))
        inputs = trace.input_names(here.lane) if source == "x" else ()
        name = source.removesuffix("-")
        names += inputs or [f"{name}{lowered(n + 1)}" for n in range(count)]
    return names


def _readout(trace: Trace, here: Place) -> list[Given]:
    """What the output is made from, since it takes all units; and what is wanted."""
    if not here.is_top:
        return []
    classes, time = trace.labels.classes, here.time
    about = "the readout before the function over it: all units together"
    found = [Given(symbol("y", "t"), about, tuple(map(float, trace.y[time])), classes)]
    if trace.scored[time] and trace.loss_name != RECORDED:
        target = np.atleast_1d(trace.targets[time]).astype(float)
        one_hot = trace.targets.ndim == 1
        wanted = np.eye(len(classes))[int(target[0])] if one_hot else target
        about = "target: 1 at the class that is wanted" if one_hot else "target"
        found.append(Given(symbol("z", "t"), about, tuple(wanted.tolist()), classes))
    return found


def _returned(trace: Trace, here: Place) -> tuple[Given, ...]:
    """What back-propagation brings along paths from other steps, units and layers."""
    found = []
    for quantity in reversed(trace.quantities):
        for each in addends(trace, here, quantity.key):
            if each.path.kind != "formula" or each.path.is_next:
                name = path_name(trace, each.path)
                about = f"part of ∂E/∂{quantity.symbol}_t that comes through {name}"
                found.append(Given(symbol("δ"), about, (each.value,)))
    numbered = enumerate(found, 1)
    return tuple(each._replace(symbol=symbol(f"δ_{number}")) for number, each in numbered)


def numbers_of(line: Line) -> str:
    """The right side with numbers in the place of symbols, as one line of text."""
    return joined_terms(line.row.parts(len(line.row.terms))) or line.row.note


def name_of(written: Written) -> str:
    """What stands left of the equals sign, as plain text."""
    return plain(written.symbol)


def given_text(value: float) -> str:
    """A number that is given: whole ones plainly."""
    if value == round(value) and abs(value) < 1000:
        return f"{value:.0f}".replace("-", "−")
    if 1e-3 <= abs(value) < 1e3:
        return f"{value:.{DIGITS}f}".replace("-", "−")
    return number_text(value)
