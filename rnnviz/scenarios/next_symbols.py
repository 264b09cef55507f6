"""Tasks that ask which symbols may come next, with the exact answer from a grammar."""

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.scenarios.context_guess import ContextGuess
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.scenarios.metric import Metric
from rnnviz.scenarios.scenario import Answers

ALL_NEXT_SYMBOLS = Metric("strings with all next symbols right", is_share=True)

#: From so many strings the guess from the last symbols is taken.
STRINGS_COUNTED = 5000


@dataclass(frozen=True, eq=False)
class NextSymbolTask(GeneratedTask):
    """A grammar of which strings are drawn.

    With the loss "cross-entropy" the target is the symbol that did come next, and an answer is
    right where those that may come are all likelier than any other (Hochreiter & Schmidhuber
    1997, section 5.1). With "binary cross-entropy" the target is the set itself, and an answer
    is right where exactly its members are above 1/2 (Gers & Schmidhuber 2001).
    """

    @abstractmethod
    def possible(self, batch: Batch) -> Booleans:
        """(T, B, O): which symbols may come next after each step; in padding anything."""

    def right(self, batch: Batch, outputs: Floats) -> Booleans:
        """(T, B): whether ŷ (T, B, O) says exactly which symbols may come next."""
        possible = self.possible(batch)
        if self.loss == "binary cross-entropy":
            return np.asarray(((outputs > 0.5) == possible).all(axis=2))
        worst = np.where(possible, outputs, np.inf).min(axis=2)
        best_other = np.where(possible, -np.inf, outputs).max(axis=2)
        return np.asarray(worst > best_other)

    def score(self, network: Answers) -> float:
        """The share of strings with all next symbols right."""
        batch = self.held_out()
        right = self.right(batch, network.outputs(batch)) | ~batch.scored
        return float(right.all(axis=0).mean())

    def with_baseline(self, context: int) -> Self:
        """The same task with its baselines, counted: for the metric what usually follows the
        last `context` symbols, for the loss the guess that is the same at every step."""
        counted = self.draw(np.random.default_rng(0), STRINGS_COUNTED)
        guess = ContextGuess(counted, context, self.inputs, self.outputs)
        symbols = "symbol" if context == 1 else f"{context} symbols"
        says = f"what followed the last {symbols} in {STRINGS_COUNTED:,} strings of training"
        return replace(
            self,
            baseline_score=self.score(guess),
            baseline_says=says,
            baseline=self._same_guess(counted),
            baseline_formula=f"{self._formula}, p the share of each symbol",
        )

    @property
    def _formula(self) -> str:
        if self.loss == "cross-entropy":
            return "−Σ p ln p"
        return "−Σ [p ln p + (1 − p) ln(1 − p)]"

    def _same_guess(self, batch: Batch) -> float:
        """The least loss per step of a guess that looks at nothing: the mean of all targets."""
        p = ContextGuess(batch, 0, self.inputs, self.outputs).outputs(batch)[0, 0]
        if self.loss == "cross-entropy":
            return _entropy(p)
        return _entropy(p) + _entropy(1 - p)


def _entropy(p: Floats) -> float:
    """−Σ p ln p, in nats; 0 ln 0 = 0."""
    p = p[p > 0]
    return float(-(p * np.log(p)).sum())
