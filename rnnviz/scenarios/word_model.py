"""The word language model: at each step, which word comes next?

Many to many, as the character model, but with a symbol for each frequent word and mark, and one
for all the rare ones (Mikolov et al. 2010, "Recurrent neural network based language model"). It is
measured by its perplexity, e to the cross-entropy per word (Jelinek et al. 1977): among so many
equally likely words it would be as uncertain. As rare words count as one, only perplexities over
the same vocabulary can be compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.scenarios.corpora import CORPORA, Corpus, read_corpus
from rnnviz.scenarios.language_task import (
    BASELINE_SAYS,
    HELD_OUT,
    LanguageTask,
    held_out_from,
    ngram_entropy,
)
from rnnviz.scenarios.measures import label_entropy
from rnnviz.scenarios.metric import PERPLEXITY
from rnnviz.scenarios.scenario import Request, Scenario, ScenarioError
from rnnviz.scenarios.words import (
    PARAGRAPH,
    UNKNOWN,
    Words,
    frequent_kinds,
    joined,
    numbered,
    visible_word,
    words_of,
)

#: Words that a text has at least.
LEAST_WORDS = 100

_ENDS = frozenset({PARAGRAPH, ".", "!", "?", "。", "！", "？"})


@dataclass(frozen=True, eq=False, kw_only=True)
class WordTask(LanguageTask):
    """A text at hand; symbol 0 is UNKNOWN, then come the words, the most frequent first."""

    between: ClassVar[str] = " "

    def in_metric(self, nats: float) -> float:
        """The perplexity."""
        return math.exp(nats)

    def prompt(self) -> tuple[int, ...]:
        """The end of a paragraph, else of a sentence, else the most frequent word."""
        ends = [self.classes.index(end) for end in (PARAGRAPH, ".") if end in self.classes]
        return (ends[0] if ends else 1,)

    def spell(self, symbols: Sequence[int]) -> str:
        """The words with spaces where they belong."""
        return joined(self.classes[symbol] for symbol in symbols)


class WordModel(Scenario):
    """The scenario; its data are any text."""

    def prepare(self, request: Request) -> WordTask:
        """Read the corpus. Raises ScenarioError where it cannot be used."""
        steps = self.checked_length(request)
        return _task(read_corpus(request), steps)


def _task(corpus: Corpus, steps: int) -> WordTask:
    """Number the words and divide the text. Raises ScenarioError where there are too few."""
    words = words_of(corpus.text)
    cut = held_out_from(len(words.text))
    kept = frequent_kinds(words, cut)
    _check(words, kept)
    symbols = numbered(words, kept)
    symbols.setflags(write=False)
    training, held_out = symbols[:cut], symbols[cut:]
    names = (UNKNOWN, *(visible_word(words.kinds[kind]) for kind in kept))
    return WordTask(
        inputs=len(names),
        outputs=len(names),
        loss="cross-entropy",
        features=names,
        classes=names,
        facts=(*corpus.facts, *_facts(words, len(names), training, held_out)),
        baseline=label_entropy(training),
        baseline_formula="−Σ p(w) ln p(w), the entropy of single words",
        metric=PERPLEXITY,
        baseline_score=math.exp(ngram_entropy(training, held_out, len(names))),
        baseline_says=BASELINE_SAYS,
        training=training,
        held_out=held_out,
        starts=_starts(held_out, names, steps + 1),
        steps=steps,
    )


def _check(words: Words, kept: NDArray[np.intp]) -> None:
    """Refuse a text of which nothing could be learned."""
    if len(words.text) < LEAST_WORDS:
        raise ScenarioError(
            f"The text has {len(words.text)} words and marks; wanted are {LEAST_WORDS} at least, "
            "with spaces between the words. Choose a longer text, or the character model."
        )
    if len(kept) < 2:
        raise ScenarioError(
            f"Words that occur twice or more in the text: {len(kept)}; wanted are 2 at least, and "
            "many hundreds are better. Choose a longer text, or the character model."
        )


def _starts(held_out: NDArray[np.int16], names: Sequence[str], steps: int) -> NDArray[np.intp]:
    """Where in the held-out part a piece of `steps` words begins a sentence or a paragraph; if
    there are no such places, all where it fits. In a part shorter than that a piece wraps around,
    so that every place fits."""
    fitting = max(len(held_out) - steps + 1, 0) or len(held_out)
    ends = np.array([name in _ENDS for name in names])[held_out]
    starts = np.flatnonzero(ends[: fitting - 1]) + 1
    return starts if len(starts) else np.arange(fitting)


def _facts(
    words: Words, size: int, training: NDArray[np.int16], held_out: NDArray[np.int16]
) -> tuple[tuple[str, str], ...]:
    rare = len(words.kinds) - size + 1
    return (
        ("Words and marks", f"{len(words.text):,}"),
        ("Vocabulary", f"{size} symbols: the most frequent words of the training text"),
        (
            "Replaced",
            f"{rare:,} rarer words by {UNKNOWN}: {np.mean(training == 0):.1%} of the training "
            f"text, {np.mean(held_out == 0):.1%} of the held-out text",
        ),
        ("Held out", f"the last {100 // HELD_OUT} %: {len(held_out):,}, never trained on"),
    )


WORD_MODEL = WordModel(
    key="word-model",
    title="Word model",
    summary="Read a text word by word and say at each which one comes next; then write on alone.",
    shape="many to many",
    notation="w_t → w_{t+1}, t = 1 … T",
    length=(2, 400, 25),
    length_title="Steps per update",
    generates=True,
    updates=1000,
    sources=tuple(CORPORA),
    own=("text",),
    defaults={
        "cell": "lstm",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 5.0,
        "batch": 32,
        "length": 25,
        "precision": "float32",
    },
)
