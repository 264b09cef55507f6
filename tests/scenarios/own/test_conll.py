"""Words with tags, as in CoNLL files."""

import pytest

from rnnviz.scenarios.own import conll
from rnnviz.scenarios.own.conll import read_conll
from tests.scenarios.own.files import refusal, tagged, write

WORDS = ("Harry", "Potter", "met", "Hermione")
TAGS = ("B-PER", "I-PER", "O", "B-PER")


@pytest.mark.parametrize("blank", [" ", "\t", "   "])
def test_that_sentences_are_read(tmp_path, blank) -> None:
    lines = [line.replace(" ", blank) for line in tagged()]
    start = ["-DOCSTART- -X- O", "", "# a remark"]
    read = read_conll(write(tmp_path, "a.conll", *start, *lines))
    assert read.sentences == (WORDS,) * 12
    assert read.tags == (TAGS,) * 12
    assert dict(read.facts)["Names"] == "PER (24)"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("I-PER I-PER O I-LOC", "B-PER I-PER O B-LOC"),  # IOB1
        ("I-PER B-PER I-LOC O", "B-PER B-PER B-LOC O"),
        ("B-PER I-PER E-PER S-LOC", "B-PER I-PER I-PER B-LOC"),  # BIOES
        ("B-PER L-PER U-PER O", "B-PER I-PER B-PER O"),  # BILOU
        ("O I-PER O I-PER", "O B-PER O B-PER"),
    ],
)
def test_that_all_schemes_become_iob2(tmp_path, given, expected) -> None:
    sentence = [f"w{n} {tag}" for n, tag in enumerate(given.split())]
    read = read_conll(write(tmp_path, "a.conll", *[*sentence, ""] * 10))
    assert read.tags[0] == tuple(expected.split())


def test_that_columns_can_be_corrected(tmp_path) -> None:
    lines = [f"{n} {line}" if line else "" for n, line in enumerate(tagged())]
    read = read_conll(write(tmp_path, "a.conll", *lines), "word=2 tag=4")
    assert read.sentences[5] == WORDS


@pytest.mark.parametrize(
    ("line", "met", "wanted"),
    [
        ("Harry", "1 column (“Harry”)", "a word in column 1 and its tag in column 3"),
        ("a b PER", "the tag “PER”", "O, B-TYPE or I-TYPE (or E-, L-, S-, U-TYPE)"),
        ("a b X-PER", "the tag “X-PER”", "O, B-TYPE or I-TYPE (or E-, L-, S-, U-TYPE)"),
        ("a b BI-PER", "the tag “BI-PER”", "O, B-TYPE or I-TYPE (or E-, L-, S-, U-TYPE)"),
        ("a b B-", "the tag “B-”", "O, B-TYPE or I-TYPE (or E-, L-, S-, U-TYPE)"),
    ],
)
def test_that_the_line_of_a_bad_word_is_told(tmp_path, line, met, wanted) -> None:
    lines = tagged()
    path = write(tmp_path, "a.conll", *lines[:11], line, *lines[11:])
    assert refusal(read_conll, path) == f"{path}, line 12: {met} was met; wanted is {wanted}."


def test_that_an_empty_field_is_told(tmp_path) -> None:
    lines = [line.replace(" ", "\t") for line in tagged()]
    path = write(tmp_path, "a.conll", *lines, "\tNNP\tO")
    assert refusal(read_conll, path).startswith(f"{path}, line 61: “\tNNP\tO” was met")


def test_that_sentences_have_to_end(tmp_path) -> None:
    path = write(tmp_path, "a.conll", *["word O"] * 1001)
    message = f"{path}, line 1,001: the word 1,001 of a sentence was met; wanted is an empty line"
    assert refusal(read_conll, path).startswith(message)


@pytest.mark.parametrize(
    ("lines", "met"),
    [
        (tagged(9), "there are 9 sentences"),
        (["word O", ""] * 12, "every tag is O"),
        ([line for n in range(51) for line in (f"w B-T{n}", "")], "there are 51 types of names"),
    ],
)
def test_that_a_file_of_something_else_is_refused(tmp_path, lines, met) -> None:
    path = write(tmp_path, "a.conll", *lines)
    assert refusal(read_conll, path).startswith(f"{path}: {met}")


def test_that_no_more_than_the_limit_is_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(conll, "WORDS_LIMIT", 43)
    read = read_conll(write(tmp_path, "a.conll", *tagged()))
    assert dict(read.facts)["Sentences"] == "10 of 40 words, more are left out"
