"""Spelling to phonemes: the words, those held out, and the table of letters."""

import itertools

import numpy as np
import pytest

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.letter_alignment import Alignment
from rnnviz.scenarios.letter_sounds import letter_table, letters_say, said_by_letters
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.scenario import Request, ScenarioError
from rnnviz.scenarios.sequence_pairs import Example
from rnnviz.scenarios.spelling_to_phonemes import (
    HELD_OUT,
    SPELLING_TO_PHONEMES,
    divided,
    read_words,
)
from tests.scenarios.pair_answers import Knowing, Saying


@pytest.fixture(scope="module")
def task() -> PairTask:
    return SPELLING_TO_PHONEMES.prepare(Request(length=10))


def test_that_the_dictionary_is_the_one_of_its_card_and_keeps_its_notice() -> None:
    card = data_card("cmudict_slice")
    assert card.is_intact
    assert card.licence == "BSD-2-Clause"
    assert "Copyright (C) 1993-2015 Carnegie Mellon University" in card.notice
    assert "THIS SOFTWARE IS PROVIDED BY CARNEGIE MELLON UNIVERSITY" in card.notice


def test_that_words_are_read_without_stress() -> None:
    words = {"".join(word.source): word.target for word in read_words()}
    assert len(words) == len(read_words()) == 21_264
    assert words["abacus"] == ("AE", "B", "AH", "K", "AH", "S")
    assert len({phoneme for target in words.values() for phoneme in target}) == 39


def test_that_no_held_out_word_is_trained_on() -> None:
    training, held_out = divided(10)
    assert len(held_out) == HELD_OUT
    assert len(training) + len(held_out) == 21_264
    assert not {word.source for word in training} & {word.source for word in held_out}
    assert divided(10)[1] == held_out


def test_that_letters_are_read_and_phonemes_written(task: PairTask) -> None:
    assert task.features == tuple("abcdefghijklmnopqrstuvwxyz")
    assert (task.outputs, task.classes[-1], task.end) == (40, "■", 39)
    batch = task.sample(np.random.default_rng(0))
    labels = task.input_labels(batch)
    words = {word.source: tuple(word.target) for word in divided(10)[1]}
    assert labels[batch.source + 1 :] == words[labels[: batch.source]]
    assert task.card is data_card("cmudict_slice")


def test_that_the_score_is_the_edit_distance_per_phoneme(task: PairTask) -> None:
    held_out = divided(10)[1]
    assert task.score(Knowing(task, held_out)) == 0
    assert task.score(Saying(39, 40)) == 1
    slips = [Example(word.source, (*word.target, "AA")) for word in held_out]
    length = np.mean([len(word.target) for word in held_out])
    assert task.score(Knowing(task, slips)) == pytest.approx(1 / length)


def test_that_the_table_of_letters_is_measured_on_the_same_words(task: PairTask) -> None:
    training, held_out = divided(10)
    table = letter_table(training)
    said = [Example(word.source, said_by_letters(word.source, table)) for word in held_out]
    assert task.baseline_score == pytest.approx(task.score(Knowing(task, said)))
    assert 0.1 < task.baseline_score < 0.2


def test_that_the_table_finds_what_letters_stand_for() -> None:
    said = {"a": "A", "x": "K S", "h": "", "t": "T"}
    words = ["tax", "hat", "that", "ax", "ta", "at", "tha"] * 3
    phonemes = [tuple(" ".join(said[letter] for letter in word).split()) for word in words]
    table = letter_table([*map(Example, words, phonemes)])
    assert {letter: " ".join(table[letter]) for letter in said} == said
    assert said_by_letters("thax", table) == ["T", "A", "K", "S"]


def test_that_neighbours_tell_more_than_the_letter() -> None:
    words = [Example("ca", ("K", "A"))] * 3 + [Example("ci", ("S", "I"))] * 2
    table = letter_table(words)
    assert said_by_letters("ci", table) == ["S", "I"]
    assert said_by_letters("cc", table) == ["K", "K"]


def test_that_an_alignment_uses_every_phoneme_once() -> None:
    words = [word for word in divided(10)[0][:300] if len(word.target) <= 2 * len(word.source)]
    for word, parts in zip(words, letters_say(words), strict=True):
        assert len(parts) == len(word.source)
        assert tuple(phoneme for part in parts for phoneme in part) == word.target


def test_that_the_likeliest_alignment_is_found() -> None:
    """Against all alignments of a short word, tried one by one."""
    rng = np.random.default_rng(0)
    letters, phonemes = "abc", ("P", "Q")
    word = Example("cabca", ("P", "Q", "Q", "P"))
    alignment = Alignment([word], letters, phonemes)
    scores = np.log(rng.dirichlet(np.ones(alignment.kinds), 3))
    names = [(), *((p,) for p in phonemes), *itertools.product(phonemes, phonemes)]

    def total(kinds: tuple[int, ...]) -> float:
        return sum(scores[letters.index(a), kind] for a, kind in zip("cabca", kinds, strict=True))

    possible = [
        kinds
        for kinds in itertools.product(range(alignment.kinds), repeat=5)
        if tuple(itertools.chain(*(names[kind] for kind in kinds))) == word.target
    ]
    assert tuple(alignment.likeliest(scores)[0].tolist()) == max(possible, key=total)


def test_that_a_length_leaves_out_longer_words() -> None:
    training, held_out = divided(4)
    assert {len(word.source) for word in (*training, *held_out)} == {3, 4}
    with pytest.raises(ScenarioError, match="Longest word is 11"):
        SPELLING_TO_PHONEMES.prepare(Request(length=11))
