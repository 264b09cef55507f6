"""Jacobians: how a change of the states at one step changes those of a later one.

    ∂s_s/∂s_k = ∏_{j=k+1}^{s} ∂s_j/∂s_{j−1}

s_j are all states of step j together, of an LSTM h_j and c_j, so that the product has every way
from k to s in it. (R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent
neural networks", 2013, equation 5.) Each factor is the cell's own step of back-propagation, with
the rows of the identity in the place of a gradient.

The norm is Frobenius' by √H: the root of the mean square of the singular values. It tells how much
of a gradient is left in the mean over all directions; of the identity it is 1, for any H.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells.cell import Cell, Values
from rnnviz.trace.strands import Strand, strands
from rnnviz.trace.trace import LaneTrace, Trace

#: So many steps s are gone back from at a time, so that long sequences take bounded memory.
AT_ONCE = 64


@dataclass(frozen=True)
class JacobianMap:
    """‖∂h_s/∂h_k‖ of one sequence.

    update   how many updates the weights had seen.
    strands  by the key of a strand and by state, (T, T): row s, column k; 0 where nothing of
             step k comes to step s.
    """

    update: int
    strands: Mapping[str, Mapping[str, Floats]]


def record_jacobians(cell: Cell, trace: Trace) -> JacobianMap:
    """The norms of all products, of every strand. What truncation cuts is not cut here: it is the
    way of the states, and not of a gradient in training."""
    with np.errstate(all="ignore"):
        maps = {strand.key: _norms(cell, trace, strand) for strand in strands(trace)}
    return JacobianMap(trace.origin.update, maps)


def step_jacobian(cell: Cell, p: Values, values: Values, previous: Values) -> Floats:
    """∂s_j/∂s_{j−1} of all states of one step, (n H, n H): rows the new ones, in the order of
    `cell.states`, columns the ones before.

    p, values, previous  as `Cell.step_back` wants them, of one sequence: (H,) each.
    """
    n, hidden = len(cell.states), len(values[cell.states[0]])
    rows = np.eye(n * hidden)
    d = {state: rows[:, k * hidden : (k + 1) * hidden] for k, state in enumerate(cell.states)}
    before = cell.step_back(p, values, previous, d).previous
    return np.concatenate([before[state] for state in cell.states], axis=1)


def jacobian_at(
    cell: Cell, trace: Trace, lane: LaneTrace, time: int, p: Values | None = None
) -> Floats:
    """The same of a recorded step: what it does to the states that it finds.

    p  other parameters than those of the trace.
    """
    values = {key: value[time].astype(float) for key, value in lane.values.items()}
    previous = {state: trace.before(lane, state, time).astype(float) for state in cell.states}
    return step_jacobian(cell, p or parameters_of(trace, lane), values, previous)


def parameters_of(trace: Trace, lane: LaneTrace) -> dict[str, Floats]:
    """A lane's parameters, by the names that its cell gives them."""
    prefix = f"{lane.key}."
    return {
        name.removeprefix(prefix): array
        for name, array in trace.parameters.items()
        if name.startswith(prefix)
    }


def _norms(cell: Cell, trace: Trace, strand: Strand) -> dict[str, Floats]:
    norms: dict[str, Floats] = {
        state: np.zeros((trace.steps, trace.steps)) for state in cell.states
    }
    for first in range(0, len(strand.chain), AT_ONCE):
        _fill(cell, trace, strand, range(first, min(len(strand.chain), first + AT_ONCE)), norms)
    for array in norms.values():
        array.setflags(write=False)
    return norms


def _fill(
    cell: Cell, trace: Trace, strand: Strand, sources: range, norms: dict[str, Floats]
) -> None:
    """The rows of some steps s, by their places in the chain, all of them gone back together."""
    hidden, times = trace.hidden, np.array(strand.chain)
    blocks = {s: slice(k * hidden, (k + 1) * hidden) for k, s in enumerate(cell.states)}
    # ∂(state of s)/∂(all states of the step one stands at), (S, H, n H).
    rows = {state: np.zeros((len(sources), hidden, len(blocks) * hidden)) for state in cell.states}
    for place in reversed(range(sources.stop)):
        alive = slice(max(0, place - sources.start), len(sources))
        jacobian = jacobian_at(cell, trace, strand.lane_at(times[place]), times[place])
        for state, block in blocks.items():
            if place in sources:
                rows[state][place - sources.start][:, block] = np.eye(hidden)
            here = rows[state][alive]
            squares = np.square(here[:, :, block]).sum(axis=(1, 2))
            at = times[sources.start + alive.start : sources.stop]
            norms[state][at, times[place]] = np.sqrt(squares / hidden)
            rows[state][alive] = here @ jacobian
