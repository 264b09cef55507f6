"""The layout of batches."""

import numpy as np

from tests.engine.examples import make_batch


def test_that_a_batch_knows_its_shape() -> None:
    batch = make_batch((5, 2, 4), inputs=7)
    assert (batch.steps, batch.size) == (5, 3)
    assert batch.inputs.shape == (5, 3, 7)


def test_that_a_batch_is_padded_where_a_sequence_is_shorter() -> None:
    assert make_batch((3, 2)).is_padded
    assert not make_batch((3, 3)).is_padded


def test_that_one_sequence_of_a_batch_is_a_batch_of_one() -> None:
    batch = make_batch((4, 2))
    alone = batch.sequence(1)
    assert (alone.steps, alone.size, alone.continues) == (4, 1, batch.continues)
    assert np.array_equal(alone.inputs[:, 0], batch.inputs[:, 1])
    assert np.array_equal(alone.targets[:, 0], batch.targets[:, 1])
    assert alone.exists[:, 0].tolist() == [True, True, False, False]
    assert alone.scored[:, 0].tolist() == [True, True, False, False]
