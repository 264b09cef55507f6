"""Jacobians: those of finite differences, one step and all steps, for every cell and topology."""

import numpy as np
import pytest

from rnnviz.engine.cells import Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.network import Network
from rnnviz.trace import jacobians as module
from rnnviz.trace.jacobians import jacobian_at, record_jacobians
from rnnviz.trace.strands import strands
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.trace.examples import recorded

STEP, TOLERANCE = 1e-6, 1e-6
SHAPES = {
    "deep": {"layers": 2},
    "bidirectional": {"both": True},
    "encoder-decoder": {"decoder": True},
    "bidirectional encoder, attention": {"both": True, "decoder": True, "attention": True},
}

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def made(cell: Cell, shape: dict[str, object]) -> tuple[Network, Trace]:
    network = make_network(cell, 3, 3, outputs=4, **shape)
    batch = make_pairs([(4, 3)]) if network.decoder else make_batch((5,), outputs=4)
    return network, recorded(network, batch, make_start(network, 1))


def stepped(network: Network, trace: Trace, lane: str, time: int, states: np.ndarray) -> np.ndarray:
    """All states after a step that finds these, laid end to end."""
    cell, there = network.cell, trace.lane(lane)
    p = network.parameters.under(f"{lane}.")
    before = dict(zip(cell.states, states.reshape(len(cell.states), 1, -1), strict=True))
    values = cell.step(p, there.inputs[time : time + 1], before)
    return np.concatenate([values[state][0] for state in cell.states])


def found_before(network: Network, trace: Trace, lane: str, time: int) -> np.ndarray:
    there = trace.lane(lane)
    return np.concatenate([trace.before(there, state, time) for state in network.cell.states])


def differences(network: Network, trace: Trace, steps: list[tuple[str, int]]) -> np.ndarray:
    """∂(states after the last of these steps)/∂(states before the first), by central differences.

    The states are handed on from step to step by the cell alone.
    """
    start = found_before(network, trace, *steps[0])
    columns = []
    for n in range(len(start)):
        ends = []
        for sign in (1.0, -1.0):
            states = start.copy()
            states[n] += sign * STEP
            for lane, time in steps:
                states = stepped(network, trace, lane, time, states)
            ends.append(states)
        columns.append((ends[0] - ends[1]) / (2 * STEP))
    return np.stack(columns, axis=1)


@every_cell
@every_shape
def test_that_one_step_is_that_of_finite_differences(cell: Cell, shape: dict[str, object]) -> None:
    network, trace = made(cell, shape)
    for lane in trace.lanes:
        for time in range(lane.first, lane.end):
            expected = differences(network, trace, [(lane.key, time)])
            met = jacobian_at(cell, trace, lane, time)
            np.testing.assert_allclose(met, expected, rtol=0, atol=TOLERANCE)


@every_cell
@every_shape
def test_that_norms_of_products_are_those_of_finite_differences(
    cell: Cell, shape: dict[str, object]
) -> None:
    network, trace = made(cell, shape)
    found = record_jacobians(cell, trace)
    for strand in strands(trace):
        # A decoder starts from the sum of both directions: each of them is handed on as it is.
        alone = len(strand.lanes) == 1 or not network.both
        for here in range(len(strand.chain) if alone else 4):
            for end in range(here + 1, len(strand.chain) if alone else 4):
                steps = [(strand.lane_at(t).key, t) for t in strand.chain[here + 1 : end + 1]]
                expected = differences(network, trace, steps)
                for n, state in enumerate(cell.states):
                    block = slice(n * 3, (n + 1) * 3)
                    norm = np.sqrt(np.square(expected[block, block]).sum() / 3)
                    met = found.strands[strand.key][state][strand.chain[end], strand.chain[here]]
                    assert met == pytest.approx(norm, abs=TOLERANCE)


@every_shape
def test_that_a_step_is_its_own_and_nothing_comes_back_from_later_ones(
    shape: dict[str, object],
) -> None:
    network, trace = made(CELLS["lstm"], shape)
    found = record_jacobians(network.cell, trace)
    for strand in strands(trace):
        order = list(strand.chain)
        for norms in found.strands[strand.key].values():
            in_order = norms[np.ix_(order, order)]
            np.testing.assert_allclose(np.diag(in_order), 1.0)
            assert (np.triu(in_order, 1) == 0).all()
            assert (in_order[np.tril_indices(len(order), -1)] > 0).all()


def test_that_a_linear_network_is_a_power_of_its_weight() -> None:
    network = make_network(Elman("identity"), 3, 4, outputs=3)
    trace = recorded(network, make_batch((7,)), make_start(network, 1))
    norms = record_jacobians(network.cell, trace).strands["layer1"]["h"]
    weight = network.parameters["layer1.W_hh"]
    for distance in range(7):
        power = np.linalg.norm(np.linalg.matrix_power(weight, distance)) / 2
        np.testing.assert_allclose(np.diag(norms, -distance), power, rtol=1e-12)


def test_that_rows_in_portions_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network, trace = made(CELLS["gru-after"], {"decoder": True})
    whole = record_jacobians(network.cell, trace)
    monkeypatch.setattr(module, "AT_ONCE", 2)
    parts = record_jacobians(network.cell, trace)
    for key, states in whole.strands.items():
        assert np.allclose(states["h"], parts.strands[key]["h"], rtol=1e-13, atol=0)


def test_that_padding_has_no_part_in_it() -> None:
    network = make_network(CELLS["lstm"], 3, 3, outputs=4, decoder=True)
    batch = make_pairs([(4, 3), (2, 1)])
    short = batch.sequence(1)
    trace = recorded(network, short, make_start(network, 1))
    assert [strand.chain for strand in strands(trace)] == [(0, 1, 4)]
    norms = record_jacobians(network.cell, trace).strands["encoder1"]["h"]
    assert (np.flatnonzero(norms.any(axis=1)).tolist()) == [0, 1, 4]
    assert norms[4, 1] > 0
