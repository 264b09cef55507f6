"""Text and code points, there and back."""

import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios import code_points as module
from rnnviz.scenarios.code_points import CODE_POINTS, code_points, count_code_points, text_of


@given(st.text())
def test_that_the_code_points_are_those_of_ord(text: str) -> None:
    assert code_points(text).tolist() == [ord(character) for character in text]


@given(st.text(st.characters()))
def test_that_text_survives_the_round_trip(text: str) -> None:
    assert text_of(code_points(text)) == text


def test_that_lone_surrogates_and_nul_survive_the_round_trip() -> None:
    text = "\0a\ud800\0"
    assert text_of(code_points(text)) == text


@pytest.mark.parametrize("portion", [1, 3, 1000])
def test_that_counts_do_not_depend_on_the_portion(
    monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    monkeypatch.setattr(module, "_PORTION", portion)
    text = "abracadabra 𝄞 \U0010ffff é"
    counts = count_code_points(text)
    assert {chr(kind): counts[kind] for kind in np.flatnonzero(counts)} == Counter(text)


def test_that_every_code_point_of_unicode_has_a_place() -> None:
    assert len(count_code_points("")) == CODE_POINTS == sys.maxunicode + 1
