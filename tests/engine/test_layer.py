"""The time loop: padding, truncation, and what weights read."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Backward, Network, NetworkState
from tests.engine.examples import CELLS, make_batch, make_network, make_start, steps_of

LOSS = LOSSES["cross-entropy"]
every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def back_propagated(
    network: Network, batch: Batch, start: NetworkState, truncation: int = 0
) -> Backward:
    forward = network.forward(batch, start)
    return network.backward(forward, LOSS.evaluate(forward.y, batch).d_y, truncation)


def sequence_of(start: NetworkState, index: int) -> NetworkState:
    keep = slice(index, index + 1)
    return {key: {s: v[keep] for s, v in states.items()} for key, states in start.items()}


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
def test_that_padding_changes_no_gradient(cell: Cell, layers: int) -> None:
    lengths = (5, 1, 3)
    network, batch = make_network(cell, layers=layers), make_batch(lengths)
    start = make_start(network, 3)
    padded = back_propagated(network, batch, start)
    alone = [
        back_propagated(network, steps_of(batch.sequence(b), 0, length), sequence_of(start, b))
        for b, length in enumerate(lengths)
    ]
    mean = sum(one.gradients.flat for one in alone) / len(lengths)
    np.testing.assert_allclose(padded.gradients.flat, mean, rtol=0, atol=1e-14)
    for b, one in enumerate(alone):
        for lane in network.lanes:
            whole = padded.lanes[lane.key]
            for key, value in one.lanes[lane.key].d_values.items():
                np.testing.assert_allclose(
                    whole.d_values[key][: lengths[b], b], value[:, 0] / 3, rtol=0, atol=1e-14
                )
            for state, value in one.start[lane.key].items():
                np.testing.assert_allclose(
                    whole.d_start[state][b], value[0] / 3, rtol=0, atol=1e-14
                )


@every_cell
def test_that_in_padding_states_are_handed_on_and_all_else_is_zero(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((4, 2))
    start = make_start(network, 2)
    forward = network.forward(batch, start).lanes["layer1"]
    backward = back_propagated(network, batch, start).lanes["layer1"]
    for key, value in forward.values.items():
        expected = value[1, 1] if key in cell.states else np.zeros(4)
        assert np.array_equal(value[2:, 1], [expected, expected])
    for value in (*backward.d_values.values(), backward.d_inputs):
        assert not value[2:, 1].any()
        assert value[:2, 1].any()


@every_cell
def test_that_what_stands_in_padding_does_not_matter(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((4, 2))
    start = make_start(network, 2)
    first = back_propagated(network, batch, start).gradients.flat.copy()
    batch.inputs[2:, 1] = 1e3
    assert np.array_equal(back_propagated(network, batch, start).gradients.flat, first)


@every_cell
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("truncation", [1, 2, 3])
@pytest.mark.parametrize("lengths", [(7, 7), (7, 4)], ids=["unpadded", "padded"])
def test_that_truncation_cuts_the_sequence_into_chunks(
    cell: Cell, layers: int, truncation: int, lengths: tuple[int, ...]
) -> None:
    network, batch = make_network(cell, layers=layers), make_batch(lengths)
    start = make_start(network, 2)
    truncated = back_propagated(network, batch, start, truncation)
    total = np.zeros_like(network.parameters.flat)
    state = start
    for first in range(0, batch.steps, truncation):
        chunk = steps_of(batch, first, first + truncation)
        total += back_propagated(network, chunk, state).gradients.flat
        lanes = network.forward(chunk, state).lanes
        state = {key: lane.end for key, lane in lanes.items()}
    np.testing.assert_allclose(truncated.gradients.flat, total, rtol=0, atol=1e-13)
    first_chunk = back_propagated(network, steps_of(batch, 0, truncation), start)
    for key, states in first_chunk.start.items():
        for name, value in states.items():
            np.testing.assert_allclose(truncated.start[key][name], value, atol=1e-14)


@every_cell
def test_that_a_truncation_as_long_as_the_sequence_cuts_nothing(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((4, 4))
    start = make_start(network, 2)
    whole, cut = (back_propagated(network, batch, start, k).gradients.flat for k in (0, 4))
    assert np.array_equal(whole, cut)
    assert not np.allclose(whole, back_propagated(network, batch, start, 3).gradients.flat)


@every_cell
def test_that_a_layer_is_its_cell_step_by_step(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((3, 3))
    state = make_start(network, 2)["layer1"]
    lane = network.forward(batch, {"layer1": state}).lanes["layer1"]
    for t, x in enumerate(batch.inputs):
        for name, before in state.items():
            assert np.array_equal(lane.source(f"{name}-")[t], before)
        values = cell.step(network.parameters.under("layer1."), x, state)
        assert list(values) == [quantity.key for quantity in cell.quantities]
        for key, value in values.items():
            np.testing.assert_allclose(lane.values[key][t], value, rtol=0, atol=1e-15)
        state = {name: lane.values[name][t] for name in cell.states}
    assert all(np.array_equal(lane.end[name], state[name]) for name in cell.states)
