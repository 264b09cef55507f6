"""Linear discriminant: classes as Gaussians of one common shape, without any sense of order.

R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936; in this form, with
any number of classes: C. R. Rao, 1948. A strong classifier for what can be seen at one glance.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.nearest import class_means


@dataclass(frozen=True, eq=False)
class Discriminant:
    """weights (F, O), bias (O,): a vector's class is the one with the greatest w·x + b."""

    weights: Floats
    bias: Floats

    def classes_of(self, vectors: Floats) -> NDArray[np.intp]:
        """The likeliest class of each vector, (N, F) → (N,)."""
        classes: NDArray[np.intp] = (vectors @ self.weights + self.bias).argmax(axis=1)
        return classes


def fit_discriminant(vectors: Floats, labels: NDArray[np.intp], count: int) -> Discriminant:
    """The discriminant of `count` classes, each of which occurs.

    vectors (N, F), labels (N,). With m the mean of a class, p its share and Σ the common
    covariance within the classes: w = Σ⁻¹ m, b = ln p − m·w / 2.
    """
    means = class_means(vectors, labels, count)
    shares = np.bincount(labels, minlength=count) / len(labels)
    within = vectors - means[labels]
    covariance = within.T @ within / (len(labels) - count)
    weights = np.linalg.solve(covariance, means.T)
    return Discriminant(weights, np.log(shares) - (means.T * weights).sum(axis=0) / 2)
