"""The linear discriminant against Gaussians whose best boundary is known."""

import numpy as np

from rnnviz.scenarios.discriminant import fit_discriminant


def gaussians(rng: np.random.Generator, sizes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    shape = np.array([[1.0, 0.8], [0.8, 1.0]])
    means = np.array([[0.0, 0.0], [1.5, 0.0], [0.0, 3.0]])[: len(sizes)]
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return means[labels] + rng.multivariate_normal([0, 0], shape, len(labels)), labels


def test_that_the_boundary_is_that_of_the_true_distributions() -> None:
    found = fit_discriminant(*gaussians(np.random.default_rng(0), [40_000, 40_000]), 2)
    # w₂ − w₁ = Σ⁻¹(m₂ − m₁), and the boundary goes through the middle of the two means.
    true = np.linalg.solve([[1.0, 0.8], [0.8, 1.0]], [1.5, 0.0])
    np.testing.assert_allclose(found.weights[:, 1] - found.weights[:, 0], true, rtol=0.03)
    gap = np.array([[0.75, 0.0]]) @ found.weights + found.bias
    assert abs(gap[0, 1] - gap[0, 0]) < 0.1


def test_that_it_is_better_than_the_nearest_mean_where_features_hang_together() -> None:
    vectors, labels = gaussians(np.random.default_rng(1), [2000, 2000, 2000])
    right = (fit_discriminant(vectors, labels, 3).classes_of(vectors) == labels).mean()
    means = np.array([vectors[labels == n].mean(axis=0) for n in range(3)])
    nearest = np.square(vectors[:, None] - means).sum(axis=2).argmin(axis=1)
    assert right > (nearest == labels).mean() + 0.05


def test_that_a_frequent_class_is_preferred_where_nothing_else_decides() -> None:
    rng = np.random.default_rng(2)
    vectors, labels = rng.normal(size=(1000, 1)), np.repeat([0, 1], [100, 900])
    assert fit_discriminant(vectors, labels, 2).classes_of(np.zeros((1, 1))).tolist() == [1]
