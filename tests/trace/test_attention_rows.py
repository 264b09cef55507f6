"""Attention written out: every number is the recorded one, and every sum is complete."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.attention_equations import written_attention
from rnnviz.trace.attention_rows import (
    BACKWARD_KEYS,
    FORWARD_KEYS,
    LookingBack,
    attention_row,
    looking_back,
    most_looked_at,
    query,
    source_label,
    to_memory,
    to_state,
)
from rnnviz.trace.formula import plain
from rnnviz.trace.formula_numbers import number_text, scientific_text
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_network, make_pairs, make_start
from tests.trace.examples import recorded
from tests.trace.written_numbers import worked_out

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
BOTH = pytest.mark.parametrize("both", [False, True], ids=["forward", "both"])


def made(cell: Cell, both: bool = False, padded: bool = False, layers: int = 2) -> Trace:
    """The trace of a pair of 4 source steps and 5 of the decoder, or of a padded one."""
    network = make_network(cell, 3, 4, layers, 4, decoder=True, attention=True, both=both)
    batch = make_pairs(((3, 4), (4, 5))).sequence(0 if padded else 1)
    return recorded(network, batch, make_start(network, 1))


def places(trace: Trace) -> list[LookingBack]:
    steps = range(trace.source_steps, trace.steps)
    return [
        LookingBack(time, source, unit)
        for time in steps
        for source in range(trace.source_steps)
        for unit in range(trace.hidden)
        if trace.exists[time] and trace.exists[source]
    ]


@every_cell
@BOTH
@pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])
def test_that_the_formulas_give_the_recorded_numbers(cell: Cell, both: bool, padded: bool) -> None:
    trace = made(cell, both, padded)
    a, p = trace.attention, trace.parameters
    assert a is not None
    values, gradients = a.values, a.gradients
    for time, source, unit in places(trace):
        here, h = LookingBack(time, source, unit), query(trace)[time]
        weights = values["w"][time]
        mean = weights @ gradients["w"][time]
        expected = {
            "e": h @ a.memory[source],
            "w": np.exp(values["e"][time, source])
            / np.exp(values["e"][time][trace.exists[: trace.source_steps]]).sum(),
            "v": weights @ a.memory[:, unit],
            "a_n": p["attention.W_n"][unit] @ np.concatenate((values["v"][time], h))
            + p["attention.b_n"][unit],
            "n": np.tanh(values["a_n"][time, unit]),
            "d_n": p["W_hy"][:, unit] @ trace.y_gradients[time],
            "d_a_n": gradients["n"][time, unit] * (1 - values["n"][time, unit] ** 2),
            "d_v": p["attention.W_n"][:, unit] @ gradients["a_n"][time],
            "d_w": gradients["v"][time] @ a.memory[source],
            "d_e": weights[source] * (gradients["w"][time, source] - mean),
            "d_h": sum(to_state(trace, a, here)),
            "d_m": sum(to_memory(trace, a, here)),
        }
        assert set(expected) == {*FORWARD_KEYS, *BACKWARD_KEYS}
        for key, value in expected.items():
            row = attention_row(trace, here, key)
            assert row.value == pytest.approx(float(value), rel=1e-9, abs=1e-12), (key, here)


@every_cell
@BOTH
def test_that_what_is_written_comes_to_what_is_recorded(cell: Cell, both: bool) -> None:
    trace = made(cell, both)
    for here in places(trace):
        for key in (*FORWARD_KEYS, *BACKWARD_KEYS, "y", "E", "d_y"):
            row = attention_row(trace, here, key)
            assert row.key == key
            is_gradient = key.startswith("d_")
            assert row.result == (scientific_text if is_gradient else number_text)(row.value)
            if row.others or not row.terms:
                continue
            value, margin = worked_out(row.numbers)
            assert value == pytest.approx(row.value, abs=1.01 * margin + 1e-12), (key, row.numbers)


def test_that_every_row_has_its_equation() -> None:
    written = {each.key: each for each in written_attention()}
    assert tuple(written) == (*FORWARD_KEYS, *BACKWARD_KEYS)
    text = {key: each.text.replace("\u200a", "") for key, each in written.items()}
    assert text["e"] == "e_t,j = h_t · m_j"
    assert text["w"] == "α_t,j = exp(e_t,j) / Σ_k exp(e_t,k)"
    assert text["v"] == "v_t = Σ_j α_t,j m_j"
    assert text["a_n"] == "a_n,t = W_n [v_t, h_t] + b_n"
    assert text["n"] == "n_t = tanh(a_n,t)"
    assert text["d_e"] == "∂E/∂e_t,j = α_t,j (∂E/∂α_t,j − Σ_k α_t,k ∂E/∂α_t,k)"
    assert text["d_m"] == "∂E/∂m_j = Σ_t α_t,j ∂E/∂v_t + Σ_t ∂E/∂e_t,j h_t"
    assert plain(written["d_h"].formula).startswith("W_nᵀ")


def test_that_a_spot_says_a_step_of_the_source_or_a_unit() -> None:
    trace = made(CELLS["lstm"])
    assert trace.attention is not None
    most = int(trace.attention.values["w"][6].argmax())
    assert looking_back(trace, Spot(6, "attention", "w", 2)) == LookingBack(6, 2, 0)
    assert looking_back(trace, Spot(6, "attention", "d_e", 2, 3)) == LookingBack(6, 2, 3)
    assert looking_back(trace, Spot(6, "attention", "n", 2)) == LookingBack(6, most, 2)
    assert looking_back(trace, Spot(6, "attention", "d_v", 2, 1)) == LookingBack(6, 1, 2)
    assert looking_back(trace, Spot(6, "attention", "e")) == LookingBack(6, most, 0)
    assert looking_back(trace, Spot(6, "attention", "e", 99, 99)) == LookingBack(6, 3, 3)
    # At a step of the encoder, and in a lane of its own, nothing is looked back at.
    assert looking_back(trace, Spot(1, "attention", "w", 2)) is None
    assert looking_back(trace, Spot(trace.steps, "attention", "w", 2)) is None
    assert looking_back(trace, Spot(6, "decoder2", "h", 2)) is None
    for key in (*FORWARD_KEYS, *BACKWARD_KEYS):
        here = LookingBack(6, 1, 3)
        assert looking_back(trace, here.spot(key)) == here


def test_that_the_weights_listed_are_the_greatest_and_the_picked_one() -> None:
    network = make_network(CELLS["gru-before"], 3, 4, 1, 4, decoder=True, attention=True)
    trace = recorded(network, make_pairs(((9, 3),)), make_start(network, 1))
    assert trace.attention is not None
    weights = trace.attention.values["w"][10]
    least = int(weights.argmin())
    listed = most_looked_at(trace, LookingBack(10, least, 0))
    assert len(listed) == 6
    assert [each.value for each in listed[:5]] == sorted(weights.tolist(), reverse=True)[:5]
    assert listed[-1].value == weights[least]
    assert [each.wanted for each in listed] == [False] * 5 + [True]
    assert listed[-1].label == source_label(trace, least)


def test_that_padding_gets_no_weight_and_is_not_counted() -> None:
    trace = made(CELLS["lstm"], padded=True)
    assert not trace.exists[3]
    row = attention_row(trace, LookingBack(5, 3, 0), "w")
    assert row.value == 0.0
    assert row.numbers.startswith("0 / ")


def test_that_a_broken_network_is_written_too() -> None:
    network = make_network(CELLS["lstm"], 3, 4, 1, 4, decoder=True, attention=True)
    network.parameters["attention.W_n"][...] = np.nan
    trace = recorded(network, make_pairs(((3, 3),)), make_start(network, 1))
    for key in (*FORWARD_KEYS, *BACKWARD_KEYS):
        assert attention_row(trace, LookingBack(4, 1, 2), key).result
    assert "NaN" in attention_row(trace, LookingBack(4, 1, 2), "n").result
