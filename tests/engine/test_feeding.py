"""Answers read again: which ones, where, and that nothing else follows from it."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Booleans
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.feeding import everywhere, own_steps, with_own_answers
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import OPTIMIZERS
from rnnviz.engine.training import Training
from tests.engine.examples import CELLS, Repeated, make_batch, make_network, make_pairs

ENTROPY = LOSSES["cross-entropy"]
SHAPES = {
    "decoder": {"decoder": True},
    "attention": {"decoder": True, "attention": True},
    "attention, both": {"decoder": True, "attention": True, "both": True},
}
SEED = (7, 3)

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def pair(cell: Cell, shape: dict[str, bool], seed: int = 0) -> tuple[Network, Batch]:
    """An encoder–decoder and a padded batch for it."""
    network = make_network(cell, 3, 4, 2, 4, seed=seed, **shape)
    return network, make_pairs(((4, 5), (2, 6), (5, 3)))


def fed_batch(loss: str, one_hot: bool = False) -> Batch:
    """Three sequences of 5 inputs (the outputs are the last 2 of 5 numbers), fed from step 1."""
    batch = make_batch((5, 5, 5), 5, 2, loss, one_hot)
    return replace(batch, fed=np.arange(5) > 0)


def all_fed(batch: Batch) -> Booleans:
    return everywhere(batch)[1]


@every_cell
@every_shape
def test_that_a_decoder_reads_its_likeliest_symbols(cell: Cell, shape: dict[str, bool]) -> None:
    network, batch = pair(cell, shape)
    own = all_fed(batch)
    read, y = with_own_answers(network, ENTROPY, batch, network.start(3), own)
    first = batch.source
    assert (read.inputs[: first + 1] == batch.inputs[: first + 1]).all()
    assert (read.inputs[first + 1 :] == y[first:-1].argmax(axis=2)).all()
    whole = network.forward(read, network.start(3)).y
    np.testing.assert_allclose(y[read.exists], whole[read.exists], rtol=0, atol=1e-13)
    assert read.own is own


def test_that_a_symbol_is_read_where_the_outputs_lie_in_the_input() -> None:
    network, batch = make_network(CELLS["lstm"], 5, 4, 1, 2), fed_batch("cross-entropy", True)
    read, y = with_own_answers(network, ENTROPY, batch, network.start(3), all_fed(batch), 3)
    assert (read.inputs[0] == batch.inputs[0]).all()
    assert (read.inputs[1:] == 3 + y[:-1].argmax(axis=2)).all()


@pytest.mark.parametrize(
    ("loss", "answer"),
    [
        ("cross-entropy", lambda y: np.eye(2)[y.argmax(axis=-1)]),
        ("binary cross-entropy", lambda y: (y > 0).astype(float)),
        ("squared error", lambda y: y),
    ],
)
def test_that_vectors_have_the_answer_in_its_place_and_else_what_they_had(loss, answer) -> None:
    network, batch = make_network(CELLS["gru-before"], 5, 4, 1, 2), fed_batch(loss)
    own = all_fed(batch)
    own[2, 1] = False
    read, y = with_own_answers(network, LOSSES[loss], batch, network.start(3), own, 2)
    expected = batch.inputs.copy()
    for t, n in np.argwhere(own):
        expected[t, n, 2:4] = answer(y[t - 1, n])
    assert (read.inputs == expected).all()
    assert (read.inputs[2, 1] == batch.inputs[2, 1]).all()
    whole = network.forward(read, network.start(3)).y
    np.testing.assert_allclose(y, whole, rtol=0, atol=1e-13)


def test_that_a_step_that_reads_nothing_reads_nothing() -> None:
    network, batch = make_network(CELLS["lstm"], 5, 4, 1, 2), fed_batch("squared error")
    batch = replace(batch, read=np.array([True, False, True, False, True]), fed=np.zeros(5, bool))
    own = np.zeros((5, 3), bool)
    _, y = with_own_answers(network, LOSSES["squared error"], batch, network.start(3), own)
    whole = network.forward(batch, network.start(3)).y
    np.testing.assert_allclose(y, whole, rtol=0, atol=1e-13)


# --- which steps ---------------------------------------------------------------------------


@pytest.mark.parametrize("forcing", [0.0, 0.25, 0.5, 1.0])
def test_that_own_answers_are_read_at_fed_steps_only_and_as_often_as_wanted(forcing) -> None:
    batch = make_pairs([(3, 40)] * 60 + [(2, 20)] * 40)
    own = own_steps(batch, forcing, SEED)
    can = batch.fed[:, None] & batch.exists
    assert not own[~can].any()
    assert own[can].mean() == pytest.approx(1.0 - forcing, abs=0.03)


def test_that_the_same_seed_draws_the_same_steps_and_another_others() -> None:
    batch = make_pairs([(3, 9)] * 5)
    first = own_steps(batch, 0.5, SEED)
    assert (own_steps(batch, 0.5, SEED) == first).all()
    assert (own_steps(batch, 0.5, (7, 4)) != first).any()


def test_that_without_fed_steps_nothing_is_read_again() -> None:
    batch = make_batch((4, 2))
    assert not own_steps(batch, 0.0, SEED).any()
    assert not all_fed(batch).any()


def test_that_a_batch_is_prolonged_by_steps_that_read_own_answers() -> None:
    batch = make_pairs(((3, 2), (2, 2)))
    longer, own = everywhere(batch, 9)
    assert (longer.steps, longer.source) == (9, 3)
    assert own[5:].all()
    assert longer.exists[5:].all()
    assert not longer.scored[5:].any()
    assert (longer.inputs[:5] == batch.inputs).all()
    network = make_network(CELLS["lstm"], 3, 4, 1, 4, decoder=True)
    read, y = with_own_answers(network, ENTROPY, longer, network.start(2), own)
    assert (read.inputs[4:] == y[3:-1].argmax(axis=2)).all()
    assert everywhere(batch, 2)[0] is batch


# --- training ------------------------------------------------------------------------------


def training(network: Network, batch: Batch, forcing: float, truncation: int = 0) -> Training:
    optimizer = OPTIMIZERS["sgd"](network.parameters.flat)
    return Training(
        network, ENTROPY, optimizer, Repeated(batch), 0.1,
        forcing=forcing, seed=5, truncation=truncation,
    )  # fmt: skip


@every_cell
def test_that_with_forcing_the_batch_is_read_as_it_is(cell: Cell) -> None:
    network, batch = pair(cell, SHAPES["attention"])
    assert training(network, batch, 1.0).upcoming()[0] is batch


@every_cell
@every_shape
@pytest.mark.parametrize("truncation", [0, 2])
def test_that_an_answer_that_is_read_again_is_an_input_like_any_other(
    cell: Cell, shape: dict[str, bool], truncation: int
) -> None:
    network, batch = pair(cell, shape)
    run = training(network, batch, 0.3, truncation)
    read, start = run.upcoming()
    assert (read.inputs != batch.inputs).any()
    gradients = network.parameters.zeros_like()
    plain = replace(batch, inputs=read.inputs)
    network.learn(plain, ENTROPY, start, gradients, truncation)
    before = network.parameters.flat.copy()
    run.advance()
    moved = (before - network.parameters.flat) / 0.1
    np.testing.assert_allclose(moved, gradients.flat, rtol=0, atol=1e-12)


def test_that_looking_at_the_next_batch_does_not_change_it() -> None:
    network, batch = pair(CELLS["lstm"], SHAPES["attention"])
    run = training(network, batch, 0.5)
    first = run.upcoming()[0]
    assert (run.upcoming()[0].inputs == first.inputs).all()
    blind = training(*pair(CELLS["lstm"], SHAPES["attention"]), 0.5)
    assert run.advance() == blind.advance()
    assert (run.network.parameters.flat == blind.network.parameters.flat).all()
    # With the next update, and other weights, other answers are read.
    assert (run.upcoming()[0].own != first.own).any()
    assert (batch.inputs == make_pairs(((4, 5), (2, 6), (5, 3))).inputs).all()
