"""Shares of saturated units: counted one by one, at the steps computed and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.trace.saturation import Saturation, saturations
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.trace.examples import make_trace, recorded


def by_symbol(trace: Trace, lane: str) -> dict[str, Saturation]:
    return {each.symbol: each for each in saturations(trace) if each.lane == lane}


@pytest.mark.parametrize(
    ("cell", "symbols"),
    [
        ("lstm", ["f", "i", "o", "c̃", "tanh(c)"]),
        ("gru-before", ["z", "r", "h̃"]),
        ("gru-after", ["z", "r", "h̃"]),
        ("elman-tanh", ["h"]),
        ("elman-relu", ["h"]),
        ("elman-sigmoid", ["h"]),
        ("elman-identity", []),
    ],
)
def test_that_every_nonlinearity_is_looked_at(cell: str, symbols: list[str]) -> None:
    trace = make_trace(CELLS[cell])
    assert [each.symbol for each in saturations(trace) if each.lane == "layer2"] == symbols


def wide_trace(cell: str, factor: float = 8.0) -> Trace:
    """Of a network with weights so large that many units are saturated."""
    network = make_network(CELLS[cell], hidden=12)
    network.parameters.flat[...] *= factor
    return recorded(network, make_batch((6,)), make_start(network, 1))


def test_that_gates_are_counted() -> None:
    trace = wide_trace("lstm")
    values = trace.lane("layer1").values["f"]
    found = by_symbol(trace, "layer1")["f"]
    for t in range(trace.steps):
        assert found.low[t] == sum(v < 0.05 for v in values[t]) / 12
        assert found.high[t] == sum(v > 0.95 for v in values[t]) / 12
    assert found.share == pytest.approx(((values < 0.05).mean(), (values > 0.95).mean()))
    assert min(found.share) > 0


def test_that_tanh_is_counted_on_either_side() -> None:
    trace = wide_trace("gru-after")
    found, values = by_symbol(trace, "layer1")["h̃"], trace.lane("layer1").values["g"]
    expected = (np.abs(values) > 0.99).mean(axis=1)
    assert found.low + found.high == pytest.approx(expected)
    assert found.low.any()
    assert found.high.any()


def test_that_the_tanh_within_a_formula_is_counted() -> None:
    network = make_network(CELLS["lstm"], hidden=12)
    network.parameters["layer1.b_f"][...] = 20.0
    start = make_start(network, 1)
    start["layer1"]["c"] *= 8.0
    trace = recorded(network, make_batch((6,)), start)
    found, cells = by_symbol(trace, "layer1")["tanh(c)"], trace.lane("layer1").values["c"]
    expected = (np.abs(np.tanh(cells)) > 0.99).mean(axis=1)
    assert found.low + found.high == pytest.approx(expected)
    assert 0 < expected.min() < 1
    assert found.title == "tanh of the cell state"


def test_that_dead_units_are_those_that_are_0_at_every_step() -> None:
    network = make_network(CELLS["elman-relu"], hidden=12)
    network.parameters["layer1.b_h"][:3] = -100.0
    network.parameters["layer1.b_h"][3:] = 100.0
    network.parameters["layer1.W_hh"][...] = 0.0
    trace = recorded(network, make_batch((6,)), network.start(1))
    found = by_symbol(trace, "layer1")["h"]
    assert found.dead == 3 / 12
    assert found.low.tolist() == [3 / 12] * 6
    assert not found.high.any()


def test_that_only_steps_computed_count() -> None:
    network = make_network(CELLS["lstm"], 3, 4, 1, 4, decoder=True, attention=True)
    batch = make_pairs(((3, 2), (4, 4))).sequence(0)
    trace = recorded(network, batch, network.start(1))
    lanes = {each.lane: each for each in saturations(trace)}
    assert np.flatnonzero(lanes["encoder1"].computed).tolist() == [0, 1, 2]
    assert np.flatnonzero(lanes["decoder1"].computed).tolist() == [4, 5]
    assert lanes["attention"].symbol == "n"
    for each in saturations(trace):
        assert not each.low[~each.computed].any()
        assert each.share[0] == pytest.approx(each.low[each.computed].mean())


def test_that_what_is_no_number_is_not_saturated() -> None:
    trace = make_trace(CELLS["lstm"])
    lane = trace.lanes[0]
    broken = {**lane.values, "f": np.full_like(lane.values["f"], np.nan)}
    trace = replace(trace, lanes=(replace(lane, values=broken), *trace.lanes[1:]))
    assert by_symbol(trace, "layer1")["f"].share == (0.0, 0.0)
