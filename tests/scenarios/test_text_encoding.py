"""Bytes to text: marks, evidence, and the fallback."""

import codecs

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios.text_encoding import decode_text

TEXTS = {
    "English": "It was a bright cold day in April, and the clocks said: thirteen.\n" * 20,
    "German": "Übermäßig größere Bären äßen Öl – “gewiß”.\n" * 20,
    "Russian": "Все счастливые семьи похожи друг на друга, а несчастны по-своему.\n" * 20,
    "Persian": "این یک متن است و می\u200cتوان آن را خواند.\n" * 20,
    "Japanese": "吾輩は猫である。名前はまだ無い。𠮷野家 2024\n" * 20,
}
MARKED = {
    "utf-8": (codecs.BOM_UTF8, "UTF-8 with byte order mark"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "UTF-16 little-endian with byte order mark"),
    "utf-16-be": (codecs.BOM_UTF16_BE, "UTF-16 big-endian with byte order mark"),
}
UNMARKED = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 little-endian without byte order mark",
    "utf-16-be": "UTF-16 big-endian without byte order mark",
}

languages = pytest.mark.parametrize("language", TEXTS)


@languages
@pytest.mark.parametrize("codec", MARKED)
def test_that_a_byte_order_mark_decides_and_is_not_text(language: str, codec: str) -> None:
    mark, name = MARKED[codec]
    text = TEXTS[language]
    assert decode_text(mark + text.encode(codec)) == (text, name)


@languages
@pytest.mark.parametrize("codec", UNMARKED)
def test_that_text_without_mark_is_recognised(language: str, codec: str) -> None:
    text = TEXTS[language]
    assert decode_text(text.encode(codec)) == (text, UNMARKED[codec])


@pytest.mark.parametrize("codec", MARKED)
@given(text=st.text())
def test_that_any_marked_text_is_read(codec: str, text: str) -> None:
    assert decode_text(MARKED[codec][0] + text.encode(codec))[0] == text


@given(st.text(st.characters(exclude_characters="\0")))
def test_that_any_utf_8_without_nul_is_read(text: str) -> None:
    text = text.removeprefix("\ufeff")
    assert decode_text(text.encode()) == (text, "UTF-8")


@given(st.binary())
def test_that_no_bytes_make_it_fail(raw: bytes) -> None:
    for is_cut in (False, True):
        text, name = decode_text(raw, is_cut)
        assert len(text) <= len(raw)
        assert name


def test_that_bytes_that_are_not_utf_8_are_taken_as_latin_1_and_that_it_is_said() -> None:
    text, name = decode_text("Größe über alles".encode("latin-1"))
    assert text == "Größe über alles"
    assert name.startswith("Latin-1")
    assert "not valid UTF-8" in name


@pytest.mark.parametrize("codec", MARKED)
def test_that_a_broken_place_after_a_mark_is_replaced_and_that_it_is_said(codec: str) -> None:
    broken = {"utf-8": b"\xff", "utf-16-le": b"\x00\xd8", "utf-16-be": b"\xd8\x00"}[codec]
    raw = MARKED[codec][0] + "ab".encode(codec) + broken + "cd".encode(codec)
    text, name = decode_text(raw)
    assert text == "ab\ufffdcd"
    assert name == MARKED[codec][1] + ", broken places replaced by \ufffd"


@languages
@pytest.mark.parametrize("codec", MARKED)
@pytest.mark.parametrize("marked", [True, False])
def test_that_a_cut_through_a_character_drops_only_that_character(
    language: str, codec: str, marked: bool
) -> None:
    text = TEXTS[language]
    raw = (MARKED[codec][0] if marked else b"") + text.encode(codec)
    for length in range(len(raw) - 5, len(raw)):
        read, name = decode_text(raw[:length], is_cut=True)
        assert text.startswith(read)
        assert len(text) - 5 <= len(read) < len(text)
        assert name.startswith("UTF-")
        assert "broken" not in name


def test_that_an_uncut_file_ending_within_a_character_is_not_utf_8() -> None:
    assert decode_text("aé".encode()[:-1], is_cut=False)[1].startswith("Latin-1")
    assert decode_text("aé".encode()[:-1], is_cut=True) == ("a", "UTF-8")


@pytest.mark.parametrize("order", ["<i2", ">i2"])
def test_that_small_16_bit_numbers_are_not_taken_for_utf_16(order: str) -> None:
    samples = np.random.default_rng(1).integers(-300, 300, 4000).astype(order).tobytes()
    assert not decode_text(samples)[1].startswith("UTF-16")


def test_that_nuls_at_both_parities_are_not_taken_for_utf_16() -> None:
    assert decode_text(b"ab\0cd\0ef\0\0" * 100)[1] == "UTF-8"


def test_that_one_stray_nul_does_not_make_utf_16() -> None:
    assert decode_text(b"x" * 401 + b"\0" + b"y" * 400)[1] == "UTF-8"
