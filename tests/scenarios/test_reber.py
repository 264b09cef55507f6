"""Reber's grammars as tasks: what is read, what is wanted, what counts as right."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.reber import EMBEDDED_REBER, REBER, Reber, ReberTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same

both = pytest.mark.parametrize("entry", [REBER, EMBEDDED_REBER], ids=lambda entry: entry.key)


def prepare(entry: Reber, length: int = 0) -> ReberTask:
    return entry.prepare(Request(length=length or entry.length[2]))


def read(task: ReberTask, text: str) -> Batch:
    """The batch of one string."""
    symbols = np.array([[task.features.index(symbol)] for symbol in text])
    exists = np.ones((len(text) - 1, 1), np.bool_)
    return Batch(symbols[:-1], symbols[1:], exists, exists)


class Knows:
    """Says of each symbol whether it may come next, as the task itself knows it."""

    def __init__(self, task: ReberTask) -> None:
        self._task = task

    def outputs(self, batch: Batch) -> Floats:
        return self._task.possible(batch).astype(float)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        return self.outputs(batch)


@both
def test_that_every_target_is_a_possible_next_symbol(entry: Reber) -> None:
    task = prepare(entry)
    batch = task.stream(np.random.default_rng(0), 50).next()
    may = np.take_along_axis(task.possible(batch), batch.targets[..., None], axis=2)[..., 0]
    assert may[batch.exists].all()
    assert (batch.scored == batch.exists).all()


@both
def test_that_a_string_is_read_up_to_the_symbol_before_its_end(entry: Reber) -> None:
    task = prepare(entry)
    batch = task.stream(np.random.default_rng(0), 20).next()
    for n in range(20):
        length = batch.exists[:, n].sum()
        inputs, targets = batch.inputs[:length, n], batch.targets[:length, n]
        np.testing.assert_array_equal(inputs[1:], targets[:-1])
        assert task.features[inputs[0]] == "B"
        assert task.classes[targets[-1]] == "E"


def test_that_the_possible_symbols_are_those_of_the_drawing() -> None:
    task = prepare(REBER)
    possible = task.possible(read(task, "BTSXXVPSE"))[:, 0]
    said = ["".join(np.array(task.classes)[row]) for row in possible]
    assert said == ["TP", "SX", "SX", "SX", "TV", "PV", "SX", "E"]


@pytest.mark.parametrize("letter", ["T", "P"])
def test_that_the_embedded_grammar_wants_the_second_symbol_again(letter: str) -> None:
    task = prepare(EMBEDDED_REBER)
    possible = task.possible(read(task, f"B{letter}BPVVE{letter}E"))[:, 0]
    said = ["".join(np.array(task.classes)[row]) for row in possible]
    assert said == ["TP", "B", "TP", "TV", "PV", "E", letter, "E"]


@both
def test_that_who_knows_the_grammar_has_everything_right(entry: Reber) -> None:
    task = prepare(entry)
    assert task.score(Knows(task)) == 1.0


@both
def test_that_neither_the_next_symbol_nor_a_constant_is_the_whole_answer(entry: Reber) -> None:
    task = prepare(entry)
    assert task.score(Right(7)) == 0.0
    assert task.score(Same([0.1, 0.9, 0.8, 0.2, 0.3, 0.4, 0.5])) == 0.0


def test_that_an_answer_is_right_only_if_all_possible_symbols_are_the_likeliest() -> None:
    task = prepare(REBER)
    batch = read(task, "BTX")  # after B: T or P
    says = np.zeros((2, 1, 7))
    says[0, 0, [1, 2]] = 0.4, 0.2
    assert task.right(batch, says)[0, 0]
    says[0, 0, 3] = 0.3
    assert not task.right(batch, says)[0, 0]


def test_that_two_symbols_of_memory_do_for_reber_and_none_for_the_embedded_grammar() -> None:
    assert prepare(REBER).baseline_score == 0.0
    assert prepare(REBER).with_baseline(2).baseline_score == 1.0
    assert 0.3 < prepare(EMBEDDED_REBER).baseline_score < 0.8
    assert prepare(EMBEDDED_REBER, 40).baseline_score < 0.7


@both
def test_that_the_length_is_the_mean_of_what_is_read(entry: Reber) -> None:
    for length in (entry.length[2], 30):
        read = prepare(entry, length).held_out().exists.sum(axis=0).mean()
        assert read == pytest.approx(length, rel=0.1)


def test_that_the_automaton_shows_the_way_of_the_string() -> None:
    task = prepare(REBER)
    batch = read(task, "BTXSE")
    padded = Batch(
        np.vstack([batch.inputs, [[0], [0]]]),
        np.vstack([batch.targets, [[0], [0]]]),
        *(np.vstack([batch.exists, [[False], [False]]]),) * 2,
    )
    for shown in (batch, padded):
        outputs = Knows(task).outputs(shown)[:, 0]
        exhibit = task.exhibit(shown, outputs, Knows(task))
        assert exhibit.word == ("B", "T", "X", "S")
        assert exhibit.at == (1, 2, 4, 6)
        assert exhibit.possible == (("T", "P"), ("S", "X"), ("S", "X"), ("E",))
        assert [share.name for share in exhibit.said[0] if share.is_wanted] == ["T", "P"]
        assert all(share.share == share.is_wanted for said in exhibit.said for share in said)
        assert exhibit.caption == "What may come next: right after 4 of 4 symbols."
        for before, after, symbol in zip(exhibit.at, exhibit.at[1:], "TXS", strict=False):
            assert (before, after, symbol) in exhibit.edges


def test_that_the_loss_baseline_is_the_entropy_of_single_symbols() -> None:
    task = prepare(REBER)
    batch = task.draw(np.random.default_rng(0), 5000)
    p = np.bincount(batch.targets[batch.scored], minlength=7) / batch.scored.sum()
    assert task.baseline == pytest.approx(-sum(x * np.log(x) for x in p if x))
