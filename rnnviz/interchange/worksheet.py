"""Worksheet: the arithmetic of one unit at one time step, forward and backward, for computing it by
hand. All numbers are the recorded ones."""

from typing import NamedTuple

from rnnviz.interchange.worksheet_given import Given, given, returned
from rnnviz.trace.formula import (
    Written,
    loss_written,
    mirrored,
    output_written,
    plain,
    written,
)
from rnnviz.trace.formula_numbers import joined_terms
from rnnviz.trace.formula_place import Place, Row
from rnnviz.trace.formula_rows import cell_title, place, row
from rnnviz.trace.gradient_paths import outside_paths
from rnnviz.trace.gradient_rows import written_gradient, written_output_gradient
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import Trace


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
        given(trace, here),
        _forward(trace, here),
        returned(trace, here),
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


def numbers_of(line: Line) -> str:
    """The right side with numbers in the place of symbols, as one line of text."""
    return joined_terms(line.row.parts(len(line.row.terms))) or line.row.note


def name_of(written: Written) -> str:
    """What stands left of the equals sign, as plain text."""
    return plain(written.symbol)
