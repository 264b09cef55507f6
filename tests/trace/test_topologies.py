"""Traces of every topology: the gradient explained, the sums complete, the order kept."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.lane import Lane
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from rnnviz.engine.sweeps import sweeps
from rnnviz.trace.formula_rows import place, row
from rnnviz.trace.growing_sum import sum_over, times_added
from rnnviz.trace.scene import Spot
from rnnviz.trace.tick_titles import tick_title
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION, ATTENTION_QUANTITIES, Trace
from rnnviz.trace.trace_file import load_trace, save_trace
from rnnviz.trace.unit_sum import readout_sum, unit_sum
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.engine.test_topologies import SHAPES
from tests.trace.examples import every_array, recorded
from tests.trace.test_gradient_rows import assert_explained

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def made(
    cell: Cell, shape: dict[str, bool], truncation: int = 0, padded: bool = False
) -> tuple[Network, NetworkState, Trace]:
    """A network of two layers, its starting states, and the trace of one sequence."""
    if shape.get("decoder"):
        network = make_network(cell, 3, 4, 2, 4, **shape)
        batch = make_pairs(((3, 4), (4, 5))).sequence(0 if padded else 1)
    else:
        network = make_network(cell, layers=2, **shape)
        batch = make_batch((3, 5)).sequence(0 if padded else 1)
    start = make_start(network, 1)
    return network, start, recorded(network, batch, start, truncation=truncation)


@every_cell
@every_shape
@pytest.mark.parametrize("truncation", [0, 2])
@pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])
def test_that_the_paths_sum_up_to_the_recorded_gradient(
    cell: Cell, shape: dict[str, bool], truncation: int, padded: bool
) -> None:
    assert_explained(made(cell, shape, truncation, padded)[2])


@every_cell
@every_shape
@pytest.mark.parametrize("padded", [False, True], ids=["even", "padded"])
def test_that_the_whole_sum_is_the_gradient_of_the_engine(
    cell: Cell, shape: dict[str, bool], padded: bool
) -> None:
    network, start, trace = made(cell, shape, 2, padded)
    pairs, plain = make_pairs(((3, 4), (4, 5))), make_batch((3, 5))
    batch = (pairs if shape.get("decoder") else plain).sequence(0 if padded else 1)
    forward = network.forward(batch, start)
    d_y = LOSSES["cross-entropy"].evaluate(forward.y, batch).d_y
    gradients = network.backward(forward, d_y, 2).gradients
    assert set(gradients) == set(trace.parameters)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(sum_over(trace, name), gradient, rtol=1e-13, atol=1e-14)


@every_shape
def test_that_each_operation_stands_once_in_the_order(shape: dict[str, bool]) -> None:
    _, _, trace = made(CELLS["lstm"], shape)
    order = ticks(trace)
    seen = list(order)
    assert len(set(seen)) == len(seen) == len(order)
    assert [order.place(tick) for tick in seen] == list(range(len(seen)))
    assert all(tick_title(trace, tick) for tick in seen)
    keys = {quantity.key for quantity in trace.quantities}
    for lane in trace.lanes:
        there = {(t.time, t.quantity) for t in seen if t.lane == lane.key and t.quantity in keys}
        assert there == {(time, key) for time in range(lane.first, lane.end) for key in keys}
    attended = {(t.time, t.quantity) for t in seen if t.lane == ATTENTION}
    expected = {*(q.key for q in ATTENTION_QUANTITIES), "W", "-"} if trace.attention else set()
    steps = range(trace.source_steps, trace.steps)
    assert attended == {(time, key) for time in steps for key in expected}


@every_shape
def test_that_nothing_is_read_before_it_is_computed(shape: dict[str, bool]) -> None:
    _, _, trace = made(CELLS["lstm"], shape)
    order = ticks(trace)
    output = trace.states[0]

    def at(lane: str, time: int, key: str) -> int:
        return order.place(Tick(Phase.FORWARD, lane, time, key))

    for lane in trace.lanes:
        for time in range(lane.first, lane.end):
            first = at(lane.key, time, trace.quantities[0].key)
            earlier = trace.earlier(lane, time)
            if earlier is not None:
                assert at(lane.key, earlier, output) < first
            for below in trace.below(lane):
                assert at(below.key, time, output) < first
            decoder = trace.started_by(lane)
            if decoder:
                assert at(lane.key, time, output) < at(decoder.key, decoder.first, "a_f")
            if trace.is_top(lane):
                assert at(lane.key, time, output) < at("", time, "y")


@every_shape
def test_that_the_way_back_is_the_way_there_reversed(shape: dict[str, bool]) -> None:
    _, _, trace = made(CELLS["gru-after"], shape)
    order = ticks(trace)
    there = [t for t in order[: order.backward] if t.quantity not in ("x", "E")]
    back = [t for t in order[order.backward : order.update] if t.quantity not in ("W", "-")]
    assert [(t.lane, t.time, t.quantity) for t in there] == [
        (t.lane, t.time, t.quantity) for t in reversed(back)
    ]


@every_shape
def test_that_the_sum_grows_at_the_operations_that_add_to_it(shape: dict[str, bool]) -> None:
    _, _, trace = made(CELLS["elman-tanh"], shape)
    order = ticks(trace)
    for name in trace.parameters:
        lane = name.rpartition(".")[0]
        added = []
        for index in range(order.backward, order.update):
            tick = order[index]
            if tick.lane == lane and tick.quantity == ("W" if lane else "y"):
                added.append(tick.time)
            assert list(times_added(order, name, index)) == added


@every_cell
@every_shape
def test_that_the_units_sums_end_in_the_recorded_numbers(
    cell: Cell, shape: dict[str, bool]
) -> None:
    _, _, trace = made(cell, shape)
    for lane in trace.lanes:
        for quantity in (q for q in trace.quantities if q.products):
            for time in range(lane.first, lane.end):
                total = unit_sum(trace, lane, time, 1, quantity.key)
                assert total.sums[-1] == pytest.approx(total.value, rel=1e-12, abs=1e-12)
    for time in range(trace.source_steps, trace.steps):
        total = readout_sum(trace, time, 2)
        assert total.sums[-1] == pytest.approx(total.value, rel=1e-12, abs=1e-12)
        assert [group.stop - group.start for group in total.groups] == [trace.hidden] * len(
            total.groups
        )


@every_cell
@every_shape
def test_that_every_gradient_can_be_told(cell: Cell, shape: dict[str, bool]) -> None:
    _, _, trace = made(cell, shape)
    for lane in trace.lanes:
        for time in range(lane.first, lane.end):
            here = place(trace, Spot(time, lane.key, "h", 1))
            for quantity in trace.quantities:
                shown = row(trace, here, f"d_{quantity.key}")
                assert shown.value == lane.gradients[quantity.key][time, 1]
                assert shown.result
                assert row(trace, here, quantity.key).numbers


@every_shape
def test_that_a_trace_file_keeps_all_of_it(shape: dict[str, bool], tmp_path: Path) -> None:
    _, _, trace = made(CELLS["lstm"], shape)
    read = load_trace(save_trace(trace, tmp_path / "trace.npz"))
    assert [lane.lane for lane in read.lanes] == [lane.lane for lane in trace.lanes]
    assert (read.source_steps, read.attention is None) == (
        trace.source_steps,
        trace.attention is None,
    )
    for ours, theirs in zip(every_array(trace), every_array(read), strict=True):
        assert np.array_equal(ours, theirs)
    assert ticks(read) == ticks(trace)


def test_that_what_a_lane_does_not_compute_is_nothing() -> None:
    _, _, trace = made(CELLS["lstm"], SHAPES["attention"])
    for lane in trace.lanes:
        outside = [t for t in range(trace.steps) if not lane.spans(t)]
        assert outside
        for arrays in (lane.values, lane.gradients):
            assert not any(array[outside].any() for array in arrays.values())
    assert trace.attention
    assert not trace.attention.values["w"][: trace.source_steps].any()


def test_that_sweeps_wait_for_the_direction_that_comes_last() -> None:
    plain = (Lane(0), Lane(1))
    assert [(s.lanes, s.reads, s.answers) for s in sweeps(plain, 5, 0, False)] == [
        (plain, True, True)
    ]
    both = (Lane(0), Lane(0, True), Lane(1), Lane(1, True))
    order = sweeps(both, 5, 0, False)
    assert [s.lanes for s in order] == [(lane,) for lane in both] + [()]
    assert [list(s.times) for s in order[:2]] == [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0]]
    assert [s.reads for s in order] == [True, False, False, False, False]
    assert [s.answers for s in order] == [False, False, False, False, True]


def test_that_a_step_belongs_to_the_lane_that_has_it() -> None:
    _, _, trace = made(CELLS["lstm"], SHAPES["attention, both"])
    assert trace.lane_at("encoder2_back", 0).key == "encoder2_back"
    assert trace.lane_at("encoder2_back", trace.steps - 1).key == "decoder2"
    assert trace.lane_at("decoder1", 0).key == "encoder1"
    assert trace.lane_at("nothing", 0).key == "encoder2"
    assert trace.lane_at("nothing", trace.steps - 1).key == "decoder2"
