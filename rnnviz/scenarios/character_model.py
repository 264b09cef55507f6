"""The character language model: at each step, which character comes next?

Many to many. The text is read in pieces of T steps by B readers at once, and the hidden
state is carried from piece to piece (as a model of characters: Sutskever, Martens & Hinton
2011; Karpathy 2015).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.scenarios.alphabet import Alphabet, alphabet_of
from rnnviz.scenarios.corpora import CORPORA, Corpus, read_corpus
from rnnviz.scenarios.language_task import (
    BASELINE_SAYS,
    HELD_OUT,
    LanguageTask,
    held_out_from,
    ngram_entropy,
)
from rnnviz.scenarios.measures import label_entropy
from rnnviz.scenarios.metric import BITS_PER_CHARACTER
from rnnviz.scenarios.scenario import Request, Scenario, ScenarioError
from rnnviz.scenarios.text_starts import find_starts

#: What generated text begins with: the first that the alphabet can spell.
_PROMPTS = ("\n", "The ", " ")


@dataclass(frozen=True, eq=False, kw_only=True)
class CharacterTask(LanguageTask):
    """alphabet  the characters and their symbols."""

    alphabet: Alphabet

    between: ClassVar[str] = ""

    def in_metric(self, nats: float) -> float:
        """Bits per character."""
        return nats / math.log(2)

    def shown(self, symbol: int) -> str:
        """The character, a space as one."""
        return " " if self.alphabet.characters[symbol] == " " else self.features[symbol]

    def prompt(self) -> tuple[int, ...]:
        """A line end, as the beginning of a line; else what the alphabet has to offer."""
        known = set(self.alphabet.characters)
        texts = [text for text in _PROMPTS if known.issuperset(text)]
        text = texts[0] if texts else self.alphabet.characters[0]
        return tuple(self.alphabet.encode(text).tolist())

    def spell(self, symbols: Sequence[int]) -> str:
        """The text itself, with true spaces and line ends."""
        return self.alphabet.decode(np.asarray(symbols, dtype=np.intp))


class CharacterModel(Scenario):
    """The scenario; its data are any text."""

    def prepare(self, request: Request) -> CharacterTask:
        """Read the corpus. Raises ScenarioError where it cannot be used."""
        steps = self.checked_length(request)
        return _task(read_corpus(request), steps)


def _task(corpus: Corpus, steps: int) -> CharacterTask:
    """Number the characters and divide the text. Raises ScenarioError if they are all the same."""
    alphabet = alphabet_of(corpus.text)
    if len(alphabet.characters) < 2:
        raise ScenarioError(
            f"The text is one character again and again: {alphabet.names[0]}. Wanted is a text "
            "of two different characters at least. Choose another file or corpus."
        )
    symbols = alphabet.encode(corpus.text)
    symbols.setflags(write=False)
    training, held_out = np.split(symbols, [held_out_from(len(symbols))])
    size = len(alphabet.characters)
    return CharacterTask(
        inputs=size,
        outputs=size,
        loss="cross-entropy",
        features=alphabet.names,
        classes=alphabet.names,
        facts=(*corpus.facts, *_facts(corpus, alphabet, len(held_out))),
        baseline=label_entropy(training),
        baseline_formula="−Σ p(c) ln p(c), the entropy of single characters",
        metric=BITS_PER_CHARACTER,
        baseline_score=ngram_entropy(training, held_out, size) / math.log(2),
        baseline_says=BASELINE_SAYS,
        alphabet=alphabet,
        training=training,
        held_out=held_out,
        starts=find_starts(held_out, alphabet, steps + 1),
        steps=steps,
    )


def _facts(corpus: Corpus, alphabet: Alphabet, held_out: int) -> tuple[tuple[str, str], ...]:
    return (
        ("Characters", f"{len(corpus.text):,}"),
        *alphabet.facts,
        ("Held out", f"the last {100 // HELD_OUT} %: {held_out:,} characters, never trained on"),
    )


CHARACTER_MODEL = CharacterModel(
    key="character-model",
    title="Character model",
    summary="Read a text and say at each character which one comes next; then write on alone.",
    shape="many to many",
    notation="x_t → x_{t+1}, t = 1 … T",
    length=(2, 400, 50),
    length_title="Steps per update",
    generates=True,
    updates=2000,
    sources=tuple(CORPORA),
    own=("text",),
    defaults={
        "cell": "lstm",
        "hidden": 64,
        "layers": 1,
        "optimizer": "adam",
        "rate": 1e-2,
        "clip": 20.0,
        "batch": 16,
        "length": 50,
    },
)
