"""Text in an encoding that somebody named, and text that is UTF-8 but for a few bytes."""

import codecs
from pathlib import Path

from rnnviz.scenarios.code_points import count_code_points
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.text_encoding import LATIN_1, decode_text

ENCODINGS = ("utf-8", "utf-16", "latin-1", "windows-1252")

_REPLACED = 0xFFFD
#: So many characters that are right UTF-8, beyond ASCII, for one broken place say that the
#: rest is UTF-8 too.
_EVIDENCE = 4


def decode_as(path: Path, raw: bytes, encoding: str | None, is_cut: bool) -> tuple[str, str]:
    """The text of the first bytes of a file and the name of its encoding, for a person.

    encoding  one of ENCODINGS; None: by all evidence.
    is_cut    the file goes on: half a character at the end is dropped.
    Raises ScenarioError, with the line, where the bytes do not fit.
    """
    if encoding is not None:
        return _decoded(path, raw, encoding, is_cut), encoding
    text, name = decode_text(raw, is_cut)
    if name == LATIN_1:
        _refuse_broken(path, raw)
    return text, name


def _decoded(path: Path, raw: bytes, encoding: str, is_cut: bool) -> str:
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        return codecs.getincrementaldecoder(codec)().decode(raw, final=not is_cut)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        met = " ".join(f"{byte:02X}" for byte in raw[error.start : error.start + 2])
        raise ScenarioError(
            f"{path}, line {line:,}: the bytes {met} were met; wanted is text in {encoding}. "
            f"Correct the line, or say how the file is to be read: encoding=latin-1 takes each "
            f"byte as one character."
        ) from error
    except UnicodeError as error:  # UTF-16 without a byte order mark
        raise ScenarioError(f"{path}: {error}. Wanted is text in {encoding}.") from error


def _refuse_broken(path: Path, raw: bytes) -> None:
    """Refuse what is UTF-8 but for a few places, rather than read all of it as Latin-1."""
    counts = count_code_points(raw.decode("utf-8", "replace"))
    broken = counts[_REPLACED]
    if counts[0x80:].sum() - broken > _EVIDENCE * broken:
        _decoded(path, raw, "utf-8", is_cut=True)
