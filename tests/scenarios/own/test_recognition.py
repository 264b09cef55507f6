"""What kind of file it is, and what its first rows look like."""

import gzip
import time

import numpy as np
import pytest

from rnnviz.scenarios.own.kinds import KINDS
from rnnviz.scenarios.own.labels import read_labels
from rnnviz.scenarios.own.preview import preview
from rnnviz.scenarios.own.recognition import reading_of, recognise
from tests.scenarios.own.files import (
    idx_files,
    refusal,
    reviews,
    tagged,
    translated,
    write,
    yearly,
)

PROSE = [
    "It was the best of times, it was the worst of times,",
    "it was the age of wisdom, it was the age of foolishness,",
    "it was the epoch of belief, it was the epoch of incredulity,",
    "we were all going direct to Heaven, we were all going",
    "direct the other way – in short, the period was so far",
    "like the present period.",
] * 20

FILES = {
    "text": [
        PROSE,
        ["# rnnviz", "", "- one, two", "- three"] * 10,
        [f"def f{n}(a, b): return a + b" for n in range(30)],
        [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nWhat?\n" for n in range(30)],
    ],
    "labels": [
        ["text,label", *reviews()],
        reviews(delimiter="\t"),
        [f"{n},a long text about {n},{n % 2}" for n in range(20)],
        [f"EI;DONOR-{n};CCAGCTGCATC" if n % 2 else f"N;OTHER-{n};AGGTA" for n in range(20)],
    ],
    "conll": [tagged(), [line.replace(" ", "\t") for line in tagged()]],
    "pairs": [translated(), [f"{line}\tCC-BY {n}" for n, line in enumerate(translated(40))]],
    "series": [
        yearly(),
        [f"{n % 7}" for n in range(60)],
        [f"2000-01-{n + 1:02},ACME,{n * 7 % 5},{n}" for n in range(28)],
        [f"{n};{n % 7},5" for n in range(60)],
    ],
}
CASES = [(kind, lines) for kind, all_lines in FILES.items() for lines in all_lines]


@pytest.mark.parametrize(("kind", "lines"), CASES)
def test_that_a_file_is_recognised_and_can_be_read_as_what_it_is(tmp_path, kind, lines) -> None:
    path = write(tmp_path, "file", *(lines * 3 if kind == "series" and len(lines) < 50 else lines))
    if kind == "series" and len(lines) < 50:
        path = write(tmp_path, "file", *lines)
    found = recognise(path)
    assert found.kind == kind
    assert found.why.endswith(".")
    assert {found.kind, *found.others} == set(KINDS) - {"idx"}
    reading = str(reading_of(path, kind))
    if len(lines) >= 50 or kind != "series":
        assert KINDS[kind].read(path, reading).facts == KINDS[kind].read(path, "").facts


@pytest.mark.parametrize("packed", [False, True])
def test_that_pictures_are_recognised(tmp_path, packed) -> None:
    for path in idx_files(tmp_path, packed=packed):
        assert recognise(path).kind == "idx"


def test_that_what_is_no_such_file_is_refused(tmp_path) -> None:
    path = tmp_path / "file"
    assert "there is no such file. Wanted is a text, a table" in refusal(recognise, path)
    path.write_bytes(bytes(range(256)) * 10)
    assert "binary file" in refusal(recognise, path)
    path.write_bytes(gzip.compress(b"some text"))
    assert "it is packed, and no IDX file" in refusal(recognise, path)


@pytest.mark.alone
def test_that_a_large_file_is_recognised_at_once(tmp_path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write("\n".join(reviews(5000)).encode())
        file.truncate(1 << 32)  # a hole: no space on the disk
    began = time.monotonic()
    assert recognise(path).kind == "labels"
    assert preview(path, "labels", reading_of(path, "labels")).rows
    assert time.monotonic() - began < 0.5


def test_that_the_first_rows_are_shown_with_what_they_are_read_as(tmp_path) -> None:
    path = write(
        tmp_path, "a.csv", "id,review,verdict", *(f"{n},{t}" for n, t in enumerate(reviews()))
    )
    shown = preview(path, "labels", reading_of(path, "labels"))
    assert shown.names == ("id", "review", "verdict")
    assert shown.roles == ("", "text", "label")
    assert shown.rows[1] == ("1", "number 1 was worth it", "good")
    shown = preview(path, "labels", reading_of(path, "labels", "header=no text=1"))
    assert shown.names == ("column 1", "column 2", "column 3")
    assert shown.roles == ("text", "", "label")
    assert shown.rows[0] == ("id", "review", "verdict")


def test_that_rows_are_counted_by_the_lines_of_the_file(tmp_path) -> None:
    head, broken = ("review,verdict", ""), '"two\nlines",good'
    path = write(tmp_path, "a.csv", *head, *reviews(3), broken, *reviews(9), "bad")
    shown = preview(path, "labels", reading_of(path, "labels"))
    assert shown.lines[:5] == (3, 4, 5, 6, 8)
    assert refusal(read_labels, path).startswith(f"{path}, line {shown.lines[-1]}: a row of 1 ")
    path = write(tmp_path, "a.txt", *PROSE)
    assert preview(path, "text", reading_of(path, "text")).lines[:2] == (1, 2)


def test_that_all_columns_of_a_series_are_marked(tmp_path) -> None:
    path = write(tmp_path, "a.csv", "t,a,b", *(f"{n},{n % 3},{n % 4}" for n in range(60)))
    assert preview(path, "series", reading_of(path, "series")).roles == ("time", "value", "value")


def test_that_the_first_pictures_and_lines_are_shown(tmp_path) -> None:
    shown = preview(idx_files(tmp_path, 40)[0], "idx", reading_of(tmp_path, "idx"))
    assert shown.pictures.shape == (12, 4, 3)
    np.testing.assert_array_equal(shown.labels, [*range(10), 0, 1])
    path = write(tmp_path, "a.txt", *PROSE)
    shown = preview(path, "text", reading_of(path, "text"))
    assert shown.rows[0] == (PROSE[0],)
    path = write(tmp_path, "a.conll", *tagged())
    shown = preview(path, "conll", reading_of(path, "conll"))
    assert shown.roles == ("word", "", "tag")
    assert shown.rows[4] == ()
