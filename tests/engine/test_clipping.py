"""Clipping the gradient."""

import numpy as np
import pytest

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


def test_that_a_norm_too_large_for_its_type_is_infinite() -> None:
    with np.errstate(over="ignore"):
        assert norm(np.array([1e30], np.float32)) == np.inf
    assert norm(np.array([1e30])) == 1e30
