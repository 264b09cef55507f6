"""The product of Jacobians from one step back to another, term by term.

    ∂s_s/∂s_k = ∏_{j=k+1}^{s} ∂s_j/∂s_{j−1}

with s_j all states of step j together, as in jacobians.py, which has the factors. What a factor
does is told apart: of an Elman cell it is diag(f′) W_hh; of a cell with gates it is what comes the
direct way, without a weight matrix, plus all that comes through the matrices.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Cell
from rnnviz.trace.highway import highway_of, kept_shares
from rnnviz.trace.jacobians import jacobian_at, parameters_of
from rnnviz.trace.recurrent_matrices import largest_singular_value
from rnnviz.trace.strands import Strand, strand_of
from rnnviz.trace.trace import LaneTrace, Trace

#: So many matrices are kept, half of them next to s, half next to k; fewer where they would be
#: more numbers than this.
MOST_TERMS, MOST_NUMBERS = 12, 4e6


@dataclass(frozen=True)
class Stretch:
    """From which step to which: s, whose states are derived, and k, by whose states. In the order
    of the strand k is not after s."""

    strand: Strand
    source: int
    step: int

    @property
    def chain(self) -> tuple[int, ...]:
        """The steps from s back to the strand's first."""
        place = self.strand.chain.index(self.source)
        return self.strand.chain[place::-1]


@dataclass(frozen=True)
class Term:
    """∂s_j/∂s_{j−1} of step `time` = j, (n H, n H), and the product of all terms from s to it.

    sigma    the largest singular value, and that of the product.
    parts    those of what the term is made of: of its two factors, or of its two summands.
    """

    time: int
    matrix: Floats
    product: Floats
    sigma: float
    product_sigma: float
    parts: tuple[float, float]


@dataclass(frozen=True)
class JacobianPath:
    """Everything from s back. Arrays have a row for each step of `chain`; row 0 is s itself.

    update, strand, source, step   of which weights, which strand, s and k.
    chain      the steps from s back to the strand's first.
    states     in the order in which they stand in the matrices.
    is_product whether each term is diag(f′) times a matrix, and not a sum.
    norms      by state: ‖∂(state)_s/∂(state)_k‖, as in JacobianMap.
    halfway    of a product: the norm after diag(f′) of the step after, before the matrix. (P,)
    diagonals  by state: ∂(state of unit i)_s/∂(state of unit i)_k, (P, H).
    loops      by state: of the step's own Jacobian what leads from a unit to itself, (P, H).
    gates      of the state that has a highway, the gate at each step, (P, H); None where none has.
    terms      of the steps from s to k + 1 the first and the last ones, in that order; none where
               they were not asked for.
    """

    update: int
    strand: str
    source: int
    step: int
    chain: tuple[int, ...]
    states: tuple[str, ...]
    is_product: bool
    norms: Mapping[str, Floats]
    halfway: Floats
    diagonals: Mapping[str, Floats]
    loops: Mapping[str, Floats]
    gates: Floats | None
    terms: tuple[Term, ...]

    @property
    def count(self) -> int:
        """How many terms there are from s to k."""
        return self.chain.index(self.step)

    @property
    def is_backward(self) -> bool:
        """Whether each step of it is derived by the one that follows in time."""
        return len(self.chain) > 1 and all(np.diff(self.chain[: max(2, self.count + 1)]) > 0)

    @property
    def kept(self) -> Floats | None:
        """The product of the gates from s down to, but without, each step, (P, H)."""
        return None if self.gates is None else kept_shares(self.gates[:-1])

    @property
    def own_loops(self) -> Floats:
        """The same product of each unit's own loop, of the output, (P, H)."""
        return kept_shares(self.loops[self.states[0]][:-1])


def stretch_of(trace: Trace, lane: str, step: int, source: int | None = None) -> Stretch:
    """What is picked, as far as there is such a stretch: without s, or where the strand of the
    lane has no such step, s is its last step that has a loss; and k is then s itself."""
    strand = strand_of(trace, lane)
    order = strand.chain
    if source in order:
        last = order.index(source)
    else:
        scored = [place for place, time in enumerate(order) if trace.scored[time]]
        last = scored[-1] if scored else len(order) - 1
    first = order.index(step) if step in order else last
    if first > last:
        first, last = last, first
    return Stretch(strand, order[last], order[first])


def record_path(
    cell: Cell, trace: Trace, stretch: Stretch, with_terms: bool = True
) -> JacobianPath:
    """Go back from s to the first step of its strand, and keep what is to be seen of it; without
    the terms, which nobody may want to see, that takes half the time."""
    with np.errstate(all="ignore"):
        return _Path(cell, trace, stretch).finished(with_terms)


def has_factors(cell: Cell) -> bool:
    """Whether the state is f of a sum with one recurrent matrix in it, so that its Jacobian is
    diag(f′) times that matrix."""
    return len(cell.states) == 1 and len(_recurrent(cell)) == 1


def _recurrent(cell: Cell) -> list[tuple[str, str]]:
    """Quantity and weight of every product with something of the step before."""
    return [
        (quantity.key, product.weight)
        for quantity in cell.quantities
        for product in quantity.products
        if product.sources != ("x",)
    ]


class _Path:
    """A path in the making."""

    def __init__(self, cell: Cell, trace: Trace, stretch: Stretch):
        self._cell, self._trace, self._stretch = cell, trace, stretch
        self._size, self._highway = len(cell.states) * trace.hidden, highway_of(cell.quantities)
        self._is_product = has_factors(cell)
        self._matrix_sigma: dict[str, float] = {}

    def finished(self, with_terms: bool) -> JacobianPath:
        trace, cell, stretch = self._trace, self._cell, self._stretch
        chain = stretch.chain
        shown = self._shown(chain.index(stretch.step)) if with_terms else set()
        terms = []
        rows = {name: np.zeros((len(chain), trace.hidden)) for name in ("gate", *cell.states)}
        loops = {state: np.zeros((len(chain), trace.hidden)) for state in cell.states}
        norms = {state: np.zeros(len(chain)) for state in cell.states}
        halfway = np.zeros(len(chain))
        product = np.eye(self._size)
        for place, time in enumerate(chain):
            lane = stretch.strand.lane_at(time)
            jacobian = jacobian_at(cell, trace, lane, time)
            for state, block in self._blocks().items():
                norms[state][place] = self._norm(product[block, block])
                rows[state][place] = np.diag(product[block, block])
                loops[state][place] = np.diag(jacobian[block, block])
            if self._highway is not None:
                rows["gate"][place] = lane.values[self._highway.gate][time]
            if self._is_product:
                halfway[place] = self._norm(product * self._slopes(lane, time))
            product = product @ jacobian
            if place in shown:
                terms.append(self._term(lane, time, jacobian, product))
        gates = rows.pop("gate")
        return JacobianPath(
            trace.origin.update,
            stretch.strand.key,
            stretch.source,
            stretch.step,
            chain,
            cell.states,
            self._is_product,
            norms,
            halfway,
            rows,
            loops,
            None if self._highway is None else gates,
            tuple(terms),
        )

    def _shown(self, count: int) -> set[int]:
        """The places of the terms whose matrices are kept."""
        most = max(2, min(MOST_TERMS, int(MOST_NUMBERS / self._size**2)))
        places = range(count)
        if count <= most:
            return set(places)
        return {*places[: most // 2], *places[-(most - most // 2) :]}

    def _blocks(self) -> dict[str, slice]:
        hidden = self._trace.hidden
        return {s: slice(n * hidden, (n + 1) * hidden) for n, s in enumerate(self._cell.states)}

    def _norm(self, matrix: Floats) -> float:
        return float(np.sqrt(np.square(matrix).sum() / self._trace.hidden))

    def _slopes(self, lane: LaneTrace, time: int) -> Floats:
        """f′ at every unit: how the state answers to the sum that the matrix is part of."""
        cell, trace = self._cell, self._trace
        values = {key: value[time].astype(float) for key, value in lane.values.items()}
        previous = {state: trace.before(lane, state, time) for state in cell.states}
        ones = {state: np.ones(trace.hidden) for state in cell.states}
        back = cell.step_back(parameters_of(trace, lane), values, previous, ones)
        return back.quantities[_recurrent(cell)[0][0]]

    def _term(self, lane: LaneTrace, time: int, jacobian: Floats, product: Floats) -> Term:
        parts = (
            (float(np.abs(self._slopes(lane, time)).max()), self._sigma_of_matrix(lane))
            if self._is_product
            else self._summands(lane, time, jacobian)
        )
        sigmas = largest_singular_value(jacobian), largest_singular_value(product)
        return Term(time, jacobian, product, *sigmas, parts)

    def _sigma_of_matrix(self, lane: LaneTrace) -> float:
        """That of the one recurrent matrix, the same at every step of a lane."""
        if lane.key not in self._matrix_sigma:
            matrix = self._trace.parameters[f"{lane.key}.{_recurrent(self._cell)[0][1]}"]
            self._matrix_sigma[lane.key] = largest_singular_value(matrix)
        return self._matrix_sigma[lane.key]

    def _summands(self, lane: LaneTrace, time: int, jacobian: Floats) -> tuple[float, float]:
        """The largest singular values of diag(gate), and of what comes through the matrices."""
        rest, gate = jacobian.copy(), np.zeros(self._trace.hidden)
        if self._highway is not None:
            gate = lane.values[self._highway.gate][time].astype(float)
        rest -= self._direct(lane, time)
        return float(np.abs(gate).max()), largest_singular_value(rest)

    def _direct(self, lane: LaneTrace, time: int) -> Floats:
        """The Jacobian where every recurrent matrix is 0."""
        weights = parameters_of(self._trace, lane)
        without = {name: np.zeros_like(array) for name, array in weights.items()}
        return jacobian_at(self._cell, self._trace, lane, time, without)
