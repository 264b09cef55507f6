"""Alphabet: which characters a language model knows, and the number of each."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Integers
from rnnviz.scenarios.code_points import CODE_POINTS, code_points, count_code_points, text_of
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.visible_name import visible_name

#: The greatest number of symbols, the replacement among them.
LIMIT = 128

#: Stands for every character that is too rare to have a symbol of its own.
REPLACEMENT = "\ufffd"

_ABSENT = -1


@dataclass(frozen=True)
class Alphabet:
    """The characters with a symbol of their own, in the order of their code points.

    characters  one a symbol, ascending; a symbol is an index into them.
    replaced_kinds, replaced_occurrences  what of the text went into REPLACEMENT.
    """

    characters: tuple[str, ...]
    replaced_kinds: int = 0
    replaced_occurrences: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """A visible name for each symbol."""
        return tuple(map(visible_name, self.characters))

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The size of the vocabulary and what was replaced, to show."""
        return (("Vocabulary", f"{len(self.characters)} symbols"), ("Replaced", self._replaced))

    @property
    def _replaced(self) -> str:
        if not self.replaced_kinds:
            return "nothing"
        return (
            f"{self.replaced_kinds:,} rare characters "
            f"({self.replaced_occurrences:,} occurrences) by {REPLACEMENT}"
        )

    @cached_property
    def _symbols(self) -> NDArray[np.int16]:
        """The symbol of every code point, (CODE_POINTS,)."""
        other = self.characters.index(REPLACEMENT) if REPLACEMENT in self.characters else _ABSENT
        table = np.full(CODE_POINTS, other, dtype=np.int16)
        table[code_points("".join(self.characters))] = np.arange(len(self.characters))
        return table

    def encode(self, text: str) -> NDArray[np.int16]:
        """The symbol of each character, shape (len(text),).

        An unknown character becomes REPLACEMENT; where the alphabet has none, raises
        ScenarioError.
        """
        symbols = self._symbols[code_points(text)]
        if (symbols == _ABSENT).any():
            unknown = text[int(np.argmax(symbols == _ABSENT))]
            raise ScenarioError(
                f"The character {visible_name(unknown)} is not in the vocabulary of "
                f"{len(self.characters)} symbols; wanted are characters of the text only."
            )
        return symbols

    def decode(self, symbols: Integers) -> str:
        """The characters of these symbols, one after the other."""
        return text_of(code_points("".join(self.characters))[symbols])


def alphabet_of(text: str, limit: int = LIMIT) -> Alphabet:
    """The `limit` most frequent characters of `text`, or all if there are no more.

    Where some have to go, REPLACEMENT is one of the `limit` symbols. Of two characters
    that are equally frequent, the one with the smaller code point stays.
    """
    counts = count_code_points(text)
    kinds = np.flatnonzero(counts)
    if len(kinds) <= limit:
        return Alphabet(tuple(map(chr, kinds)))
    kinds = kinds[kinds != ord(REPLACEMENT)]
    by_frequency = kinds[np.argsort(-counts[kinds], kind="stable")]
    kept, dropped = by_frequency[: limit - 1], by_frequency[limit - 1 :]
    return Alphabet(
        tuple(map(chr, sorted([*kept, ord(REPLACEMENT)]))),
        len(dropped),
        int(counts[dropped].sum()),
    )
