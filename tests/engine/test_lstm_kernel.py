"""The whole-sequence LSTM against the step form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import DTypeLike

from rnnviz.engine.loss import LOSSES
from tests.engine.examples import CELLS, make_batch, make_network, make_start


def worst_difference(
    layers: int,
    one_hot: bool,
    truncation: int,
    dtype: DTypeLike,
    steps: int = 7,
    size: int = 3,
    hidden: int = 4,
) -> float:
    """Between learn(), which uses the kernel, and the passes step by step."""
    network = make_network(CELLS["lstm"], 3, hidden, layers, dtype=dtype)
    batch, start = make_batch((steps,) * size, one_hot=one_hot), make_start(network, size)
    loss = LOSSES["cross-entropy"]
    forward = network.forward(batch, start, by_steps=True)
    expected = loss.evaluate(forward.y, batch)
    backward = network.backward(forward, expected.d_y, truncation, by_steps=True)
    gradients = network.parameters.zeros_like()
    gradients.flat[...] = np.nan
    result, end = network.learn(batch, loss, start, gradients, truncation)
    pairs = [
        (gradients.flat, backward.gradients.flat),
        (result.outputs, expected.outputs),
        (result.steps, expected.steps),
    ]
    for key, lane in forward.lanes.items():
        pairs += [(end[key][state], lane.end[state]) for state in ("h", "c")]
    assert all(ours.dtype == dtype for ours, _ in pairs)
    return max(float(np.abs(ours - theirs).max()) for ours, theirs in pairs)


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("one_hot", [True, False], ids=["one-hot", "vectors"])
@pytest.mark.parametrize("truncation", [0, 1, 3, 7, 9])
@pytest.mark.parametrize(("dtype", "within"), [(np.float64, 1e-14), (np.float32, 2e-6)])
def test_that_the_kernel_computes_what_the_steps_compute(
    layers: int, one_hot: bool, truncation: int, dtype: DTypeLike, within: float
) -> None:
    assert worst_difference(layers, one_hot, truncation, dtype) <= within


@given(steps=st.integers(1, 6), size=st.integers(1, 5), hidden=st.integers(1, 6))
def test_that_the_kernel_is_right_at_any_size(steps: int, size: int, hidden: int) -> None:
    assert worst_difference(2, True, 0, np.float64, steps, size, hidden) <= 1e-14


def test_that_the_kernel_follows_batches_of_changing_shape() -> None:
    network, loss = make_network(CELLS["lstm"]), LOSSES["cross-entropy"]
    gradients = network.parameters.zeros_like()
    for lengths in ((5, 5), (2, 2, 2), (5, 5), (1,)):
        batch, start = make_batch(lengths), make_start(network, len(lengths))
        network.learn(batch, loss, start, gradients)
        forward = network.forward(batch, start)
        backward = network.backward(forward, loss.evaluate(forward.y, batch).d_y)
        np.testing.assert_allclose(gradients.flat, backward.gradients.flat, rtol=0, atol=1e-14)


def test_that_the_kernel_uses_the_weights_as_they_are_now() -> None:
    network, loss = make_network(CELLS["lstm"]), LOSSES["cross-entropy"]
    batch, start = make_batch((3, 3)), make_start(network, 2)
    gradients = network.parameters.zeros_like()
    before = network.learn(batch, loss, start, gradients)[0].total
    network.parameters.flat *= 1.5
    after = network.learn(batch, loss, start, gradients)[0].total
    y = network.forward(batch, start).y
    assert after == pytest.approx(loss.evaluate(y, batch).total, rel=1e-14)
    assert after != before


def test_that_end_states_stay_when_the_kernel_runs_again() -> None:
    network, loss = make_network(CELLS["lstm"]), LOSSES["cross-entropy"]
    batch, gradients = make_batch((3, 3)), network.parameters.zeros_like()
    _, end = network.learn(batch, loss, make_start(network, 2), gradients)
    kept = end["layer1"]["c"].copy()
    network.learn(batch, loss, end, gradients)
    assert np.array_equal(end["layer1"]["c"], kept)
