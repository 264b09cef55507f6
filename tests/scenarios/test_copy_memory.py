"""Copy memory against the description in the papers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.copy_memory import BLANK, COPY_MEMORY, GO, CopyMemoryTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same


def prepare(delay: int) -> CopyMemoryTask:
    return COPY_MEMORY.prepare(Request(length=delay))


@given(st.integers(1, 60), st.integers(1, 5), st.integers(0, 99))
def test_that_a_sequence_is_letters_delay_marker_recall(delay: int, size: int, seed: int) -> None:
    batch = prepare(delay).stream(np.random.default_rng(seed), size).next()
    assert batch.steps == delay + 20
    assert batch.size == size
    for sequence in range(size):
        inputs, targets = batch.inputs[:, sequence].tolist(), batch.targets[:, sequence].tolist()
        letters = inputs[:10]
        assert all(0 <= letter < 8 for letter in letters)
        assert inputs[10:] == [BLANK] * (delay - 1) + [GO] + [BLANK] * 10
        assert targets == [BLANK] * (delay + 10) + letters
    assert batch.exists.all()
    assert batch.scored.all()
    assert not batch.continues


def test_that_all_letters_occur_at_all_places_evenly() -> None:
    letters = prepare(1).stream(np.random.default_rng(3), 8000).next().inputs[:10]
    for place in letters:
        shares = np.bincount(place, minlength=8) / 8000
        np.testing.assert_allclose(shares, 1 / 8, atol=0.02)


def test_that_sizes_and_names_fit_the_symbols() -> None:
    task = prepare(5)
    assert (task.inputs, task.outputs) == (10, 9)
    assert task.features == (*"ABCDEFGH·▸",)
    assert task.classes == (*"ABCDEFGH·",)
    assert task.loss == "cross-entropy"
    assert not task.generates


@pytest.mark.parametrize("delay", [1, 10, 400])
def test_that_the_baseline_is_the_loss_of_the_best_guess_without_memory(delay: int) -> None:
    task = prepare(delay)
    batch = task.stream(np.random.default_rng(0), 50).next()
    guess = np.full((delay + 20, 9), 1e-300)
    guess[:-10, BLANK] = 1.0
    guess[-10:, :8] = 1 / 8
    steps = np.arange(delay + 20)[:, np.newaxis]
    assert task.baseline == pytest.approx(-np.log(guess[steps, batch.targets]).mean())
    assert task.baseline == pytest.approx(10 * math.log(8) / (delay + 20))
    assert task.baseline_formula == "10·ln 8 / (T + 20)"


def test_that_labels_show_letters_blanks_and_marker() -> None:
    task = prepare(3)
    batch = task.sample(np.random.default_rng(0))
    letters = tuple("ABCDEFGH"[symbol] for symbol in batch.inputs[:10, 0])
    assert task.input_labels(batch) == (*letters, "·", "·", "▸", *"··········")
    assert task.target_labels(batch) == (*"·············", *letters)
    assert task.spell(batch.targets[:, 0].tolist()) == "·" * 13 + "".join(letters)


def test_that_only_the_letters_are_measured() -> None:
    task = prepare(5)
    assert task.score(Right(9)) == 1.0
    blank = [0.0] * 8 + [1.0]
    assert task.score(Same(blank)) == 0.0
    letter = [1.0] + [0.0] * 8
    assert task.score(Same(letter)) == pytest.approx(task.baseline_score, abs=0.02)
    assert task.held_out().scored.sum(axis=0).tolist() == [10] * task.measured


def test_that_the_exhibit_says_how_many_letters_are_recalled() -> None:
    task = prepare(3)
    batch = task.sample(np.random.default_rng(0))
    outputs = Right(9).outputs(batch)[:, 0]
    outputs[-1] = np.roll(outputs[-1], 1)
    exhibit = task.exhibit(batch, outputs, Right(9))
    assert exhibit.caption == "9 of the 10 letters recalled after a delay of 3."
    assert "".join(word.text for word in exhibit.words) == "".join(task.input_labels(batch))
    assert [word.wanted for word in exhibit.words] == list(task.target_labels(batch))
    assert sum(word.said != word.wanted for word in exhibit.words) == 1
