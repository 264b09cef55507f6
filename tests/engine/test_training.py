"""Training: one update after the other."""

import numpy as np
import pytest
from numpy.typing import DTypeLike

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import OPTIMIZERS, OptimizerName
from rnnviz.engine.training import Batches, Training, train
from tests.engine.examples import CELLS, InTurn, Repeated, make_batch, make_network, steps_of

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def make_training(
    cell: Cell,
    batches: Batches,
    optimizer: OptimizerName = "sgd",
    rate: float = 0.1,
    dtype: DTypeLike = np.float64,
    **settings: object,
) -> Training:
    network = make_network(cell, layers=2, dtype=dtype)
    made = OPTIMIZERS[optimizer](network.parameters.flat)
    loss = LOSSES["cross-entropy"]
    return Training(network, loss, made, batches, rate, **settings)  # type: ignore[arg-type]


def gradient_of(network: Network, batch: Batch) -> np.ndarray:
    gradients = network.parameters.zeros_like()
    network.learn(batch, LOSSES["cross-entropy"], network.start(batch.size), gradients)
    return gradients.flat


def chunks(steps: int, length: int) -> list[Batch]:
    whole = make_batch((steps, steps))
    return [steps_of(whole, first, first + length) for first in range(0, steps, length)]


@every_cell
def test_that_an_update_reports_the_loss_and_the_norm_before_it(cell: Cell) -> None:
    batch = make_batch((4, 3), score_all=False)
    training = make_training(cell, Repeated(batch))
    network = training.network
    y = network.forward(batch, network.start(2)).y
    loss = LOSSES["cross-entropy"].evaluate(y, batch).per_step
    norm = np.linalg.norm(gradient_of(network, batch))
    progress = training.advance()
    assert progress.loss == pytest.approx(loss, rel=1e-12)
    assert progress.norm == progress.clipped_norm == pytest.approx(norm, rel=1e-12)
    assert (progress.update, progress.seen) == (1, 7)
    assert training.advance().seen == 14


@every_cell
def test_that_sgd_moves_the_weights_against_the_gradient(cell: Cell) -> None:
    batch = make_batch((4, 4))
    training = make_training(cell, Repeated(batch), rate=0.3)
    before = training.network.parameters.flat.copy()
    gradient = gradient_of(training.network, batch)
    training.advance()
    np.testing.assert_allclose(
        training.network.parameters.flat, before - 0.3 * gradient, rtol=0, atol=1e-15
    )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@every_cell
def test_that_training_makes_the_loss_smaller(cell: Cell, optimizer: OptimizerName) -> None:
    training = make_training(cell, Repeated(make_batch((4, 3))), optimizer, 0.01)
    losses = [training.advance().loss for _ in range(50)]
    assert losses[-1] < 0.99 * losses[0]


@every_cell
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_same_seeds_give_the_same_bits(cell: Cell, dtype: DTypeLike) -> None:
    runs = [
        make_training(cell, InTurn([make_batch((5, 5)), make_batch((4, 2))]), "adam", dtype=dtype)
        for _ in range(2)
    ]
    progress = [[run.advance() for _ in range(6)] for run in runs]
    assert progress[0] == progress[1]
    first, second = (run.network.parameters.flat for run in runs)
    assert np.array_equal(first, second)


def test_that_the_rate_may_change_at_any_update() -> None:
    training = make_training(CELLS["lstm"], Repeated(make_batch((4, 4))))
    training.rate = 0.0
    flat = training.network.parameters.flat
    before = flat.copy()
    training.advance()
    assert np.array_equal(flat, before)
    training.rate = 0.1
    training.advance()
    assert not np.array_equal(flat, before)


def test_that_clipping_may_change_at_any_update() -> None:
    training = make_training(CELLS["lstm"], Repeated(make_batch((4, 4))), rate=1e-9)
    free = training.advance()
    training.clip_kind, training.clip_limit = "norm", free.norm / 4
    clipped = training.advance()
    assert free.clipped_norm == free.norm
    assert clipped.norm == pytest.approx(free.norm)
    assert clipped.clipped_norm == free.norm / 4


@every_cell
def test_that_states_carried_on_make_one_sequence_of_its_parts(cell: Cell) -> None:
    whole = make_training(cell, InTurn(chunks(50, 50)), rate=0.0)
    parts = make_training(cell, InTurn(chunks(50, 25)), rate=0.0)
    whole_loss = whole.advance().loss
    losses = [parts.advance().loss for _ in range(2)]
    assert np.mean(losses) == pytest.approx(whole_loss, rel=1e-13)
    for lane, states in whole.end.items():
        for state, value in states.items():
            np.testing.assert_allclose(parts.end[lane][state], value, rtol=0, atol=1e-13)


@every_cell
def test_that_states_are_carried_only_where_a_batch_continues(cell: Cell) -> None:
    training = make_training(cell, InTurn(chunks(6, 3)))
    for continues in (False, True, False, True):
        batch, start = training.upcoming()
        assert batch.continues == continues
        if continues:
            assert start is training.end
        else:
            assert not any(v.any() for states in start.values() for v in states.values())
        training.advance()


@every_cell
def test_that_the_states_carried_on_do_not_hold_the_whole_pass(cell: Cell) -> None:
    training = make_training(cell, Repeated(make_batch((4, 3))))
    training.advance()
    states = [state for states in training.end.values() for state in states.values()]
    assert all(state.base is None or state.base.size == state.size for state in states)


def test_that_carrying_can_be_switched_off() -> None:
    training = make_training(CELLS["elman-tanh"], InTurn(chunks(6, 3)), carry=False)
    training.advance()
    start = training.upcoming()[1]
    assert not any(v.any() for states in start.values() for v in states.values())


def test_that_a_first_batch_that_continues_starts_from_zero() -> None:
    training = make_training(CELLS["lstm"], InTurn(chunks(6, 3)[1:]))
    assert not training.upcoming()[1]["layer1"]["h"].any()


def test_that_truncation_reaches_the_network() -> None:
    norms = [
        make_training(CELLS["lstm"], Repeated(make_batch((6, 6))), truncation=k).advance().norm
        for k in (0, 2)
    ]
    assert norms[0] != norms[1]


def test_that_batches_of_other_sizes_may_follow() -> None:
    batches = InTurn([make_batch((4, 4)), make_batch((3, 3, 3)), make_batch((2, 1))])
    training = make_training(CELLS["lstm"], batches)
    assert [training.advance().seen for _ in range(3)] == [8, 17, 20]


@every_cell
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_a_run_put_back_goes_on_bit_for_bit(cell: Cell, optimizer: OptimizerName) -> None:
    run = make_training(cell, InTurn(chunks(12, 3)), optimizer, 0.01)
    for _ in range(3):
        run.advance()
    batches = InTurn(chunks(12, 3))
    batches.taken = 3
    resumed = make_training(cell, batches, optimizer, 0.01, update=run.update, seen=run.seen)
    resumed.network.parameters.flat[...] = run.network.parameters.flat
    resumed.optimizer.count = run.optimizer.count
    for name, moment in run.optimizer.moments.items():
        resumed.optimizer.moments[name][...] = moment
    resumed.end = {k: {s: v.copy() for s, v in states.items()} for k, states in run.end.items()}
    assert [run.advance() for _ in range(4)] == [resumed.advance() for _ in range(4)]
    assert np.array_equal(run.network.parameters.flat, resumed.network.parameters.flat)


def test_that_train_makes_one_update_for_each_progress() -> None:
    training = make_training(CELLS["gru-after"], Repeated(make_batch((3, 3))))
    updates = train(training)
    assert [next(updates).update for _ in range(3)] == [1, 2, 3]
    assert training.update == 3
