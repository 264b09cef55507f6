"""aⁿbⁿ against strings written out."""

import numpy as np

from rnnviz.scenarios.anbn import ANBN, CountingTask
from rnnviz.scenarios.context_guess import ContextGuess
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same


def prepare(greatest: int = 10) -> CountingTask:
    return ANBN.prepare(Request(length=greatest))


def test_that_inputs_and_targets_are_those_of_the_paper() -> None:
    task = prepare()
    batch = task.strings(np.array([3, 1]))
    assert task.input_labels(batch) == ("S", "a", "a", "a", "b", "b", "b")
    assert task.target_labels(batch) == ("a", "a b", "a b", "a b", "b", "b", "T")
    short = batch.sequence(1)
    assert task.input_labels(short) == ("S", "a", "b", "", "", "", "")
    assert task.target_labels(short) == ("a", "a b", "T", "", "", "", "")
    assert short.scored[:, 0].tolist() == [True] * 3 + [False] * 4


def test_that_training_has_every_n_up_to_the_greatest_and_none_beyond() -> None:
    stream = prepare(6).stream(np.random.default_rng(0), 32)
    seen = {int(length) for _ in range(10) for length in stream.next().exists.sum(axis=0)}
    assert seen == {2 * n + 1 for n in range(1, 7)}


def test_that_every_longer_string_up_to_twice_as_long_is_held_out() -> None:
    task = prepare(6)
    assert task.held_out().exists.sum(axis=0).tolist() == [2 * n + 1 for n in range(7, 13)]
    for seed in range(20):
        assert task.sample(np.random.default_rng(seed)).steps > 13


def test_that_a_perfect_counter_scores_1_and_a_short_memory_0() -> None:
    task = prepare()
    assert task.score(Right(3)) == 1.0
    assert task.score(Same([0.9, 0.9, 0.1])) == 0.0
    assert task.baseline_score == 0.0
    assert task.baseline_says == "what followed the last 6 symbols in 5,000 strings of training"


def test_that_the_baseline_counts_as_far_as_its_memory_reaches() -> None:
    task = prepare()
    guess = ContextGuess(task.draw(np.random.default_rng(0), 2000), 6, 3, 3)
    batch = task.strings(np.array([1, 2, 3]))
    right = (task.right(batch, guess.outputs(batch)) | ~batch.exists).all(axis=0)
    assert right.tolist() == [True, True, False]


def test_that_the_exhibit_shows_symbols_and_sets() -> None:
    task = prepare()
    batch = task.strings(np.array([2]))
    exhibit = task.exhibit(batch, Right(3).outputs(batch)[:, 0], Right(3))
    assert [word.text for word in exhibit.words] == ["S", "a", "a", "b", "b"]
    assert [word.said for word in exhibit.words] == ["a", "a b", "a b", "b", "T"]
    assert all(word.said == word.wanted and word.share == 1.0 for word in exhibit.words)
    assert exhibit.caption == "What may come next: right after 5 of 5 symbols."
