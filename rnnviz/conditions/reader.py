"""Reader: reads a condition or an expression, checks it, and says how to find its value.

Nothing here is Python: a name is looked up in a mapping of numbers, and nowhere else. An
element-wise expression costs at most its length times the size of the largest array.
"""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np

from rnnviz.conditions.condition_error import ConditionError
from rnnviz.conditions.functions import FUNCTIONS, MOST_SQUARE
from rnnviz.conditions.part import Part, Shape, constant, joined, numeric, single, sized
from rnnviz.conditions.tokens import Token, tokens

#: The longest text, in characters, and the deepest nesting.
LONGEST, DEEPEST = 400, 40

CONSTANTS = {"inf": np.inf, "nan": np.nan, "pi": np.pi}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_SUM: dict[str, Callable[[Any, Any], Any]] = {"+": np.add, "-": np.subtract}
_PRODUCT: dict[str, Callable[[Any, Any], Any]] = {"*": np.multiply, "/": np.divide}


def read(text: str, shapes: Mapping[str, Shape]) -> tuple[Part, frozenset[str]]:
    """A whole text, and the names that it reads. Raises ConditionError."""
    if len(text) > LONGEST:
        raise ConditionError(f"{len(text)} characters; at most {LONGEST} are wanted", LONGEST + 1)
    reader = Reader(tokens(text), shapes)
    part = reader.truth("or")
    reader.wanted_end()
    return part, frozenset(reader.names)


class Reader:
    """Reads tokens from left to right, one method for each rank of operators."""

    def __init__(self, words: list[Token], shapes: Mapping[str, Shape]):
        self._words, self._shapes = words, shapes
        self._at = self._depth = 0
        self.names: set[str] = set()

    # --- words -------------------------------------------------------------------------

    @property
    def _word(self) -> Token:
        return self._words[self._at]

    def _took(self, *texts: str) -> Token | None:
        word = self._word
        if word.kind in ("name", "sign") and word.text in texts:
            self._at += 1
            return word
        return None

    def _take(self, text: str) -> None:
        if not self._took(text):
            raise ConditionError(f"{self._word.text}; wanted is {text}", self._word.column)

    def wanted_end(self) -> None:
        """Nothing may follow."""
        if self._word.kind != "end":
            raise ConditionError(
                f"{self._word.text}; wanted is an operator or the end", self._word.column
            )

    # --- ranks, weakest first ----------------------------------------------------------

    def truth(self, word: str) -> Part:
        """`or` of `and` of `not`."""
        below = self._negated if word == "and" else lambda: self.truth("and")
        part = below()
        while self._took(word):
            left, right = single(part), single(below())
            part = joined(left, right, word)
        return part

    def _negated(self) -> Part:
        self._enter()
        word = self._took("not")
        if word is None:
            part = self._comparison()
        else:
            inner = single(self._negated()).value
            part = Part("truth", (), word.column, lambda names: not inner(names))
        self._depth -= 1
        return part

    def _comparison(self) -> Part:
        first = self._sum()
        pairs: list[Part] = []
        left = first
        while sign := self._took(*_COMPARE):
            right = self._sum()
            pairs.append(self._applied(_COMPARE[sign.text], left, right, sign, "truth"))
            left = right
        if not pairs:
            return first
        part = pairs[0]
        for pair in pairs[1:]:
            part = joined(single(part), single(pair), "and")
        return part

    def _sum(self) -> Part:
        part = self._product()
        while sign := self._took(*_SUM):
            part = self._applied(_SUM[sign.text], part, self._product(), sign)
        return part

    def _product(self) -> Part:
        part = self._signed()
        while sign := self._took(*_PRODUCT):
            part = self._applied(_PRODUCT[sign.text], part, self._signed(), sign)
        return part

    def _signed(self) -> Part:
        self._enter()
        if sign := self._took("-"):
            part = numeric(self._signed())
            inner = part.value
            part = Part("number", part.shape, sign.column, lambda names: np.negative(inner(names)))
        else:
            part = self._atom()
            if sign := self._took("**"):
                part = self._applied(np.power, part, self._signed(), sign)
        self._depth -= 1
        return part

    def _applied(
        self,
        compute: Callable[[Any, Any], Any],
        left: Part,
        right: Part,
        sign: Token,
        kind: str = "number",
    ) -> Part:
        numeric(left), numeric(right)
        if left.shape and right.shape and left.shape != right.shape:
            raise ConditionError(
                f"{sized(left.shape)} {sign.text} {sized(right.shape)}; wanted are two of the "
                "same size, or a number",
                sign.column,
            )
        a, b = left.value, right.value
        shape = left.shape or right.shape
        return Part(kind, shape, left.column, lambda names: compute(a(names), b(names)))

    # --- atoms -------------------------------------------------------------------------

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ConditionError(f"nested more than {DEEPEST} deep", self._word.column)

    def _atom(self) -> Part:
        word = self._word
        if word.kind == "number":
            self._at += 1
            return constant(float(word.text), word.column)
        if self._took("("):
            part = self.truth("or")
            self._take(")")
            return part
        if word.kind != "name" or word.text in ("and", "or", "not"):
            raise ConditionError(f"{word.text}; wanted is a number or a name", word.column)
        self._at += 1
        if word.text in FUNCTIONS and self._took("("):
            return self._called(word)
        if word.text in CONSTANTS:
            return constant(CONSTANTS[word.text], word.column)
        return self._named(word)

    def _called(self, word: Token) -> Part:
        function = FUNCTIONS[word.text]
        argument = self.truth("or")
        self._take(")")
        if argument.kind != function.takes:
            wanted = "a comparison" if function.takes == "truth" else "a number or an array"
            raise ConditionError(f"{word.text} wants {wanted}", argument.column)
        if function.wants_square and not _is_square(argument.shape):
            raise ConditionError(
                f"{word.text} wants a square matrix of at most {MOST_SQUARE} rows; this is "
                f"{sized(argument.shape)}",
                argument.column,
            )
        inner, shape = argument.value, () if function.reduces else argument.shape
        compute = function.compute
        return Part(function.gives, shape, word.column, lambda names: compute(inner(names)))

    def _named(self, word: Token) -> Part:
        name = word.text
        if name in FUNCTIONS and name not in self._shapes:
            raise ConditionError(f"{name} is a function; wanted is {name}(…)", word.column)
        if name not in self._shapes:
            near = get_close_matches(name, [*self._shapes, *FUNCTIONS], 3, 0.5)
            advice = f"; near it are {', '.join(near)}" if near else ""
            raise ConditionError(f"there is no {name}{advice}", word.column)
        self.names.add(name)
        shape, index = self._shapes[name], self._index(word)
        if not index:
            return Part("number", shape, word.column, lambda names: np.asarray(names[name]) * 1.0)
        return Part(
            "number", shape[len(index) :], word.column, lambda names: names[name][index] * 1.0
        )

    def _index(self, word: Token) -> tuple[int, ...]:
        index: list[int] = []
        shape = self._shapes[word.text]
        if not self._took("["):
            return ()
        while True:
            if len(index) == len(shape):
                raise ConditionError(f"{word.text} is {sized(shape)}", self._word.column)
            index.append(self._whole(word.text, shape[len(index)]))
            if not self._took(","):
                break
        self._take("]")
        return tuple(index)

    def _whole(self, name: str, size: int) -> int:
        minus = self._took("-")
        word = self._word
        if word.kind != "number" or not word.text.isdigit():
            raise ConditionError(f"{word.text}; wanted is a whole number", word.column)
        self._at += 1
        number = int(word.text) * (-1 if minus else 1)
        if not -size <= number < size:
            raise ConditionError(
                f"{number} lies outside of {name}; wanted is 0 to {size - 1}", word.column
            )
        return number


def _is_square(shape: Shape) -> bool:
    return len(shape) == 2 and shape[0] == shape[1] <= MOST_SQUARE
