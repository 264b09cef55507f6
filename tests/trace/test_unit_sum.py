"""The arithmetic of a unit ends in what the engine recorded."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.trace import LaneTrace, Trace
from rnnviz.trace.unit_sum import affine_key, bend, curve, readout_sum, unit_sum
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def everywhere(trace: Trace) -> list[tuple[LaneTrace, int, int]]:
    units = range(trace.hidden)
    return [(lane, t, n) for lane in trace.lanes for t in range(trace.steps) for n in units]


@every_cell
def test_that_the_running_sum_ends_in_the_recorded_number(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            if not quantity.products:
                with pytest.raises(KeyError):
                    unit_sum(trace, lane, time, unit, quantity.key)
                continue
            total = unit_sum(trace, lane, time, unit, quantity.key)
            assert total.value == lane.values[quantity.key][time, unit]
            assert total.sums[-1] == pytest.approx(total.value, rel=1e-12, abs=1e-14)
            assert total.sums[0] == total.bias
            np.testing.assert_allclose(np.diff(total.sums), total.products, atol=1e-14)
            for group in total.groups:
                weights = trace.parameters[f"{lane.key}.{group.weight}"][unit]
                columns = slice(group.first_column, group.first_column + group.stop - group.start)
                assert np.array_equal(total.weights[group.start : group.stop], weights[columns])
                read = trace.source(lane, group.source, time)
                assert np.array_equal(total.read[group.start : group.stop], read)
            assert np.array_equal(total.adds, total.gradient * total.read)


@every_cell
def test_that_the_readout_ends_in_y(cell: Cell) -> None:
    trace = make_trace(cell)
    for time in range(trace.steps):
        for output in range(trace.y.shape[1]):
            total = readout_sum(trace, time, output)
            assert total.sums[-1] == pytest.approx(float(trace.y[time, output]), abs=1e-13)
            assert total.gradient == trace.y_gradients[time, output]


@every_cell
def test_that_the_slope_is_that_of_the_recorded_gradients(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            shape = bend(trace, lane, time, unit, quantity.key)
            if shape is None:
                continue
            assert shape.x == lane.values[shape.source][time, unit]
            assert shape.y == pytest.approx(float(curve(shape.name, np.array([shape.x]))[0]))
            formula = trace.quantity(shape.result).formula
            if formula == f"{shape.name}({{{shape.source}}})":
                of_result, of_source = (
                    float(lane.gradients[key][time, unit]) for key in (shape.result, shape.source)
                )
                assert of_result * shape.slope == pytest.approx(of_source, rel=1e-9, abs=1e-15)


def test_which_quantities_come_from_a_sum() -> None:
    trace = make_trace(CELLS["lstm"])
    assert affine_key(trace, "f") == affine_key(trace, "a_f") == "a_f"
    assert affine_key(trace, "c") == affine_key(trace, "h") == ""
    shape = bend(trace, trace.lanes[0], 1, 0, "h")
    assert shape is not None
    assert (shape.name, shape.source) == ("tanh", "c")
