"""The words that say how a file is to be read."""

import pytest

from rnnviz.scenarios.own.reading import Reading, parse_reading
from tests.scenarios.own.files import refusal

EVERY = tuple(Reading.__dataclass_fields__)


def test_that_every_word_is_understood() -> None:
    text = (
        "delimiter=; header=no encoding=UTF-8 decimal=comma text=2 label=1 word=3 tag=4 source=5 "
        "target=6 time=none values=7,9 label-file='my labels.gz'"
    )
    assert parse_reading(text, EVERY) == Reading(
        delimiter=";",
        header=False,
        encoding="utf-8",
        decimal=",",
        text=2,
        label=1,
        word=3,
        tag=4,
        source=5,
        target=6,
        time=0,
        values=(7, 9),
        label_file="my labels.gz",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "delimiter=tab",
        "delimiter='#'",
        "header=yes decimal=comma time=none values=1,2",
        "label-file='my labels'",
    ],
)
def test_that_what_is_written_is_what_was_read(text: str) -> None:
    assert str(parse_reading(text, EVERY)) == text


@pytest.mark.parametrize("name", ["comma", "semicolon", "tab", "space", "pipe"])
def test_that_delimiters_have_names(name: str) -> None:
    reading = parse_reading(f"delimiter={name}", EVERY)
    assert reading.delimiter in {",", ";", "\t", " ", "|"}
    assert str(reading) == f"delimiter={name}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("delimiter=ab", "one character"),
        ("delimiter=x", "one character"),
        ("header=maybe", "one of yes, no"),
        ("encoding=ebcdic", "one of utf-8"),
        ("decimal=.", "one of point, comma"),
        ("text=0", "a column's number from 1 to 10,000"),
        ("text=10001", "a column's number from 1 to 10,000"),
        ("text=²", "a column's number from 1 to 10,000"),
        ("values=1,1", "each column only once"),
        ("values=1,", "a column's number"),
        ("label-file=../../secret", "the name of a file in the same folder"),
        ("text=1 text=2", "text only once"),
        ("text", "one of delimiter=…"),
        ("colour=red", "one of delimiter=…"),
        ("label-file='a", "NAME=VALUE words"),
    ],
)
def test_that_a_word_that_means_nothing_is_told(text: str, wanted: str) -> None:
    message = refusal(parse_reading, text, EVERY)
    assert "was met; wanted is" in message
    assert wanted in message


def test_that_a_word_of_another_kind_is_refused() -> None:
    message = refusal(parse_reading, "tag=2", ("text", "label"))
    assert message.endswith("“tag=2” was met; wanted is one of text=…, label=….")


def test_that_what_was_said_goes_before_what_was_recognised() -> None:
    recognised = Reading(delimiter=",", header=True, text=1, label=2)
    said = Reading(header=False, text=2)
    assert said.over(recognised) == Reading(delimiter=",", header=False, text=2, label=2)
