"""record(): what a trace holds, and that it stays as it is."""

from collections.abc import Sequence

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.optimizer import SGD
from rnnviz.engine.training import Training
from tests.engine.examples import CELLS, Repeated, make_batch, make_network, make_start
from tests.trace.examples import every_array, make_trace, recorded

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


@every_cell
def test_that_a_trace_holds_what_the_network_computes(cell: Cell) -> None:
    network, batch = make_network(cell, layers=2), make_batch((5,), score_all=False)
    start = make_start(network, 1)
    trace = recorded(network, batch, start, truncation=2)
    forward = network.forward(batch, start)
    result = LOSSES["cross-entropy"].evaluate(forward.y, batch)
    backward = network.backward(forward, result.d_y, 2)
    pairs: list[tuple[Sequence[float], np.ndarray]] = [
        (trace.inputs, batch.inputs),
        (trace.y, forward.y),
        (trace.outputs, result.outputs),
        (trace.targets, batch.targets),
        (trace.losses, result.steps),
        (trace.y_gradients, result.d_y),
        (trace.exists, batch.exists),
        (trace.scored, batch.scored),
    ]
    for lane in trace.lanes:
        there, back = forward.lanes[lane.key], backward.lanes[lane.key]
        assert list(lane.values) == list(lane.gradients) == [q.key for q in cell.quantities]
        pairs += [(lane.values[key], value) for key, value in there.values.items()]
        pairs += [(lane.gradients[key], value) for key, value in back.d_values.items()]
        pairs += [(lane.inputs, there.inputs), (lane.input_gradients, back.d_inputs)]
        for state in cell.states:
            pairs.append((lane.start[state][None], start[lane.key][state][None]))
            pairs.append((lane.start_gradients[state][None], back.d_start[state][None]))
    for ours, theirs in pairs:
        assert np.array_equal(ours, theirs[:, 0])
    assert trace.total_loss == pytest.approx(result.total, rel=1e-14)
    assert trace.states == cell.states
    assert trace.quantities == cell.quantities
    assert trace.truncation == 2
    assert (trace.steps, trace.hidden, trace.loss_name) == (5, 4, "cross-entropy")


@pytest.mark.parametrize("loss", LOSSES)
def test_that_every_loss_can_be_recorded(loss: str) -> None:
    network, batch = make_network(CELLS["lstm"]), make_batch((3,), loss=loss)
    trace = recorded(network, batch, network.start(1), loss)
    assert (trace.loss_name, trace.loss_unit) == (loss, LOSSES[loss].unit)
    assert np.array_equal(trace.targets, batch.targets[:, 0])


def test_that_symbols_are_recorded_as_one_hot_vectors() -> None:
    network, batch = make_network(CELLS["lstm"]), make_batch((3,), one_hot=True)
    trace = recorded(network, batch, network.start(1))
    assert np.array_equal(trace.inputs, np.eye(3)[batch.inputs[:, 0]])


@every_cell
def test_that_arrays_are_read_only(cell: Cell) -> None:
    for array in every_array(make_trace(cell)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


@every_cell
@pytest.mark.parametrize("one_hot", [True, False], ids=["one-hot", "vectors"])
def test_that_a_trace_stays_when_training_goes_on(cell: Cell, one_hot: bool) -> None:
    network, batch = make_network(cell, layers=2), make_batch((4,), one_hot=one_hot)
    training = Training(
        network, LOSSES["cross-entropy"], SGD(network.parameters.flat), Repeated(batch), rate=0.5
    )
    training.advance()
    start = training.end
    trace = recorded(network, batch, start)
    kept = [array.copy() for array in every_array(trace)]
    for _ in range(3):
        training.advance()
        recorded(network, batch, training.end)
    start["layer1"]["h"][...] = 7.0
    for array in (batch.inputs, batch.targets, batch.exists, batch.scored):
        array[...] = 0
    assert all(np.array_equal(a, b) for a, b in zip(every_array(trace), kept, strict=True))


@every_cell
def test_that_recording_changes_nothing(cell: Cell) -> None:
    network, batch = make_network(cell, layers=2), make_batch((4,))
    start = make_start(network, 1)
    given = [network.parameters.flat, batch.inputs, start["layer1"]["h"], start["layer2"]["h"]]
    kept = [array.copy() for array in given]
    recorded(network, batch, start)
    assert all(np.array_equal(a, b) for a, b in zip(given, kept, strict=True))
    assert all(array.flags.writeable for array in given)


@every_cell
def test_that_numbers_that_overflow_are_recorded_without_a_warning(cell: Cell) -> None:
    network, batch = make_network(cell), make_batch((3,))
    batch.inputs[1] = np.inf
    network.parameters.flat *= 1e300
    trace = recorded(network, batch, network.start(1))
    assert not np.isfinite(trace.lane("layer1").values[cell.quantities[0].key][1]).all()


def test_that_lanes_and_quantities_are_found_by_key() -> None:
    trace = make_trace(CELLS["lstm"])
    assert trace.lane("layer2") is trace.lanes[1]
    assert trace.quantity("f").title == "forget gate"
    with pytest.raises(KeyError):
        trace.lane("layer3")
    with pytest.raises(KeyError):
        trace.quantity("z")


@every_cell
def test_that_sources_are_what_products_read(cell: Cell) -> None:
    trace = make_trace(cell)
    for lane in trace.lanes:
        for t in range(trace.steps):
            assert np.array_equal(trace.source(lane, "x", t), lane.inputs[t])
            for state in cell.states:
                before = lane.values[state][t - 1] if t else lane.start[state]
                assert np.array_equal(trace.source(lane, f"{state}-", t), before)
            key = cell.quantities[0].key
            assert np.array_equal(trace.source(lane, key, t), lane.values[key][t])
