"""aⁿbⁿ: as many b as there were a. To know where it ends, a network has to count.

F. Gers and J. Schmidhuber, "LSTM recurrent networks learn simple context-free and
context-sensitive languages", IEEE Transactions on Neural Networks 12(6), 2001: trained with
n = 1 … N, and measured at what it never met, greater n. S opens a string, T ends it:

    input    S  a    a    a    b  b  b
    target   a  a b  a b  a b  b  b  T
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Booleans, Integers
from rnnviz.scenarios.next_symbols import ALL_NEXT_SYMBOLS
from rnnviz.scenarios.padding import existing
from rnnviz.scenarios.scenario import Request, Scenario
from rnnviz.scenarios.symbol_sets import SymbolSetTask

FEATURES, CLASSES = ("S", "a", "b"), ("a", "b", "T")
START, A, B = range(3)
#: The baseline looks back at so many symbols.
CONTEXT = 6


@dataclass(frozen=True, eq=False, kw_only=True)
class CountingTask(SymbolSetTask):
    """greatest  N: n = 1 … N are trained, n = N + 1 … 2 N held out."""

    greatest: int

    @property
    def unseen(self) -> NDArray[np.intp]:
        """The n that are held out."""
        return np.arange(self.greatest + 1, 2 * self.greatest + 1)

    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """n evenly from 1 … N; (2n + 1, B) inputs, (2n + 1, B, 3) targets, padded."""
        return self.strings(rng.integers(1, self.greatest + 1, size))

    def strings(self, counts: NDArray[np.intp]) -> Batch:
        """The strings with these n."""
        exists = existing(2 * counts + 1)
        time = np.arange(len(exists))[:, None]
        symbols = np.where(time == 0, START, np.where(time <= counts, A, B)) * exists
        return Batch(symbols, self.sets(symbols).astype(float), exists, exists)

    def sets(self, symbols: Integers) -> Booleans:
        """(T, B, 3): a after S, a or b after each a, b until there are as many, then T."""
        missing = np.cumsum(symbols == A, axis=0) - np.cumsum(symbols == B, axis=0)
        is_a, is_b = symbols == A, symbols == B
        return np.stack(
            [is_a | (symbols == START), is_a | (is_b & (missing > 0)), is_b & (missing == 0)],
            axis=2,
        )

    def sample(self, rng: np.random.Generator) -> Batch:
        """A string longer than any in training."""
        return self.strings(rng.choice(self.unseen, 1))

    def held_out(self) -> Batch:
        """Each n that is held out, once."""
        return self.strings(self.unseen)


class Counting(Scenario):
    """The scenario; its length is N."""

    def prepare(self, request: Request) -> CountingTask:
        """Nothing is read. Raises ScenarioError for a length out of range."""
        greatest = self.checked_length(request)
        task = CountingTask(
            inputs=len(FEATURES),
            outputs=len(CLASSES),
            loss="binary cross-entropy",
            features=FEATURES,
            classes=CLASSES,
            facts=(
                ("Data", "synthetic: the language has one string for every n"),
                ("Training", f"n from 1 to {greatest}, evenly"),
                ("Held out", f"n from {greatest + 1} to {2 * greatest}, each once"),
            ),
            metric=ALL_NEXT_SYMBOLS,
            greatest=greatest,
        )
        return task.with_baseline(CONTEXT)


ANBN = Counting(
    key="anbn",
    title="aⁿbⁿ",
    summary="Count: read some a, then say when there were as many b; also more than ever met.",
    shape="many to many",
    notation="S aⁿ bⁿ: x_t → {x : x_1 … x_t x may go on}, x ∈ a b T",
    length=(2, 100, 10),
    length_title="Greatest n trained",
    defaults={
        "cell": "lstm",
        "hidden": 8,
        "layers": 1,
        "optimizer": "adam",
        "rate": 2e-2,
        "clip": 1.0,
        "batch": 16,
        "length": 10,
    },
    updates=2000,
)
