"""Symbols of a source and a target as numbers, and batches of such pairs."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from rnnviz.engine.batch import Batch, Integers
from rnnviz.scenarios.padding import existing, padded_symbols

#: The name of the symbol for all that have none of their own.
UNKNOWN = "\ufffd"


def vocabulary(
    training: Iterable[Sequence[str]], others: Iterable[Sequence[str]], most: int = 0
) -> tuple[str, ...]:
    """The symbols of the training data, sorted; of too many, the `most` frequent ones.

    UNKNOWN is added where some symbol, of these or of the others, is left out.
    """
    counts = Counter(symbol for sequence in training for symbol in sequence)
    kept = {symbol for symbol, _ in counts.most_common(most or None)}
    met = set(counts).union(*others)
    return tuple(sorted(kept if met <= kept else kept | {UNKNOWN}))


def encode(sequences: Iterable[Sequence[str]], symbols: Sequence[str]) -> list[list[int]]:
    """The number of each symbol; that of UNKNOWN for those which are not among `symbols`."""
    numbers = {symbol: number for number, symbol in enumerate(symbols)}
    unknown = numbers.get(UNKNOWN, -1)
    return [[numbers.get(symbol, unknown) for symbol in sequence] for sequence in sequences]


class SymbolPairs:
    """N pairs, kept as arrays from which a batch is cut quickly."""

    def __init__(
        self, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]], end: int
    ) -> None:
        """Numbers of symbols; `end` is the one that ends a target, and is not in it yet."""
        self.wanted = [list(target) for target in targets]
        self._sources = padded_symbols(sources)
        self._targets = padded_symbols([[*target, end] for target in targets])
        self._source_lengths = np.array([len(source) for source in sources])
        self._target_lengths = np.array([len(target) + 1 for target in targets])
        self._end = end

    def __len__(self) -> int:
        return len(self.wanted)

    @property
    def lengths(self) -> Integers:
        """The steps of each pair, (N,)."""
        lengths: Integers = self._source_lengths + self._target_lengths
        return lengths

    def batch(self, places: ArrayLike) -> Batch:
        """The pairs at these places: the encoder's steps, then the decoder's, each padded.

        The decoder's first input is the end symbol, then it reads the right symbols.
        """
        places = np.asarray(places, np.intp)
        read, written = (
            existing(lengths[places]) for lengths in (self._source_lengths, self._target_lengths)
        )
        targets = self._targets[: len(written), places]
        opening = np.full((1, len(places)), self._end)
        return Batch(
            np.concatenate([self._sources[: len(read), places], opening, targets[:-1]]),
            np.concatenate([np.zeros_like(read, targets.dtype), targets]),
            exists=np.concatenate([read, written]),
            scored=np.concatenate([np.zeros_like(read), written]),
            source=len(read),
            fed=np.arange(len(read) + len(written)) > len(read),
        )
