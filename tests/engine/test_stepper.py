"""A network read step by step says what it says of the whole sequence."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.network import Network
from rnnviz.engine.stepper import stepper
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start

SHAPES = {
    "decoder": {"decoder": True},
    "decoder, both": {"decoder": True, "both": True},
    "attention": {"decoder": True, "attention": True},
    "attention, both": {"decoder": True, "attention": True, "both": True},
}

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
layered = pytest.mark.parametrize("layers", [1, 2])


def read_through(network: Network, batch: Batch, start: dict) -> np.ndarray:
    """y of every step that has an output, (T, B, O)."""
    reader = stepper(network, batch, start)
    width = network.outputs if network.decoder else network.inputs
    vectors = network.vectors(batch.inputs[batch.source :], width)
    return np.stack([reader.read(x) for x in vectors])


@every_cell
@layered
def test_that_step_by_step_is_the_whole_sequence(cell: Cell, layers: int) -> None:
    network, batch = make_network(cell, layers=layers), make_batch((5, 5, 5))
    start = make_start(network, 3)
    whole = network.forward(batch, start, by_steps=True).y
    np.testing.assert_allclose(read_through(network, batch, start), whole, rtol=0, atol=1e-13)


@every_cell
@every_shape
@layered
def test_that_a_decoder_step_by_step_is_the_whole_answer(
    cell: Cell, shape: dict[str, bool], layers: int
) -> None:
    network = make_network(cell, 3, 4, layers, 4, **shape)
    batch = make_pairs(((4, 5), (2, 5), (5, 5)))
    assert batch.is_padded
    start = make_start(network, 3)
    whole = network.forward(batch, start, by_steps=True).y[batch.source :]
    np.testing.assert_allclose(read_through(network, batch, start), whole, rtol=0, atol=1e-13)


@every_cell
def test_that_states_that_were_chosen_go_on_alone(cell: Cell) -> None:
    network = make_network(cell, 3, 4, 2, 4, decoder=True, attention=True)
    batch = make_pairs(((4, 6), (2, 6), (5, 6)))
    start, rows = network.start(3), np.array([2, 0, 2, 1])
    reader = stepper(network, batch, start)
    vectors = network.vectors(batch.inputs[batch.source :], 4)
    for x in vectors[:3]:
        reader.read(x)
    reader.choose(rows)
    met = np.stack([reader.read(x[rows]) for x in vectors[3:]])
    whole = network.forward(batch, start, by_steps=True).y[batch.source :]
    np.testing.assert_allclose(met, whole[3:, rows], rtol=0, atol=1e-13)


@every_shape
def test_that_what_is_read_first_is_left_as_it_was(shape: dict[str, bool]) -> None:
    network, batch = make_network(CELLS["lstm"], 3, 4, 1, 4, **shape), make_pairs(((4, 3), (2, 3)))
    start = make_start(network, 2)
    before = {key: {s: v.copy() for s, v in states.items()} for key, states in start.items()}
    read_through(network, batch, start)
    for key, states in before.items():
        for state, value in states.items():
            assert (start[key][state] == value).all()
