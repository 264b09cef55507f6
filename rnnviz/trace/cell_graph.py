"""CellGraph: which quantity of a cell is made from which, laid out from left to right."""

import re
from functools import lru_cache
from typing import NamedTuple

from rnnviz.trace.trace import Quantity, Trace

_READ = re.compile(r"\{([^{}]+)\}")


class Edge(NamedTuple):
    """`target` reads `source`: "x", a state of the step before ("h-"), or a quantity.

    weight  the matrix in between, "" where it is read as it is.
    """

    source: str
    target: str
    weight: str


class CellGraph(NamedTuple):
    """The nodes by key, and their places: column by column, what is read left of what reads.

    columns  the keys of each column; the first holds what comes in.
    rows     where each stands from top to bottom, from 0 to `height` − 1. A state that is
             carried on unit by unit, as c_t = f ⊙ c_{t−1} + …, has a line of its own, the
             topmost; what a matrix makes has a row each, and what is made of it follows there.
    """

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, float], ...]
    edges: tuple[Edge, ...]

    @property
    def height(self) -> float:
        """How many rows there are."""
        return max(row for _, row in self.rows) + 1

    def read_by(self, key: str) -> frozenset[str]:
        """What a node is made from."""
        return frozenset(edge.source for edge in self.edges if edge.target == key)

    def readers(self, key: str) -> frozenset[str]:
        """What is made from a node."""
        return frozenset(edge.target for edge in self.edges if edge.source == key)


def cell_graph(trace: Trace) -> CellGraph:
    """The graph of the trace's cell."""
    return _graph(trace.quantities, trace.states)


@lru_cache(maxsize=16)
def _graph(quantities: tuple[Quantity, ...], states: tuple[str, ...]) -> CellGraph:
    edges = tuple(edge for quantity in quantities for edge in _edges_to(quantity))
    incoming = [*(f"{state}-" for state in reversed(states)), "x"]
    depth = dict.fromkeys(incoming, 0)
    for quantity in quantities:
        read = [edge.source for edge in edges if edge.target == quantity.key]
        depth[quantity.key] = 1 + max(depth[key] for key in read)
    # The output stands at the right end, where it leaves the cell.
    depth[states[0]] = max(depth.values())
    columns = [[key for key in depth if depth[key] == n] for n in range(max(depth.values()) + 1)]
    rows = _rows(quantities, states, edges, depth)
    return CellGraph(tuple(map(tuple, columns)), tuple(rows.items()), edges)


def _rows(
    quantities: tuple[Quantity, ...],
    states: tuple[str, ...],
    edges: tuple[Edge, ...],
    depth: dict[str, int],
) -> dict[str, float]:
    carried = [state for state in states if Edge(f"{state}-", state, "") in edges]
    affine = [q.key for q in quantities if q.products and depth[q.key] == 1]
    first = 1.0 if carried else 0.0
    last = first + len(affine) - 1
    rows = {key: first + n for n, key in enumerate(affine)}
    rows |= {key: 0.0 for state in carried for key in (state, f"{state}-")}
    rows |= {f"{state}-": (first + last) / 2 for state in states if state not in carried}
    rows["x"] = last
    if rows["x"] in [row for key, row in rows.items() if key.endswith("-")]:
        # Where there is one row for all, what comes in stands above and below it.
        rows |= {f"{states[0]}-": 0.0, "x": 1.0, **dict.fromkeys(affine, 0.5)}
    for quantity in quantities:
        read = [e.source for e in edges if e.target == quantity.key and e.source in rows]
        same_step = [key for key in read if key != "x" and not key.endswith("-")]
        if quantity.key not in rows:
            rows[quantity.key] = sum(rows[key] for key in same_step) / len(same_step)
    return rows


def _edges_to(quantity: Quantity) -> list[Edge]:
    edges = [
        Edge(source, quantity.key, product.weight)
        for product in quantity.products
        for source in product.sources
    ]
    read = dict.fromkeys(_READ.findall(quantity.formula))
    return edges + [Edge(source, quantity.key, "") for source in read]
