"""The nonlinearities and their slopes."""

import numpy as np
import pytest

from rnnviz.engine.activations import ACTIVATIONS, ActivationName, sigmoid

A = np.array([-3.0, -0.5, 0.25, 2.0])


def test_that_the_sigmoid_is_the_textbook_one() -> None:
    np.testing.assert_allclose(sigmoid(A), 1 / (1 + np.exp(-A)), rtol=1e-14)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_the_sigmoid_neither_overflows_nor_changes_the_type(dtype: type) -> None:
    a = np.array([-1e30, 0.0, 1e30], dtype)
    assert sigmoid(a).tolist() == [0.0, 0.5, 1.0]
    assert sigmoid(a).dtype == dtype
    assert a[1] == 0.0


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_that_slopes_are_derivatives_in_terms_of_the_value(name: ActivationName) -> None:
    f, step = ACTIVATIONS[name], 1e-6
    measured = (f.value(A + step) - f.value(A - step)) / (2 * step)
    np.testing.assert_allclose(f.slope(f.value(A)), measured, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_that_values_keep_their_range_and_leave_what_they_read(name: ActivationName) -> None:
    f, a = ACTIVATIONS[name], np.linspace(-50, 50, 101)
    value = f.value(a)
    assert value is not a
    if f.range is None:
        assert value.max() == 50
    else:
        assert (value.min(), value.max()) == pytest.approx(f.range)


def test_that_the_slope_of_relu_at_zero_is_zero() -> None:
    assert ACTIVATIONS["relu"].slope(np.array([0.0, -0.0, 1e-300])).tolist() == [0.0, 0.0, 1.0]
