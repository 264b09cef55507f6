"""The guess from the last symbols against counting by hand."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.context_guess import ContextGuess


def batch_of(text: list[int], targets: list[int]) -> Batch:
    everywhere = np.ones((len(text), 1), np.bool_)
    return Batch(np.array(text)[:, None], np.array(targets)[:, None], everywhere, everywhere)


def test_that_the_guess_is_the_mean_of_what_followed_the_same_symbols() -> None:
    counted = batch_of([0, 1, 0, 1, 0], [1, 0, 1, 2, 1])
    guess = ContextGuess(counted, 1, 2, 3)
    says = guess.outputs(batch_of([0, 1], [0, 0]))[:, 0]
    np.testing.assert_allclose(says, [[0, 1, 0], [0.5, 0, 0.5]])


def test_that_a_longer_context_tells_more_and_knows_the_beginning() -> None:
    counted = batch_of([0, 0, 1, 1], [0, 1, 1, 2])
    guess = ContextGuess(counted, 2, 2, 3)
    says = guess.outputs(batch_of([0, 0, 1, 0], [0] * 4))[:, 0]
    assert says.argmax(axis=1)[:3].tolist() == [0, 1, 1]
    assert says[3].tolist() == [0, 0, 0]  # 1, 0 never came


def test_that_padding_is_not_counted() -> None:
    exists = np.array([[True], [True], [False]])
    counted = Batch(np.array([[0], [1], [0]]), np.array([[1], [2], [0]]), exists, exists)
    says = ContextGuess(counted, 1, 2, 3).outputs(batch_of([0], [0]))
    assert says[0, 0].tolist() == [0, 1, 0]


def test_that_sets_are_averaged_and_no_context_is_one_guess() -> None:
    counted = batch_of([0, 1], [0, 0])
    sets = Batch(counted.inputs, np.array([[[1.0, 0]], [[1.0, 1]]]), *(counted.exists,) * 2)
    says = ContextGuess(sets, 0, 2, 2).outputs(sets)
    assert says[:, 0] == pytest.approx(np.array([[1, 0.5], [1, 0.5]]))
