"""What follows from a trace: norms, and the gradient of each weight taken apart by time step.

∂E/∂W = Σ_t δ_t ⊗ s_t, where δ_t is the gradient of the affine quantity that W is part of
and s_t what W read at step t. Nothing of size (T, H, H) is ever made: the norm of an outer
product is the product of the norms.
"""

from collections.abc import Iterator

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.trace import LaneTrace, Trace


def norms(array: Floats) -> Floats:
    """The Euclidean norm of every row: (T, H) to (T,)."""
    lengths: Floats = np.sqrt(np.einsum("th,th->t", array, array))
    return lengths


def state_gradient_norms(trace: Trace, lane: LaneTrace) -> Floats:
    """‖∂E/∂h_t‖ at every step, (T,)."""
    return norms(lane.gradients[trace.states[0]])


def sources(trace: Trace, lane: LaneTrace, names: tuple[str, ...]) -> Floats:
    """What a product read at every step, its sources laid end to end, (T, columns)."""
    parts = []
    for name in names:
        if name == "x":
            parts.append(lane.inputs)
        elif name.endswith("-"):
            parts.append(states_before(trace, lane, name[:-1]))
        else:
            parts.append(lane.values[name])
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=1)


def states_before(trace: Trace, lane: LaneTrace, state: str) -> Floats:
    """A state as each step of a lane finds it, (T, H); 0 where the lane does not compute."""
    found = np.zeros_like(lane.values[state])
    for time in range(lane.first, lane.end):
        if trace.exists[time]:
            found[time] = trace.before(lane, state, time)
    return found


def factors(trace: Trace, lane: LaneTrace) -> Iterator[tuple[str, Floats, Floats | None]]:
    """For each parameter of a lane its name and the two factors of its gradient: δ (T, H)
    and s (T, columns); a bias has no s. Row t of both is what step t adds to the gradient."""
    for quantity in trace.quantities:
        for product in quantity.products:
            delta = lane.gradients[quantity.key]
            yield f"{lane.key}.{product.weight}", delta, sources(trace, lane, product.sources)
        if quantity.bias:
            yield f"{lane.key}.{quantity.bias}", lane.gradients[quantity.key], None


def step_contributions(trace: Trace, lane: LaneTrace) -> Floats:
    """The norm of what each step adds to ∂E/∂W, over all parameters of a lane, (T,).

    The norms of the parts do not add up to the norm of the sum: parts may cancel.
    """
    squares = np.zeros(trace.steps)
    for _, delta, read in factors(trace, lane):
        square = norms(delta) ** 2
        squares += square if read is None else square * norms(read) ** 2
    contributions: Floats = np.sqrt(squares)
    return contributions


def weight_gradients(trace: Trace, lane: LaneTrace) -> dict[str, Floats]:
    """∂E/∂W for every parameter of a lane: all steps summed."""
    return {
        name: delta.sum(axis=0) if read is None else delta.T @ read
        for name, delta, read in factors(trace, lane)
    }


def weight_gradient_norm(trace: Trace, lane: LaneTrace) -> float:
    """‖∂E/∂W‖ over all parameters of a lane, all steps summed."""
    gradients = weight_gradients(trace, lane).values()
    return float(np.sqrt(sum(float(np.vdot(g, g)) for g in gradients)))
