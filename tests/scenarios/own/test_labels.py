"""Texts with labels in a table."""

import pytest

from rnnviz.scenarios.own import labels, source
from rnnviz.scenarios.own.labels import read_labels
from tests.scenarios.own.files import refusal, reviews, write

TEXTS = tuple(f"number {n} was worth it" for n in range(12))
LABELS = ("bad", "good") * 6


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", [["text{}label"], ["words{}verdict"], []])
def test_that_tables_of_all_kinds_are_read(tmp_path, delimiter, head) -> None:
    lines = [line.format(delimiter) for line in head]
    read = read_labels(write(tmp_path, "a.csv", *lines, *reviews(delimiter=delimiter)))
    assert (read.texts, read.labels) == (TEXTS, LABELS)
    assert dict(read.facts)["Labels"] == "bad (6), good (6)"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_that_encodings_are_recognised(tmp_path, codec) -> None:
    rows = [f"schöne Bärenfüße {n};gut{n % 2}" for n in range(12)]
    read = read_labels(write(tmp_path, "a.csv", *rows, codec=codec))
    assert read.texts[3] == "schöne Bärenfüße 3"


def test_that_quotation_marks_keep_commas_and_line_ends(tmp_path) -> None:
    rows = [f'"Well, ""nice""\nno {n}",{n % 3}' for n in range(12)]
    read = read_labels(write(tmp_path, "a.csv", *rows))
    assert read.texts[1] == 'Well, "nice"\nno 1'
    assert set(read.labels) == {"0", "1", "2"}


def test_that_columns_can_be_corrected(tmp_path) -> None:
    rows = [f"{n % 2},good,a long text number {n}" for n in range(12)]
    path = write(tmp_path, "a.csv", *rows)
    read = read_labels(path, "text=3 label=1 header=no")
    assert read.labels == ("0", "1") * 6
    assert refusal(read_labels, path, "text=3 label=2") == (
        f"{path}: column 2 has the label “good” only. Wanted is {labels.WANTED}. "
        "Correct the file, or say how to read it."
    )


def test_that_empty_rows_are_left_out(tmp_path) -> None:
    rows = reviews()
    read = read_labels(write(tmp_path, "a.csv", *rows[:5], "", ",", *rows[5:], ""))
    assert read.texts == TEXTS
    assert dict(read.facts)["Empty rows"] == "3, left out"
    assert "Empty rows" not in dict(read_labels(write(tmp_path, "b.csv", *rows)).facts)


@pytest.mark.parametrize(
    ("row", "met", "wanted"),
    [
        ("only one", "a row of 1 column", "2 columns as in the first row"),
        ("a,b,c", "a row of 3 columns", "2 columns as in the first row"),
        (",good", "no text in column 1", "a text and a label in every row"),
        ("what?, ", "no label in column 2", "a text and a label in every row"),
        (
            '"he" said,good',
            "',' expected after '\"'",
            "quotation marks in pairs, around whole fields",
        ),
        ("x" * 100_001 + ",good", "a line of 100,006 characters", "at most 100,000"),
    ],
)
def test_that_the_line_of_a_bad_row_is_told(tmp_path, row, met, wanted) -> None:
    rows = reviews()
    path = write(tmp_path, "a.csv", *rows[:6], row, *rows[6:])
    assert refusal(read_labels, path) == f"{path}, line 7: {met} was met; wanted is {wanted}."


def test_that_the_line_of_a_row_after_one_of_two_lines_is_right(tmp_path) -> None:
    path = write(tmp_path, "a.csv", '"two\nlines",good', *reviews(10), "broken")
    assert refusal(read_labels, path).startswith(f"{path}, line 13:")


def test_that_a_mark_that_is_never_closed_is_told(tmp_path) -> None:
    rows = reviews()
    path = write(tmp_path, "a.csv", *rows[:6], '"open,good', *rows[6:])
    assert refusal(read_labels, path).startswith(f"{path}, line 7: unexpected end of data")


@pytest.mark.parametrize(
    ("rows", "met"),
    [
        (reviews(9), "there are 9 rows with text and label"),
        (
            [f"text {n},unlike {n}" for n in range(20)],
            "column 2 has 20 different labels in 20 rows",
        ),
    ],
)
def test_that_a_table_of_something_else_is_refused(tmp_path, rows, met) -> None:
    path = write(tmp_path, "a.csv", *rows)
    assert refusal(read_labels, path, "header=no").startswith(f"{path}: {met}. Wanted is a table")


def test_that_a_missing_column_is_told(tmp_path) -> None:
    path = write(tmp_path, "a.csv", *reviews())
    met = "there is no column 3 for the text: the first row has 2 columns"
    assert refusal(read_labels, path, "text=3").startswith(f"{path}: {met}.")
    assert "column 1 is both text and label" in refusal(read_labels, path, "text=1 label=1")


def test_that_a_broken_byte_in_utf_8_is_told_with_its_line(tmp_path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"schöne Bärenfüße {n},gut{n % 2}".encode() for n in range(12)]
    rows[4] = b"sch\xf6ne,gut1"
    path.write_bytes(b"\n".join(rows))
    message = refusal(read_labels, path)
    assert message.startswith(f"{path}, line 5: the bytes F6 6E were met; wanted is text in utf-8.")
    assert read_labels(path, "encoding=latin-1").texts[4] == "schöne"


def test_that_no_more_than_the_limits_is_read(tmp_path, monkeypatch) -> None:
    path = write(tmp_path, "a.csv", *reviews(40))
    monkeypatch.setattr(labels, "ROWS_LIMIT", 20)
    read = read_labels(path)
    assert len(read.texts) == 20
    assert dict(read.facts)["Rows"] == "20, more are left out"
    monkeypatch.setattr(source, "BYTES_LIMIT", 512)
    read = read_labels(path)
    assert read.texts[-1].endswith("worth it")
    assert dict(read.facts)["Read"].startswith("only the first 512 of")
