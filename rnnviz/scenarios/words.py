"""A text as words and marks: how it is taken apart, which of them have a symbol, and how they are
put together again."""

import re
import unicodedata
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.scenarios.visible_name import visible_name

#: Stands for every word that is too rare to have a symbol of its own. It cannot be a word of a
#: text, as its brackets are taken for marks.
UNKNOWN = "⟨unk⟩"
#: Stands for a blank line, which ends a paragraph. A single line end is as good as a space.
PARAGRAPH = "¶"

#: The greatest number of symbols, UNKNOWN among them.
LIMIT = 1000
#: A word that occurs less often is UNKNOWN: nothing could be learned of it, and what UNKNOWN
#: looks like could not be learned either if there were none in the text.
LEAST_OCCURRENCES = 2

#: A word, with what holds its parts together (mother-in-law, don't, os.path, 3.14); a mark, or
#: the same one several times (==, ...); a blank line.
_WORD = re.compile(r"\w+(?:[-.'’]\w+)*|([^\w\s])\1*|\n\s*\n")

_CLOSING = frozenset(",.;:!?)]}”’»%…")
_OPENING = frozenset("([{“‘«")
_QUOTES = frozenset("\"'`")


@dataclass(frozen=True)
class Words:
    """Texts taken apart.

    kinds  the different words, in the order in which they come.
    text   (N,) indices into `kinds`, text after text.
    ends   where in `text` each of the texts ends.
    """

    kinds: tuple[str, ...]
    text: NDArray[np.int32]
    ends: tuple[int, ...]


def words_of(*texts: str) -> Words:
    """All words, marks and paragraph ends of the texts, one after the other."""
    numbers: dict[str, int] = {}
    places = array("i")
    ends = []
    for text in texts:
        for found in _WORD.finditer(unicodedata.normalize("NFC", text)):
            word = PARAGRAPH if found[0][0] == "\n" else found[0]
            places.append(numbers.setdefault(word, len(numbers)))
        ends.append(len(places))
    return Words(tuple(numbers), np.asarray(places, np.int32), tuple(ends))


def frequent_kinds(words: Words, count: int, limit: int = LIMIT) -> NDArray[np.intp]:
    """Which kinds have a symbol: the limit − 1 most frequent of the first `count` words, but none
    that occurs less than LEAST_OCCURRENCES times. The most frequent first; of two that are
    equally frequent, the one that comes first in the text.
    """
    occurrences = np.bincount(words.text[:count], minlength=len(words.kinds))
    by_frequency = np.argsort(-occurrences, kind="stable")[: limit - 1]
    return by_frequency[occurrences[by_frequency] >= LEAST_OCCURRENCES]


def numbered(words: Words, kept: NDArray[np.intp]) -> NDArray[np.int16]:
    """The symbol of each word, (N,): 1 and up in the order of `kept`, 0 for all others."""
    symbols = np.zeros(len(words.kinds), np.int16)
    symbols[kept] = np.arange(1, len(kept) + 1)
    return symbols[words.text]


def visible_word(word: str) -> str:
    """A word as it can be seen, also where it is a mark that leaves no ink."""
    return "".join(map(visible_name, word))


def joined(words: Iterable[str]) -> str:
    """Words and marks as a text: no space before a mark that closes nor after one that opens, and
    of two quotation marks the first opens and the second closes."""
    text, glued, open_quotes = "", True, set[str]()
    for word in words:
        if word == PARAGRAPH:
            text, glued, open_quotes = text + "\n\n", True, set()
            continue
        closes = word[0] in _CLOSING or word in open_quotes
        text += word if glued or closes else " " + word
        glued = word[-1] in _OPENING
        if word[0] in _QUOTES:
            glued = not closes
            open_quotes ^= {word}
    return text
