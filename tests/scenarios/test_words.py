"""Taking a text apart into words, and putting words together."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.words import (
    UNKNOWN,
    frequent_kinds,
    joined,
    numbered,
    visible_word,
    words_of,
)


def taken_apart(text: str) -> list[str]:
    words = words_of(text)
    return [words.kinds[kind] for kind in words.text]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained, and then?", ["It", "rained", ",", "and", "then", "?"]),
        ("mother-in-law's don’t", ["mother-in-law's", "don’t"]),
        ("os.path == 3.14...", ["os.path", "==", "3.14", "..."]),
        ("one\ntwo\n\nthree\n \n\nfour", ["one", "two", "¶", "three", "¶", "four"]),
        ("!?!", ["!", "?", "!"]),
        ("(naïve) cafe\u0301", ["(", "naïve", ")", "café"]),
        ("a_b __init__", ["a_b", "__init__"]),
        (UNKNOWN, ["⟨", "unk", "⟩"]),
        ("", []),
    ],
)
def test_that_a_text_is_taken_apart_at_its_joints(text: str, words: list[str]) -> None:
    assert taken_apart(text) == words


@given(st.text())
def test_that_nothing_but_white_space_is_lost(text: str) -> None:
    rest = "".join(word for word in taken_apart(text) if word != "¶")
    whole = "".join(unicodedata.normalize("NFC", text).replace("¶", "").split())
    assert "".join(rest.split()) == whole


@pytest.mark.parametrize(
    "text",
    [
        "It rained, and then? No: it (the rain) stopped!",
        'He said "no". She said "yes", and \'perhaps\'.',
        "One.\n\nTwo; “three” [four]…",
        "Don't: it's the mother-in-law",
    ],
)
def test_that_words_are_put_together_as_they_were(text: str) -> None:
    assert joined(taken_apart(text)) == text


def test_that_a_lone_quotation_mark_is_forgotten_after_its_paragraph() -> None:
    assert joined(taken_apart('A lone " stands.\n\n"New".')) == 'A lone "stands.\n\n"New".'


def test_that_the_most_frequent_words_of_the_first_part_are_kept() -> None:
    words = words_of("b a a c c c d d e f f f f f f")
    kept = frequent_kinds(words, 9)
    assert [words.kinds[kind] for kind in kept] == ["c", "a", "d"]
    assert [words.kinds[kind] for kind in frequent_kinds(words, 9, limit=3)] == ["c", "a"]
    assert [words.kinds[kind] for kind in frequent_kinds(words, 15)] == ["f", "c", "a", "d"]


def test_that_all_other_words_are_symbol_0() -> None:
    words = words_of("b a a c c c d")
    symbols = numbered(words, frequent_kinds(words, 7))
    assert symbols.tolist() == [0, 2, 2, 1, 1, 1, 0]
    assert symbols.dtype == np.int16


def test_that_a_mark_without_ink_has_a_visible_name() -> None:
    assert visible_word("\u200b\u200b") == "U+200BU+200B"
    assert visible_word("naïve") == "naïve"
