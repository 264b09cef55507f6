"""record(): the one bridge from engine to trace. It runs the same cells as training does."""

from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.layer import LayerBackward, LayerForward
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Fixed, Lane, Network, NetworkState
from rnnviz.trace.trace import Labels, LaneTrace, Origin, Trace

Array = TypeVar("Array", bound=NDArray[Any])


def record(
    network: Network,
    loss: Loss,
    sample: Batch,
    start: NetworkState,
    origin: Origin,
    labels: Labels,
    truncation: int = 0,
    fixed: Fixed | None = None,
) -> Trace:
    """Run one sequence forward and backward and keep every quantity.

    sample  a batch of one.
    start   the states it starts from, (1, H) each.
    fixed   numbers of states to put in the place of what is computed.
    All that is not made here is copied: the trace stays as it is while training goes on.
    """
    # Numbers that overflow are shown as such; NumPy's warnings would say it a second time.
    with np.errstate(all="ignore"):
        forward = network.forward(sample.inputs.copy(), start, sample.exists, fixed=fixed)
        result = loss.evaluate(forward.y, sample)
        backward = network.backward_lanes(forward, result.d_y, truncation, fixed=fixed)
    targets: NDArray[Any] = sample.targets
    lowest = network.lanes[0].key
    return Trace(
        origin=origin,
        labels=labels,
        quantities=network.cell.quantities,
        states=network.cell.states,
        lanes=tuple(
            _lane(lane, forward.lanes[lane.key], backward[lane.key]) for lane in network.lanes
        ),
        inputs=_frozen(forward.lanes[lowest].inputs[:, 0]),
        y=_frozen(forward.y[:, 0]),
        outputs=_frozen(result.outputs[:, 0]),
        targets=_frozen(targets[:, 0].copy()),
        losses=_frozen(result.steps[:, 0]),
        loss_name=loss.name,
        loss_unit=loss.unit,
        y_gradients=_frozen(result.d_y[:, 0]),
        exists=_frozen(sample.exists[:, 0].copy()),
        scored=_frozen(sample.scored[:, 0].copy()),
        parameters=_copied(network.parameters),
        truncation=truncation,
    )


def _lane(lane: Lane, forward: LayerForward, backward: LayerBackward) -> LaneTrace:
    return LaneTrace(
        key=lane.key,
        title=lane.title,
        inputs=_frozen(forward.inputs[:, 0]),
        start={state: _frozen(value[0].copy()) for state, value in forward.start.items()},
        values={key: _frozen(value[:, 0]) for key, value in forward.values.items()},
        gradients={key: _frozen(value[:, 0]) for key, value in backward.d_values.items()},
        input_gradients=_frozen(backward.d_inputs[:, 0]),
        start_gradients={key: _frozen(value[0]) for key, value in backward.d_start.items()},
    )


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _copied(arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: _frozen(array.copy()) for name, array in arrays.items()}
