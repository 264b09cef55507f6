"""What a cell computes, written in symbols and with the recorded numbers."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.engine.loss import LOSSES
from rnnviz.trace.formula import loss_written, output_written, plain, tokens, written
from rnnviz.trace.formula_numbers import (
    filled,
    is_broken,
    joined_terms,
    number_text,
    product_term,
    scientific_text,
    signed_term,
)
from rnnviz.trace.formula_progress import current, marked_key, unreached
from rnnviz.trace.formula_rows import cell_title, guesses, place, row, rows
from rnnviz.trace.product_sums import MOST_PRODUCTS
from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.ticks import Phase, ticks
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.trace.examples import make_trace, recorded
from tests.trace.written_numbers import as_python, half_a_digit, number, worked_out

EVERY_CELL = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def every_place(trace: Trace) -> list[Spot]:
    """Every unit of every lane at every time step."""
    return [
        Spot(time, lane.key, "", unit)
        for lane in trace.lanes
        for time in range(trace.steps)
        for unit in range(trace.hidden)
    ]


def trace_of(loss: str, outputs: int = 3, score_all: bool = True) -> Trace:
    """A trace with another loss."""
    network = make_network(CELLS["lstm"], outputs=outputs)
    batch = make_batch((4,), outputs=outputs, loss=loss, score_all=score_all)
    return recorded(network, batch, make_start(network, 1), loss)


@EVERY_CELL
def test_that_every_formula_of_every_cell_can_be_read(cell):
    for quantity in cell.quantities:
        parts = tokens(quantity.formula)
        again = "".join(f"{{{text}}}" if kind == "read" else text for kind, text in parts)
        assert again == quantity.formula.replace(" ", "")


def test_that_a_formula_with_something_unknown_is_refused():
    with pytest.raises(ValueError, match=r"cannot be read from '% 2' on"):
        tokens("{f} % 2")


def test_how_an_lstm_is_written():
    lines = [each.text for each in written(CELLS["lstm"].quantities)]
    assert lines[0] == "a_f,t = W_f [h_t−1, x_t] + b_f"
    assert lines[1] == "f_t = σ(a_f,t)"
    assert lines[8:] == ["c_t = f_t ⊙ c_t−1 + i_t ⊙ c̃_t", "h_t = o_t ⊙ tanh(c_t)"]


def test_how_a_gru_is_written():
    lines = [each.text for each in written(CELLS["gru-after"].quantities)]
    assert lines[0] == "a_z,t = W_z x_t + U_z h_t−1 + b_z"
    assert lines[4:6] == ["w_t = W_h x_t + b_h", "u_t = U_h h_t−1 + b_u"]
    assert lines[-1] == "h_t = z_t ⊙ h_t−1 + (1 − z_t) ⊙ h̃_t"


def test_that_variables_are_italic_and_numbers_and_functions_upright():
    (formula,) = [each.formula for each in written(CELLS["lstm"].quantities) if each.key == "h"]
    italic = [run.text for run in formula if run.italic]
    upright = [run.text for run in formula if not run.italic]
    assert italic == ["o", "t", "c", "t"]
    assert upright == [" ⊙ ", "tanh", "(", ")"]


@pytest.mark.parametrize("loss", LOSSES)
def test_that_every_loss_is_written(loss):
    assert plain(loss_written(loss, 3).formula)
    assert "W_hy h_t + b_y" in plain(output_written(loss, CELLS["lstm"].quantities[-1]).formula)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.5794, "0.579"),
        (-0.5794, "−0.579"),
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.0, "−1"),
        (0.99999, "1.000"),
        (999.0, "999.000"),
        (1234.5, "1.23·10³"),
        (-1.2e-5, "−1.20·10⁻⁵"),
        (1e-300, "1.00·10⁻³⁰⁰"),
        (float("nan"), "NaN"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_how_a_number_is_written(value, text):
    assert number_text(value) == text


@given(st.floats(-1e300, 1e300, allow_subnormal=False))
def test_that_a_number_is_written_true_to_its_last_digit(value):
    for text in (number_text(value), scientific_text(value)):
        written_digits = as_python(text).lstrip("-")
        assert abs(number(text) - value) <= 1.0001 * half_a_digit(written_digits)


def test_that_what_is_not_finite_is_told():
    assert is_broken(number_text(float("nan")))
    assert is_broken(product_term(2.0, float("-inf"), "h").text)
    assert not is_broken(product_term(2.0, -3e-7, "h").text)


def test_where_signs_and_brackets_stand():
    read = {"a": -0.25, "b": -0.5, "c": 0.75}
    for formula, text in (
        ("σ({a})", "σ(−0.250)"),
        ("{a} ⊙ {b} + {b} ⊙ {c}", "−0.250·(−0.500) − 0.500·0.750"),
        ("{c} − {a}", "0.750 + 0.250"),
        ("−{a}", "0.250"),
        ("{a} ⊙ (1 − {b}) + tanh({b})", "−0.250·(1 − (−0.500)) + tanh(−0.500)"),
    ):
        assert joined_terms(filled(tokens(formula), read)) == text
    assert joined_terms((signed_term(-0.5), signed_term(-0.25))) == "−0.500 − 0.250"


@EVERY_CELL
def test_that_every_value_is_the_recorded_one(cell):
    trace = make_trace(cell)
    for spot in every_place(trace):
        lane = trace.lane(spot.lane)
        shown = {each.key: each for each in rows(trace, spot)}
        for quantity in trace.quantities:
            for key, arrays in ((quantity.key, lane.values), (f"d_{quantity.key}", lane.gradients)):
                exact = arrays[quantity.key][spot.time, spot.unit]
                assert shown[key].value == exact
                margin = half_a_digit(as_python(shown[key].result).lstrip("-"))
                assert abs(number(shown[key].result) - exact) <= 1.0001 * margin


@EVERY_CELL
def test_that_the_numbers_of_every_row_give_its_result(cell):
    # Two inputs and one unit, so that no product is left out.
    network = make_network(cell, inputs=2, hidden=1, layers=2)
    trace = recorded(network, make_batch((5,), 2), make_start(network, 1))
    for spot in every_place(trace):
        for each in rows(trace, spot):
            if each.terms:
                assert each.others == 0
                value, margin = worked_out(each.numbers)
                assert abs(value - each.value) <= 1.01 * margin + 1e-9, (spot, each)


@EVERY_CELL
def test_that_the_first_step_reads_the_starting_state(cell):
    trace = make_trace(cell, layers=1)
    (lane,) = trace.lanes
    quantity = next(
        q
        for q in trace.quantities
        if "h-" in q.formula or any("h-" in p.sources for p in q.products)
    )
    for unit in range(trace.hidden):
        shown = row(trace, place(trace, Spot(0, lane.key, "", unit)), quantity.key)
        if quantity.formula:
            assert number_text(lane.start["h"][unit]).lstrip("−") in shown.numbers
        for term in shown.terms:
            if term.name.startswith("h"):
                index = "₁₂₃₄".index(term.name[1])
                start = number_text(float(lane.start["h"][index]))
                assert term.text.split("·", 1)[1].strip("()") == start


@EVERY_CELL
def test_that_the_greatest_products_are_shown(cell):
    trace = make_trace(cell)
    for spot in every_place(trace):
        lane = trace.lane(spot.lane)
        for quantity in trace.quantities:
            if quantity.formula:
                continue
            products = np.concatenate(
                [
                    trace.parameters[f"{lane.key}.{product.weight}"][spot.unit]
                    * np.concatenate([trace.source(lane, s, spot.time) for s in product.sources])
                    for product in quantity.products
                ]
            )
            shown = row(trace, place(trace, spot), quantity.key)
            count = np.count_nonzero(products)
            assert len(shown.terms) == min(MOST_PRODUCTS, count)
            assert shown.others == count - len(shown.terms)
            greatest = np.sort(np.abs(products))[::-1]
            for term, exact in zip(shown.terms, greatest, strict=False):
                value, margin = worked_out(term.text)
                assert abs(abs(value) - exact) <= 1.01 * margin + 1e-9
            assert shown.bias is not None
            exact = trace.parameters[f"{lane.key}.{quantity.bias}"][spot.unit]
            assert shown.bias == signed_term(float(exact), "bias")


def test_that_leaving_terms_out_is_said():
    trace = make_trace(CELLS["lstm"])
    shown = row(trace, place(trace, Spot(1, "layer1", "a_f", 0)), "a_f")
    assert (len(shown.terms), shown.others) == (3, 4)
    texts = [term.text for term in shown.parts(2)]
    assert texts[2] == "… 5 more …"
    assert texts[3] == shown.bias.text


def test_that_of_a_one_hot_input_one_product_is_left():
    network = make_network(CELLS["lstm"], inputs=5, hidden=1)
    batch = make_batch((3,), 5, one_hot=True)
    trace = recorded(network, batch, make_start(network, 1))
    labels = dataclasses.replace(trace.labels, features=tuple("abcde"))
    trace = dataclasses.replace(trace, labels=labels)
    for time in range(3):
        shown = row(trace, place(trace, Spot(time)), "a_f")
        feature = labels.features[int(np.argmax(trace.inputs[time]))]
        assert {term.name for term in shown.terms} == {"h₁", f"x ‘{feature}’"}
        (term,) = [term for term in shown.terms if term.name[0] == "x"]
        assert term.text.endswith("·1")


def test_that_the_input_of_an_upper_layer_is_numbered():
    trace = make_trace(CELLS["gru-before"])
    names = {term.name for term in rows(trace, Spot(2, "layer2", "", 1))[0].terms}
    assert all(name[0] in "xh" and name[1] in "₁₂₃₄" for name in names)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_that_the_loss_is_made_of_the_outputs(loss, outputs):
    trace = trace_of(loss, outputs)
    for time in range(trace.steps):
        shown = row(trace, place(trace, Spot(time)), "E")
        assert shown.value == trace.losses[time]
        value, margin = worked_out(shown.numbers)
        assert abs(value - shown.value) <= 1.01 * margin + 1e-9


@pytest.mark.parametrize("loss", LOSSES)
def test_that_a_step_that_is_not_scored_has_no_target(loss):
    trace = trace_of(loss, score_all=False)
    assert not trace.scored[1]
    shown = row(trace, place(trace, Spot(1)), "E")
    assert (shown.value, shown.terms) == (0.0, ())
    assert not any(guess.wanted or guess.target for guess in guesses(trace, 1))


def test_that_the_likeliest_classes_and_the_target_are_listed():
    trace = trace_of("cross-entropy", outputs=9)
    for time in range(trace.steps):
        shown = guesses(trace, time)
        assert len(shown) == 6
        likeliest = np.sort(trace.outputs[time])[::-1]
        assert [guess.value for guess in shown[:5]] == likeliest[:5].tolist()
        (target,) = [guess for guess in shown if guess.wanted]
        assert target.value == trace.outputs[time, trace.targets[time]]


def test_that_a_single_number_is_listed_with_its_target():
    trace = trace_of("squared error", outputs=1)
    (guess,) = guesses(trace, 2)
    assert guess.value == trace.outputs[2, 0]
    assert guess.target == number_text(float(trace.targets[2, 0]))
    shown = row(trace, place(trace, Spot(2)), "y")
    assert shown.value == trace.y[2, 0]
    assert {term.name[0] for term in shown.terms} == {"h"}


def test_that_only_the_top_lane_has_output_and_loss():
    trace = make_trace(CELLS["lstm"])
    assert "E" not in {each.key for each in rows(trace, Spot(1, "layer1"))}
    assert "E" in {each.key for each in rows(trace, Spot(1, "layer2"))}


def test_that_every_spot_has_a_place():
    trace = make_trace(CELLS["lstm"])
    here = place(trace, Spot(99, "", "E", 99))
    assert (here.time, here.lane, here.unit) == (3, trace.lanes[-1], 3)
    here = place(trace, Spot(-1, "of another run", "z", None))
    assert (here.time, here.lane, here.unit) == (0, trace.lanes[-1], 0)


def test_the_names_of_the_cells():
    assert cell_title(make_trace(CELLS["elman-tanh"])) == "RNN"
    trace = make_trace(CELLS["lstm"])
    origin = dataclasses.replace(trace.origin, cell="unknown")
    assert cell_title(dataclasses.replace(trace, origin=origin)) == "unknown"


@EVERY_CELL
def test_that_what_the_debugger_has_reached_follows_the_ticks(cell):
    trace = make_trace(cell, steps=3)
    order = ticks(trace)
    for spot in (Spot(1, "layer1", "", 0), Spot(1, "layer2", "", 0)):
        about, missing = (spot.lane, spot.time), None
        for index, tick in enumerate(order):
            before, missing = (
                missing,
                unreached(trace, current(trace, Marks(spot, None, index)), *about),
            )
            is_here = tick.time == 1 and tick.lane in (spot.lane, "")
            key = marked_key(Marks(spot, None, index), tick, *about)
            if before is not None:
                assert before - missing == ({key} & before if is_here else set())
                assert missing <= before
        assert not missing
    assert unreached(trace, current(trace, Marks(spot)), *about) == frozenset()


def test_that_the_tick_is_marked_where_it_is_and_the_picked_row_elsewhere():
    trace = make_trace(CELLS["lstm"])
    spot = Spot(1, "layer2", "h", 0)
    about = spot.lane, spot.time
    for index, tick in enumerate(ticks(trace)):
        key = marked_key(Marks(spot, None, index), tick, *about)
        if tick.time != 1 or tick.lane == "layer1":
            assert key == "h"
        elif tick.phase is Phase.BACKWARD:
            assert key == f"d_{tick.quantity}"
        else:
            assert key == tick.quantity
