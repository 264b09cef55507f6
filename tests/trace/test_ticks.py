"""The order of the single operations."""

import itertools
import re

import pytest

from rnnviz.engine.cells.cell import Cell, Quantity
from rnnviz.trace.ticks import Granularity, Phase, Tick, moved, ticks
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_size = pytest.mark.parametrize(("layers", "steps"), [(1, 1), (1, 4), (3, 3)])

FORWARD, BACKWARD = Phase.FORWARD, Phase.BACKWARD

#: A number of the forward pass: (lane, time, quantity).
Number = tuple[str, int, str]


def names_read(quantity: Quantity) -> set[str]:
    sources = {source for product in quantity.products for source in product.sources}
    return sources | set(re.findall(r"{([^}]+)}", quantity.formula))


def read_by(trace: Trace, lane: str, time: int, key: str) -> set[Number]:
    """The numbers that an operation of the forward pass reads, but for starting states."""
    lanes = [each.key for each in trace.lanes]
    output = trace.states[0]
    if key == "x":
        return set()
    if key == "y":
        return {(lanes[-1], time, output)}
    if key == "E":
        return {("", time, "y")}
    found: set[Number] = set()
    for name in names_read(trace.quantity(key)):
        if name == "x":
            below = lanes.index(lane) - 1
            found.add((lanes[below], time, output) if below >= 0 else ("", time, "x"))
        elif not name.endswith("-"):
            found.add((lane, time, name))
        elif time > 0:
            found.add((lane, time - 1, name[:-1]))
    return found


@every_cell
@every_size
def test_that_every_operation_comes_once(cell: Cell, layers: int, steps: int) -> None:
    order = ticks(make_trace(cell, layers, steps))
    lanes = [f"layer{n + 1}" for n in range(layers)]
    keys = [quantity.key for quantity in cell.quantities]
    expected = {Tick(FORWARD, "", t, key) for t in range(steps) for key in ("x", "y", "E")}
    expected |= {Tick(BACKWARD, "", t, "y") for t in range(steps)}
    for lane in lanes:
        for t in range(steps):
            expected |= {Tick(FORWARD, lane, t, key) for key in keys}
            expected |= {Tick(BACKWARD, lane, t, key) for key in (*keys, "W", "-")}
    assert set(order) == expected
    assert len(order) == len(expected)


@every_cell
@every_size
def test_that_what_an_operation_reads_is_computed_before(
    cell: Cell, layers: int, steps: int
) -> None:
    trace = make_trace(cell, layers, steps)
    known: set[Number] = set()
    for tick in ticks(trace):
        if tick.phase is FORWARD:
            assert read_by(trace, tick.lane, tick.time, tick.quantity) <= known
            known.add((tick.lane, tick.time, tick.quantity))


@every_cell
@every_size
def test_that_a_gradient_comes_after_those_of_all_that_read_its_quantity(
    cell: Cell, layers: int, steps: int
) -> None:
    trace = make_trace(cell, layers, steps)
    forward = [tick for tick in ticks(trace) if tick.phase is FORWARD and tick.quantity != "E"]
    readers: dict[Number, set[Number]] = {}
    for tick in forward:
        reader = (tick.lane, tick.time, tick.quantity)
        for number in read_by(trace, *reader):
            readers.setdefault(number, set()).add(reader)
    known: set[Number] = set()
    for tick in ticks(trace):
        number = (tick.lane, tick.time, tick.quantity)
        if tick.phase is BACKWARD and tick.quantity not in ("W", "-"):
            assert readers.get(number, set()) <= known, tick
            known.add(number)


@every_cell
def test_that_a_step_adds_to_the_weights_and_goes_on_after_all_its_gradients(cell: Cell) -> None:
    order = ticks(make_trace(cell, 2, 2))
    keys = [tick.quantity for tick in order if tick.phase is BACKWARD and tick.lane == "layer1"]
    one_step = [*(quantity.key for quantity in reversed(cell.quantities)), "W", "-"]
    assert keys == one_step * 2


@every_cell
def test_that_the_backward_pass_mirrors_the_forward_pass(cell: Cell) -> None:
    order = ticks(make_trace(cell, 2, 3))
    there = [t for t in order if t.phase is FORWARD and t.quantity not in ("x", "E")]
    back = [t for t in order if t.phase is BACKWARD and t.quantity not in ("W", "-")]
    assert [(t.lane, t.time, t.quantity) for t in reversed(there)] == [
        (t.lane, t.time, t.quantity) for t in back
    ]


ORDER = ticks(make_trace(CELLS["gru-after"], 2, 3))


@pytest.mark.parametrize(
    "granularity", [Granularity.QUANTITY, Granularity.TIME_STEP, Granularity.SEQUENCE]
)
def test_that_from_where_a_step_ended_one_forth_and_one_back_is_no_step(
    granularity: Granularity,
) -> None:
    index, seen = 0, []
    while index < len(ORDER) - 1:
        index = moved(ORDER, index, granularity, 1)
        seen.append(index)
    assert seen == sorted(set(seen))
    for earlier, later in itertools.pairwise(seen):
        assert moved(ORDER, earlier, granularity, 1) == later
        assert moved(ORDER, later, granularity, -1) == earlier


def test_that_a_step_by_time_ends_where_the_time_step_ends() -> None:
    ends, index = [], 0
    while index < len(ORDER) - 1:
        index = moved(ORDER, index, Granularity.TIME_STEP, 1)
        ends.append((ORDER[index].phase, ORDER[index].time, ORDER[index].quantity))
    assert ends == [
        *((FORWARD, t, "E") for t in (0, 1, 2)),
        *((BACKWARD, t, "-") for t in (2, 1, 0)),
    ]


def test_that_a_step_by_sequence_ends_where_the_pass_ends() -> None:
    end_of_forward = moved(ORDER, 5, Granularity.SEQUENCE, 1)
    assert ORDER[end_of_forward] == Tick(FORWARD, "", 2, "E")
    assert moved(ORDER, end_of_forward, Granularity.SEQUENCE, 1) == len(ORDER) - 1
    assert moved(ORDER, len(ORDER) - 1, Granularity.SEQUENCE, -1) == end_of_forward
    assert moved(ORDER, end_of_forward, Granularity.SEQUENCE, -1) == 0


@pytest.mark.parametrize("granularity", list(Granularity))
def test_that_the_cursor_stays_within_the_order(granularity: Granularity) -> None:
    assert moved(ORDER, 0, granularity, -1) == 0
    assert moved(ORDER, len(ORDER) - 1, granularity, 1) == len(ORDER) - 1


def test_that_the_order_of_equal_traces_is_made_once() -> None:
    assert ticks(make_trace(CELLS["lstm"], seed=1)) is ticks(make_trace(CELLS["lstm"], seed=2))
