"""Texts with one label each, as symbols of a vocabulary, in a training and a held-out part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.words import UNKNOWN, frequent_kinds, numbered, visible_word, words_of

#: Of the user's own texts one in so many is held out, drawn with the seed.
HELD_OUT, SEED = 5, 2002
#: Different texts that there are at least.
LEAST_TEXTS = 10
Texts = tuple[NDArray[np.int16], ...]


@dataclass(frozen=True, eq=False)
class LabelledTexts:
    """texts   (T_n,) symbols each.
    labels  (N,)
    """

    texts: Texts
    labels: NDArray[np.intp]

    def cut(self, longest: int) -> "LabelledTexts":
        """Only the last `longest` symbols of each text."""
        return LabelledTexts(tuple(text[-longest:] for text in self.texts), self.labels)


@dataclass(frozen=True, eq=False)
class NumberedTexts:
    """names  of the symbols; 0 is UNKNOWN, then come the words, the most frequent first."""

    names: tuple[str, ...]
    training: LabelledTexts
    held_out: LabelledTexts

    def cut(self, longest: int) -> "NumberedTexts":
        """Only the last `longest` symbols of each text."""
        training, held_out = self.training.cut(longest), self.held_out.cut(longest)
        return NumberedTexts(self.names, training, held_out)


def number_texts(
    training: Sequence[tuple[str, int]], held_out: Sequence[tuple[str, int]]
) -> NumberedTexts:
    """Texts with their labels as symbols; the vocabulary is that of the training texts.

    Raises ScenarioError where nothing could be learned of it.
    """
    words = words_of(*(text for text, _ in (*training, *held_out)))
    kept = frequent_kinds(words, words.ends[len(training) - 1])
    if not len(kept):
        raise ScenarioError(
            "No word or mark is in the texts twice; wanted are texts that have words in common."
        )
    texts = tuple(np.split(numbered(words, kept), words.ends[:-1]))
    labels = np.array([label for _, label in (*training, *held_out)])
    cut = len(training)
    return NumberedTexts(
        (UNKNOWN, *(visible_word(words.kinds[kind]) for kind in kept)),
        LabelledTexts(texts[:cut], labels[:cut]),
        LabelledTexts(texts[cut:], labels[cut:]),
    )


def divide(
    texts: Sequence[tuple[str, int]],
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Training and held-out texts, always the same ones; the same text is never in both, and a
    label is never held out with all of its texts.

    Raises ScenarioError where there are too few texts.
    """
    different = sorted({text for text, _ in texts})
    if len(different) < LEAST_TEXTS:
        raise ScenarioError(
            f"There are {len(different)} different texts; wanted are {LEAST_TEXTS} at least."
        )
    drawn = np.random.default_rng(SEED).permutation(len(different))
    chosen = {different[place] for place in drawn[: len(different) // HELD_OUT].tolist()}
    trained_on = {label for text, label in texts if text not in chosen}
    chosen -= {text for text, label in texts if label not in trained_on}
    training = [pair for pair in texts if pair[0] not in chosen]
    held_out = [pair for pair in texts if pair[0] in chosen]
    if not held_out:
        raise ScenarioError(
            "Nothing can be held out, as it would be all texts of a label; wanted are several "
            "texts for each label."
        )
    return training, held_out
