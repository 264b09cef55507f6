"""Which letter of a word says which of its phonemes, found from whole words alone.

By turns, as with hidden Markov models ("Viterbi training"): every word is aligned as it is
likeliest, and how often a letter says what is counted anew. A letter says no phoneme, one or two
(S. Jiampojamarn, G. Kondrak, T. Sherif, "Applying Many-to-Many Alignments and Hidden Markov
Models to Letter-to-Phoneme Conversion", 2007).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers
from rnnviz.scenarios.padding import padded_symbols
from rnnviz.scenarios.sequence_pairs import Example
from rnnviz.scenarios.symbol_pairs import encode

#: A letter says at most so many phonemes (x: K S).
MOST = 2
#: How often the counts are taken anew, and from how many words.
ROUNDS, COUNTED = 3, 3_000
#: Added to every count, so that what was not seen yet is not impossible.
SMOOTHING = 0.01

_IMPOSSIBLE = -1e9


class Alignment:
    """N words, each with no more than two phonemes a letter, and what each letter says.

    What a letter says is a number: 0 nothing, then one phoneme, then two.
    """

    def __init__(self, words: Sequence[Example], letters: Sequence[str], phonemes: Sequence[str]):
        """
        letters, phonemes  the symbols of which the words consist.
        """
        self.letters = padded_symbols(encode((word.source for word in words), letters)).T
        said = padded_symbols(encode((word.target for word in words), phonemes)).T
        self._lengths = np.array([len(word.source) for word in words])
        self._ends = np.array([len(word.target) for word in words])
        self.kinds = 1 + len(phonemes) + len(phonemes) ** 2
        self.exists = np.arange(self.letters.shape[1]) < self._lengths[:, None]
        self._ending = _ending(said, len(phonemes))
        self._rows = np.arange(len(words))

    def spread(self) -> Integers:
        """What each letter says if the phonemes are spread evenly, (N, letters)."""
        cuts = np.arange(self.letters.shape[1] + 1) * self._ends[:, None] // self._lengths[:, None]
        cuts = np.minimum(cuts, self._ends[:, None])
        said: Integers = self._ending[self._rows[:, None], cuts[:, 1:], np.diff(cuts)]
        return said

    def likeliest(self, scores: Floats) -> Integers:
        """What each letter says, as the scores find likeliest; (N, letters).

        scores  (letters, kinds), log likelihoods. Dynamic programming (A. Viterbi, 1967).
        """
        best = np.full(self._ending.shape[:2], _IMPOSSIBLE)
        best[:, 0] = 0.0
        choices = []
        for place in range(self.letters.shape[1]):
            best, choice = self._step(best, scores, place)
            choices.append(choice)
        return self._traced(choices)

    def _step(self, best: Floats, scores: Floats, place: int) -> tuple[Floats, NDArray[np.intp]]:
        """One letter more: the best score up to each phoneme, and how many the letter said."""
        letter = self.letters[:, place, None, None]
        total = scores[letter, self._ending]
        ended = ~self.exists[:, place]
        total[ended] = 0.0, *[_IMPOSSIBLE] * MOST
        for count in range(MOST + 1):
            total[:, count:, count] += best[:, : best.shape[1] - count]
            total[:, :count, count] = _IMPOSSIBLE
        choice = total.argmax(axis=2)
        return total.max(axis=2), choice

    def _traced(self, choices: Sequence[NDArray[np.intp]]) -> Integers:
        """The way back from the last phoneme."""
        said, at = np.zeros_like(self.letters), self._ends.copy()
        for place in reversed(range(len(choices))):
            count = choices[place][self._rows, at]
            said[:, place] = self._ending[self._rows, at, count]
            at -= count
        return said


def _ending(said: Integers, count: int) -> Integers:
    """What a letter says whose last phoneme is the one before each place: the number of nothing,
    of one phoneme, of two; (N, phonemes + 1, 3)."""
    ending = np.zeros((said.shape[0], said.shape[1] + 1, MOST + 1), np.intp)
    ending[:, 1:, 1] = 1 + said
    ending[:, 2:, 2] = 1 + count + said[:, :-1] * count + said[:, 1:]
    return ending


def letter_scores(alignment: Alignment, letters: int) -> Floats:
    """log P(what is said | letter), (letters, kinds), learnt from the words by turns."""
    said = alignment.spread()
    for _ in range(ROUNDS):
        scores = _counted(alignment, said, letters)
        said = alignment.likeliest(scores)
    return _counted(alignment, said, letters)


def _counted(alignment: Alignment, said: Integers, letters: int) -> Floats:
    pairs = (alignment.letters * alignment.kinds + said)[alignment.exists]
    counts = np.bincount(pairs, minlength=letters * alignment.kinds) + SMOOTHING
    counts = counts.reshape(letters, alignment.kinds)
    scores: Floats = np.log(counts / counts.sum(axis=1, keepdims=True))
    return scores
