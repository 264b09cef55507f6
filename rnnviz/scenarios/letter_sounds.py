"""A table of what each letter says between its neighbours: what can be had without a network.

Letters between the same neighbours say what they most often said in training; where these
neighbours were not met, what the letter most often said at all.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from rnnviz.scenarios.letter_alignment import COUNTED, MOST, Alignment, letter_scores
from rnnviz.scenarios.sequence_pairs import Example
from rnnviz.scenarios.symbol_pairs import vocabulary

Phonemes = tuple[str, ...]
#: What a letter says, by "<kn" (before it, itself, after it), and by itself alone.
Table = Mapping[str, Phonemes]

#: Stand before and after a word.
BEFORE, AFTER = "<", ">"


def letter_table(words: Sequence[Example]) -> Table:
    """The table of these words, each letter by letter with its phonemes."""
    words = [word for word in words if len(word.target) <= MOST * len(word.source)]
    counts: defaultdict[str, Counter[Phonemes]] = defaultdict(Counter)
    for word, parts in zip(words, letters_say(words), strict=True):
        for (key, letter), said in zip(_keys(word.source), parts, strict=True):
            counts[key][said] += 1
            counts[letter][said] += 1
    return {key: said.most_common(1)[0][0] for key, said in counts.items()}


def letters_say(words: Sequence[Example]) -> list[list[Phonemes]]:
    """What each letter of each word says; together, all of its phonemes."""
    letters = vocabulary((word.source for word in words), ())
    phonemes = vocabulary((word.target for word in words), ())
    some = Alignment(words[:COUNTED], letters, phonemes)
    said = Alignment(words, letters, phonemes).likeliest(letter_scores(some, len(letters)))
    names = _names(phonemes)
    return [
        [names[kind] for kind in row[: len(word.source)]]
        for word, row in zip(words, said.tolist(), strict=True)
    ]


def _names(phonemes: Sequence[str]) -> list[Phonemes]:
    """What the numbers of an alignment stand for."""
    pairs = [(first, second) for first in phonemes for second in phonemes]
    return list(chain([()], [(phoneme,) for phoneme in phonemes], pairs))


def _keys(letters: Sequence[str]) -> list[tuple[str, str]]:
    text = "".join((BEFORE, *letters, AFTER))
    return [(text[n : n + 3], letter) for n, letter in enumerate(letters)]


def said_by_letters(letters: Sequence[str], table: Table) -> list[str]:
    """What each letter says by the table, one after the other."""
    found = (table.get(key, table.get(letter, ())) for key, letter in _keys(letters))
    return list(chain.from_iterable(found))
