"""LanguageTask: what comes next in a text, be its symbols characters or words."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.measures import cross_entropy
from rnnviz.scenarios.ngram import NGram
from rnnviz.scenarios.scenario import Answers, Stream, Task
from rnnviz.scenarios.symbol_labels import label_symbols, symbols_of
from rnnviz.scenarios.text_stream import TextStream, cut_pieces

#: One symbol in so many is held out, at the end of the text.
HELD_OUT = 10

#: The n of the n-gram model to which networks are compared: the trigram. (Of the characters of
#: Python's reference a 5-gram is the best, 2.3 bits; it takes 128 units to come as far.)
ORDER = 3
BASELINE_SAYS = "a trigram model with Witten–Bell smoothing, counted on the same training text"

#: The held-out text is measured in so many pieces, in each of which so many symbols are read
#: before the first guess counts, as a network starts with nothing in mind.
PIECES, READ_BEFORE = 64, 20
#: So many symbols are measured at most, with so many outputs in all (32 MB of them): more take
#: over a second.
MOST_MEASURED, MOST_OUTPUTS = 25_000, 4_000_000


@dataclass(frozen=True, eq=False, kw_only=True)
class LanguageTask(Task):
    """A text at hand.

    training, held_out  (N,) symbols of the two parts of the text.
    starts    positions in the held-out part at which a sample may begin.
    steps     T.
    """

    training: NDArray[np.int16]
    held_out: NDArray[np.int16]
    starts: NDArray[np.intp]
    steps: int

    generates: ClassVar[bool] = True
    #: What stands between two symbols that are shown side by side.
    between: ClassVar[str]

    @abstractmethod
    def in_metric(self, nats: float) -> float:
        """The task's metric of a cross-entropy in nats per symbol."""

    def shown(self, symbol: int) -> str:
        """An input as a person reads it."""
        return self.features[symbol]

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """The training text in its order; there is nothing to draw, `rng` stays untouched."""
        return TextStream(self.training, size, self.steps)

    def sample(self, rng: np.random.Generator) -> Batch:
        """T symbols of the held-out part, from the beginning of a sentence or line."""
        return cut_pieces(self.held_out, rng.choice(self.starts, 1), self.steps)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The symbols."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The symbols that follow."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def score(self, network: Answers) -> float:
        """The metric on pieces of the held-out text."""
        batch = measured_pieces(self.held_out, self.outputs)
        return self.in_metric(cross_entropy(network.outputs(batch), batch))

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The text, with the likeliest next symbol at each one."""
        symbols, targets = symbols_of(batch.inputs)[:, 0].tolist(), batch.targets[:, 0].tolist()
        likeliest, shares = outputs.argmax(axis=1).tolist(), outputs.max(axis=1).tolist()
        answers = zip(symbols, targets, likeliest, shares, strict=True)
        words = tuple(
            Word(self.shown(symbol), time, self.classes[said], self.classes[wanted], share)
            for time, (symbol, wanted, said, share) in enumerate(answers)
        )
        right = sum(word.said == word.wanted for word in words)
        value = self.in_metric(cross_entropy(outputs[:, None], batch))
        caption = (
            f"{right} of {len(words)} times the likeliest is what comes next; "
            f"{self.metric.name} of this piece: {self.metric.text(value)}."
        )
        return TextExhibit(caption=caption, words=words, between=self.between, labels="next")


def measured_pieces(held_out: NDArray[np.int16], size: int) -> Batch:
    """PIECES pieces, evenly spaced in the held-out text, together all of it or as much of it as
    is measured at most. Their first READ_BEFORE steps are not scored, or fewer where a piece
    would come round to what it is asked for.

    size  of the vocabulary.
    """
    count = len(held_out)
    asked = max(1, min(count, MOST_MEASURED, MOST_OUTPUTS // size) // PIECES)
    before = max(0, min(READ_BEFORE, count - asked - 1))
    batch = cut_pieces(held_out, np.arange(PIECES) * count // PIECES - before, before + asked)
    scored = batch.scored.copy()
    scored[:before] = False
    return replace(batch, scored=scored)


def ngram_entropy(training: NDArray[np.int16], held_out: NDArray[np.int16], size: int) -> float:
    """The cross-entropy of the n-gram model of the training text, in nats per symbol, on those
    steps on which networks are measured."""
    batch = measured_pieces(held_out, size)
    texts = np.concatenate([batch.inputs[:1], batch.targets])
    shares = NGram(training, ORDER, size).shares(texts)[1:]
    return float(-np.log(shares[batch.scored]).mean())


def held_out_from(count: int) -> int:
    """Where in a text of `count` symbols the held-out part begins."""
    return count - count // HELD_OUT
