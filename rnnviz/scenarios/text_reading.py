"""Reading the user's own text file, and refusing with reasons what is not one."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from rnnviz.scenarios.code_points import count_code_points
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.text_encoding import decode_text

#: Bytes read at most; what follows them in the file is left out.
BYTES_LIMIT = 20_000_000
#: Characters that a text has at least.
LEAST_CHARACTERS = 100
#: The greatest share of control characters in a text.
GREATEST_CONTROLS = 0.05

_WANTED = f"a plain text file of at least {LEAST_CHARACTERS} characters (UTF-8, UTF-16 or Latin-1)"
_WHITE_CONTROLS = [ord(character) for character in "\t\n\v\f\r"]


@dataclass(frozen=True)
class TextRead:
    """A text file as read.

    text         its characters, every line end "\\n".
    encoding     the name of its encoding, with what has to be said about it.
    bytes_read   how many bytes the text is made of.
    bytes_total  how many bytes the file has.
    """

    text: str
    encoding: str
    bytes_read: int
    bytes_total: int

    @property
    def characters(self) -> int:
        """The number of characters."""
        return len(self.text)

    @property
    def is_cut(self) -> bool:
        """Whether the file goes on after what was read."""
        return self.bytes_read < self.bytes_total

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was read, to show."""
        return (("Encoding", self.encoding), ("Read", self._extent))

    @property
    def _extent(self) -> str:
        if not self.is_cut:
            return f"the whole file, {self.bytes_total:,} bytes"
        return f"only the first {self.bytes_read:,} of {self.bytes_total:,} bytes"


def read_text(path: Path) -> TextRead:
    """Read the text file at `path`, at most its first BYTES_LIMIT bytes.

    Raises ScenarioError, with what was met and what to do, for everything that is not a
    text of LEAST_CHARACTERS characters.
    """
    raw, total = _read_bytes(path)
    text, encoding = decode_text(raw, is_cut=len(raw) < total)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_text(path, text)
    return TextRead(text, encoding, len(raw), total)


def _read_bytes(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file and the number of all of them."""
    try:
        _check_kind(path)
        with path.open("rb") as file:
            return file.read(BYTES_LIMIT), os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise _refusal(
            path, "there is no such file", "Was it moved, renamed or deleted? Choose it again."
        ) from error
    except PermissionError as error:
        raise _refusal(
            path,
            "the file may not be read (permission denied)",
            "Give yourself the right to read it, or choose a copy of it.",
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        raise _refusal(
            path, f"the file cannot be read ({error})", "Choose another file."
        ) from error


def _check_kind(path: Path) -> None:
    """Refuse what is not a file with contents; opening a pipe would wait for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise _refusal(path, "this is a directory", "Choose one of the files in it.")
    if not stat.S_ISREG(mode):
        raise _refusal(path, "this is a device or a pipe", "Choose an ordinary file.")


def _check_text(path: Path, text: str) -> None:
    if not text:
        raise _refusal(path, "the file is empty", "Choose a file with some text in it.")
    _check_controls(path, text)
    if not text.strip():
        raise _refusal(
            path,
            f"the file holds nothing but white space ({len(text):,} characters)",
            "Choose a file with some text in it.",
        )
    if len(text) < LEAST_CHARACTERS:
        raise _refusal(
            path,
            f"the text is too short: {len(text)} characters",
            "Choose a longer one; many thousand characters are better.",
        )


def _check_controls(path: Path, text: str) -> None:
    """Refuse binary files: pictures, programs, archives, word processor documents.

    The controls U+0080 … U+009F do not count: as Latin-1, texts in other 8-bit code
    pages are full of them.
    """
    controls = count_code_points(text)[:0x20]
    advice = "Choose a text file; from a word processor, save as plain text in UTF-8."
    if controls[0]:
        raise _refusal(path, f"this is a binary file: {controls[0]:,} NUL characters", advice)
    controls[_WHITE_CONTROLS] = 0
    share = controls.sum() / len(text)
    if share > GREATEST_CONTROLS:
        raise _refusal(
            path, f"this looks like a binary file: {share:.0%} are control characters", advice
        )


def _refusal(path: Path, met: str, advice: str) -> ScenarioError:
    return ScenarioError(f"{path}: {met}. Wanted is {_WANTED}. {advice}")
