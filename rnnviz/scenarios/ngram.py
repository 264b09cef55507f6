"""NGram: the language model that counts, to which a network is compared.

The probability of a symbol after the n − 1 before it is read off their counts, interpolated
with that after the n − 2 before it, and so on down to equal shares for all symbols. With the
weights of Witten and Bell 1991, "The zero-frequency problem", IEEE Transactions on Information
Theory 37(4), method C, as in Chen and Goodman 1998, "An Empirical Study of Smoothing Techniques
for Language Modeling", section 2.5:

    P(w | c) = (N(c w) + K(c) · P(w | c')) / (N(c) + K(c))

N counts, K(c) is how many different symbols followed the context c, and c' is c without its
first symbol. Nothing has to be tuned.
"""

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Booleans, Floats, Integers

#: Symbols that are counted at most: more of them take seconds and hundreds of megabytes.
MOST_COUNTED = 2_000_000
#: Codes below this are counted in a table, which has eight bytes for each.
LARGEST_TABLE = 4_000_000


class NGram:
    """Counts of a text's symbols and of what stands before them."""

    def __init__(self, text: Integers, order: int, size: int) -> None:
        """
        text   (N,) symbols; of a longer one the last MOST_COUNTED are counted.
        order  n: the symbol and the n − 1 before it. At least 1.
        size   how many symbols there are; size ** order is below 2 ** 63.
        """
        self._size = size
        text = text[-MOST_COUNTED:]
        self._orders = [
            _Counts(_codes(text, length, size), size)
            for length in range(1, min(order, len(text)) + 1)
        ]

    def shares(self, texts: Integers) -> Floats:
        """P of every symbol after those before it in its own text, (T, B); the first symbols of
        a text have less before them.

        texts  (T, B) symbols.
        """
        shares: Floats = np.full(texts.shape, 1 / self._size)
        for length, counts in enumerate(self._orders, 1):
            if length > len(texts):
                break
            rest = shares[length - 1 :]
            shares[length - 1 :] = counts.interpolated(_codes(texts, length, self._size), rest)
        return shares


class _Counts:
    """N(c w), N(c) and K(c) of all contexts of one length."""

    def __init__(self, codes: NDArray[np.int64], size: int) -> None:
        """codes  of every place in the text: the context's number times `size` plus the symbol."""
        self._size = size
        self._codes, self._counts = _counted(codes)
        contexts = self._codes // size
        self._contexts, first, self._kinds = np.unique(
            contexts, return_index=True, return_counts=True
        )
        self._totals = np.add.reduceat(self._counts, first)

    def interpolated(self, codes: NDArray[np.int64], rest: Floats) -> Floats:
        """P(w | c) for each code; `rest` is P(w | c') and stays where c was never seen."""
        counts = _looked_up(self._codes, self._counts, codes)
        totals = _looked_up(self._contexts, self._totals, codes // self._size)
        kinds = _looked_up(self._contexts, self._kinds, codes // self._size)
        seen: Booleans = totals > 0
        shares: Floats = np.where(
            seen, (counts + kinds * rest) / np.where(seen, totals + kinds, 1), rest
        )
        return shares


def _counted(codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which codes there are, ascending, and how often. A table is ten times faster than sorting."""
    if int(codes.max()) < LARGEST_TABLE:
        table = np.bincount(codes)
        found = np.flatnonzero(table)
        return found, table[found]
    return np.unique(codes, return_counts=True)


def _looked_up(
    keys: NDArray[np.int64], values: NDArray[np.int64], wanted: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The value of each wanted key, 0 where there is none. `keys` ascend."""
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[places] == wanted, values[places], 0)


def _codes(texts: Integers, length: int, size: int) -> NDArray[np.int64]:
    """One number for every run of `length` symbols along axis 0; the last is its lowest digit."""
    count = len(texts) - length + 1
    codes = np.zeros((count, *texts.shape[1:]), np.int64)
    for place in range(length):
        codes *= size
        codes += texts[place : place + count]
    return codes
