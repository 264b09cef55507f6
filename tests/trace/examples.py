"""Small traces for the tests."""

import numpy as np

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.loss import LOSSES
from rnnviz.engine.network import Network, NetworkState
from rnnviz.trace.recorder import record
from rnnviz.trace.trace import Labels, Origin, Trace
from tests.engine.examples import make_batch, make_network, make_start


def recorded(
    network: Network,
    batch: Batch,
    start: NetworkState,
    loss: str = "cross-entropy",
    truncation: int = 0,
) -> Trace:
    """The trace of a batch of one, with labels that say nothing."""
    origin = Origin("0", "none", network.cell.key, 0, 0, "pinned", {})
    steps = ("",) * batch.steps
    labels = Labels(steps, steps, ("",) * network.inputs, ("",) * network.outputs)
    return record(network, LOSSES[loss], batch, start, origin, labels, truncation)


def make_trace(
    cell: Cell, layers: int = 2, steps: int = 4, truncation: int = 0, seed: int = 0
) -> Trace:
    """A trace of a small network with weights and states different from 0."""
    network = make_network(cell, layers=layers, seed=seed)
    return recorded(network, make_batch((steps,)), make_start(network, 1), truncation=truncation)


def every_array(trace: Trace) -> list[np.ndarray]:
    """All arrays of a trace."""
    arrays = [trace.inputs, trace.y, trace.outputs, trace.targets, trace.losses]
    arrays += [trace.y_gradients, trace.exists, trace.scored]
    arrays += [trace.parameters[name] for name in sorted(trace.parameters)]
    for lane in trace.lanes:
        arrays += [lane.inputs, lane.input_gradients]
        for arrays_by_name in (lane.start, lane.values, lane.gradients, lane.start_gradients):
            arrays += arrays_by_name.values()
    arrays += [trace.read, trace.fed, trace.own]
    if trace.attention:
        attention = trace.attention
        arrays += [attention.memory, attention.memory_gradients, attention.query_gradients]
        arrays += [*attention.values.values(), *attention.gradients.values()]
    return arrays
