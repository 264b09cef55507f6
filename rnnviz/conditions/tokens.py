"""The words of a condition: numbers, names and signs, each with its column."""

import re
from dataclasses import dataclass
from typing import Literal

from rnnviz.conditions.condition_error import ConditionError

Kind = Literal["number", "name", "sign", "end"]

_PATTERN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    # A dot belongs to a name, as in layer1.W_f: nothing is ever looked up in something else.
    r"|(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/<>()\[\],])",
    re.ASCII,
)


@dataclass(frozen=True)
class Token:
    """One word; `column` counts from 1."""

    kind: Kind
    text: str
    column: int


def tokens(text: str) -> list[Token]:
    """The words of a text, the last one its end. Raises ConditionError."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _PATTERN.match(text, place)
        if match is None:
            raise ConditionError(f"{text[place]!r} means nothing here", place + 1)
        for kind in ("number", "name", "sign"):
            if match.group(kind):
                found.append(Token(kind, match.group(), place + 1))
        place = match.end()
    return [*found, Token("end", "the end", len(text) + 1)]
