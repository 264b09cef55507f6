"""The corpus: sentences to train on, and sentences held out."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnviz.scenarios.french.grammar import Grammar
from rnnviz.scenarios.french.sentence import Combination, Sentence
from rnnviz.scenarios.pair_task import Links

#: The seed of all that is drawn here, and how many sentences are drawn; some come twice.
SEED, DRAWN = 1, 12_000
#: The most words of a sentence, in either language.
LONGEST = 12
#: The share of combinations of words that is held out, and of the other sentences.
HELD_COMBINATIONS, HELD_SENTENCES = 0.08, 0.04
#: So many held-out sentences with a new combination are scored, and so many without one.
SCORED = 150


@dataclass(frozen=True)
class Pair:
    """A sentence in both languages.

    links  (place in the French, place in the English sentence).
    """

    english: tuple[str, ...]
    french: tuple[str, ...]
    links: Links
    combinations: frozenset[Combination]

    @property
    def length(self) -> int:
        """The words of the longer one."""
        return max(len(self.english), len(self.french))


@dataclass(frozen=True)
class Corpus:
    """training  has none of the other sentences and none of the combinations in `held`.
    combined   held-out sentences, each with a combination in `held`.
    others     held-out sentences of known combinations.
    """

    seed: int
    training: tuple[Pair, ...]
    combined: tuple[Pair, ...]
    others: tuple[Pair, ...]
    held: frozenset[Combination]


@cache
def read_corpus() -> Corpus:
    """The corpus, always the same; made in about half a second at the first call."""
    rng = np.random.default_rng(SEED)
    grammar = Grammar(rng)
    drawn = {sentence.english_words: sentence for sentence in _drawn(grammar)}
    pairs = [pair for pair in map(_pair, drawn.values()) if pair.length <= LONGEST]
    combinations = sorted(set().union(*(pair.combinations for pair in pairs)))
    chosen = rng.random(len(combinations)) < HELD_COMBINATIONS
    held = frozenset(each for each, is_held in zip(combinations, chosen, strict=True) if is_held)
    combined = tuple(pair for pair in pairs if pair.combinations & held)
    known = [pair for pair in pairs if not pair.combinations & held]
    cut = int(len(known) * HELD_SENTENCES)
    return Corpus(SEED, tuple(known[cut:]), combined, tuple(known[:cut]), held)


def _drawn(grammar: Grammar) -> list[Sentence]:
    return [grammar.sentence() for _ in range(DRAWN)]


def _pair(sentence: Sentence) -> Pair:
    return Pair(
        sentence.english_words, sentence.french_words, sentence.links, sentence.combinations
    )
