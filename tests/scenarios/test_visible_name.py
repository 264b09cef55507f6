"""Every character can be seen, and told from every other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.visible_name import visible_name


@pytest.mark.parametrize(
    ("character", "name"),
    [
        (" ", "␣"),
        ("\n", "↵"),
        ("\t", "⇥"),
        ("\u00a0", "⍽"),
        ("\0", "^@"),
        ("\x1b", "^["),
        ("\x7f", "^?"),
        ("\x85", "U+0085"),
        ("\u200b", "U+200B"),
        ("\u2028", "U+2028"),
        ("\u0301", "◌\u0301"),
        ("␣", "U+2423"),
        ("a", "a"),
        ("é", "é"),
        ("語", "語"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_that_a_character_has_its_usual_name(character: str, name: str) -> None:
    assert visible_name(character) == name


@given(st.characters())
def test_that_every_name_leaves_ink(character: str) -> None:
    name = visible_name(character)
    assert name
    assert name.isprintable()
    assert not any(part.isspace() for part in name)


def test_that_no_two_characters_of_the_basic_plane_share_a_name() -> None:
    names = [visible_name(chr(point)) for point in range(0x10000)]
    assert len(set(names)) == len(names)
