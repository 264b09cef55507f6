"""The arithmetic of a unit ends in what the engine recorded."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.trace import LaneTrace, Trace
from rnnviz.trace.unit_sum import (
    bend,
    curve,
    made_from,
    passed_back,
    readout_sum,
    unit_blocks,
    unit_sum,
)
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.trace.examples import make_trace, recorded

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def everywhere(trace: Trace) -> list[tuple[LaneTrace, int, int]]:
    units = range(trace.hidden)
    return [(lane, t, n) for lane in trace.lanes for t in range(trace.steps) for n in units]


def in_float32(cell: Cell) -> Trace:
    network = make_network(cell, layers=2, dtype=np.float32)
    return recorded(network, make_batch((4,)), make_start(network, 1))


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
            assert total.gradient == lane.gradients[quantity.key][time, unit]
            assert total.sums[-1] == pytest.approx(total.value, rel=1e-12, abs=1e-15)
            assert total.sums[0] == total.bias
            np.testing.assert_allclose(np.diff(total.sums), total.products, atol=1e-14)
            assert np.array_equal(total.adds, total.gradient * total.read)


@every_cell
def test_that_it_ends_there_in_single_precision_too(cell: Cell) -> None:
    trace = in_float32(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            if quantity.products:
                total = unit_sum(trace, lane, time, unit, quantity.key)
                assert total.weights.dtype == np.float32
                # Where the products cancel each other, their size is the measure.
                size = abs(total.bias) + float(np.abs(total.products).sum())
                assert abs(float(total.sums[-1]) - total.value) <= 1e-5 * abs(total.value) + (
                    1e-7 * size
                )


@every_cell
def test_that_every_column_is_the_recorded_weight_and_what_it_reads(cell: Cell) -> None:
    trace = make_trace(cell)
    lane, time, unit = trace.lanes[1], 2, 1
    for quantity in cell.quantities:
        if not quantity.products:
            continue
        total = unit_sum(trace, lane, time, unit, quantity.key)
        for group in total.groups:
            weights = trace.parameters[f"{lane.key}.{group.weight}"][unit]
            columns = slice(group.first_column, group.first_column + group.stop - group.start)
            assert np.array_equal(total.weights[group.start : group.stop], weights[columns])
            read = trace.source(lane, group.source, time)
            assert np.array_equal(total.read[group.start : group.stop], read)
            for column in range(group.start, group.stop):
                assert total.group_at(column) == group
        with pytest.raises(IndexError):
            total.group_at(len(total.weights))


@every_cell
def test_that_the_readout_ends_in_y(cell: Cell) -> None:
    trace = make_trace(cell)
    for time in range(trace.steps):
        for output in range(trace.y.shape[1]):
            total = readout_sum(trace, time, output)
            assert total.sums[-1] == pytest.approx(float(trace.y[time, output]), rel=1e-12)
            assert total.gradient == trace.y_gradients[time, output]


@every_cell
def test_that_the_slope_is_that_of_the_recorded_gradients(cell: Cell) -> None:
    for trace, close in ((make_trace(cell), 1e-12), (in_float32(cell), 1e-5)):
        seen = 0
        for lane, time, unit in everywhere(trace):
            for quantity in cell.quantities:
                shape = bend(trace, lane, time, unit, quantity.key)
                if shape is None or made_from(trace, shape.result) != shape.source:
                    continue
                of_result = float(lane.gradients[shape.result][time, unit])
                of_source = float(lane.gradients[shape.source][time, unit])
                if of_result:
                    assert shape.slope == pytest.approx(of_source / of_result, rel=close)
                    seen += 1
        assert seen


@every_cell
def test_that_the_point_lies_on_the_curve(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            shape = bend(trace, lane, time, unit, quantity.key)
            if shape is not None:
                assert shape.x == lane.values[shape.source][time, unit]
                assert shape.y == float(curve(shape.name, np.array([shape.x]))[0])
                if made_from(trace, shape.result) == shape.source:
                    assert shape.y == lane.values[shape.result][time, unit]


@every_cell
def test_that_the_gradient_comes_back_through_the_nonlinearity(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            shape = bend(trace, lane, time, unit, quantity.key)
            if shape is None:
                continue
            passed = passed_back(trace, lane, time, unit, shape)
            assert passed.of_result == lane.gradients[shape.result][time, unit]
            assert passed.whole == lane.gradients[shape.source][time, unit]
            factors = [value for _, value in passed.others]
            product = passed.sign * passed.of_result * shape.slope * float(np.prod(factors))
            assert passed.part == pytest.approx(product, rel=1e-12, abs=1e-18)
            assert passed.is_whole == (not factors)


def test_that_what_comes_to_the_cell_state_by_the_output_is_a_part_of_its_gradient() -> None:
    trace = make_trace(CELLS["lstm"])
    lane, last = trace.lanes[0], trace.steps - 1
    for unit in range(trace.hidden):
        for time in range(trace.steps):
            shape = bend(trace, lane, time, unit, "h")
            assert shape is not None
            passed = passed_back(trace, lane, time, unit, shape)
            rest = 0.0
            if time < last:
                later = lane.gradients["c"][time + 1, unit], lane.values["f"][time + 1, unit]
                rest = float(later[0] * later[1])
            assert passed.part + rest == pytest.approx(passed.whole, rel=1e-12)


@every_cell
def test_that_the_products_of_a_formula_add_up_to_the_recorded_number(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane, time, unit in everywhere(trace):
        for quantity in cell.quantities:
            if not quantity.formula:
                with pytest.raises(KeyError):
                    unit_blocks(trace, lane, time, unit, quantity.key)
                continue
            blocks = unit_blocks(trace, lane, time, unit, quantity.key)
            assert blocks.value == lane.values[quantity.key][time, unit]
            total = sum(term.value for term in blocks.terms)
            assert total == pytest.approx(blocks.value, rel=1e-12, abs=1e-15)
            for term in blocks.terms:
                for block in term.blocks:
                    name = block.factor.name
                    assert block.read == trace.source(lane, name, time)[unit]
                    assert block.gradient == recorded_gradient(lane, name, time)[unit]


def recorded_gradient(lane: LaneTrace, name: str, time: int) -> np.ndarray:
    if not name.endswith("-"):
        return lane.gradients[name][time]
    return lane.gradients[name[:-1]][time - 1] if time else lane.start_gradients[name[:-1]]


def test_what_a_nonlinearity_is_applied_to() -> None:
    trace = make_trace(CELLS["lstm"])
    made = {key: made_from(trace, key) for key in ("f", "a_f", "g", "c", "h")}
    assert made == {"f": "a_f", "a_f": "a_f", "g": "a_c", "c": "c", "h": "h"}
    shape = bend(trace, trace.lanes[0], 1, 0, "h")
    assert shape is not None
    assert (shape.name, shape.source) == ("tanh", "c")
    trace = make_trace(CELLS["gru-after"])
    assert made_from(trace, "g") == "a_h"
    assert bend(trace, trace.lanes[0], 1, 0, "w") is None


def test_that_numbers_that_are_none_do_not_warn() -> None:
    trace = make_trace(CELLS["lstm"])
    lane = trace.lanes[0]
    broken = lane.values["c"].copy()
    broken[1] = np.inf
    lane = LaneTrace(**{**vars(lane), "values": {**lane.values, "c": broken}})
    assert unit_blocks(trace, lane, 1, 0, "h").terms[0].blocks[1].value == 1.0
    assert unit_blocks(trace, lane, 2, 0, "c").terms[0].value == np.inf
