"""The vocabulary: what is kept, what is replaced, and the numbers of the symbols."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.alphabet import LIMIT, REPLACEMENT, Alphabet, alphabet_of
from rnnviz.scenarios.scenario import ScenarioError


@given(st.text(min_size=1))
def test_that_text_within_the_limit_survives_the_round_trip(text: str) -> None:
    alphabet = alphabet_of(text, limit=len(set(text)))
    assert alphabet.decode(alphabet.encode(text)) == text
    assert alphabet.replaced_kinds == alphabet.replaced_occurrences == 0


@given(st.text(min_size=1), st.integers(2, 12))
def test_that_exactly_the_dropped_characters_are_replaced(text: str, limit: int) -> None:
    alphabet = alphabet_of(text, limit)
    read = alphabet.decode(alphabet.encode(text))
    kept = set(alphabet.characters)
    assert read == "".join(c if c in kept else REPLACEMENT for c in text)
    assert len(kept) == min(limit, len(set(text))) or REPLACEMENT in text
    assert len(kept) <= limit
    dropped = Counter(c for c in text if c not in kept)
    assert alphabet.replaced_kinds == len(dropped)
    assert alphabet.replaced_occurrences == dropped.total()


@given(st.text(min_size=1), st.integers(2, 12))
def test_that_no_dropped_character_is_more_frequent_than_a_kept_one(text: str, limit: int) -> None:
    counts = Counter(text)
    kept = set(alphabet_of(text, limit).characters) - {REPLACEMENT}
    dropped = set(counts) - kept - {REPLACEMENT}
    assert max((counts[c] for c in dropped), default=0) <= min(
        (counts[c] for c in kept), default=len(text)
    )


@given(st.text(min_size=1), st.integers(2, 12))
def test_that_the_order_of_the_text_does_not_change_the_symbols(text: str, limit: int) -> None:
    alphabet = alphabet_of(text, limit)
    assert alphabet == alphabet_of("".join(sorted(text, reverse=True)), limit)
    assert list(alphabet.characters) == sorted(alphabet.characters)


def test_that_symbols_are_numbered_by_code_point() -> None:
    alphabet = alphabet_of("banana\n")
    assert alphabet.characters == ("\n", "a", "b", "n")
    assert alphabet.encode("ban\n").tolist() == [2, 1, 3, 0]


def test_that_of_equally_frequent_characters_the_smaller_code_point_stays() -> None:
    assert alphabet_of("dcba", limit=3).characters == ("a", "b", REPLACEMENT)


def test_that_the_replacement_is_one_of_the_limited_symbols() -> None:
    text = "".join(chr(0x4E00 + kind) * (kind + 1) for kind in range(LIMIT + 2))
    alphabet = alphabet_of(text)
    assert len(alphabet.characters) == LIMIT
    assert alphabet.characters[-1] == REPLACEMENT
    assert (alphabet.replaced_kinds, alphabet.replaced_occurrences) == (3, 1 + 2 + 3)
    assert dict(alphabet.facts)["Replaced"] == "3 rare characters (6 occurrences) by �"


def test_that_as_many_kinds_as_the_limit_are_all_kept() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + LIMIT)))
    assert REPLACEMENT not in alphabet_of(text).characters
    assert dict(alphabet_of(text).facts) == {"Vocabulary": "128 symbols", "Replaced": "nothing"}


def test_that_a_replacement_already_in_the_text_does_not_count_as_replaced() -> None:
    alphabet = alphabet_of(REPLACEMENT * 5 + "aab", limit=2)
    assert alphabet.characters == ("a", REPLACEMENT)
    assert (alphabet.replaced_kinds, alphabet.replaced_occurrences) == (1, 1)


def test_that_an_unknown_character_is_named() -> None:
    with pytest.raises(ScenarioError, match="The character é is not in the vocabulary of 2 "):
        alphabet_of("ab").encode("bé")


def test_that_names_are_visible() -> None:
    assert alphabet_of("a b\n").names == ("↵", "␣", "a", "b")


def test_that_nul_is_not_lost_in_decoding() -> None:
    alphabet = Alphabet(("\0", "a"))
    assert alphabet.decode(np.array([0, 1, 0])) == "\0a\0"
