"""A table of which phonemes each letter most often stands for: what can be had without a network.

Which letter says which phonemes is nowhere told; it is found by turns, as with hidden Markov
models: every word is aligned as the table so far finds likeliest, and the table is counted anew
("Viterbi training"; for letters and phonemes: S. Jiampojamarn, G. Kondrak, T. Sherif, "Applying
Many-to-Many Alignments and Hidden Markov Models to Letter-to-Phoneme Conversion", 2007).
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import inf, log

from rnnviz.scenarios.sequence_pairs import Example

#: A letter says at most so many phonemes (x: K S).
MOST = 2
#: How often the words are aligned, and how many words at most.
ROUNDS, WORDS = 4, 1_000
#: The score of phonemes that a letter was not seen with.
UNSEEN = log(1e-4)

Phonemes = tuple[str, ...]
#: Each letter's log likelihood of phonemes.
Scores = Mapping[str, Mapping[Phonemes, float]]
#: What each letter is said as.
Table = Mapping[str, Phonemes]


def letter_table(examples: Sequence[Example]) -> Table:
    """The likeliest phonemes of each letter."""
    words = [each for each in examples if len(each.target) <= MOST * len(each.source)][:WORDS]
    scores: Scores = {}
    for _ in range(ROUNDS):
        counts: defaultdict[str, Counter[Phonemes]] = defaultdict(Counter)
        for word in words:
            for letter, said in zip(word.source, aligned(word, scores), strict=True):
                counts[letter][said] += 1
        scores = {letter: _logarithms(found) for letter, found in counts.items()}
    return {letter: max(found, key=found.__getitem__) for letter, found in scores.items()}


def _logarithms(counts: Counter[Phonemes]) -> dict[Phonemes, float]:
    total = counts.total()
    return {said: log(count / total) for said, count in counts.items()}


def aligned(word: Example, scores: Scores) -> list[Phonemes]:
    """The phonemes of each letter, as the scores find likeliest; without scores, evenly spread.

    Dynamic programming over letters and phonemes (A. Viterbi, 1967).
    """
    letters, phonemes = word.source, word.target
    if not scores:
        return _evenly(letters, phonemes)
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in letters:
        known = scores.get(letter, {})
        reached: dict[int, tuple[float, int]] = {}
        for start, (score, _) in best[-1].items():
            for stop in range(start, min(start + MOST, len(phonemes)) + 1):
                total = score + known.get(tuple(phonemes[start:stop]), UNSEEN)
                if total > reached.get(stop, (-inf, 0))[0]:
                    reached[stop] = (total, start)
        best.append(reached)
    return _traced(best, phonemes)


def _traced(
    best: Sequence[Mapping[int, tuple[float, int]]], phonemes: Sequence[str]
) -> list[Phonemes]:
    """The way back through the table of the best."""
    stop, parts = len(phonemes), []
    for reached in reversed(best[1:]):
        start = reached[stop][1]
        parts.append(tuple(phonemes[start:stop]))
        stop = start
    return parts[::-1]


def _evenly(letters: Sequence[str], phonemes: Sequence[str]) -> list[Phonemes]:
    cuts = [n * len(phonemes) // len(letters) for n in range(len(letters) + 1)]
    return [tuple(phonemes[a:b]) for a, b in pairwise(cuts)]


def said_by_letters(letters: Sequence[str], table: Table) -> list[str]:
    """Each letter's phonemes, one after the other."""
    return [phoneme for letter in letters for phoneme in table.get(letter, ())]
