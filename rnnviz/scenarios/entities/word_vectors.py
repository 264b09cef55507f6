"""Words as vectors in which a word never met before still says something.

known words   1 of at most 256: the most frequent ones of the training texts, in small letters
shape         five marks: how it is written (after Collins 2002, "Ranking Algorithms for
              Named-Entity Extraction", and Bikel, Schwartz & Weischedel 1999)
letters       which runs of three letters are in it, with < and > at its ends, hashed to 64
              places (Bojanowski et al. 2017, "Enriching Word Vectors with Subword
              Information"; Weinberger et al. 2009, "Feature Hashing")
beginning     whether a sentence begins with it, so that its capital says nothing
"""

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_KNOWN = 256
#: A word that is known occurs so many times at least.
LEAST_MET = 3
PLACES = 64

SHAPES: Mapping[str, Callable[[str], bool]] = {
    "Capital": lambda word: word[0].isupper(),
    "ALL CAPITALS": lambda word: len(word) > 1 and word.isupper(),
    "inner Capital": lambda word: word != word.upper() and any(c.isupper() for c in word[1:]),
    "digit": lambda word: any(c.isdigit() for c in word),
    "no letter": lambda word: not any(c.isalnum() for c in word),
}
BEGINNING = "sentence begins"


def letter_runs(word: str) -> list[str]:
    """Three letters in a row: "<ha", "har", "arr", "rry", "ry>"."""
    marked = f"<{word.lower()}>"
    return [marked[n : n + 3] for n in range(len(marked) - 2)]


def place_of(run: str) -> int:
    """Where a run of letters counts, 0 … PLACES − 1; the same everywhere and always."""
    return zlib.crc32(run.encode()) % PLACES


@dataclass(frozen=True)
class WordVectors:
    """known  words in small letters, in the order of their numbers in the vector."""

    known: tuple[str, ...]

    @property
    def size(self) -> int:
        """How long a vector is."""
        return len(self.known) + len(SHAPES) + PLACES + 1

    def features(self, words: Iterable[str]) -> tuple[str, ...]:
        """A name for each number of a vector; of hashed letters those that most of
        the `words` have."""
        runs = Counter(run for word in set(words) for run in letter_runs(word))
        names = [f"letters {place}" for place in range(PLACES)]
        # The most frequent comes last and stays; equally frequent ones by the alphabet.
        for run, _ in sorted(runs.items(), key=lambda item: (item[1], item[0])):
            names[place_of(run)] = f"{run} …"
        return (*self.known, *SHAPES, *names, BEGINNING)

    def table(self, words: Sequence[str]) -> NDArray[np.uint8]:
        """(V, size) of V words, 0 or 1; as if no sentence began with them."""
        rows = np.zeros((len(words), self.size), np.uint8)
        columns = {word: column for column, word in enumerate(self.known)}
        for row, word in zip(rows, words, strict=True):
            if (column := columns.get(word.lower())) is not None:
                row[column] = 1
            for mark, is_so in enumerate(SHAPES.values()):
                row[len(self.known) + mark] = is_so(word)
            row[[len(self.known) + len(SHAPES) + place_of(run) for run in letter_runs(word)]] = 1
        return rows


def vectors_of(texts: Iterable[Sequence[str]]) -> WordVectors:
    """With the most frequent words of training texts; equally frequent ones by the alphabet."""
    counts = Counter(word.lower() for text in texts for word in text)
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_KNOWN]
    return WordVectors(tuple(word for word, count in frequent if count >= LEAST_MET))
