"""The bag of words: what a text is about, told from which words are in it, in whatever order.

Naive Bayes over whether a word is there or not (M. Maron, "Automatic Indexing", 1961; as the
baseline of sentiment: Pang, Lee & Vaithyanathan 2002, "Thumbs up?", who found that to be better
than how often it is there).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers


def bag_answers(
    training: Sequence[Integers], labels: Integers, asked: Sequence[Integers], size: int
) -> NDArray[np.intp]:
    """The likeliest label of each text that is asked for, (number of them,).

    training, asked  texts as symbols, (T_n,) each.
    labels   (N,), of the training texts; every label from 0 to the greatest is among them.
    size     how many symbols there are.
    """
    texts, words = _distinct(training, size)
    kinds = int(labels.max()) + 1
    counts = np.bincount(labels[texts] * size + words, minlength=kinds * size)
    # One is added to every count, so that nothing is impossible (Laplace).
    counts = counts.reshape(kinds, size) + 1
    weights: Floats = np.log(counts / counts.sum(axis=1, keepdims=True))
    texts, words = _distinct(asked, size)
    scores = np.log(np.bincount(labels) / len(labels))[:, None].repeat(len(asked), 1)
    for kind in range(kinds):
        scores[kind] += np.bincount(texts, weights[kind, words], minlength=len(asked))
    answers: NDArray[np.intp] = scores.argmax(axis=0)
    return answers


def _distinct(texts: Sequence[Integers], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Every pair of a text's number and a word that is in it, once."""
    numbers = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    pairs = np.unique(numbers * size + np.concatenate(texts))
    return pairs // size, pairs % size
