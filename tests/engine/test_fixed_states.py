"""States set by hand: what follows from them, and where the gradient ends."""

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Fixed
from tests.engine.examples import CELLS, make_batch, make_network, make_start

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def fixed_states(cell: Cell) -> Fixed:
    """Every state of some units, in both layers, at several steps."""
    return {
        "layer1": {1: {state: {0: 0.3, 2: -0.4} for state in cell.states}},
        "layer2": {t: {cell.states[-1]: {1: 0.2}} for t in (0, 3)},
    }


@every_cell
def test_that_a_state_that_was_set_stands_in_its_place(cell: Cell) -> None:
    network, batch = make_network(cell, layers=2), make_batch((5, 4))
    fixed = fixed_states(cell)
    values = network.forward(batch, make_start(network, 2), fixed=fixed).lanes
    for lane, by_time in fixed.items():
        for time, by_state in by_time.items():
            for state, numbers in by_state.items():
                for unit, value in numbers.items():
                    assert (values[lane].values[state][time, :, unit] == value).all()
    plain = network.forward(batch, make_start(network, 2)).lanes
    output = cell.states[0]
    assert np.array_equal(plain["layer1"].values[output][0], values["layer1"].values[output][0])
    assert not np.array_equal(plain["layer1"].values[output][2], values["layer1"].values[output][2])


@every_cell
def test_that_the_gradient_with_set_states_is_that_of_finite_differences(cell: Cell) -> None:
    network, batch, loss = make_network(cell, layers=2), make_batch((5, 5)), LOSSES["cross-entropy"]
    start, fixed = make_start(network, 2), fixed_states(cell)

    def total() -> float:
        return loss.evaluate(network.forward(batch, start, fixed=fixed).y, batch).total

    forward = network.forward(batch, start, fixed=fixed)
    d_y = loss.evaluate(forward.y, batch).d_y
    lanes = network.backward_lanes(forward, d_y, fixed=fixed)
    gradients = network.parameters.zeros_like()
    network.fill_gradients(forward, d_y, lanes, gradients)
    for name, array in network.parameters.items():
        flat, exact = array.reshape(-1), gradients[name].reshape(-1)
        for n in range(0, flat.size, 3):
            kept, h = flat[n], 1e-6
            flat[n] = kept + h
            above = total()
            flat[n] = kept - h
            below = total()
            flat[n] = kept
            assert (above - below) / (2 * h) == pytest.approx(exact[n], abs=2e-8), (name, n)


@every_cell
def test_that_a_set_state_has_the_gradient_of_its_own_number(cell: Cell) -> None:
    network, batch, loss = make_network(cell), make_batch((5,)), LOSSES["cross-entropy"]
    start = make_start(network, 1)
    for state in cell.states:
        found = []
        for value in (0.3 - 1e-6, 0.3, 0.3 + 1e-6):
            fixed = {"layer1": {2: {state: {1: value}}}}
            forward = network.forward(batch, start, fixed=fixed)
            found.append((forward, loss.evaluate(forward.y, batch), fixed))
        slope = (found[2][1].total - found[0][1].total) / 2e-6
        forward, result, fixed = found[1]
        lanes = network.backward_lanes(forward, result.d_y, fixed=fixed)
        assert lanes.lanes["layer1"].d_values[state][2, 0, 1] == pytest.approx(slope, abs=1e-8)
