"""The product of Jacobians term by term: its terms multiply to the whole, and their parts are
those of the cells' formulas."""

import numpy as np
import pytest

from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.network import Network
from rnnviz.trace import jacobian_path as module
from rnnviz.trace.jacobian_path import JacobianPath, has_factors, record_path, stretch_of
from rnnviz.trace.jacobians import record_jacobians
from rnnviz.trace.strands import strands
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.trace.examples import make_trace, recorded
from tests.trace.test_jacobians import every_cell, every_shape, made


def path(cell: Cell, trace: Trace, time: int, source: int | None, lane: str = "") -> JacobianPath:
    return record_path(cell, trace, stretch_of(trace, lane, time, source))


def sigma(matrix: np.ndarray) -> float:
    return float(np.linalg.svd(matrix, compute_uv=False)[0])


@every_cell
@every_shape
def test_that_norms_are_those_of_the_map_of_all_products(
    cell: Cell, shape: dict[str, object]
) -> None:
    network, trace = made(cell, shape)
    whole = record_jacobians(network.cell, trace)
    for strand in strands(trace):
        first, last = strand.chain[0], strand.chain[-1]
        found = path(cell, trace, first, last, strand.lanes[0].key)
        assert (found.strand, found.source, found.step) == (strand.key, last, first)
        assert found.chain == strand.chain[::-1]
        for state in cell.states:
            expected = whole.strands[strand.key][state][last, list(found.chain)]
            np.testing.assert_allclose(found.norms[state], expected, rtol=1e-12)


@every_cell
@every_shape
def test_that_each_term_is_multiplied_to_the_product(cell: Cell, shape: dict[str, object]) -> None:
    _, trace = made(cell, shape)
    for strand in strands(trace):
        found = path(cell, trace, strand.chain[0], strand.chain[-1], strand.lanes[0].key)
        product = np.eye(len(cell.states) * 3)
        assert [term.time for term in found.terms] == list(found.chain[:-1])
        for place, term in enumerate(found.terms):
            product = product @ term.matrix
            np.testing.assert_allclose(term.product, product, rtol=1e-12, atol=1e-15)
            assert term.sigma == pytest.approx(sigma(term.matrix), rel=1e-9)
            assert term.product_sigma == pytest.approx(sigma(product), rel=1e-9)
            diagonal = np.diag(product)[: trace.hidden]
            np.testing.assert_allclose(found.diagonals["h"][place + 1], diagonal, atol=1e-15)


@pytest.mark.parametrize("name", [name for name in CELLS if name.startswith("elman")])
def test_that_an_elman_term_is_its_slopes_times_its_matrix(name: str) -> None:
    cell = CELLS[name]
    trace = make_trace(cell, layers=1, steps=5)
    found, weight = path(cell, trace, 0, 4), trace.parameters["layer1.W_hh"]
    h = trace.lanes[0].values["h"]
    slopes = {
        "elman-tanh": 1 - h**2,
        "elman-relu": (h > 0).astype(float),
        "elman-sigmoid": h * (1 - h),
        "elman-identity": np.ones_like(h),
    }[name]
    assert has_factors(cell)
    assert found.is_product
    product = np.eye(trace.hidden)
    for place, term in enumerate(found.terms):
        np.testing.assert_allclose(term.matrix, slopes[term.time][:, None] * weight, atol=1e-14)
        assert term.parts[0] == pytest.approx(slopes[term.time].max())
        assert term.parts[1] == pytest.approx(sigma(weight))
        half = product * slopes[term.time]
        assert found.halfway[place] == pytest.approx(np.linalg.norm(half) / 2, rel=1e-12)
        product = half @ weight
        np.testing.assert_allclose(found.loops["h"][place], np.diag(term.matrix))


def test_that_an_lstm_term_is_its_forget_gate_and_what_comes_through_h() -> None:
    trace = make_trace(LSTM(), layers=1, steps=5)
    found, lane, n = path(LSTM(), trace, 1, 4), trace.lanes[0], trace.hidden
    assert not found.is_product
    for term in found.terms:
        forget = lane.values["f"][term.time]
        np.testing.assert_allclose(term.matrix[n:, n:], np.diag(forget), atol=1e-15)
        assert term.parts[0] == pytest.approx(forget.max())
        assert term.parts[1] == pytest.approx(sigma(term.matrix[:, :n]), rel=1e-9)


@pytest.mark.parametrize("reset", ["before", "after"])
def test_that_a_gru_term_is_its_keep_gate_and_what_comes_through_the_matrices(reset: str) -> None:
    trace = make_trace(GRU(reset), layers=1, steps=5)
    found, lane = path(GRU(reset), trace, 1, 4), trace.lanes[0]
    for term in found.terms:
        keep = lane.values["z"][term.time]
        assert term.parts[0] == pytest.approx(keep.max())
        assert term.parts[1] == pytest.approx(sigma(term.matrix - np.diag(keep)), rel=1e-9)


@pytest.mark.parametrize(("cell", "gate"), [(LSTM(), "f"), (GRU(), "z"), (Elman(), "")])
def test_that_what_is_kept_is_the_product_of_the_gates(cell: Cell, gate: str) -> None:
    trace = make_trace(cell, layers=2, steps=6)
    found = path(cell, trace, 1, 4, "layer2")
    if not gate:
        assert found.kept is None
        assert found.own_loops.shape == (5, trace.hidden)
        return
    gates = trace.lane("layer2").values[gate]
    assert found.kept is not None
    for place, time in enumerate(found.chain):
        expected = np.prod(gates[time + 1 : 5], axis=0)
        np.testing.assert_allclose(found.kept[place], expected, rtol=1e-12)


def test_that_without_gates_paths_through_matrices_the_highway_is_the_whole_way() -> None:
    network = make_network(LSTM())
    for name, array in network.parameters.items():
        if name.startswith("layer1.W_"):
            array[:, :4] = 0.0
    trace = recorded(network, make_batch((6,)), make_start(network, 1))
    found = path(LSTM(), trace, 0, 5)
    assert found.kept is not None
    np.testing.assert_allclose(found.diagonals["c"], found.kept, rtol=1e-12)


def test_that_long_stretches_keep_the_first_and_the_last_terms(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = make_trace(LSTM(), layers=1, steps=9)
    whole = path(LSTM(), trace, 0, 8)
    assert whole.count == len(whole.terms) == 8
    monkeypatch.setattr(module, "MOST_TERMS", 4)
    some = path(LSTM(), trace, 0, 8)
    assert [term.time for term in some.terms] == [8, 7, 2, 1]
    np.testing.assert_array_equal(some.terms[-1].product, whole.terms[-1].product)
    np.testing.assert_array_equal(some.norms["c"], whole.norms["c"])


def pairs() -> tuple[Network, Trace]:
    network = make_network(CELLS["lstm"], 3, 3, outputs=4, decoder=True)
    return network, recorded(network, make_pairs([(4, 3)]), make_start(network, 1))


def test_that_what_is_picked_gives_the_stretch() -> None:
    trace = make_trace(LSTM(), layers=2, steps=6)
    assert stretch_of(trace, "layer1", 2, 4).chain == (4, 3, 2, 1, 0)
    # Without a source: the last step that has a loss.
    free = stretch_of(trace, "layer1", 2)
    assert (free.source, free.step) == (5, 2)
    # What stands the wrong way round is turned.
    turned = stretch_of(trace, "layer1", 5, 3)
    assert (turned.source, turned.step) == (5, 3)
    assert stretch_of(trace, "", 0).strand.key == "layer2"


def test_that_stretches_lead_over_the_border_and_along_backward_lanes() -> None:
    _, trace = pairs()
    stretch = stretch_of(trace, "encoder1", 1, 5)
    assert stretch.chain == (5, 4, 3, 2, 1, 0)
    assert [stretch.strand.lane_at(t).key for t in (4, 3)] == ["decoder1", "encoder1"]
    network = make_network(CELLS["gru-after"], both=True)
    both = recorded(network, make_batch((5,)), make_start(network, 1))
    assert stretch_of(both, "layer1_back", 3, 1).chain == (1, 2, 3, 4)


def test_that_it_is_told_whether_time_goes_backward() -> None:
    network = make_network(CELLS["gru-after"], both=True)
    trace = recorded(network, make_batch((5,)), make_start(network, 1))
    back = path(CELLS["gru-after"], trace, 4, 1, "layer1_back")
    assert back.is_backward
    assert not path(CELLS["gru-after"], trace, 1, 4, "layer1").is_backward
    # The same step twice.
    assert path(CELLS["gru-after"], trace, 2, 2, "layer1_back").is_backward


def test_that_padding_is_no_step_of_a_stretch() -> None:
    network = make_network(CELLS["lstm"], 3, 3, outputs=4, decoder=True)
    short = make_pairs([(4, 3), (2, 1)]).sequence(1)
    trace = recorded(network, short, make_start(network, 1))
    stretch = stretch_of(trace, "encoder1", 3, 6)
    assert (stretch.source, stretch.step, stretch.chain) == (4, 4, (4, 1, 0))


def test_that_numbers_that_are_none_do_no_harm() -> None:
    network = make_network(Elman("relu"))
    network.parameters["layer1.W_hh"][...] = 1e200
    trace = recorded(network, make_batch((8,)), make_start(network, 1))
    found = path(Elman("relu"), trace, 0, 7)
    assert len(found.terms) == 7


def test_that_without_its_terms_a_path_is_the_same() -> None:
    trace = make_trace(LSTM(), layers=1, steps=6)
    stretch = stretch_of(trace, "layer1", 1, 5)
    whole, bare = (record_path(LSTM(), trace, stretch, yes) for yes in (True, False))
    assert (len(whole.terms), bare.terms) == (4, ())
    for state in ("h", "c"):
        np.testing.assert_array_equal(whole.norms[state], bare.norms[state])
        np.testing.assert_array_equal(whole.diagonals[state], bare.diagonals[state])
