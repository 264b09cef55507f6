"""Nearest vectors against distances computed one by one."""

import numpy as np

from rnnviz.scenarios.nearest import class_means, nearest


def test_that_the_nearest_vector_is_the_one_at_the_least_distance() -> None:
    rng = np.random.default_rng(0)
    vectors, among = rng.standard_normal((20, 3)), rng.standard_normal((7, 3))
    wanted = [min(range(7), key=lambda m: np.linalg.norm(v - among[m])) for v in vectors]
    assert nearest(vectors, among).tolist() == wanted


def test_that_the_first_of_equally_near_vectors_is_taken() -> None:
    assert nearest(np.zeros((1, 2)), np.array([[2.0, 0.0], [1.0, 0.0], [0.0, 1.0]])).tolist() == [1]


def test_that_each_class_has_the_mean_of_its_own_vectors() -> None:
    means = class_means(np.array([[1.0, 0.0], [9.0, 9.0], [3.0, 4.0]]), np.array([0, 1, 0]), 2)
    np.testing.assert_array_equal(means, [[2.0, 2.0], [9.0, 9.0]])
