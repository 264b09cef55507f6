"""Expression: a text such as `norm(dh)`, checked, that comes to one number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.conditions.condition_error import ConditionError
from rnnviz.conditions.part import Names, Part, Shape
from rnnviz.conditions.reader import read


@dataclass(frozen=True)
class Expression:
    """A checked expression.

    text   as written.
    names  those that it reads.
    """

    text: str
    names: frozenset[str]
    part: Part

    def value(self, names: Names) -> float:
        """What it comes to for these values; true is 1, false is 0. Never raises for values of
        the shapes that it was checked with."""
        with np.errstate(all="ignore"):
            return float(self.part.value(names))


def parse_number(text: str, shapes: Mapping[str, Shape]) -> Expression:
    """Check a text against the names that there are, () the shape of a plain number.

    Raises ConditionError unless it comes to one number or truth value.
    """
    part, names = read(text, shapes)
    if part.shape:
        sizes = " × ".join(map(str, part.shape))
        raise ConditionError(
            f"{sizes} numbers; wanted is one: norm(…), max(…), or one of them, …[0]", part.column
        )
    return Expression(text, names, part)
