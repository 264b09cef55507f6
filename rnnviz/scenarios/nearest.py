"""Nearest: what can be said of vectors by their distances alone, with no network."""

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats, Integers


def nearest(vectors: Floats, among: Floats) -> NDArray[np.intp]:
    """For each of `vectors` (N, F) the place of the nearest of `among` (M, F), by Euclidean
    distance; the first of several (E. Fix and J. Hodges, 1951). (N,)"""
    # |v − a|² = |v|² − 2 v·a + |a|², and |v|² is the same for all of `among`.
    distances = np.square(among).sum(axis=1) - 2 * vectors @ among.T
    return np.asarray(distances.argmin(axis=1))


def class_means(vectors: Floats, labels: Integers, count: int) -> Floats:
    """The mean of the vectors (N, F) of each of `count` classes, each of which occurs. (C, F)"""
    return np.stack([vectors[labels == label].mean(axis=0) for label in range(count)])
