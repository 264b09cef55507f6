"""Part: a checked part of a condition or an expression."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.conditions.condition_error import ConditionError

Shape = tuple[int, ...]
Names = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of a condition: its kind ("number" or "truth"), shape, column, and how to find
    its value."""

    kind: str
    shape: Shape
    column: int
    value: Callable[[Names], Any]


def single(part: Part) -> Part:
    """A part that is one truth value. Raises ConditionError."""
    if part.kind != "truth":
        raise ConditionError("a number; wanted is a comparison, such as … > 2", part.column)
    if part.shape:
        raise ConditionError(
            "true or false for each element; wanted is any(…) or all(…) around it", part.column
        )
    return part


def numeric(part: Part) -> Part:
    """A part that is a number or an array of them. Raises ConditionError."""
    if part.kind != "number":
        raise ConditionError("true or false; wanted is a number", part.column)
    return part


def joined(left: Part, right: Part, word: str) -> Part:
    """Two truth values, joined by "and" or "or"; the right one is asked only where it counts."""
    a, b = left.value, right.value
    if word == "and":
        return Part("truth", (), left.column, lambda names: bool(a(names)) and bool(b(names)))
    return Part("truth", (), left.column, lambda names: bool(a(names)) or bool(b(names)))


def constant(number: float, column: int) -> Part:
    """A number that was written."""
    # NumPy's number, so that 1 / 0 and 10 ** 400 are infinite as they are in arrays.
    value = np.float64(number)
    return Part("number", (), column, lambda names: value)


def sized(shape: Shape) -> str:
    """A shape in words: 4 × 3, a single number."""
    return " × ".join(map(str, shape)) if shape else "a single number"
