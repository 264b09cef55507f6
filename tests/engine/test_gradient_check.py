"""Every gradient of every cell against differences of the loss, and the check itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.gradient_check import check_gradients, difference, relative_error
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from tests.engine.examples import CELLS, make_batch, make_network, make_start

WORST = 1e-6
#: ReLU has a kink at 0, where no difference tells the slope. So its examples are drawn until
#: every pre-activation keeps this distance from 0, many times what a step of 1e-4 moves it.
FROM_KINK, RELU_STEP = 1e-2, 1e-4


def away_from_kinks(network: Network, batch: Batch, start: NetworkState) -> bool:
    lanes = network.forward(batch, start).lanes.values()
    return all(np.abs(lane.values["a"][batch.exists]).min() > FROM_KINK for lane in lanes)


def worst_error(
    cell: Cell, layers: int, lengths: tuple[int, ...], loss: str, score_all: bool, hidden: int = 2
) -> tuple[float, str]:
    batch = make_batch(lengths, 2, 2, loss, score_all=score_all)
    network, step = make_network(cell, 2, hidden, layers, 2), 1e-3
    start = make_start(network, batch.size)
    if cell is CELLS["elman-relu"]:
        step, seed = RELU_STEP, 0
        while not away_from_kinks(network, batch, start):
            seed += 1
            network = make_network(cell, 2, hidden, layers, 2, seed=seed)
    errors = check_gradients(network, LOSSES[loss], batch, start, step)
    expected = {*network.parameters, "x"}
    expected |= {f"{lane.key}.{s} start" for lane in network.lanes for s in cell.states}
    assert errors.keys() == expected
    return max((error, name) for name, error in errors.items())


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("lengths", [(3, 3), (3, 1)], ids=["unpadded", "padded"])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("score_all", [True, False], ids=["all scored", "partly scored"])
def test_that_every_gradient_agrees_with_differences(
    cell: Cell, layers: int, lengths: tuple[int, ...], loss: str, score_all: bool
) -> None:
    assert worst_error(cell, layers, lengths, loss, score_all)[0] <= WORST


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("lengths", [(4, 4), (2, 4)], ids=["unpadded", "padded"])
def test_that_gradients_agree_through_three_layers(cell: Cell, lengths: tuple[int, ...]) -> None:
    assert worst_error(cell, 3, lengths, "cross-entropy", True)[0] <= WORST


@settings(max_examples=25)
@given(
    cell=st.sampled_from([cell for name, cell in CELLS.items() if name != "elman-relu"]),
    lengths=st.lists(st.integers(1, 5), min_size=1, max_size=3).map(tuple),
    hidden=st.integers(1, 4),
    loss=st.sampled_from(list(LOSSES)),
)
def test_that_gradients_agree_at_any_size(
    cell: Cell, lengths: tuple[int, ...], hidden: int, loss: str
) -> None:
    assert worst_error(cell, 1, lengths, loss, True, hidden)[0] <= WORST


@pytest.mark.parametrize("name", ["layer1.W_f", "layer1.b_c", "W_hy", "b_y"])
def test_that_the_check_sees_a_wrong_gradient(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network, batch = make_network(CELLS["lstm"]), make_batch((3, 3))
    right = network.backward

    def wrong(*arguments: object) -> object:
        backward = right(*arguments)  # type: ignore[arg-type]
        backward.gradients[name].flat[-1] *= 1.0 + 1e-4
        return backward

    monkeypatch.setattr(network, "backward", wrong)
    errors = check_gradients(network, LOSSES["cross-entropy"], batch, make_start(network, 2))
    assert {key for key, error in errors.items() if error > WORST} == {name}


def test_that_the_check_leaves_the_network_as_it_was() -> None:
    network, batch = make_network(CELLS["gru-before"]), make_batch((3, 2))
    start = make_start(network, 2)
    kept = network.parameters.flat.copy(), batch.inputs.copy(), start["layer1"]["h"].copy()
    check_gradients(network, LOSSES["cross-entropy"], batch, start)
    now = network.parameters.flat, batch.inputs, start["layer1"]["h"]
    assert all(np.array_equal(a, b) for a, b in zip(kept, now, strict=True))


def test_that_a_difference_is_exact_for_a_polynomial_of_degree_four() -> None:
    x = np.array([0.0, 1.5])
    slope = difference(lambda: float(x[1] ** 4 - 2 * x[1] + 7 * x[0]), x, 1, 0.25)
    assert slope == pytest.approx(4 * 1.5**3 - 2, rel=1e-13)
    assert x.tolist() == [0.0, 1.5]


def test_that_the_relative_error_is_that_of_the_worst_element() -> None:
    exact, measured = np.array([1.0, 10.0, 0.0]), np.array([1.1, 10.0, 1e-9])
    assert relative_error(exact, exact) == 0.0
    assert relative_error(exact, measured) == pytest.approx(0.1 / 1.1)
