"""Expression: a text such as `norm(dh)`, checked, that comes to one number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.conditions.condition import LONGEST, Names, Part, Shape, _Reader
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.conditions.tokens import tokens


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text, the names that it reads, and how to find its value."""

    text: str
    names: frozenset[str]
    part: Part

    def value(self, names: Names) -> float:
        """Its value for these values of the names."""
        with np.errstate(all="ignore"):
            return float(self.part.value(names))


def parse_number(text: str, shapes: Mapping[str, Shape]) -> Expression:
    """Check a text. Raises ConditionError unless it comes to one number."""
    if len(text) > LONGEST:
        raise ConditionError(f"{len(text)} characters; at most {LONGEST} are wanted", LONGEST + 1)
    reader = _Reader(tokens(text), shapes)
    part = reader.truth("or")
    reader.wanted_end()
    if part.shape:
        raise ConditionError("several numbers; wanted is one: norm(…), max(…) or …[3]", part.column)
    return Expression(text, frozenset(reader.names), part)
