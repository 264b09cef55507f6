"""Saliency against finite differences, over cells and topologies."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network
from rnnviz.trace.recorder import record
from rnnviz.trace.saliency import is_of_symbols, record_saliency, scored_step, wanted_output
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.engine.test_topologies import SHAPES, away_from_kinks
from tests.trace.examples import recorded

EVERY = {"forward": {}, **SHAPES}
STEP = 1e-5


def example(cell: Cell, shape: dict[str, bool], layers: int) -> tuple[Network, Batch]:
    """A network away from the kinks of ReLU, and one padded sequence with inputs as vectors."""
    if shape.get("decoder"):
        pair = make_pairs(((2, 2), (3, 4)), 3, 4).sequence(0)
        network = make_network(cell, 3, 3, layers, 4, **shape)
        # Any number may be read, not symbols alone; at every step a row as wide as the widest.
        batch = replace(pair, inputs=np.random.default_rng(5).normal(size=(pair.steps, 1, 4)))
    else:
        network = make_network(cell, 3, 3, layers, **shape)
        batch = make_batch((4, 5)).sequence(0)
    step, start = int(np.flatnonzero(batch.scored[:, 0])[-1]), make_start(network, 1)
    for seed in range(300):
        flat = network.parameters.flat
        flat[...] = np.random.default_rng(seed).normal(0, 0.6, flat.shape)
        trace = recorded(network, batch, start)
        is_alive = record_saliency(network, trace, step, 1).norms.max() > 1e-2
        if is_alive and (cell.key != "elman" or away_from_kinks(network, batch, start)):
            return network, batch
    raise AssertionError("no network in which the inputs matter")


def differences(network: Network, batch: Batch, step: int, output: int) -> np.ndarray:
    """∂y_{s,o}/∂x_k, one number after the other."""
    found, start = np.zeros(batch.inputs[:, 0].shape), make_start(network, 1)
    for place in np.ndindex(*found.shape):
        ends = []
        for by in (STEP, -STEP):
            inputs = batch.inputs.copy()
            inputs[place[0], 0, place[1]] += by
            y = network.forward(replace(batch, inputs=inputs), start, by_steps=True).y
            ends.append(y[step, 0, output])
        found[place] = (ends[0] - ends[1]) / (2 * STEP)
    return found


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("shape", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("layers", [1, 2])
def test_that_it_is_what_finite_differences_say(
    cell: Cell, shape: dict[str, bool], layers: int
) -> None:
    network, batch = example(cell, shape, layers)
    step = int(np.flatnonzero(batch.scored[:, 0])[-1])
    trace = recorded(network, batch, make_start(network, 1))
    # Whatever the network learnt since: what counts are the weights in the trace.
    expected = differences(network, batch, step, 1)
    network.parameters.flat[...] = 7.0
    found = record_saliency(network, trace, step, 1)
    np.testing.assert_allclose(found.gradients, expected, rtol=0, atol=1e-6)
    assert (found.step, found.output) == (step, 1)


def traced(cell: str, batch: Batch, layers: int = 1) -> tuple[Network, Trace]:
    network = make_network(CELLS[cell], layers=layers)
    return network, recorded(network, batch, make_start(network, 1))


def test_that_symbols_tell_the_derivative_of_the_symbol_read() -> None:
    batch = make_batch((5,), one_hot=True)
    network, trace = traced("lstm", batch)
    found = record_saliency(network, trace, 4, 0)
    assert is_of_symbols(trace)
    assert found.products.tolist() == found.gradients[np.arange(5), batch.inputs[:, 0]].tolist()
    assert found.norms == pytest.approx(np.linalg.norm(found.gradients, axis=1), rel=1e-12)


def test_that_numbers_are_no_symbols() -> None:
    assert not is_of_symbols(traced("lstm", make_batch((5,)))[1])


def test_that_what_is_read_later_does_not_matter_to_a_network_that_reads_forwards() -> None:
    network, trace = traced("gru-before", make_batch((6,)), layers=2)
    found = record_saliency(network, trace, 2, 1)
    assert (found.norms > 0).tolist() == [True] * 3 + [False] * 3


def test_that_truncation_hides_nothing() -> None:
    network = make_network(CELLS["gru-before"])
    whole, cut = (
        recorded(network, make_batch((6,)), network.start(1), truncation=truncation)
        for truncation in (0, 2)
    )
    found = record_saliency(network, cut, 5, 1)
    assert found.norms.tolist() == record_saliency(network, whole, 5, 1).norms.tolist()


def test_that_a_step_that_reads_nothing_has_none() -> None:
    batch = replace(make_batch((5,)), read=np.array([True, False, True, True, True]))
    network, trace = traced("lstm", batch)
    found = record_saliency(network, trace, 4, 0)
    assert (found.norms > 0).tolist() == [True, False, True, True, True]


def test_that_nothing_before_a_state_set_by_hand_matters() -> None:
    network, batch = make_network(CELLS["elman-tanh"]), make_batch((6,))
    plain = recorded(network, batch, network.start(1))
    fixed = {"layer1": {3: {"h": dict.fromkeys(range(4), 0.5)}}}
    loss, origin, labels = LOSSES["cross-entropy"], plain.origin, plain.labels
    trace = record(network, loss, batch, network.start(1), origin, labels, fixed=fixed)
    found = record_saliency(network, trace, 5, 0, fixed)
    assert (found.norms > 0).tolist() == [False] * 4 + [True] * 2


def test_that_the_output_asked_about_is_one_that_is_wanted() -> None:
    batch = make_batch((6,), score_all=False)
    scored = batch.scored.copy()
    scored[:2] = scored[5] = False
    trace = traced("lstm", replace(batch, scored=scored))[1]
    assert [scored_step(trace, time) for time in range(6)] == [2, 2, 2, 4, 4, 4]
    assert wanted_output(trace, 4) == batch.targets[4, 0]
    assert scored_step(replace(trace, scored=np.zeros(6, bool)), 1) is None
    numbers = np.array([[0.1, 0.9, 0.3]] * 6)
    assert wanted_output(replace(trace, targets=numbers), 4) == 1
