"""The LSTM with every quantity kept, all steps together, against the step form."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import DTypeLike

from rnnviz.engine import stack as stack_module
from rnnviz.engine.first_bad_number import first_in_pass
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Backward, Forward, Network
from tests.engine.examples import CELLS, make_batch, make_network, make_start

LOSS = LOSSES["cross-entropy"]


def arrays(forward: Forward, backward: Backward) -> Iterator[tuple[str, np.ndarray]]:
    """Everything that a pass gives, by name, in the order of the dictionaries."""
    yield "y", forward.y
    yield "∂E/∂W", backward.gradients.flat
    for key, lane in forward.lanes.items():
        back = backward.lanes[key]
        yield f"{key} inputs", lane.inputs
        yield f"{key} d_inputs", back.d_inputs
        groups = (lane.values, back.d_values, lane.start, lane.end, back.d_start)
        for which, group in enumerate(groups):
            yield from ((f"{key} {which} {name}", array) for name, array in group.items())


def compare(
    layers: int,
    one_hot: bool,
    truncation: int,
    dtype: DTypeLike,
    from_zero: bool = False,
    shape: tuple[int, int] = (7, 3),
    hidden: int = 4,
) -> float:
    """The worst difference between the two forms, relative to the largest number of an array."""
    steps, size = shape
    network = make_network(CELLS["lstm"], 3, hidden, layers, dtype=dtype)
    batch = make_batch((steps,) * size, one_hot=one_hot)
    start = network.start(size) if from_zero else make_start(network, size)
    passes = []
    for by_steps in (True, False):
        forward = network.forward(batch, start, by_steps)
        d_y = LOSS.evaluate(forward.y, batch).d_y
        passes.append(arrays(forward, network.backward(forward, d_y, truncation, by_steps)))
    worst = 0.0
    for (name, expected), (our_name, ours) in zip(*passes, strict=True):
        assert (our_name, ours.shape, ours.dtype) == (name, expected.shape, expected.dtype)
        scale = float(np.abs(expected).max()) or 1.0
        worst = max(worst, float(np.abs(ours - expected).max()) / scale)
    return worst


@pytest.mark.parametrize("layers", [1, 2, 3])
@pytest.mark.parametrize("one_hot", [True, False], ids=["one-hot", "vectors"])
@pytest.mark.parametrize("truncation", [0, 1, 3, 7, 9])
@pytest.mark.parametrize("from_zero", [True, False], ids=["from zero", "from a state"])
@pytest.mark.parametrize(("dtype", "within"), [(np.float64, 1e-13), (np.float32, 1e-5)])
def test_that_every_number_is_that_of_the_steps(
    layers: int, one_hot: bool, truncation: int, from_zero: bool, dtype: DTypeLike, within: float
) -> None:
    assert compare(layers, one_hot, truncation, dtype, from_zero) <= within


@given(steps=st.integers(1, 6), size=st.integers(1, 5), hidden=st.integers(1, 6))
def test_that_it_is_right_at_any_size(steps: int, size: int, hidden: int) -> None:
    assert compare(2, True, 2, np.float64, shape=(steps, size), hidden=hidden) <= 1e-13


def test_that_it_is_right_at_the_size_of_a_trace() -> None:
    assert compare(2, True, 0, np.float64, shape=(100, 1), hidden=64) <= 1e-12


def test_that_no_call_writes_into_what_another_one_gave() -> None:
    network, batch = make_network(CELLS["lstm"], layers=2), make_batch((4,))
    start = make_start(network, 1)
    forward = network.forward(batch, start)
    d_y = LOSS.evaluate(forward.y, batch).d_y
    given = list(arrays(forward, network.backward(forward, d_y)))
    kept = [array.copy() for _, array in given]
    network.parameters.flat *= 0.5
    again = network.forward(batch, make_start(network, 1, seed=9))
    network.backward(again, 3.0 * d_y)
    for (name, array), copy in zip(given, kept, strict=True):
        assert np.array_equal(array, copy), name


@pytest.fixture
def without_the_fast_form(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the fast form is used")

    monkeypatch.setattr(stack_module, "lstm_forward", never)
    monkeypatch.setattr(stack_module, "lstm_backward", never)


def run(network: Network, lengths: tuple[int, ...]) -> None:
    batch = make_batch(lengths)
    forward = network.forward(batch, network.start(len(lengths)))
    network.backward(forward, np.ones_like(forward.y))


@pytest.mark.usefixtures("without_the_fast_form")
def test_that_padded_sequences_go_step_by_step() -> None:
    network = make_network(CELLS["lstm"])
    run(network, (3, 2))
    with pytest.raises(AssertionError, match="fast form"):
        run(network, (3, 3))


@pytest.mark.usefixtures("without_the_fast_form")
def test_that_divergence_is_searched_step_by_step() -> None:
    network, batch = make_network(CELLS["lstm"]), make_batch((3, 3))
    assert first_in_pass(network, LOSS, batch, network.start(2), 0) is None


@pytest.mark.usefixtures("without_the_fast_form")
@pytest.mark.parametrize("name", [name for name in CELLS if name != "lstm"])
def test_that_it_is_for_the_lstm_alone(name: str) -> None:
    run(make_network(CELLS[name]), (3, 3))
