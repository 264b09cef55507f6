"""Optimisers against closed forms. (Whole paths against PyTorch's: test_golden.py.)"""

import numpy as np
import pytest

from rnnviz.engine.optimizer import OPTIMIZERS, SGD, Adam, Momentum, OptimizerName, RMSProp

G = np.array([0.5, -2.0])


def test_that_sgd_goes_the_rate_times_the_gradient() -> None:
    w = np.array([1.0, 1.0])
    SGD(w).update(w, G, 0.1)
    assert w.tolist() == [0.95, 1.2]


def test_that_momentum_adds_up_a_constant_gradient() -> None:
    w = np.zeros(2)
    optimizer = Momentum(w)
    for _ in range(3):
        optimizer.update(w, G, 0.1)
    # Velocities g, 1.9 g and 2.71 g.
    np.testing.assert_allclose(w, -0.1 * (1 + 1.9 + 2.71) * G, rtol=1e-14)


def test_that_the_first_step_of_rmsprop_is_ten_times_the_rate() -> None:
    w = np.zeros(2)
    RMSProp(w).update(w, G, 0.1)
    np.testing.assert_allclose(w, [-1.0, 1.0], rtol=1e-6)


def test_that_adam_goes_the_rate_whatever_the_size_of_a_constant_gradient() -> None:
    w = np.zeros(2)
    optimizer = Adam(w)
    for n in range(1, 6):
        optimizer.update(w, G, 0.1)
        np.testing.assert_allclose(w, [-0.1 * n, 0.1 * n], rtol=1e-6)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_that_the_gradient_is_left_as_it_was(name: OptimizerName) -> None:
    w, gradient = np.ones(2), G.copy()
    OPTIMIZERS[name](w).update(w, gradient, 0.1)
    assert np.array_equal(gradient, G)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_moments_and_count_are_all_that_an_optimizer_remembers(
    name: OptimizerName, dtype: type
) -> None:
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(6, 5)).astype(dtype)
    w = rng.normal(size=5).astype(dtype)
    first = OPTIMIZERS[name](w)
    for gradient in gradients[:3]:
        first.update(w, gradient, 0.01)
    resumed, w_resumed = OPTIMIZERS[name](w), w.copy()
    resumed.count = first.count
    for moment, value in first.moments.items():
        resumed.moments[moment][...] = value
    for gradient in gradients[3:]:
        first.update(w, gradient, 0.01)
        resumed.update(w_resumed, gradient, 0.01)
    assert np.array_equal(w, w_resumed)
    assert first.count == resumed.count == 6
    assert all(moment.dtype == dtype for moment in first.moments.values())
