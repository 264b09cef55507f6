"""Networks: shapes, names, the readout, and the gradient that training gets."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import DTypeLike

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from tests.engine.examples import CELLS, make_batch, make_network, make_start

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def test_that_parameters_are_named_by_lane() -> None:
    network = make_network(CELLS["elman-tanh"], 5, 4, 2, 3)
    shapes = {name: array.shape for name, array in network.parameters.items()}
    assert shapes == {
        "layer1.W_xh": (4, 5),
        "layer1.W_hh": (4, 4),
        "layer1.b_h": (4,),
        "layer2.W_xh": (4, 4),
        "layer2.W_hh": (4, 4),
        "layer2.b_h": (4,),
        "W_hy": (3, 4),
        "b_y": (3,),
    }
    assert [(lane.key, lane.title) for lane in network.lanes] == [
        ("layer1", "layer 1"),
        ("layer2", "layer 2"),
    ]


def test_that_the_weights_of_an_lstm_read_state_and_input_together() -> None:
    network = make_network(CELLS["lstm"], 5, 4, 2, 3)
    assert network.parameters["layer1.W_f"].shape == (4, 4 + 5)
    assert network.parameters["layer2.W_f"].shape == (4, 4 + 4)


@every_cell
def test_that_symbols_are_one_hot_vectors(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((4, 4), one_hot=True)
    start = make_start(network, 2)
    vectors = network.vectors(batch.inputs)
    assert vectors.shape == (4, 2, 3)
    assert np.array_equal(vectors.argmax(axis=2), batch.inputs)
    assert np.array_equal(np.sort(vectors, axis=2)[..., :2], np.zeros((4, 2, 2)))
    by_symbol = network.forward(batch, start).y
    assert np.array_equal(by_symbol, network.forward(replace(batch, inputs=vectors), start).y)


@every_cell
def test_that_a_layer_reads_the_states_of_the_one_below(cell: Cell) -> None:
    network, batch = make_network(cell, layers=3), make_batch((4, 4))
    forward = network.forward(batch, make_start(network, 2))
    assert np.array_equal(forward.lanes["layer1"].inputs, batch.inputs)
    for below, above in (("layer1", "layer2"), ("layer2", "layer3")):
        assert np.array_equal(forward.lanes[above].inputs, forward.lanes[below].values["h"])
    y = forward.lanes["layer3"].values["h"] @ network.parameters["W_hy"].T
    np.testing.assert_allclose(forward.y, y + network.parameters["b_y"], rtol=1e-13)


@every_cell
@pytest.mark.parametrize("lengths", [(4, 4), (4, 2)], ids=["unpadded", "padded"])
@pytest.mark.parametrize("loss", LOSSES)
def test_that_training_gets_the_gradient_that_is_recorded(
    cell: Cell, lengths: tuple[int, ...], loss: str
) -> None:
    network, batch = make_network(cell, layers=2), make_batch(lengths, loss=loss)
    start, gradients = make_start(network, 2), network.parameters.zeros_like()
    gradients.flat[...] = np.nan
    result, end = network.learn(batch, LOSSES[loss], start, gradients, 3)
    forward = network.forward(batch, start)
    expected = LOSSES[loss].evaluate(forward.y, batch)
    backward = network.backward(forward, expected.d_y, 3)
    np.testing.assert_allclose(gradients.flat, backward.gradients.flat, rtol=0, atol=1e-14)
    assert result.total == pytest.approx(expected.total, rel=1e-14)
    for lane in network.lanes:
        for state in cell.states:
            np.testing.assert_allclose(
                end[lane.key][state], forward.lanes[lane.key].end[state], atol=1e-15
            )


@every_cell
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("lengths", [(3, 3), (3, 2)], ids=["unpadded", "padded"])
def test_that_a_network_computes_in_its_own_type_throughout(
    cell: Cell, dtype: DTypeLike, loss: str, lengths: tuple[int, ...]
) -> None:
    network, batch = make_network(cell, layers=2, dtype=dtype), make_batch(lengths, loss=loss)
    start = network.start(2)
    forward = network.forward(batch, start)
    result = LOSSES[loss].evaluate(forward.y, batch)
    backward = network.backward(forward, result.d_y)
    arrays = [forward.y, result.outputs, result.steps, result.d_y, backward.gradients.flat]
    for key, lane in backward.lanes.items():
        arrays += [*forward.lanes[key].values.values(), *lane.d_values.values()]
        arrays += [lane.d_inputs, *lane.d_start.values()]
    learned, end = network.learn(batch, LOSSES[loss], start, network.parameters.zeros_like())
    arrays += [learned.d_y, learned.steps, *end["layer2"].values()]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_that_states_start_from_zero_each_in_memory_of_its_own() -> None:
    network = make_network(CELLS["lstm"], layers=2)
    start = network.start(3)
    assert list(start) == ["layer1", "layer2"]
    start["layer1"]["h"] += 1.0
    assert not start["layer1"]["c"].any()
    assert not start["layer2"]["h"].any()
    assert start["layer2"]["c"].shape == (3, 4)
