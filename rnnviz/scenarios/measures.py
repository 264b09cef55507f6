"""What people measure: shares of right answers, distances, errors."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers


def accuracy(outputs: Floats, batch: Batch) -> float:
    """The share of scored steps at which the likeliest class is the one wanted.

    outputs  ŷ, (T, B, O).
    """
    right = outputs.argmax(axis=2) == batch.targets
    return float(right[batch.scored].mean())


def cross_entropy(outputs: Floats, batch: Batch) -> float:
    """The mean of −ln ŷ[target] over the scored steps, in nats."""
    shares = np.take_along_axis(outputs, batch.targets[:, :, None].astype(np.intp), axis=2)[..., 0]
    return float(-np.log(np.maximum(shares[batch.scored], 1e-300)).mean())


def label_entropy(labels: Integers) -> float:
    """−Σ p ln p over the frequencies p of the labels, (N,), in nats.

    The cross-entropy of the best guess that is always the same (Shannon 1948).
    """
    counts = np.bincount(labels)
    shares = counts[counts > 0] / len(labels)
    return float(-(shares * np.log(shares)).sum())


def root_mean_square(errors: Floats) -> float:
    """√(mean of the squares)."""
    return float(np.sqrt(np.mean(np.square(errors))))


def edit_distance(first: Sequence[object], second: Sequence[object]) -> int:
    """The fewest insertions, deletions and replacements that make one sequence of the other.

    V. Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals",
    1966; by rows, R. Wagner and M. Fischer, 1974.
    """
    row = list(range(len(second) + 1))
    for n, a in enumerate(first, 1):
        diagonal, row[0] = row[0], n
        for m, b in enumerate(second, 1):
            diagonal, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, diagonal + (a != b))
    return row[-1]


def most_frequent(labels: Iterable[int], count: int) -> tuple[int, float]:
    """The most frequent of `count` classes, and its share: the plainest of all baselines."""
    numbers: NDArray[np.intp] = np.bincount(np.fromiter(labels, np.intp), minlength=count)
    return int(numbers.argmax()), float(numbers.max() / numbers.sum())


def written_symbols(outputs: Floats, first: int, end: int | None) -> list[list[int]]:
    """What a network says, sequence by sequence: its likeliest symbols from step `first` on, up to
    the end symbol, which is left out.

    outputs  ŷ, (T, B, O).
    """
    likeliest = outputs[first:].argmax(axis=2)
    texts = []
    for symbols in likeliest.T.tolist():
        stop = symbols.index(end) if end is not None and end in symbols else len(symbols)
        texts.append(symbols[:stop])
    return texts
