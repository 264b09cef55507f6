"""What operations are called."""

import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.tick_titles import tick_title
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("layers", [1, 2])
def test_that_within_a_time_step_no_two_operations_are_called_the_same(
    cell: Cell, layers: int
) -> None:
    trace = make_trace(cell, layers, 3)
    titles = [(tick.time, tick_title(trace, tick)) for tick in ticks(trace)]
    assert len(set(titles)) == len(titles)


def test_that_the_layer_is_told_where_there_are_several() -> None:
    tick = Tick(Phase.FORWARD, "layer1", 0, "f")
    assert tick_title(make_trace(CELLS["lstm"], 1), tick) == "forward · forget gate f"
    assert tick_title(make_trace(CELLS["lstm"], 2), tick) == "forward · forget gate f, layer 1"
    tick = Tick(Phase.BACKWARD, "layer1", 1, "h")
    assert tick_title(make_trace(CELLS["gru-before"], 1), tick) == "backward · ∂E/∂h"
