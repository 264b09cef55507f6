"""Clipping the gradient."""

import numpy as np
import pytest
from numpy.typing import DTypeLike

from rnnviz.engine.clipping import ClipKind, clip, norm


def test_that_a_long_gradient_keeps_its_direction_and_gets_the_limit_as_its_norm() -> None:
    gradient = np.array([3.0, -4.0])
    assert clip(gradient, "norm", 2.0) == (5.0, 2.0)
    np.testing.assert_allclose(gradient, [1.2, -1.6], rtol=1e-15)


def test_that_values_are_cut_one_by_one() -> None:
    gradient = np.array([3.0, -4.0, 0.5])
    before, after = clip(gradient, "value", 1.0)
    assert gradient.tolist() == [1.0, -1.0, 0.5]
    assert (before, after) == (pytest.approx(np.sqrt(25.25)), pytest.approx(1.5))


@pytest.mark.parametrize("kind", ["off", "norm", "value"])
def test_that_a_gradient_within_the_limit_is_left_alone(kind: ClipKind) -> None:
    gradient = np.array([3.0, -4.0])
    assert clip(gradient, kind, 5.0) == (5.0, 5.0)
    assert gradient.tolist() == [3.0, -4.0]


def test_that_nothing_is_clipped_when_clipping_is_off() -> None:
    gradient = np.array([3.0, -4.0])
    assert clip(gradient, "off", 0.1) == (5.0, 5.0)
    assert gradient.tolist() == [3.0, -4.0]


def test_that_the_norm_of_finite_numbers_is_finite_though_their_squares_are_not() -> None:
    assert norm(np.array([3e30, -4e30], np.float32)) == pytest.approx(5e30)
    assert norm(np.array([3e200, -4e200])) == pytest.approx(5e200, rel=1e-15)
    assert norm(np.full(4, 3e38, np.float32)) == pytest.approx(6e38), "above any float32"


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_norm_of_what_is_not_finite_is_not_finite(dtype: DTypeLike) -> None:
    assert norm(np.array([1.0, -np.inf], dtype)) == np.inf
    assert np.isnan(norm(np.array([1.0, np.nan, np.inf], dtype)))
    assert norm(np.zeros(2, dtype)) == 0.0


@pytest.mark.parametrize(("dtype", "large"), [(np.float32, 3e38), (np.float64, 1e300)])
def test_that_an_immense_gradient_is_clipped_to_the_limit(dtype: DTypeLike, large: float) -> None:
    gradient = np.full(10_000, large, dtype)
    before, after = clip(gradient, "norm", 1e-2)
    assert (before, after) == (pytest.approx(100 * large), 1e-2)
    assert norm(gradient) == pytest.approx(1e-2, rel=1e-5)
    assert gradient.dtype == dtype
