"""The order of the single operations."""

import re

import pytest

from rnnviz.engine.cells.cell import Cell, Quantity
from rnnviz.engine.lane import Lane
from rnnviz.engine.sweeps import sweeps
from rnnviz.trace.ticks import UPDATE_TICKS, Granularity, Phase, Tick, Ticks, moved, ticks
from rnnviz.trace.trace import Trace
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
every_size = pytest.mark.parametrize(("layers", "steps"), [(1, 1), (1, 4), (3, 3)])

FORWARD, BACKWARD, UPDATE = Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE
FINE = (Granularity.QUANTITY, Granularity.TIME_STEP, Granularity.SEQUENCE)

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
    expected |= {Tick(UPDATE, "", 0, key) for key in ("sum", "clip", "step", "weights")}
    assert set(order) == expected
    assert len(order) == len(expected)


@every_cell
@every_size
def test_that_every_operation_is_found_at_its_place(cell: Cell, layers: int, steps: int) -> None:
    order = ticks(make_trace(cell, layers, steps))
    listed = [order[n] for n in range(len(order))]
    assert list(order) == listed == list(order[:])
    assert [order.place(tick) for tick in listed] == list(range(len(order)))
    assert order[-1] == listed[-1] == Tick(UPDATE, "", 0, "weights")
    phases = [tick.phase for tick in listed]
    assert order.backward == phases.index(BACKWARD)
    assert order.update == phases.index(UPDATE)
    assert order[-3:] == listed[-3:]


def test_that_what_is_no_operation_is_none() -> None:
    for tick in (
        Tick(FORWARD, "", 3, "x"),
        Tick(FORWARD, "layer3", 0, "h"),
        Tick(FORWARD, "layer1", 0, "W"),
        Tick(BACKWARD, "layer1", -1, "h"),
        Tick(UPDATE, "", 1, "sum"),
        Tick(UPDATE, "", 0, "h"),
    ):
        assert tick not in ORDER
        with pytest.raises(KeyError):
            ORDER.place(tick)
    assert "sum" not in ORDER
    for index in (len(ORDER), -len(ORDER) - 1):
        with pytest.raises(IndexError):
            ORDER[index]


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


def walked(granularity: Granularity, start: int = -1, by: int = 1) -> list[int]:
    """Where steps end, until they lead out of the update."""
    ends: list[int] = []
    index = moved(ORDER, start, granularity, by)
    while index is not None:
        ends.append(index)
        index = moved(ORDER, index, granularity, by)
    return ends


@pytest.mark.parametrize("granularity", FINE)
def test_that_the_way_back_is_the_way_there(granularity: Granularity) -> None:
    there, back = walked(granularity), walked(granularity, len(ORDER), -1)
    assert there == sorted(set(there)) == back[::-1]
    assert there[-1] == len(ORDER) - 1


def test_that_a_step_by_time_ends_where_the_time_step_ends() -> None:
    ends = [(ORDER[n].phase, ORDER[n].time, ORDER[n].quantity) for n in walked(FINE[1])]
    assert ends == [
        *((FORWARD, t, "E") for t in (0, 1, 2)),
        *((BACKWARD, t, "-") for t in (2, 1, 0)),
        (UPDATE, 0, "weights"),
    ]


def test_that_a_step_by_sequence_ends_where_the_pass_ends() -> None:
    assert [ORDER[n] for n in walked(Granularity.SEQUENCE)] == [
        Tick(FORWARD, "", 2, "E"),
        Tick(BACKWARD, "layer1", 0, "-"),
        Tick(UPDATE, "", 0, "weights"),
    ]


@pytest.mark.parametrize("granularity", FINE)
def test_that_from_amid_a_part_a_step_ends_at_one_of_its_ends(granularity: Granularity) -> None:
    ends = walked(granularity)
    for index in range(len(ORDER)):
        on = moved(ORDER, index, granularity, 1)
        assert on == next((end for end in ends if end > index), None)
        back = moved(ORDER, index, granularity, -1)
        first = ORDER.part(index, granularity)[0]
        assert back == (first - 1 if first else None)


def test_that_a_long_order_takes_no_room() -> None:
    lanes = tuple(Lane(n) for n in range(4))
    order = Ticks(sweeps(lanes, 400, 0, False), tuple("qrstuvwxyz"))
    assert len(order) == 400 * (43 + 49) + len(UPDATE_TICKS)
    assert order[order.backward] == Tick(BACKWARD, "", 399, "y")


def test_that_the_order_of_equal_traces_is_made_once() -> None:
    assert ticks(make_trace(CELLS["lstm"], seed=1)) is ticks(make_trace(CELLS["lstm"], seed=2))
