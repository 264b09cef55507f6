"""Where in a text a reader would begin: at the first word of a sentence or of a line."""

import numpy as np
from numpy.typing import NDArray

from rnnviz.scenarios.alphabet import Alphabet

_ENDS = ".!?"
#: These are not followed by a space.
_WIDE_ENDS = "。！？"


def find_starts(symbols: NDArray[np.int16], alphabet: Alphabet, steps: int) -> NDArray[np.intp]:
    """Positions at which a piece of `steps` characters fits and reads well, ascending.

    Beginnings of sentences and lines; if there are none, beginnings of words; if there
    are none of these either, all positions. In a text shorter than `steps` a piece wraps
    around, so that every position fits. Never empty for a text of one character or more.
    """
    fitting = len(symbols) - steps + 1 if len(symbols) >= steps else len(symbols)
    words = _word_starts(symbols, alphabet)[:fitting]
    good = words & _after_end(symbols, alphabet)[:fitting]
    for candidates in (good, words):
        if candidates.any():
            return np.flatnonzero(candidates)
    return np.arange(fitting)


def _word_starts(symbols: NDArray[np.int16], alphabet: Alphabet) -> NDArray[np.bool_]:
    """(N,): a letter after something that is none. What was before the text is unknown."""
    letter = np.array([character.isalpha() for character in alphabet.characters])[symbols]
    return letter & ~_shifted(letter, 1, before=True)


def _after_end(symbols: NDArray[np.int16], alphabet: Alphabet) -> NDArray[np.bool_]:
    """(N,): directly after a line end, or after a sentence end and a space."""

    def among(wanted: str, places: int) -> NDArray[np.bool_]:
        found = np.array([character in wanted for character in alphabet.characters])[symbols]
        return _shifted(found, places, before=False)

    return among("\n" + _WIDE_ENDS, 1) | (among(" ", 1) & among(_ENDS, 2))


def _shifted(values: NDArray[np.bool_], places: int, before: bool) -> NDArray[np.bool_]:
    """What is true `places` earlier; `before` where that lies before the beginning."""
    padding = np.full(places, before)
    return np.concatenate([padding, values])[: len(values)]
