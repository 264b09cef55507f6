"""Tasks whose target at each step is the set of all symbols that may come next."""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.exhibits import TextExhibit, Word
from rnnviz.scenarios.next_symbols import NextSymbolTask
from rnnviz.scenarios.scenario import Answers
from rnnviz.scenarios.symbol_labels import label_symbols


@dataclass(frozen=True, eq=False)
class SymbolSetTask(NextSymbolTask):
    """The loss is binary cross-entropy: each symbol is possible or it is not."""

    def possible(self, batch: Batch) -> Booleans:
        """The targets themselves."""
        return np.asarray(batch.targets > 0.5)

    def input_labels(self, batch: Batch) -> tuple[str, ...]:
        """The symbols read."""
        return label_symbols(batch.inputs, batch.exists, self.features)

    def target_labels(self, batch: Batch) -> tuple[str, ...]:
        """The possible symbols, one after another."""
        return tuple(
            self._spelled(may) if scored else ""
            for may, scored in zip(self.possible(batch)[:, 0], batch.scored[:, 0], strict=True)
        )

    def _spelled(self, may: Booleans) -> str:
        """The members of a set (O,), in the order of the classes."""
        return " ".join(name for name, is_in in zip(self.classes, may, strict=True) if is_in)

    def exhibit(self, batch: Batch, outputs: Floats, network: Answers) -> TextExhibit:
        """The string, with the set that the network gives after each symbol."""
        length = int(batch.exists.sum())
        said, right = outputs > 0.5, self.right(batch, outputs[:, None])[:length, 0]
        # How likely the network says exactly this set is.
        shares = np.where(said, outputs, 1 - outputs).prod(axis=1)
        texts, wanted = self.input_labels(batch), self.target_labels(batch)
        return TextExhibit(
            caption=f"What may come next: right after {right.sum()} of {length} symbols.",
            words=tuple(
                Word(text, time, self._spelled(said[time]), wanted[time], float(shares[time]))
                for time, text in enumerate(texts[:length])
            ),
            labels="next",
        )
