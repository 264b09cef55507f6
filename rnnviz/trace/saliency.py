"""Saliency: how much each input matters for one output, to the first order.

    S_k = ∂y_{s,o} / ∂x_k

for the logit y_{s,o} of class o at step s (K. Simonyan, A. Vedaldi and A. Zisserman, "Deep inside
convolutional networks", 2014; of recurrent networks A. Madsen, "Visualizing memorization in RNNs",
Distill, 2019). What is told of an input is ‖S_k‖, or S_k · x_k: by how much y_{s,o} would be less
if the input were not there, were the network linear.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.layer import FixedStates
from rnnviz.engine.network import Backward, Fixed, Forward, Network, NetworkState
from rnnviz.trace.recorder import by_lane_steps, span_of
from rnnviz.trace.trace import Trace


@dataclass(frozen=True)
class Saliency:
    """Of one output of one sequence.

    trace      of the sequence.
    step, output   s and o.
    gradients  S_k, (T, I); of a decoder's steps (T, O) of it. Where I and O differ, the rest of the
               row is 0, as it is where nothing is read.
    """

    trace: Trace
    step: int
    output: int
    gradients: Floats

    @cached_property
    def norms(self) -> Floats:
        """‖S_k‖, (T,)."""
        found: Floats = np.sqrt(np.einsum("ti,ti->t", self.gradients, self.gradients))
        return found

    @cached_property
    def products(self) -> Floats:
        """S_k · x_k, (T,)."""
        found: Floats = np.einsum("ti,ti->t", self.gradients, self.trace.inputs)
        return found


def is_of_symbols(trace: Trace) -> bool:
    """Whether every input is one of some symbols, or nothing."""
    x = trace.inputs
    return bool(((x == 0) | (x == 1)).all() and (x.sum(axis=1) <= 1).all())


def scored_step(trace: Trace, time: int) -> int | None:
    """The step whose output is asked about where a step is picked: the first from there on at
    which something is wanted, or the last one; None where nothing is."""
    steps = np.flatnonzero(trace.scored)
    if not len(steps):
        return None
    return int(steps[min(len(steps) - 1, int(np.searchsorted(steps, time)))])


def wanted_output(trace: Trace, step: int) -> int:
    """The output that is wanted at a step: a class, or the largest of the numbers wanted."""
    target = trace.targets[step]
    return int(target) if trace.targets.ndim == 1 else int(np.argmax(target))


def record_saliency(
    network: Network, trace: Trace, step: int, output: int, fixed: Fixed | None = None
) -> Saliency:
    """Back-propagate from y_{s,o} alone to all inputs, through every lane and every step: that
    training cuts its gradient somewhere changes nothing in what an input matters.

    network  of the shape of that in the trace; its weights are those of the trace, whatever it has.
    fixed    numbers of states set by hand in the trace, by lane and time step: they depend on no
             input. What is read of the network's own answers is taken as given.
    """
    network = network.like(network.parameters.flat.dtype)
    for name, weights in trace.parameters.items():
        network.parameters[name][...] = weights
    sample, start = replayed(trace)
    lanes = {lane.key: lane for lane in network.lanes}
    by_hand: dict[str, FixedStates] = {
        key: by_lane_steps(lanes[key], sample, by_time) for key, by_time in (fixed or {}).items()
    }
    with np.errstate(all="ignore"):
        forward = network.forward(sample, start, fixed=by_hand)
        d_y = np.zeros_like(forward.y)
        d_y[step, 0, output] = 1.0
        backward = network.backward_lanes(forward, d_y, fixed=by_hand)
    gradients = _reaching_inputs(network, sample, forward, backward, trace.inputs.shape[1])
    gradients[~trace.read | ~trace.exists] = 0.0
    gradients.setflags(write=False)
    return Saliency(trace, step, output, gradients)


def replayed(trace: Trace) -> tuple[Batch, NetworkState]:
    """The sequence of a trace as a batch of one, its inputs as vectors, and the states that it
    started from."""
    sample = Batch(
        trace.inputs[:, None],
        trace.targets[:, None],
        trace.exists[:, None],
        trace.scored[:, None],
        source=trace.source_steps,
        read=trace.read,
    )
    start = {
        lane.key: {state: value[None].copy() for state, value in lane.start.items()}
        for lane in trace.lanes
    }
    return sample, start


def _reaching_inputs(
    network: Network, sample: Batch, forward: Forward, backward: Backward, width: int
) -> Floats:
    """∂y/∂x_k, the sum over the lanes that read x_k, in the order of time, (T, width)."""
    found = np.zeros((sample.steps, width), forward.y.dtype)
    for lane in network.lanes:
        if lane.layer == 0:
            exists, reached = forward.lanes[lane.key].exists, backward.lanes[lane.key].d_inputs
            first, end = span_of(lane, sample)
            found[first:end, : reached.shape[2]] += lane.turned(reached, exists)[:, 0]
    return found
