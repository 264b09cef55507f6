"""How a file is to be read, in words that a person can correct.

The grammar: words NAME=VALUE with spaces between them, in any order; a value with spaces in
it stands in quotation marks. What is not said is recognised.

    delimiter=comma|semicolon|tab|space|pipe   or any one character: delimiter=;
    header=yes|no          whether the first row names the columns
    encoding=utf-8|utf-16|latin-1|windows-1252
    decimal=point|comma    how numbers are written
    text=2  label=1  word=1  tag=4  source=1  target=2      columns, counted from 1
    time=1|none            the column with the points in time; none: rows follow each other
    values=2,3             the columns with the numbers
    label-file=NAME        the IDX file with the labels, in the same folder
"""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from rnnviz.scenarios.named_encoding import ENCODINGS
from rnnviz.scenarios.scenario import ScenarioError

DELIMITERS: Mapping[str, str] = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
}
DECIMALS: Mapping[str, str] = {"point": ".", "comma": ","}
#: The last column that can be named.
LAST_COLUMN = 10_000

_YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True)
class Reading:
    """What was said of how to read a file; None where nothing was said.

    Columns are counted from 1; `time` is 0 where no column has the time.
    """

    delimiter: str | None = None
    header: bool | None = None
    encoding: str | None = None
    decimal: str | None = None
    text: int | None = None
    label: int | None = None
    word: int | None = None
    tag: int | None = None
    source: int | None = None
    target: int | None = None
    time: int | None = None
    values: tuple[int, ...] | None = None
    label_file: str | None = None

    @property
    def said(self) -> dict[str, Any]:
        """What was said, by name."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in named.items() if value is not None}

    def over(self, recognised: "Reading") -> "Reading":
        """This one, and where it says nothing, what was recognised."""
        return Reading(**{**recognised.said, **self.said})

    def __str__(self) -> str:
        """As it is written: `parse_reading` reads it back."""
        return " ".join(
            f"{_shown(name)}={_written(name, each)}" for name, each in self.said.items()
        )


def parse_reading(text: str, names: tuple[str, ...]) -> Reading:
    """A reading as written.

    names  which words mean something for the kind of file at hand, e.g. "text", "label".
    Raises ScenarioError with the word that was met and what is wanted.
    """
    said: dict[str, Any] = {}
    for word in _words(text):
        shown, equals, value = word.partition("=")
        name = shown.replace("-", "_")
        if not equals or name not in names:
            wanted = ", ".join(f"{_shown(each)}=…" for each in names)
            raise _refusal(word, f"one of {wanted}")
        if name in said:
            raise _refusal(word, f"{shown} only once")
        said[name] = _parsed(name, value, word)
    return Reading(**said)


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError as error:  # a quotation mark that is not closed
        raise _refusal(text, f"NAME=VALUE words; {error}") from error


def _shown(name: str) -> str:
    return name.replace("_", "-")


def _parsed(name: str, value: str, word: str) -> object:
    if name == "delimiter":
        return _delimiter(value, word)
    if name == "header":
        return _one_of(_YES_NO, value, word)
    if name == "decimal":
        return _one_of(DECIMALS, value, word)
    if name == "encoding":
        return _one_of({each: each for each in ENCODINGS}, value.lower(), word)
    if name == "label_file":
        return _file_name(value, word)
    if name == "values":
        columns = tuple(_column(each, word) for each in value.split(","))
        if len(set(columns)) < len(columns):
            raise _refusal(word, "each column only once")
        return columns
    if name == "time" and value == "none":
        return 0
    return _column(value, word)


def _one_of(choices: Mapping[str, object], value: str, word: str) -> object:
    if value not in choices:
        raise _refusal(word, f"one of {', '.join(choices)}")
    return choices[value]


def _delimiter(value: str, word: str) -> str:
    character = DELIMITERS.get(value, value)
    if len(character) != 1 or character.isalnum() or character in "\r\n\"'":
        raise _refusal(word, f"one of {', '.join(DELIMITERS)}, or one character such as ;")
    return character


def _column(value: str, word: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
    if not 1 <= number <= LAST_COLUMN:
        raise _refusal(word, f"a column's number from 1 to {LAST_COLUMN:,}")
    return number


def _file_name(value: str, word: str) -> str:
    if not value or "/" in value or "\\" in value or "\0" in value:
        raise _refusal(word, "the name of a file in the same folder")
    return value


def _written(name: str, value: Any) -> str:
    if name in ("delimiter", "decimal"):
        choices = DELIMITERS if name == "delimiter" else DECIMALS
        names = [key for key, character in choices.items() if character == value]
        return names[0] if names else shlex.quote(value)
    if name == "header":
        return "yes" if value else "no"
    if name == "values":
        return ",".join(map(str, value))
    return "none" if name == "time" and value == 0 else shlex.quote(str(value))


def _refusal(met: str, wanted: str) -> ScenarioError:
    return ScenarioError(f"How the file is to be read: “{met}” was met; wanted is {wanted}.")
