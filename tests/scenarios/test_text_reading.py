"""Text files as users have them, and those that are none."""

import gzip
import os
import random
import re
from io import FileIO
from pathlib import Path

import pytest

from rnnviz.scenarios import file_bytes, text_reading
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.text_reading import LEAST_CHARACTERS, TextRead, read_text

LINES = ["The clocks were striking thirteen.", "", "Größe — 大きさ."] * 5
TEXT = "\n".join(LINES)
WANTED = "Wanted is a plain text file of at least 100 characters (UTF-8, UTF-16 or Latin-1)."


def write(folder: Path, contents: bytes | str, name: str = "notes.txt") -> Path:
    path = folder / name
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


def assert_refused(path: Path, met: str, advice: str) -> None:
    """That the message names the file, what was met, what is wanted and what to do."""
    with pytest.raises(ScenarioError) as caught:
        read_text(path)
    assert str(caught.value) == f"{path}: {met}. {WANTED} {advice}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_that_every_encoding_and_line_end_gives_the_same_text(
    tmp_path: Path, codec: str, line_end: str
) -> None:
    read = read_text(write(tmp_path, line_end.join(LINES).encode(codec)))
    assert read.text == TEXT
    assert read.characters == len(TEXT)
    assert read.encoding.startswith(codec.upper()[:5])
    assert not read.is_cut


def test_that_mixed_line_ends_are_each_one_line_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a\r\nb\rc\n\r\nd" + "x" * LEAST_CHARACTERS)
    assert read_text(path).text.startswith("a\nb\nc\n\ndx")


def test_that_latin_1_is_read_and_told(tmp_path: Path) -> None:
    text = "Die Größe der Bärenfüße ist übermäßig. " * 5
    read = read_text(write(tmp_path, text.encode("latin-1")))
    assert read.text == text
    assert dict(read.facts)["Encoding"] == (
        "Latin-1 (the bytes are not valid UTF-8; each is taken as one character)"
    )


def test_that_windows_punctuation_in_latin_1_is_not_binary(tmp_path: Path) -> None:
    raw = b"\x93So\x94 \x96 \x91he\x92 \x85 said. " * 10
    assert read_text(write(tmp_path, raw)).characters == len(raw)


def test_that_what_was_read_is_told(tmp_path: Path) -> None:
    read = read_text(write(tmp_path, "é" * LEAST_CHARACTERS))
    assert read == TextRead("é" * 100, "UTF-8", 200, 200)
    assert read.facts == (("Encoding", "UTF-8"), ("Read", "the whole file, 200 bytes"))


def test_that_nothing_is_read_after_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_reading, "BYTES_LIMIT", 1001)
    asked = []

    class WatchedFile(FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size)
            return super().read(size) or b""

    path = write(tmp_path, "é" * 1000)
    monkeypatch.setattr(Path, "open", lambda path, _: WatchedFile(path))
    read = read_text(path)
    assert asked == [1001]
    assert read.text == "é" * 500  # the last byte is half a character
    assert read.is_cut
    assert dict(read.facts)["Read"] == "only the first 1,001 of 2,000 bytes"


def test_that_a_file_as_long_as_the_limit_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_reading, "BYTES_LIMIT", 500)
    assert not read_text(write(tmp_path, "a" * 500)).is_cut
    assert read_text(write(tmp_path, "a" * 501)).is_cut


def test_that_the_limit_is_20_megabytes() -> None:
    assert text_reading.BYTES_LIMIT == 20_000_000


def test_that_a_missing_file_is_refused(tmp_path: Path) -> None:
    advice = "Was it moved, renamed or deleted? Choose it again."
    assert_refused(tmp_path / "gone.txt", "there is no such file", advice)


def test_that_a_file_that_vanishes_after_the_first_look_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, TEXT)

    def vanish(*_: object) -> None:
        path.unlink()

    monkeypatch.setattr(file_bytes, "_check_kind", vanish)
    advice = "Was it moved, renamed or deleted? Choose it again."
    assert_refused(path, "there is no such file", advice)


def test_that_a_directory_is_refused(tmp_path: Path) -> None:
    assert_refused(tmp_path, "this is a directory", "Choose one of the files in it.")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_that_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert_refused(path, "this is a device or a pipe", "Choose an ordinary file.")


def test_that_an_unreadable_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write(tmp_path, TEXT)
    monkeypatch.setattr(Path, "open", deny)
    assert_refused(
        path,
        "the file may not be read (permission denied)",
        "Give yourself the right to read it, or choose a copy of it.",
    )


def test_that_a_failing_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    path = write(tmp_path, TEXT)
    monkeypatch.setattr(Path, "open", fail)
    met = "the file cannot be read ([Errno 5] Input/output error)"
    assert_refused(path, met, "Choose another file.")


def test_that_an_impossible_path_is_refused() -> None:
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_text(Path("a\0b"))


@pytest.mark.parametrize("contents", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_that_an_empty_file_is_refused(tmp_path: Path, contents: bytes) -> None:
    advice = "Choose a file with some text in it."
    assert_refused(write(tmp_path, contents), "the file is empty", advice)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_that_white_space_alone_is_refused(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path, ("  \t\r\n\u3000" * 1000).encode(codec))
    met = "the file holds nothing but white space (5,000 characters)"
    assert_refused(path, met, "Choose a file with some text in it.")


BINARY_ADVICE = "Choose a text file; from a word processor, save as plain text in UTF-8."


def test_that_nuls_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"IHDR\0\0\0\x0d" + b"abc\0d" * 500)
    assert_refused(path, "this is a binary file: 503 NUL characters", BINARY_ADVICE)


def test_that_many_control_characters_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, b"\x01\x02abcdefgh" * 50)
    met = "this looks like a binary file: 20% are control characters"
    assert_refused(path, met, BINARY_ADVICE)


def test_that_a_few_control_characters_are_let_through(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "\x1b[1mred\x1b[0m and then a much longer text.\f\v " * 5))


def test_that_compressed_bytes_are_refused(tmp_path: Path) -> None:
    source = random.Random(1).randbytes(3000).hex().encode()
    with pytest.raises(ScenarioError, match="binary file"):
        read_text(write(tmp_path, gzip.compress(source)))


def test_that_a_short_text_is_refused(tmp_path: Path) -> None:
    assert_refused(
        write(tmp_path, "é" * (LEAST_CHARACTERS - 1)),
        "the text is too short: 99 characters",
        "Choose a longer one; many thousand characters are better.",
    )


def test_that_line_ends_count_as_one_character(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=re.escape("too short: 99 characters")):
        read_text(write(tmp_path, "a\r\n" * 49 + "b"))


def test_that_a_text_of_the_least_length_is_read(tmp_path: Path) -> None:
    assert read_text(write(tmp_path, "é" * LEAST_CHARACTERS)).characters == 100
