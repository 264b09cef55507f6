"""Condition: a text such as `max(abs(W_hh)) > 2`, checked, that is true or false."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.conditions.part import Names, Part, Shape, single
from rnnviz.conditions.reader import read


@dataclass(frozen=True)
class Condition:
    """A checked condition.

    text   as written.
    names  those that it reads.
    """

    text: str
    names: frozenset[str]
    part: Part

    def holds(self, names: Names) -> bool:
        """Whether it is true for these values; never raises for values of the shapes
        that it was checked with."""
        with np.errstate(all="ignore"):
            return bool(self.part.value(names))


def parse(text: str, shapes: Mapping[str, Shape]) -> Condition:
    """Check a text against the names that there are, () the shape of a plain number.

    Raises ConditionError unless it comes to one truth value.
    """
    part, names = read(text, shapes)
    return Condition(text, names, single(part))
