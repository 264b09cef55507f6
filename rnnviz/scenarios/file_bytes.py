"""The first bytes of a user's file, and refusals with reasons of what cannot be read."""

import os
import stat
from pathlib import Path

from rnnviz.scenarios.code_points import count_code_points
from rnnviz.scenarios.scenario import ScenarioError

#: The greatest share of control characters in a text.
GREATEST_CONTROLS = 0.05

_WHITE_CONTROLS = [ord(character) for character in "\t\n\v\f\r"]


def read_bytes(path: Path, limit: int, wanted: str) -> tuple[bytes, int]:
    """The first `limit` bytes of a file at most, and the number of all of them.

    wanted  what the file should be, for the message.
    Raises ScenarioError, with what was met and what to do, where it cannot be read.
    """
    try:
        _check_kind(path, wanted)
        with path.open("rb") as file:
            return file.read(limit), os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise refusal(
            path,
            "there is no such file",
            wanted,
            "Was it moved, renamed or deleted? Choose it again.",
        ) from error
    except PermissionError as error:
        raise refusal(
            path,
            "the file may not be read (permission denied)",
            wanted,
            "Give yourself the right to read it, or choose a copy of it.",
        ) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path itself
        met = f"the file cannot be read ({error})"
        raise refusal(path, met, wanted, "Choose another file.") from error


def _check_kind(path: Path, wanted: str) -> None:
    """Refuse what is not a file with contents; opening a pipe would wait for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise refusal(path, "this is a directory", wanted, "Choose one of the files in it.")
    if not stat.S_ISREG(mode):
        raise refusal(path, "this is a device or a pipe", wanted, "Choose an ordinary file.")


def check_text(path: Path, text: str, wanted: str) -> None:
    """Refuse nothing at all, and binary files: pictures, programs, archives, word processor
    documents.

    The controls U+0080 … U+009F do not count: as Latin-1, texts in other 8-bit code
    pages are full of them.
    """
    if not text:
        raise refusal(path, "the file is empty", wanted, "Choose a file with some text in it.")
    controls = count_code_points(text)[:0x20]
    advice = "Choose a text file; from a word processor, save as plain text in UTF-8."
    if controls[0]:
        met = f"this is a binary file: {controls[0]:,} NUL characters"
        raise refusal(path, met, wanted, advice)
    controls[_WHITE_CONTROLS] = 0
    share = controls.sum() / len(text)
    if share > GREATEST_CONTROLS:
        met = f"this looks like a binary file: {share:.0%} are control characters"
        raise refusal(path, met, wanted, advice)
    if not text.strip():
        met = f"the file holds nothing but white space ({len(text):,} characters)"
        raise refusal(path, met, wanted, "Choose a file with some text in it.")


def refusal(path: Path, met: str, wanted: str, advice: str) -> ScenarioError:
    """What is raised: the file, what was met, what is wanted, what to do."""
    return ScenarioError(f"{path}: {met}. Wanted is {wanted}. {advice}")
