"""Losses against closed forms."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.loss import LOSSES
from tests.engine.examples import make_batch


def one_step(targets: np.ndarray) -> Batch:
    """One sequence of one step."""
    yes = np.ones((1, 1), bool)
    return Batch(np.zeros((1, 1, 1)), targets, yes, yes)


def test_that_cross_entropy_is_the_logarithm_of_the_wanted_probability() -> None:
    y = np.log(np.array([[[0.5, 0.3, 0.2]]])) + 7.0
    result = LOSSES["cross-entropy"].evaluate(y, one_step(np.array([[1]])))
    np.testing.assert_allclose(result.outputs, [[[0.5, 0.3, 0.2]]], rtol=1e-14)
    assert result.total == pytest.approx(-np.log(0.3), rel=1e-14)
    np.testing.assert_allclose(result.d_y, [[[0.5, -0.7, 0.2]]], rtol=1e-14)


def test_that_cross_entropy_of_equal_outputs_is_the_logarithm_of_their_number() -> None:
    batch = make_batch((6, 6), outputs=5)
    result = LOSSES["cross-entropy"].evaluate(np.zeros((6, 2, 5)), batch)
    assert result.per_step == pytest.approx(np.log(5), rel=1e-14)
    assert result.total == pytest.approx(6 * np.log(5), rel=1e-14)


def test_that_cross_entropy_does_not_overflow() -> None:
    y = np.array([[[1e4, -1e4]]], np.float32)
    loss = LOSSES["cross-entropy"]
    assert loss.evaluate(y, one_step(np.array([[0]]))).total == 0.0
    assert loss.evaluate(y, one_step(np.array([[1]]))).total == 2e4


def test_that_binary_cross_entropy_is_that_of_the_sigmoid() -> None:
    y, wanted = np.array([[[0.0, np.log(3.0)]]]), np.array([[[1.0, 0.0]]])
    result = LOSSES["binary cross-entropy"].evaluate(y, one_step(wanted))
    np.testing.assert_allclose(result.outputs, [[[0.5, 0.75]]], rtol=1e-14)
    assert result.total == pytest.approx(-np.log(0.5) - np.log(0.25), rel=1e-14)
    np.testing.assert_allclose(result.d_y, [[[-0.5, 0.75]]], rtol=1e-14)


def test_that_binary_cross_entropy_does_not_overflow() -> None:
    y, wanted = np.array([[[800.0, -800.0]]]), np.array([[[0.0, 0.0]]])
    assert LOSSES["binary cross-entropy"].evaluate(y, one_step(wanted)).total == 800.0


def test_that_squared_error_is_the_square_of_the_difference() -> None:
    y, wanted = np.array([[[1.0, -2.0]]]), np.array([[[0.5, 1.0]]])
    result = LOSSES["squared error"].evaluate(y, one_step(wanted))
    assert result.outputs is y
    assert result.total == 0.25 + 9.0
    assert result.d_y.tolist() == [[[1.0, -6.0]]]


@pytest.mark.parametrize("name", LOSSES)
def test_that_only_scored_steps_count_and_the_batch_is_averaged(name: str) -> None:
    batch = make_batch((5, 3), loss=name, score_all=False)
    y = np.random.default_rng(0).normal(size=(5, 2, 3))
    result = LOSSES[name].evaluate(y, batch)
    each = LOSSES[name].compare(y, batch.targets)[1]
    assert result.scored == 5
    assert result.total == pytest.approx(each[batch.scored].sum() / 2, rel=1e-14)
    assert result.per_step == pytest.approx(each[batch.scored].mean(), rel=1e-14)
    assert not result.steps[~batch.scored].any()
    assert not result.d_y[~batch.scored].any()
    assert result.d_y[batch.scored].all()


@pytest.mark.parametrize("name", LOSSES)
def test_that_a_batch_in_which_nothing_is_scored_has_no_loss(name: str) -> None:
    whole = make_batch((2, 2), loss=name)
    batch = Batch(whole.inputs, whole.targets, whole.exists, np.zeros((2, 2), bool))
    result = LOSSES[name].evaluate(np.ones((2, 2, 3)), batch)
    assert (result.total, result.per_step, result.scored) == (0.0, 0.0, 0)


@pytest.mark.parametrize("name", LOSSES)
def test_that_outputs_of_the_network_are_left_as_they_were(name: str) -> None:
    y = np.random.default_rng(1).normal(size=(4, 2, 3))
    kept = y.copy()
    LOSSES[name].evaluate(y, make_batch((4, 4), loss=name))
    assert np.array_equal(y, kept)
