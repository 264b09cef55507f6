"""What follows from a trace, against the engine and against sums written out."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.trace.derived import (
    factors,
    norms,
    sources,
    state_gradient_norms,
    step_contributions,
    weight_gradient_norm,
    weight_gradients,
)
from tests.engine.examples import CELLS, make_batch, make_network, make_start
from tests.trace.examples import make_trace, recorded

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def contribution(delta: np.ndarray, read: np.ndarray | None, time: int) -> np.ndarray:
    """What one step adds to the gradient of a weight, or of a bias."""
    return delta[time] if read is None else np.outer(delta[time], read[time])


def close(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Equal within 1e-12 of the greatest element."""
    return bool(np.abs(ours - theirs).max() <= 1e-12 * np.abs(theirs).max())


@every_cell
@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("truncation", [0, 2])
@pytest.mark.parametrize("steps", [1, 6])
def test_that_the_steps_add_up_to_the_gradient_that_the_optimizer_gets(
    cell: Cell, layers: int, truncation: int, steps: int
) -> None:
    network, batch = make_network(cell, layers=layers), make_batch((steps,))
    start, gradients = make_start(network, 1), network.parameters.zeros_like()
    network.learn(batch, LOSSES["cross-entropy"], start, gradients, truncation)
    trace = recorded(network, batch, start, truncation=truncation)
    seen = set()
    for lane in trace.lanes:
        for name, delta, read in factors(trace, lane):
            total = sum(contribution(delta, read, t) for t in range(steps))
            assert close(total, gradients[name]), name
            assert close(weight_gradients(trace, lane)[name], gradients[name]), name
            seen.add(name)
    assert seen == set(gradients) - {"W_hy", "b_y"}


@every_cell
def test_that_the_norm_of_a_step_is_that_of_all_it_adds(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane in trace.lanes:
        for t, ours in enumerate(step_contributions(trace, lane)):
            parts = [contribution(delta, read, t) for _, delta, read in factors(trace, lane)]
            whole = np.concatenate([part.ravel() for part in parts])
            assert ours == pytest.approx(np.linalg.norm(whole), rel=1e-12)


@every_cell
def test_that_the_norm_of_a_lane_is_that_of_its_gradients(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane in trace.lanes:
        whole = np.concatenate([g.ravel() for g in weight_gradients(trace, lane).values()])
        assert weight_gradient_norm(trace, lane) == pytest.approx(np.linalg.norm(whole), rel=1e-12)


@every_cell
def test_that_state_gradient_norms_are_those_of_the_hidden_state(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane in trace.lanes:
        expected = [np.linalg.norm(lane.gradients["h"][t]) for t in range(trace.steps)]
        np.testing.assert_allclose(state_gradient_norms(trace, lane), expected, rtol=1e-13)


@every_cell
def test_that_sources_over_time_are_the_sources_of_each_step(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane in trace.lanes:
        for quantity in cell.quantities:
            for product in quantity.products:
                read = sources(trace, lane, product.sources)
                for t in range(trace.steps):
                    step = [trace.source(lane, name, t) for name in product.sources]
                    assert np.array_equal(read[t], np.concatenate(step))


def test_that_norms_are_euclidean() -> None:
    assert norms(np.array([[3.0, 4.0], [0.0, -2.0]])).tolist() == [5.0, 2.0]


def test_that_a_truncated_gradient_is_smaller_in_norm_where_it_was_cut() -> None:
    # Where only the last step is scored, nothing reaches the steps before the cut.
    network: Network = make_network(CELLS["elman-tanh"])
    batch = make_batch((6,))
    batch.scored[:5] = False
    trace = recorded(network, batch, network.start(1), truncation=4)
    contributions = step_contributions(trace, trace.lanes[0])
    assert (contributions[:4] == 0).all()
    assert (contributions[4:] > 0).all()
