"""Where samples of a text begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.alphabet import alphabet_of
from rnnviz.scenarios.text_starts import find_starts


def starts(text: str, steps: int = 1) -> list[int]:
    alphabet = alphabet_of(text)
    return [int(start) for start in find_starts(alphabet.encode(text), alphabet, steps)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("the end. A new day! so? Yes", [9, 20, 24]),
        ("one two\nthree four\n five", [8]),
        ("3.14 is pi. 2 is not. It is", [22]),
        ("猫である。名前は！無い", [5, 9]),
        ("no sentence ends here", [3, 12, 17]),
        (" one two", [1, 5]),
        ("123 456", [0, 1, 2, 3, 4, 5, 6]),
        ("word", [0, 1, 2, 3]),
    ],
)
def test_that_the_best_beginnings_at_hand_are_found(text: str, wanted: list[int]) -> None:
    assert starts(text) == wanted


def test_that_a_sample_fits_behind_its_beginning() -> None:
    text = "end. First. Second. Third"
    assert starts(text, 5) == [5, 12, 20]
    assert starts(text, 6) == [5, 12]
    assert starts(text, len(text)) == [0]


def test_that_every_position_fits_where_the_text_wraps_around() -> None:
    assert starts("a. B. C", 8) == [3, 6]


@given(st.text(min_size=1), st.integers(1, 30))
def test_that_there_is_always_a_beginning_that_fits(text: str, steps: int) -> None:
    found = starts(text, steps)
    assert found
    assert all(0 <= start < len(text) for start in found)
    assert len(text) < steps or all(start + steps <= len(text) for start in found)


@given(st.text(alphabet="aB. \n", min_size=3))
def test_that_a_beginning_follows_an_end_wherever_there_is_one(text: str) -> None:
    wanted = [
        at
        for at in range(1, len(text))
        if text[at].isalpha() and (text[at - 1] == "\n" or (at > 1 and text[at - 2 : at] == ". "))
    ]
    if wanted:
        assert starts(text) == wanted
