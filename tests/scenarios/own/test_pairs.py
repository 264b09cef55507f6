"""Pairs of texts with a tab between them."""

import pytest

from rnnviz.scenarios.own import pairs
from rnnviz.scenarios.own.pairs import read_pairs
from tests.scenarios.own.files import refusal, translated, write


def test_that_pairs_are_read(tmp_path) -> None:
    read = read_pairs(write(tmp_path, "a.tsv", *translated()))
    assert read.sources[3], read.targets[3] == ("3 cats", "3 chats")
    assert len(read.sources) == len(read.targets) == 12


def test_that_further_columns_names_and_quotation_marks_are_no_trouble(tmp_path) -> None:
    lines = ["source\ttarget\tby", '"Go!" he said.\tVa!\tme', *(f"{t}\tme" for t in translated())]
    read = read_pairs(write(tmp_path, "a.tsv", *lines))
    assert (read.sources[0], read.targets[0]) == ('"Go!" he said.', "Va!")
    assert len(read.sources) == 13


def test_that_the_other_direction_can_be_asked_for(tmp_path) -> None:
    read = read_pairs(write(tmp_path, "a.tsv", *translated()), "source=2 target=1")
    assert (read.sources[3], read.targets[3]) == ("3 chats", "3 cats")


@pytest.mark.parametrize(
    ("line", "met", "wanted"),
    [
        ("alone", "1 column (“alone”)", "columns 1 and 2"),
        ("alone\t ", "nothing in column 2", "a text in both columns"),
        ("\talone", "nothing in column 1", "a text in both columns"),
        ("x" * 1001 + "\ty", "a text of 1,001 characters in column 1", "at most 1,000"),
    ],
)
def test_that_the_line_of_a_bad_pair_is_told(tmp_path, line, met, wanted) -> None:
    path = write(tmp_path, "a.tsv", *translated(), line)
    assert refusal(read_pairs, path) == f"{path}, line 13: {met} was met; wanted is {wanted}."


def test_that_too_few_pairs_and_one_column_twice_are_refused(tmp_path) -> None:
    path = write(tmp_path, "a.tsv", *translated(9))
    assert refusal(read_pairs, path).startswith(f"{path}: there are 9 pairs.")
    assert "column 1 is both" in refusal(read_pairs, path, "target=1")


def test_that_no_more_than_the_limit_is_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(pairs, "PAIRS_LIMIT", 11)
    read = read_pairs(write(tmp_path, "a.tsv", *translated()))
    assert len(read.sources) == 11
    assert dict(read.facts)["Pairs"] == "11, more are left out"


def test_that_empty_rows_are_left_out_and_told(tmp_path) -> None:
    rows = translated()
    read = read_pairs(write(tmp_path, "a.tsv", *rows[:5], "", "\t", *rows[5:]))
    assert len(read.sources) == len(rows)
    assert dict(read.facts)["Empty rows"] == "2, left out"
