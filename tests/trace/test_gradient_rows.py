"""The gradient taken apart along its paths sums up to what the engine recorded."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.formula import plain
from rnnviz.trace.formula_numbers import number_text, scientific_text
from rnnviz.trace.formula_rows import place, row
from rnnviz.trace.gradient_paths import outside_paths, products
from rnnviz.trace.gradient_rows import addends, written_gradient, written_output_gradient
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.trace.examples import make_trace, recorded
from tests.trace.written_numbers import worked_out

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def assert_explained(trace: Trace) -> None:
    """Every gradient of the trace is the sum of what comes along its paths."""
    for lane in trace.lanes:
        for quantity in trace.quantities:
            for time in range(lane.first, lane.end):
                for unit in range(trace.hidden):
                    here = place(trace, Spot(time, lane.key, quantity.key, unit))
                    total = sum(each.value for each in addends(trace, here, quantity.key))
                    recorded_one = float(lane.gradients[quantity.key][time, unit])
                    assert total == pytest.approx(recorded_one, rel=1e-9, abs=1e-15), (
                        lane.key,
                        quantity.key,
                        time,
                        unit,
                    )


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("truncation", [0, 2])
def test_that_the_paths_sum_up_to_the_recorded_gradient(
    cell: Cell, layers: int, truncation: int
) -> None:
    assert_explained(make_trace(cell, layers, 5, truncation))


@every_cell
@pytest.mark.parametrize("loss", ["cross-entropy", "binary cross-entropy", "squared error"])
def test_that_they_do_for_every_loss_and_in_padding(cell: Cell, loss: str) -> None:
    network = make_network(cell, layers=2)
    batch = make_batch((5, 3), loss=loss)
    for number in range(2):
        sample = batch.sequence(number)
        assert_explained(recorded(network, sample, make_start(network, 1), loss))


@every_cell
def test_that_each_addend_of_a_formula_is_gradient_times_slope(cell: Cell) -> None:
    trace = make_trace(cell, 1, 3)
    for quantity in trace.quantities:
        here = place(trace, Spot(1, "layer1", quantity.key, 0))
        for each in addends(trace, here, quantity.key):
            if each.path.kind == "formula":
                assert each.value == each.gradient * each.slope


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
def test_that_every_written_number_is_the_engines(cell: Cell, layers: int) -> None:
    trace = make_trace(cell, layers, 4)
    for lane in trace.lanes:
        for time in range(4):
            here = place(trace, Spot(time, lane.key, "h", 1))
            for quantity in trace.quantities:
                shown = row(trace, here, f"d_{quantity.key}")
                assert shown.value == lane.gradients[quantity.key][time, 1]
                assert shown.result == scientific_text(shown.value)
                found = addends(trace, here, quantity.key)
                assert len(shown.terms) == len(found)
                for term, each in zip(shown.terms, found, strict=True):
                    if term.name:
                        assert f"{term.sign}{term.text}".lstrip("+") == number_text(each.value)
                if shown.terms and not shown.terms[0].name:
                    result, rounding = worked_out(shown.numbers)
                    assert result == pytest.approx(shown.value, abs=rounding + 1e-12)


@pytest.mark.parametrize("loss", ["cross-entropy", "binary cross-entropy", "squared error"])
def test_that_the_gradient_of_the_output_follows_from_its_numbers(loss: str) -> None:
    network = make_network(CELLS["gru-before"])
    trace = recorded(network, make_batch((4,), loss=loss), make_start(network, 1), loss)
    for time in range(4):
        here = place(trace, Spot(time, "", "y", 0))
        shown = row(trace, here, "d_y")
        if not trace.scored[time]:
            assert (shown.value, shown.terms) == (0.0, ())
            continue
        result, rounding = worked_out(shown.numbers)
        assert result == pytest.approx(shown.value, abs=rounding + 1e-9)
        assert shown.value in trace.y_gradients[time]


def test_that_the_equations_are_those_of_the_lectures() -> None:
    lstm, gru, elman = (make_trace(CELLS[n]) for n in ("lstm", "gru-before", "elman-tanh"))

    def text(trace: Trace, key: str) -> str:
        written = written_gradient(trace.quantities, key, outside_paths(trace, trace.lanes[0], key))
        formula = plain(written.formula)
        return formula.replace("\u200a", "")

    assert text(lstm, "f") == "∂E/∂c_t ⊙ c_t−1"
    assert text(lstm, "a_f") == "∂E/∂f_t ⊙ f_t ⊙ (1 − f_t)"
    assert text(lstm, "c") == "∂E/∂h_t ⊙ o_t ⊙ (1 − tanh²(c_t)) + ∂E/∂c_t+1 ⊙ f_t+1"
    assert text(gru, "z") == "∂E/∂h_t ⊙ h_t−1 − ∂E/∂h_t ⊙ h̃_t"
    assert text(gru, "s") == "U_hᵀ ∂E/∂a_h,t"
    assert text(elman, "h") == "W_xhᵀ ∂E/∂a_t above + W_hhᵀ ∂E/∂a_t+1"
    top = outside_paths(elman, elman.lanes[1], "h")
    written = plain(written_gradient(elman.quantities, "h", top).formula).replace("\u200a", "")
    assert written == "W_hyᵀ ∂E/∂y_t + W_hhᵀ ∂E/∂a_t+1"
    assert text(elman, "a") == "∂E/∂h_t ⊙ (1 − h_t²)"
    assert plain(written_output_gradient("cross-entropy").formula) == "ŷ_t − target"


@every_cell
def test_that_every_formula_is_read_as_it_is_computed(cell: Cell) -> None:
    trace = make_trace(cell, 1, 3)
    lane = trace.lanes[0]
    functions = {
        "σ": lambda a: 1 / (1 + np.exp(-a)),
        "tanh": np.tanh,
        "ReLU": lambda a: np.maximum(a, 0),
        "id": lambda a: a,
        "": lambda a: a,
    }
    for quantity in trace.quantities:
        if not quantity.formula:
            continue
        total = np.zeros(trace.hidden)
        for product in products(quantity.formula):
            value = np.full(trace.hidden, float(product.sign))
            for factor in product.factors:
                read = trace.source(lane, factor.name, 1)
                value = value * (1 - read if factor.is_rest else functions[factor.function](read))
            total = total + value
        np.testing.assert_allclose(total, lane.values[quantity.key][1], atol=1e-14)
