"""Reviews of films, made up: a long plot that says nothing of the film, then a verdict.

What is told of the plot is neutral, but full of words that judge elsewhere (a wonderful thief, a
boring village) and of negations. The verdict may be plain (it is good), negated (not bad at all),
turned round (it looks cheap, but it is good) or a phrase (not worth the money). The same words
stand in both parts and, negated or turned round, in verdicts of both kinds.

Held-out reviews are made of pairs that training reviews never have: which frame a verdict has with
which word, and who does what in the plot.
"""

import random
import re
from collections.abc import Sequence
from typing import NamedTuple

from rnnviz.scenarios import review_wording as wording

NEGATIVE, POSITIVE = range(2)
LABELS = ("negative", "positive")

#: One pair in so many is held out.
HELD_OUT = 5
#: The share of nouns in the plot to which an adjective is added.
WITH_ADJECTIVE = 0.5


class Review(NamedTuple):
    """A text in lower case, its words and marks divided by spaces, and NEGATIVE or POSITIVE."""

    text: str
    label: int


def write_reviews(count: int, sentences: int, held_out: bool, seed: int) -> list[Review]:
    """So many reviews, as many of each kind as chance has it, the same for the same seed.

    sentences  that the plot has at most; at least it has half as many. At least 1.
    held_out   whether they are made of the pairs that are held out, or of the others.
    """
    writer = _Writer(random.Random(seed), held_out)
    return [writer.review(sentences) for _ in range(count)]


class _Writer:
    """One source of reviews."""

    def __init__(self, rng: random.Random, held_out: bool) -> None:
        self._rng, self._held_out = rng, held_out

    def review(self, sentences: int) -> Review:
        """A plot and a verdict."""
        label = self._rng.randrange(len(LABELS))
        count = self._rng.randint((sentences + 1) // 2, sentences)
        parts = [*(self._of_plot() for _ in range(count)), self._verdict(label)]
        return Review(re.sub(r"\ba (?=[aeiou])", "an ", " ".join(parts)), label)

    def _of_plot(self) -> str:
        """A sentence that judges nothing."""
        who, does = self._pair(wording.WHO, wording.DOES)
        when = self._rng.choice(("", "", *wording.WHEN))
        words = f"{self._rng.choice(wording.LINK)}the * {who} {does} {when} .".split()
        return " ".join(filter(None, (self._described() if w == "*" else w for w in words)))

    def _described(self) -> str:
        """An adjective of any kind, or none."""
        if self._rng.random() > WITH_ADJECTIVE:
            return ""
        return self._rng.choice((*wording.GOOD, *wording.BAD, *wording.NEUTRAL))

    def _verdict(self, label: int) -> str:
        """What is thought of the film: three verdicts in ten are plain, as many negated, two are
        turned round and two are phrases."""
        kind = self._rng.choices(range(4), (3, 3, 2, 2))[0]
        if kind == 3:
            of, words = self._rng.choice(
                ((wording.OF_THINGS, wording.THINGS), (wording.OF_PEOPLE, wording.PEOPLE))
            )
            frame, word = self._pair(of[label], words)
        else:
            frames = (wording.PLAIN, wording.NEGATED, wording.TURNED)[kind]
            said = label if frames is not wording.NEGATED else 1 - label
            frame, word = self._pair(frames, (wording.BAD, wording.GOOD)[said])
        contrary = self._rng.choice((wording.GOOD, wording.BAD)[label])
        return self._rng.choice(wording.SO) + frame.replace("#", word).replace("~", contrary) + " ."

    def _pair(self, firsts: Sequence[str], seconds: Sequence[str]) -> tuple[str, str]:
        """One of each: a pair that is held out, or one that is not. The numbers of those that are
        held out add up to multiples of HELD_OUT, so that every word is in both kinds of pairs."""
        first = self._rng.randrange(len(firsts))
        places = [
            second
            for second in range(len(seconds))
            if ((first + second) % HELD_OUT == 0) == self._held_out
        ]
        return firsts[first], seconds[self._rng.choice(places)]
