"""The character language model: at each step, which character comes next?

Many to many. The text is read in pieces of T steps by B readers at once, and the hidden
state is carried from piece to piece (truncated backpropagation through time: Williams &
Peng 1990; as a model of characters: Sutskever, Martens & Hinton 2011; Karpathy 2015).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.alphabet import Alphabet, alphabet_of
from rnnviz.scenarios.corpora import Corpus, read_corpus
from rnnviz.scenarios.scenario import Request, Scenario, ScenarioError, Stream, Task
from rnnviz.scenarios.symbol_labels import label_symbols
from rnnviz.scenarios.text_starts import find_starts

#: One character in so many is held out, at the end of the text.
HELD_OUT = 10

#: What generated text begins with: the first that the alphabet can spell.
_PROMPTS = ("\n", "The ", " ")


def cut_pieces(
    text: NDArray[np.int16], positions: NDArray[np.intp], steps: int, continues: bool = False
) -> Batch:
    """The pieces of `text` that begin at `positions`, with the next character as target.

    text       (N,) symbols; after its end it begins again, so that N may be below steps.
    positions  (B,) indices into it.
    """
    places = (positions + np.arange(steps + 1)[:, np.newaxis]) % len(text)
    symbols = text[places].astype(np.intp)
    everywhere = np.ones((steps, len(positions)), dtype=np.bool_)
    return Batch(symbols[:-1], symbols[1:], everywhere, everywhere, continues)


class CharacterStream(Stream):
    """B readers, evenly spaced in the circle of the text, each T characters on per batch."""

    def __init__(self, text: NDArray[np.int16], size: int, steps: int) -> None:
        """Readers at b·N // B of `text`, (N,) symbols."""
        self._text = text
        self._steps = steps
        self._positions = np.arange(size) * len(text) // size
        self._continues = False
        # A reader has read all of its part of the text when it comes to where the next began.
        self.epoch = -(-len(text) // (size * steps))

    def next(self) -> Batch:
        """The next T characters of every reader."""
        batch = cut_pieces(self._text, self._positions, self._steps, self._continues)
        self._positions = (self._positions + self._steps) % len(self._text)
        self._continues = True
        return batch

    def position(self) -> object:
        """The readers' places, and whether they have read before."""
        return self._positions, self._continues

    def go_to(self, position: object) -> None:
        """Read again from there."""
        self._positions, self._continues = cast(tuple[NDArray[np.intp], bool], position)


@dataclass(frozen=True, eq=False, kw_only=True)
class CharacterTask(Task):
    """A text at hand.

    alphabet  the characters and their symbols.
    training, held_out  (N,) symbols of the two parts of the text.
    starts    positions in the held-out part at which a sample may begin.
    steps     T.
    """

    alphabet: Alphabet
    training: NDArray[np.int16]
    held_out: NDArray[np.int16]
    starts: NDArray[np.intp]
    steps: int

    generates: ClassVar[bool] = True

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """The training text in its order; there is nothing to draw, `rng` stays untouched."""
        return CharacterStream(self.training, size, self.steps)

    def sample(self, rng: np.random.Generator) -> Batch:
        """T characters of the held-out part, from the beginning of a sentence or line."""
        return cut_pieces(self.held_out, rng.choice(self.starts, 1), self.steps)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The characters."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The characters that follow."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def prompt(self) -> tuple[int, ...]:
        """A line end, as the beginning of a line; else what the alphabet has to offer."""
        known = set(self.alphabet.characters)
        texts = [text for text in _PROMPTS if known.issuperset(text)]
        text = texts[0] if texts else self.alphabet.characters[0]
        return tuple(self.alphabet.encode(text).tolist())

    def spell(self, symbols: Sequence[int]) -> str:
        """The text itself, with true spaces and line ends."""
        return self.alphabet.decode(np.asarray(symbols, dtype=np.intp))


def unigram_entropy(symbols: NDArray[np.int16]) -> float:
    """−Σ p ln p over the frequencies p of the symbols, in nats per character.

    The cross-entropy of the best guess that is the same at every step (Shannon 1948).
    """
    counts = np.bincount(symbols)
    shares = counts[counts > 0] / len(symbols)
    return float(-(shares * np.log(shares)).sum())


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
    cut = len(symbols) - len(symbols) // HELD_OUT
    training, held_out = symbols[:cut], symbols[cut:]
    return CharacterTask(
        inputs=len(alphabet.characters),
        outputs=len(alphabet.characters),
        loss="cross-entropy",
        features=alphabet.names,
        classes=alphabet.names,
        facts=(*corpus.facts, *_facts(corpus, alphabet, len(held_out))),
        baseline=unigram_entropy(training),
        baseline_formula="−Σ p(c) ln p(c), the entropy of single characters",
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
