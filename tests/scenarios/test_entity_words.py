"""What a network reads of a word, and the tagger that looks words up."""

import numpy as np
import pytest

from rnnviz.scenarios.entities.dictionary import DictionaryTagger
from rnnviz.scenarios.entities.lexicon import Lexicon, tag_numbers
from rnnviz.scenarios.entities.texts import Text, first_words, joined
from rnnviz.scenarios.entities.word_vectors import (
    PLACES,
    SHAPES,
    WordVectors,
    letter_runs,
    place_of,
    vectors_of,
)


def text(sentence: str) -> Text:
    """ "Harry/B-PER met/O": one sentence."""
    words, tags = zip(
        *(part.rsplit("/", 1) if "/" in part else (part, "O") for part in sentence.split()),
        strict=True,
    )
    return Text(words, tags, (True,) + (False,) * (len(words) - 1))


def shape(word: str) -> set[str]:
    row = WordVectors(()).table([word])[0]
    return {name for name, mark in zip(SHAPES, row, strict=False) if mark}


@pytest.mark.parametrize(
    ("word", "marks"),
    [
        ("met", set()),
        ("Harry", {"Capital"}),
        ("NATO", {"Capital", "ALL CAPITALS"}),
        ("McDonald", {"Capital", "inner Capital"}),
        ("I", {"Capital"}),
        ("1997", {"digit"}),
        (",", {"no letter"}),
        ("J.", {"Capital", "ALL CAPITALS"}),
    ],
)
def test_that_the_shape_of_a_word_is_marked(word: str, marks: set[str]) -> None:
    assert shape(word) == marks


def test_that_runs_of_letters_have_the_ends_of_the_word() -> None:
    assert letter_runs("Harry") == ["<ha", "har", "arr", "rry", "ry>"]
    assert letter_runs("a") == ["<a>"]


def test_that_a_vector_has_a_one_for_the_known_word_its_shape_and_its_letters() -> None:
    vectors = WordVectors(("met", "harry"))
    row = vectors.table(["Harry"])[0]
    assert len(row) == vectors.size == 2 + len(SHAPES) + PLACES + 1
    assert row[:2].tolist() == [0, 1]
    places = {2 + len(SHAPES) + place_of(run) for run in ("<ha", "har", "arr", "rry", "ry>")}
    assert set(np.flatnonzero(row)) == {1, 2, *places}


def test_that_words_are_known_from_the_third_time_on_the_most_frequent_first() -> None:
    texts = ["a a a a The the the", "rare rare b b b"]
    assert vectors_of(part.split() for part in texts).known == ("a", "b", "the")


def test_that_every_number_has_a_name() -> None:
    vectors = WordVectors(("met",))
    names = vectors.features(["Potter", "Porter", "Carter"])
    assert len(names) == vectors.size
    assert names[0] == "met"
    assert names[-1] == "sentence begins"
    assert names[1 + len(SHAPES) + place_of("ter")] in {"ter …", "er> …"}


def test_that_a_lexicon_pads_and_marks_beginnings() -> None:
    texts = [text("Harry/B-PER met Ron/B-PER"), text("No")]
    lexicon = Lexicon(texts, WordVectors(("met",)))
    vectors = lexicon.vectors(texts)
    assert vectors.shape == (3, 2, WordVectors(("met",)).size)
    assert vectors[:, 0, -1].tolist() == [1, 0, 0]
    assert not vectors[1:, 1].any()
    assert lexicon.spell(vectors[:, 0]) == ["Harry", "met", "Ron"]
    assert lexicon.spell(vectors[:1, 1]) == ["No"]
    assert tag_numbers(texts, ("O", "B-PER")).tolist() == [[1, 0], [0, 0], [1, 0]]


def test_that_words_which_look_the_same_to_the_network_are_shown_together() -> None:
    twins = text("abcabcab abcabcabcab")
    assert set(letter_runs(twins.words[0])) == set(letter_runs(twins.words[1]))
    lexicon = Lexicon([twins], WordVectors(()))
    both = "abcabcab|abcabcabcab"
    assert lexicon.spell(lexicon.vectors([twins])[:, 0]) == [both, both]


def test_that_sentences_are_joined_until_they_are_long_enough() -> None:
    sentences = [(["a", "b"], ["O", "O"]), (["c"], ["B-X"]), (["d"], ["O"])]
    first, last = joined(sentences, 3)
    assert first == Text(("a", "b", "c"), ("O", "O", "B-X"), (True, False, True))
    assert last == Text(("d",), ("O",), (True,))
    assert [len(part.words) for part in joined(sentences, 1)] == [2, 1, 1]
    assert list(first_words([first, last, last], 4)) == [first, last]


TRAINING = [
    text("Then Harry/B-PER met Ron/B-PER in Rome/B-LOC ."),
    text("Potter/B-ORG Motors/I-ORG left Rome/B-LOC ."),
    text("CERN/B-ORG hired Ron/B-PER Baker/I-PER ."),
    text("On Monday Jane/B-PER Baker/I-PER left ."),
]


@pytest.mark.parametrize(
    "wanted",
    [
        "Ron/B-PER left Rome/B-LOC .",  # both known
        "Then Jill/B-PER left .",  # a new capital: the type of most such names
        "On Monday Jill/B-PER met Jack/B-PER Hill/I-PER .",  # known as no name; two new ones
        "Hill/B-ORG Motors/I-ORG met NATO/B-ORG .",  # the last known word tells; the shape does
        "the hill is 9 .",  # new, without a capital
    ],
)
def test_that_the_dictionary_knows_words_and_guesses_by_capitals(wanted: str) -> None:
    tagger = DictionaryTagger(TRAINING)
    assert tuple(tagger.tags(text(wanted))) == text(wanted).tags


def test_that_a_name_ends_with_its_sentence() -> None:
    two = Text(("Jill", "Jack"), ("B-PER", "B-PER"), (True, True))
    assert DictionaryTagger(TRAINING).tags(two) == ["B-PER", "B-PER"]


def test_that_a_word_is_what_it_is_most_often() -> None:
    texts = [text("a May/B-PER"), text("in May"), text("by May")]
    assert DictionaryTagger(texts).tags(text("in May")) == ["O", "O"]
