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


@dataclass(frozen=True)
class Saliency:
    """Of one output of one sequence.

    update     how many updates the weights had seen.
    step, output   s and o.
    value      y_{s,o}.
    gradients  S_k, (T, I); of a decoder's steps (T, O) of it. Where I and O differ, the rest of the
               row is 0, as it is where nothing is read.
    inputs     x_k, of the same shape.
    """

    update: int
    step: int
    output: int
    value: float
    gradients: Floats
    inputs: Floats

    @cached_property
    def norms(self) -> Floats:
        """‖S_k‖, (T,)."""
        found: Floats = np.sqrt(np.einsum("ti,ti->t", self.gradients, self.gradients))
        return found

    @cached_property
    def products(self) -> Floats:
        """S_k · x_k, (T,)."""
        found: Floats = np.einsum("ti,ti->t", self.gradients, self.inputs)
        return found

    @property
    def is_of_symbols(self) -> bool:
        """Whether every input is one of some symbols, or nothing."""
        is_one = (self.inputs == 0) | (self.inputs == 1)
        return bool(is_one.all() and (self.inputs.sum(axis=1) <= 1).all())


def record_saliency(
    network: Network,
    sample: Batch,
    start: NetworkState,
    step: int,
    output: int,
    update: int = 0,
    fixed: Fixed | None = None,
) -> Saliency:
    """Back-propagate from y_{s,o} alone to all inputs, through every lane and every step: that
    training cuts its gradient somewhere changes nothing in what an input matters.

    sample  a batch of one; what it reads of the network's own answers is taken as given.
    fixed   numbers of states set by hand, by lane and time step: they depend on no input.
    """
    lanes = {lane.key: lane for lane in network.lanes}
    set_by_hand: dict[str, FixedStates] = {
        key: by_lane_steps(lanes[key], sample, by_time) for key, by_time in (fixed or {}).items()
    }
    with np.errstate(all="ignore"):
        forward = network.forward(sample, start, fixed=set_by_hand)
        d_y = np.zeros_like(forward.y)
        d_y[step, 0, output] = 1.0
        backward = network.backward_lanes(forward, d_y, fixed=set_by_hand)
    width = network.inputs if network.decoder is None else max(network.inputs, network.outputs)
    gradients, inputs = _read_by_all(network, sample, forward, backward, width)
    gradients[~sample.reads | ~sample.exists[:, 0]] = 0.0
    for array in (gradients, inputs):
        array.setflags(write=False)
    value = float(forward.y[step, 0, output])
    return Saliency(update, step, output, value, gradients, inputs)


def _read_by_all(
    network: Network, sample: Batch, forward: Forward, backward: Backward, width: int
) -> tuple[Floats, Floats]:
    """∂y/∂x_k, the sum over the lanes that read x_k, and x_k, in the order of time."""
    shape, dtype = (sample.steps, width), forward.y.dtype
    gradients, inputs = np.zeros(shape, dtype), np.zeros(shape, dtype)
    for lane in network.lanes:
        if lane.layer == 0:
            there, back = forward.lanes[lane.key], backward.lanes[lane.key]
            first, end = span_of(lane, sample)
            columns = there.inputs.shape[2]
            gradients[first:end, :columns] += lane.turned(back.d_inputs, there.exists)[:, 0]
            inputs[first:end, :columns] = lane.turned(there.inputs, there.exists)[:, 0]
    return gradients, inputs
