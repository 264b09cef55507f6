"""Which encoding the bytes of a text file are in: the byte order mark, else evidence.

Byte order marks: The Unicode Standard, version 15.0, section 23.8.
"""

import codecs
import unicodedata

import numpy as np

UTF_8 = "UTF-8"
UTF_16_LE = "UTF-16 little-endian"
UTF_16_BE = "UTF-16 big-endian"
LATIN_1 = "Latin-1 (the bytes are not valid UTF-8; each is taken as one character)"

_CODECS = {UTF_8: "utf-8", UTF_16_LE: "utf-16-le", UTF_16_BE: "utf-16-be"}
_MARKS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF16_LE: UTF_16_LE,
    codecs.BOM_UTF16_BE: UTF_16_BE,
}

#: Evidence is looked for in this many bytes from the beginning (an even number).
_HEAD = 65_536
#: The least share of 16-bit units with a NUL in them: spaces and line ends alone give it.
_LEAST_NULS = 0.01
#: How many of the NULs may stand in the other half of their unit.
_GREATEST_STRAY = 0.05
#: The greatest share of characters that do not belong in a text.
_GREATEST_ODD = 0.01
#: Controls, private use, surrogates, unassigned; but not format characters (Persian needs them).
_ODD = ("Cc", "Co", "Cs", "Cn")


def decode_text(raw: bytes, is_cut: bool = False) -> tuple[str, str]:
    """The text and the name of its encoding. Never fails: Latin-1 reads any bytes.

    is_cut  `raw` is the beginning of something longer: half a character at its end is dropped.
    """
    for mark, name in _MARKS.items():
        if raw.startswith(mark):
            return _decode_marked(raw[len(mark) :], name, is_cut)
    name = _guess_utf_16(raw[:_HEAD]) or UTF_8
    try:
        return _decode(raw, name, is_cut), _described(name, "without byte order mark")
    except UnicodeDecodeError:
        return raw.decode("latin-1"), LATIN_1


def _decode_marked(raw: bytes, name: str, is_cut: bool) -> tuple[str, str]:
    """Text whose mark says what it is: broken places are replaced, not taken as a denial."""
    try:
        return _decode(raw, name, is_cut), f"{name} with byte order mark"
    except UnicodeDecodeError:
        text = _decode(raw, name, is_cut, "replace")
        return text, f"{name} with byte order mark, broken places replaced by \ufffd"


def _described(name: str, addition: str) -> str:
    """UTF-8 is as a rule without mark, so that only of UTF-16 it has to be said."""
    return name if name == UTF_8 else f"{name} {addition}"


def _decode(raw: bytes, name: str, is_cut: bool, errors: str = "strict") -> str:
    return codecs.getincrementaldecoder(_CODECS[name])(errors).decode(raw, final=not is_cut)


def _guess_utf_16(head: bytes) -> str | None:
    """The UTF-16 that `head` is in by all evidence, or None.

    A space, a digit, a Latin letter is a NUL and a byte: many NULs, and nearly all of
    them at even positions (big-endian) or at odd ones (little-endian).
    """
    if b"\0" not in head or len(head) < 2:
        return None
    nul = np.frombuffer(head, dtype=np.uint8, count=len(head) // 2 * 2).reshape(-1, 2) == 0
    first, second = nul.mean(axis=0)
    if max(first, second) < _LEAST_NULS or min(first, second) > _GREATEST_STRAY * max(
        first, second
    ):
        return None
    name = UTF_16_BE if first > second else UTF_16_LE
    return name if _reads_as_text(head, name) else None


def _reads_as_text(head: bytes, name: str) -> bool:
    """Whether nearly all characters of `head` are such as stand in texts."""
    try:
        text = _decode(head, name, is_cut=True)
    except UnicodeDecodeError:
        return False
    odd = sum(unicodedata.category(c) in _ODD and c not in "\t\n\f\r" for c in text)
    return bool(text) and odd <= _GREATEST_ODD * len(text)
