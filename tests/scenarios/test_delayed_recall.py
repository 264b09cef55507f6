"""Delayed recall: a letter, noise, and the letter wanted at the end."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.delayed_recall import DELAYED_RECALL, DelayedRecallTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same


def prepare(delay: int = 30) -> DelayedRecallTask:
    return DELAYED_RECALL.prepare(Request(length=delay))


@pytest.mark.parametrize("delay", [1, 10, 60])
def test_that_the_letter_stands_first_and_is_wanted_after_the_noise(delay: int) -> None:
    task = prepare(delay)
    batch = task.stream(np.random.default_rng(0), 8).next()
    assert batch.steps == delay + 1
    assert (batch.inputs[0] < 4).all()
    assert (batch.inputs[1:] >= 4).all()
    np.testing.assert_array_equal(batch.targets[-1], batch.inputs[0])
    assert batch.scored.sum(axis=0).tolist() == [1] * 8
    assert batch.scored[-1].all()


def test_that_letters_and_noise_are_even_and_tell_nothing_of_each_other() -> None:
    batch = prepare(5).draw(np.random.default_rng(0), 20_000)
    for step in batch.inputs:
        np.testing.assert_allclose(np.bincount(step % 4) / 20_000, 0.25, atol=0.015)
    together = np.histogram2d(batch.inputs[0], batch.inputs[-1] - 4, bins=4)[0] / 20_000
    np.testing.assert_allclose(together, 1 / 16, atol=0.01)


def test_that_guessing_gives_the_baseline_and_memory_everything() -> None:
    task = prepare()
    assert task.score(Right(4)) == 1.0
    assert task.score(Same([0.4, 0.3, 0.2, 0.1])) == pytest.approx(task.baseline_score, abs=0.06)
    assert task.baseline == pytest.approx(np.log(4))


def test_that_the_exhibit_ranks_the_answers() -> None:
    task = prepare(2)
    exists = np.ones((3, 1), np.bool_)
    scored = np.array([[False], [False], [True]])
    batch = Batch(np.array([[1], [4], [7]]), np.array([[0], [0], [1]]), exists, scored)
    outputs = np.array([[0.25] * 4, [0.25] * 4, [0.1, 0.2, 0.6, 0.1]])
    exhibit = task.exhibit(batch, outputs, Right(4))
    assert [word.text for word in exhibit.words] == ["B", "w", "z"]
    assert exhibit.shares[:2] == (("C", 0.6, False), ("B", 0.2, True))
    assert exhibit.caption == "B was read 2 steps ago; the network says C: wrong."
    assert task.input_labels(batch) == ("B", "w", "z")
    assert task.target_labels(batch) == ("", "", "B")
