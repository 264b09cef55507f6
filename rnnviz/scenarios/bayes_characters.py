"""Answers of fixed length, each character for itself, by naive Bayes."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.sequence_pairs import Example

#: Added to every count, so that what was never seen is not impossible.
SMOOTHING = 0.1


def bayes_answers(
    training: Sequence[Example], asked: Sequence[Example], length: int
) -> list[list[str]]:
    """The likeliest character at each place of the answer, given which pieces of `length`
    characters the source has (multinomial naive Bayes; M. Maron, "Automatic Indexing", 1961).

    All targets are equally long.
    """
    names = sorted({piece for example in training for piece in _pieces(example, length)})
    known, new = (_counts(examples, names, length) for examples in (training, asked))
    answers = [
        _likeliest(known, [example.target[place] for example in training], new)
        for place in range(len(training[0].target))
    ]
    return [list(characters) for characters in zip(*answers, strict=True)]


def _pieces(example: Example, length: int) -> list[str]:
    text = f" {''.join(example.source)} "
    return [text[first : first + length] for first in range(len(text) - length + 1)]


def _counts(examples: Sequence[Example], names: Sequence[str], length: int) -> Floats:
    """How often each piece occurs in each source, (N, pieces)."""
    places = {name: place for place, name in enumerate(names)}
    counts: Floats = np.zeros((len(examples), len(names)), np.float32)
    for n, example in enumerate(examples):
        for piece in _pieces(example, length):
            if piece in places:
                counts[n, places[piece]] += 1
    return counts


def _likeliest(known: Floats, characters: Sequence[str], new: Floats) -> list[str]:
    kinds = sorted(set(characters))
    belongs = np.array([[kind == character for character in characters] for kind in kinds])
    counts = belongs.astype(np.float32) @ known + SMOOTHING
    shares = np.log(counts / counts.sum(axis=1, keepdims=True))
    scores = new @ shares.T + np.log(belongs.mean(axis=1))
    return [kinds[place] for place in scores.argmax(axis=1).tolist()]
