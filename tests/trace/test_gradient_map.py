"""Maps of where the gradient goes: norms of the very matrices, and the decay that theory says."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells import Elman
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.itemised import itemised
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.trace import gradient_map as module
from rnnviz.trace.gradient_map import GradientMap, decay, faded, record_gradient_map
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.engine.test_itemised import EVERY, scored_steps
from tests.engine.test_topologies import made

LOSS = LOSSES["cross-entropy"]

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", EVERY.values(), ids=EVERY)
padded_or_not = pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])


def recorded(network: Network, batch: Batch, truncation: int = 0) -> GradientMap:
    start = make_start(network, batch.size)
    return record_gradient_map(network, LOSS, batch, start, 7, truncation)


def by_matrices(network: Network, batch: Batch) -> dict[str, np.ndarray]:
    """‖G[s, k]‖ of each lane from the matrices themselves, (S, T), slowly."""
    forward = network.forward(batch, make_start(network, batch.size))
    d_y = LOSS.evaluate(forward.y, batch).d_y
    sources = scored_steps(batch)
    found = itemised(network, forward, d_y, sources)
    norms = {}
    for lane in network.lanes:
        there, first = forward.lanes[lane.key], batch.source if lane.role == "decoder" else 0
        squares = np.zeros((len(sources), batch.steps))
        lengths = there.exists.sum(axis=0)
        for s in range(len(sources)):
            for quantity in (q for q in network.cell.quantities if q.products):
                read = [np.concatenate([there.source(n) for n in p.sources], axis=2)
                        for p in quantity.products]  # fmt: skip
                read += [np.ones((*there.exists.shape, 1))] if quantity.bias else []
                rows = np.concatenate(read, axis=2)
                delta = found.lanes[lane.key].d_values[quantity.key][:, s]
                for time in range(len(rows)):
                    total = 0.0
                    for b, length in enumerate(lengths):
                        p = length - 1 - time if lane.backward and time < length else time
                        total = total + np.outer(delta[p, b], rows[p, b])
                    squares[s, first + time] += (total**2).sum()
        norms[lane.key] = np.sqrt(squares)
    return norms


@every_cell
@every_shape
@padded_or_not
def test_that_the_norms_are_those_of_the_matrices(
    cell: Cell, shape: dict[str, bool], padded: bool
) -> None:
    network, batch = made(cell, shape, padded, layers=1)
    found = recorded(network, batch)
    for key, expected in by_matrices(network, batch).items():
        np.testing.assert_allclose(found.lanes[key].weights, expected, rtol=1e-9, atol=1e-12)


@every_shape
def test_that_the_sum_over_the_sources_is_what_a_step_adds(shape: dict[str, bool]) -> None:
    network, batch = made(CELLS["lstm"], shape, padded=True)
    found = recorded(network, batch)
    start = make_start(network, batch.size)
    forward = network.forward(batch, start, by_steps=True)
    backward = network.backward(forward, LOSS.evaluate(forward.y, batch).d_y, by_steps=True)
    for lane in network.lanes:
        assert (found.lanes[lane.key].together >= 0).all()
        whole = sum(
            float((backward.gradients[name] ** 2).sum())
            for name in network.parameters
            if name.startswith(f"{lane.key}.")
        )
        # All steps together are the gradient: no more than the norms of the steps add up to.
        assert np.sqrt(whole) <= found.lanes[lane.key].together.sum() * (1 + 1e-12)
        assert (found.lanes[lane.key].cancellation <= 1 + 1e-12).all()


def test_that_sources_in_portions_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    network, batch = made(CELLS["gru-after"], {"both": True}, padded=True)
    whole = recorded(network, batch)
    monkeypatch.setattr(module, "AT_ONCE", 2)
    parts = recorded(network, batch)
    for key, lane in whole.lanes.items():
        assert np.allclose(lane.weights, parts.lanes[key].weights, rtol=1e-12, atol=0)
        assert np.allclose(lane.together, parts.lanes[key].together, rtol=1e-12, atol=1e-16)


def test_that_a_linear_network_decays_as_its_weight_does() -> None:
    network = Network(Elman("identity"), 1, 1, 1, 1)
    for name, value in (("layer1.W_xh", 1.0), ("layer1.W_hh", 0.8), ("W_hy", 1.0)):
        network.parameters[name][...] = value
    x = np.zeros((20, 1, 1))
    yes = np.ones((20, 1), bool)
    batch = Batch(x, x - 1.0, yes, yes)
    found = record_gradient_map(network, LOSSES["squared error"], batch, network.start(1), 0)
    row = faded(found.lanes["layer1"].states["h"][19], 19)
    np.testing.assert_allclose(row, 2.0 * 0.8 ** np.arange(20), rtol=1e-12)
    fitted = decay(row)
    assert fitted is not None
    assert fitted.rate == pytest.approx(0.8, rel=1e-12)
    assert fitted.reach == pytest.approx(np.log(0.01) / np.log(0.8), rel=1e-12)


def test_that_what_does_not_fade_reaches_for_ever() -> None:
    fitted = decay(np.full(5, 0.3))
    assert fitted is not None
    assert (fitted.rate, fitted.reach) == (pytest.approx(1.0), np.inf)
    assert decay(np.array([0.2, 0.0, 0.0])) is None
    assert decay(np.zeros(4)) is None


def test_that_truncation_ends_the_rows() -> None:
    network = make_network(CELLS["lstm"])
    found = recorded(network, make_batch((6,)), truncation=3)
    reached = found.lanes["layer1"].states["h"] > 0
    assert reached.tolist() == [[3 * (s // 3) <= k <= s for k in range(6)] for s in range(6)]


def test_that_one_sequence_is_its_own_gradients_norm() -> None:
    network, batch = make_network(CELLS["lstm"]), make_batch((5,))
    start = make_start(network, 1)
    found = recorded(network, batch)
    forward = network.forward(batch, start)
    d_y = LOSS.evaluate(forward.y, batch).d_y
    parts = itemised(network, forward, d_y, scored_steps(batch)).lanes["layer1"].d_values
    for state in ("h", "c"):
        expected = np.linalg.norm(parts[state][:, :, 0], axis=2).T
        np.testing.assert_allclose(found.lanes["layer1"].states[state], expected, rtol=1e-12)
