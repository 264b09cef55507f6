"""Sequences to be made into others by an encoder and a decoder: the task, measure and exhibit.

The encoder reads the source; the decoder writes the target, symbol by symbol, and an end symbol
(I. Sutskever, O. Vinyals, Q. Le, "Sequence to Sequence Learning with Neural Networks", 2014;
K. Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder", 2014).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.exhibits import PairExhibit, Word
from rnnviz.scenarios.measures import edit_distance, written_symbols
from rnnviz.scenarios.metric import EDIT_DISTANCE, EXACT_MATCH, Metric
from rnnviz.scenarios.scenario import Answers, Stream, Task
from rnnviz.scenarios.shuffled import ShuffledStream
from rnnviz.scenarios.symbol_labels import label_symbols, symbols_of
from rnnviz.scenarios.symbol_pairs import UNKNOWN, SymbolPairs

#: So many symbols more than the right answer a network may write, before it is stopped.
EXTRA = 3

#: (place in the target, place in the source) of symbols that belong together.
Links = tuple[tuple[int, int], ...]


def exact_match(said: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> float:
    """The share of answers without any error."""
    return sum(a == b for a, b in zip(said, wanted, strict=True)) / len(wanted)


def distance_per_symbol(said: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> float:
    """The edit distances of all answers together, per symbol wanted."""
    distance = sum(edit_distance(a, b) for a, b in zip(said, wanted, strict=True))
    return distance / sum(map(len, wanted))


MEASURES: Mapping[Metric, Callable[[Sequence[Sequence[int]], Sequence[Sequence[int]]], float]] = {
    EXACT_MATCH: exact_match,
    EDIT_DISTANCE: distance_per_symbol,
}


@dataclass(frozen=True, eq=False, kw_only=True)
class PairTask(Task):
    """Sequences to be made into others.

    training, held_out  the pairs; all of the held-out ones are scored.
    texts     the text of each source symbol and of each target symbol but the end.
    between   what stands between two symbols: " " for words and phonemes, "" for characters.
    links     of sources (as numbers) whose symbols are known to belong to those of the target.
    """

    training: SymbolPairs
    held_out: SymbolPairs
    texts: tuple[tuple[str, ...], tuple[str, ...]]
    between: str = " "
    links: Mapping[tuple[int, ...], Links] = field(default_factory=dict)

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """All training pairs in random order, those of about one length together."""
        return ShuffledStream(self.training.lengths, self.training.batch, rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """One of the held-out pairs."""
        return self.held_out.batch(rng.integers(len(self.held_out), size=1))

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The source, then what the decoder reads."""
        source = slice(None, batch.source), slice(batch.source, None)
        return tuple(
            label
            for part, names in zip(source, (self.features, self.classes), strict=True)
            for label in label_symbols(batch.inputs[part], batch.exists[part], names)
        )

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """What the decoder is to write."""
        return label_symbols(batch.targets, batch.scored, self.classes)

    def written(self, batch: Batch, network: Answers) -> list[list[int]]:
        """What the network writes alone, for each sequence, the end symbol left out."""
        exists = batch.exists.copy()
        exists[batch.source :] = True  # it does not know when the right answer ends
        outputs = network.alone(replace(batch, exists=exists), batch.steps + EXTRA)
        return written_symbols(outputs, batch.source, self.end)

    def score(self, network: Answers) -> float:
        """The metric over all held-out pairs, written alone."""
        said = self.written(self.held_out.batch(np.arange(len(self.held_out))), network)
        return MEASURES[self.metric](said, self._wanted())

    def _wanted(self) -> list[list[int]]:
        """The right answers; what has no symbol cannot be said, so that it is −1 here."""
        return [
            [-1 if self.classes[number] == UNKNOWN else number for number in target]
            for target in self.held_out.wanted
        ]

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> PairExhibit:
        """The pair, and what the network writes alone."""
        source = symbols_of(batch.inputs)[: batch.source, 0]
        numbers = source[batch.exists[: batch.source, 0]].tolist()
        wanted = batch.targets[batch.scored[:, 0], 0].tolist()[:-1]
        [said] = self.written(batch, network)
        read, write = self.texts
        return PairExhibit(
            caption=_caption(edit_distance(said, wanted), len(wanted)),
            source=tuple(Word(read[number], time) for time, number in enumerate(numbers)),
            wanted=tuple(write[number] for number in wanted),
            said=tuple(write[number] for number in said),
            between=self.between,
            links=self.links.get(tuple(numbers), ()),
        )

    def spell(self, symbols: Sequence[int]) -> str:
        """The text of output symbols, without the end."""
        return self.between.join(self.texts[1][n] for n in symbols if n != self.end)


def _caption(errors: int, length: int) -> str:
    if not errors:
        return "Left alone, the network writes it without an error."
    changes = "1 change" if errors == 1 else f"{errors} changes"
    return f"Left alone, the network is {changes} away from the right answer of {length} symbols."
