"""What both language models have in common: the measure on held-out text, and the exhibit."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios import language_task
from rnnviz.scenarios.character_model import CHARACTER_MODEL
from rnnviz.scenarios.language_task import PIECES, READ_BEFORE, LanguageTask, measured_pieces
from rnnviz.scenarios.ngram import NGram
from rnnviz.scenarios.scenario import Request, Scenario
from rnnviz.scenarios.word_model import WORD_MODEL

TEXT = "".join(f"Line {n % 7}: the quick fox jumps, and {n % 3} dogs sleep.\n\n" for n in range(90))

each = pytest.mark.parametrize("entry", [CHARACTER_MODEL, WORD_MODEL], ids=lambda entry: entry.key)


class Asked:
    """A network that answers as it is told."""

    def __init__(self, answer: Callable[[Batch], Floats]):
        self._answer = answer

    def outputs(self, batch: Batch) -> Floats:
        return self._answer(batch)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("a language model is measured on the text as it is")


def prepare(entry: Scenario, folder: Path, text: str = TEXT) -> LanguageTask:
    path = folder / "story.txt"
    path.write_text(text, encoding="utf-8")
    task = entry.prepare(Request("file", path, 12))
    assert isinstance(task, LanguageTask)
    return task


def evenly(size: int) -> Asked:
    return Asked(lambda batch: np.full((*batch.inputs.shape, size), 1 / size))


def knowing(size: int) -> Asked:
    return Asked(lambda batch: np.eye(size)[batch.targets])


@each
def test_that_a_perfect_network_has_the_best_score(entry: Scenario, tmp_path: Path) -> None:
    task = prepare(entry, tmp_path)
    best = 0.0 if entry is CHARACTER_MODEL else 1.0
    assert task.score(knowing(task.outputs)) == pytest.approx(best)


@each
def test_that_a_network_that_knows_nothing_has_the_score_of_even_shares(
    entry: Scenario, tmp_path: Path
) -> None:
    task = prepare(entry, tmp_path)
    wanted = math.log2(task.outputs) if entry is CHARACTER_MODEL else task.outputs
    assert task.score(evenly(task.outputs)) == pytest.approx(wanted)
    assert task.metric.is_better(task.baseline_score, wanted)


@each
def test_that_the_baseline_is_what_the_trigram_would_score_as_a_network(
    entry: Scenario, tmp_path: Path
) -> None:
    task = prepare(entry, tmp_path)
    size = task.outputs
    model = NGram(task.training, 3, size)

    def answer(batch: Batch) -> Floats:
        outputs = np.empty((*batch.inputs.shape, size))
        for symbol in range(size):
            for step in range(batch.steps):
                last = np.full_like(batch.inputs[:1], symbol)
                texts = np.concatenate([batch.inputs[: step + 1], last])
                outputs[step, :, symbol] = model.shares(texts[-3:])[-1]
        return outputs

    assert task.score(Asked(answer)) == pytest.approx(task.baseline_score)
    assert "trigram" in task.baseline_says


def read(pieces: Batch, size: int) -> NDArray[np.intp]:
    """How often each place of a held-out text 0, 1, 2 … is asked for."""
    return np.bincount(pieces.targets[pieces.scored], minlength=size)


def test_that_nearly_every_held_out_symbol_is_asked_for_once() -> None:
    held_out = np.arange(10_000, dtype=np.int16)
    pieces = measured_pieces(held_out, 90)
    times = read(pieces, 10_000)
    assert times.max() == 1
    assert times.sum() == 10_000 // PIECES * PIECES
    assert not pieces.scored[:READ_BEFORE].any()
    assert pieces.scored[READ_BEFORE:].all()


def test_that_a_large_vocabulary_is_asked_on_less_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_task, "MOST_OUTPUTS", 100 * PIECES * 7)
    pieces = measured_pieces(np.arange(10_000, dtype=np.int16), 100)
    assert pieces.steps == READ_BEFORE + 7
    assert read(pieces, 10_000).max() == 1


@pytest.mark.parametrize("count", [1, 2, 10, 30])
def test_that_what_is_asked_for_was_not_read_before_in_a_short_text(count: int) -> None:
    pieces = measured_pieces(np.arange(count, dtype=np.int16), 10)
    assert pieces.scored.any(axis=0).all()
    if count > 1:
        for n in range(pieces.size):
            assert pieces.targets[-1, n] not in pieces.inputs[:, n]


@each
def test_that_the_exhibit_shows_the_text_with_the_likeliest_next_symbols(
    entry: Scenario, tmp_path: Path
) -> None:
    task = prepare(entry, tmp_path)
    batch = task.sample(np.random.default_rng(3))
    outputs = np.random.default_rng(0).dirichlet(np.ones(task.outputs), batch.steps)
    exhibit = task.exhibit(batch, outputs, evenly(task.outputs))
    assert exhibit.labels == "next"
    assert exhibit.between == ("" if entry is CHARACTER_MODEL else " ")
    assert [word.time for word in exhibit.words] == list(range(batch.steps))
    assert tuple(word.wanted for word in exhibit.words) == task.target_labels(batch)
    for word, shares in zip(exhibit.words, outputs, strict=True):
        assert word.share == shares.max()
        assert word.said == task.classes[int(shares.argmax())]
    text = exhibit.between.join(word.text for word in exhibit.words)
    assert text.replace(" ", "␣" if entry is CHARACTER_MODEL else " ") == exhibit.between.join(
        task.input_labels(batch)
    )


@each
def test_that_the_caption_counts_what_is_right(entry: Scenario, tmp_path: Path) -> None:
    task = prepare(entry, tmp_path)
    batch = task.sample(np.random.default_rng(3))
    outputs = np.eye(task.outputs)[batch.targets[:, 0]] * 0.5 + 0.5 / task.outputs
    outputs[:5] = 1 / task.outputs
    outputs[np.arange(5), (batch.targets[:5, 0] + 1) % task.outputs] += 1e-6
    caption = task.exhibit(batch, outputs, evenly(task.outputs)).caption
    assert caption.startswith("7 of 12 times")
    assert task.metric.name in caption


@each
def test_that_an_input_set_by_hand_is_shown(entry: Scenario, tmp_path: Path) -> None:
    task = prepare(entry, tmp_path)
    batch = task.sample(np.random.default_rng(3))
    vectors = np.eye(task.inputs)[batch.inputs]
    vectors[2, 0] = np.eye(task.inputs)[1]
    outputs = np.full((batch.steps, task.outputs), 1 / task.outputs)
    exhibit = task.exhibit(replace(batch, inputs=vectors), outputs, evenly(task.outputs))
    assert exhibit.words[2].text == task.shown(1)
