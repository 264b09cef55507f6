"""Metric: what people measure of an answer, and which direction is better."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Metric:
    """A measure on held-out data.

    name        "accuracy", "bits per character", …
    is_share    a number from 0 to 1, shown in percent.
    more_is_better   False for errors and entropies.
    """

    name: str
    is_share: bool = False
    more_is_better: bool = True

    def text(self, value: float) -> str:
        """A value as people write it."""
        return f"{value:.1%}" if self.is_share else f"{value:.3f}"

    def is_better(self, value: float, than: float) -> bool:
        """Whether one value is better than another."""
        return value > than if self.more_is_better else value < than


ACCURACY = Metric("accuracy", is_share=True)
EXACT_MATCH = Metric("exact match", is_share=True)
F1 = Metric("F1", is_share=True)
BITS_PER_CHARACTER = Metric("bits per character", more_is_better=False)
PERPLEXITY = Metric("perplexity", more_is_better=False)
EDIT_DISTANCE = Metric("edit distance per symbol", more_is_better=False)
RMSE = Metric("RMSE", more_is_better=False)
SQUARED_ERROR = Metric("mean squared error", more_is_better=False)
NATS_PER_STEP = Metric("nats per step", more_is_better=False)
