"""Gradient looks: where the gradient of the sequence shown, or of a batch, goes."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Batch
from rnnviz.engine.network import Network, NetworkState
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.gradient_map import GradientMap, record_gradient_map
from rnnviz.trace.jacobians import JacobianMap, record_jacobians
from rnnviz.trace.strands import strands
from rnnviz.trace.trace import Trace

#: What is made at once, while it trains or while one steps through updates: at most so many
#: operations, less than a tenth of a second. What takes more is made beside everything else.
MOST_AT_ONCE = 4e8
#: For every number of a step and source, beside the products with the weights; measured.
BESIDE = 30.0

SET_BY_HAND = "A state was set by hand: what flows back through it is not taken apart."
ON_PAUSE = "This takes too long to be made while the network trains; it is made on pause."
IN_THE_MAKING = "Being made …"


@dataclass(frozen=True)
class Gradients:
    """What came of it; `says` why there is less than was asked for."""

    map: GradientMap | None = None
    jacobians: JacobianMap | None = None
    says: str = ""


def made_at_once(run: TrainingRun, trace: Trace) -> Gradients | None:
    """Of the sequence shown, as far as it is made in no time; None where nobody asked. `trace` is
    the present one of the run."""
    wish = run.gradient_wish
    if wish is None:
        return None
    if run.what_if.states:
        return Gradients(says=SET_BY_HAND)
    found, jacobians, says = map_at_once(run, trace), None, ""
    if wish.jacobians and jacobian_operations(trace) <= MOST_AT_ONCE:
        jacobians = record_jacobians(run.network.cell, trace)
    if found is None or (wish.jacobians and jacobians is None):
        says = ON_PAUSE
    return Gradients(found, jacobians, says)


def map_at_once(run: TrainingRun, trace: Trace) -> GradientMap | None:
    """The map of the sequence shown, whoever asks; None where it is not made in no time."""
    if run.what_if.states:
        return None
    sample, start = _displayed(run)
    if map_operations(run.network, sample) > MOST_AT_ONCE:
        return None
    return _map(run, run.network, sample, start, trace)


def made_beside(run: TrainingRun, trace: Trace, wish: GradientWish) -> Callable[[], Gradients]:
    """All that was asked for, to be made in a thread of its own: nothing in it changes when the
    network learns. To be called while nobody else has the run."""
    network = run.network.like(run.network.parameters.flat.dtype)
    sample, start = run.training.upcoming() if wish.whole_batch else _displayed(run)
    start = {
        lane: {state: value.copy() for state, value in states.items()}
        for lane, states in start.items()
    }

    def make() -> Gradients:
        found = _map(run, network, sample, start, trace)
        jacobians = record_jacobians(network.cell, trace) if wish.jacobians else None
        return Gradients(found, jacobians)

    return make


def is_complete(gradients: Gradients, wish: GradientWish) -> bool:
    """Whether there is no more to make; a map of the sequence is none of a batch."""
    if gradients.says == SET_BY_HAND:
        return True
    jacobians = gradients.jacobians is not None or not wish.jacobians
    return gradients.map is not None and jacobians and not wish.whole_batch


def map_operations(network: Network, batch: Batch) -> float:
    """About what a gradient map costs: each source is carried back through every step before."""
    counts = np.flatnonzero(batch.scored.any(axis=1)) + 1
    ways = float(counts.sum()) * batch.size
    weights = sum(
        network.parameters[name].size
        for lane in network.lanes
        for name in network.parameters
        if name.startswith(f"{lane.key}.")
    )
    return ways * (2.0 * weights + BESIDE * len(network.lanes) * network.hidden)


def jacobian_operations(trace: Trace) -> float:
    """About what the products of Jacobians cost: one for every two steps and every state."""
    states = len(trace.states)
    ways = sum(len(strand.chain) ** 2 / 2 for strand in strands(trace))
    return float(2.0 * ways * states * trace.hidden * (states * trace.hidden) ** 2)


def _displayed(run: TrainingRun) -> tuple[Batch, NetworkState]:
    sample, start, _ = run.displayed()
    return run.what_if.sample(run.network, sample), start


def _map(
    run: TrainingRun, network: Network, batch: Batch, start: NetworkState, trace: Trace
) -> GradientMap:
    loss, update = run.training.loss, trace.origin.update
    return record_gradient_map(network, loss, batch, start, update, trace.truncation)
