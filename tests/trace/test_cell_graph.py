"""The graph of a cell: every quantity, all that it reads, and a place of its own."""

import itertools
import re

import pytest

from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.cell_graph import cell_graph
from tests.engine.examples import CELLS
from tests.trace.examples import make_trace

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


@every_cell
def test_that_every_quantity_reads_what_the_cell_says(cell: Cell) -> None:
    graph = cell_graph(make_trace(cell))
    nodes = {key for column in graph.columns for key in column}
    assert nodes == {*(q.key for q in cell.quantities), "x", *(f"{s}-" for s in cell.states)}
    for quantity in cell.quantities:
        read = set(re.findall(r"{([^}]+)}", quantity.formula))
        read |= {source for product in quantity.products for source in product.sources}
        assert graph.read_by(quantity.key) == read
        for source in read:
            assert quantity.key in graph.readers(source)
    weights = {edge.weight for edge in graph.edges} - {""}
    assert weights == {p.name for p in cell.parameters if p.sources}


@every_cell
def test_that_what_is_read_stands_left_of_what_reads_it(cell: Cell) -> None:
    graph = cell_graph(make_trace(cell))
    column = {key: n for n, keys in enumerate(graph.columns) for key in keys}
    assert all(column[edge.source] < column[edge.target] for edge in graph.edges)
    assert graph.columns[-1] == (cell.states[0],)


@every_cell
def test_that_no_two_nodes_stand_at_the_same_place(cell: Cell) -> None:
    graph = cell_graph(make_trace(cell))
    rows = dict(graph.rows)
    for keys in graph.columns:
        placed = sorted(rows[key] for key in keys)
        assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(placed))
    assert min(rows.values()) == 0
    assert graph.height == max(rows.values()) + 1
