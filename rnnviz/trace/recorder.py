"""record(): the one bridge from engine to trace. It runs the same cells as training does."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.layer import FixedStates, LayerBackward, LayerForward
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Backward, Fixed, Forward, Lane, Network, NetworkState
from rnnviz.trace.trace import AttentionTrace, Labels, LaneTrace, Origin, Trace

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
    fixed   numbers of states to put in the place of what is computed, by lane and time step.
    All that is not made here is copied: the trace stays as it is while training goes on.
    """
    sample = replace(sample, inputs=sample.inputs.copy())
    lanes = {lane.key: lane for lane in network.lanes}
    fixed = {
        key: by_lane_steps(lanes[key], sample, by_time) for key, by_time in (fixed or {}).items()
    }
    # Numbers that overflow are shown as such; NumPy's warnings would say it a second time.
    with np.errstate(all="ignore"):
        forward = network.forward(sample, start, fixed=fixed)
        result = loss.evaluate(forward.y, sample)
        backward = network.backward_lanes(forward, result.d_y, truncation, fixed=fixed)
    targets: NDArray[Any] = sample.targets
    return Trace(
        origin=origin,
        labels=labels,
        quantities=network.cell.quantities,
        states=network.cell.states,
        lanes=tuple(
            _lane(lane, forward.lanes[lane.key], backward.lanes[lane.key], sample)
            for lane in network.lanes
        ),
        inputs=_frozen(_inputs(network, forward, sample)),
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
        source_steps=sample.source,
        attention=_attention(forward, backward, sample),
        read=_frozen(sample.reads.copy()),
        fed=_frozen(_steps(sample, sample.fed)),
        own=_frozen(_steps(sample, None if sample.own is None else sample.own[:, 0])),
    )


def _steps(sample: Batch, chosen: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    return np.zeros(sample.steps, np.bool_) if chosen is None else chosen.copy()


def by_lane_steps(lane: Lane, sample: Batch, by_time: FixedStates) -> FixedStates:
    """The numbers that were set, by the steps of a lane in the place of time steps."""
    first, end = span_of(lane, sample)
    last = int(sample.exists[first:end].sum()) - 1
    return {
        last - (time - first) if lane.backward else time - first: states
        for time, states in by_time.items()
    }


def span_of(lane: Lane, sample: Batch) -> tuple[int, int]:
    """The steps that a lane has, from the first to before the last."""
    if lane.role == "decoder":
        return sample.source, sample.steps
    return 0, sample.source if lane.role == "encoder" else sample.steps


def _inputs(network: Network, forward: Forward, sample: Batch) -> Floats:
    """x_t at every step, (T, I or O): of the encoder's steps, then of the decoder's."""
    if not sample.source:
        return _read_first(network, forward)
    decoder = next(lane for lane in network.lanes if lane.role == "decoder")
    read = _read_first(network, forward), forward.lanes[decoder.key].inputs[:, 0]
    width = max(part.shape[1] for part in read)
    return np.concatenate([np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in read])


def _read_first(network: Network, forward: Forward) -> Floats:
    """What the lowest layer read, in the order of time, (T, I)."""
    inputs: Floats = forward.lanes[network.lanes[0].key].inputs[:, 0]
    return inputs


def _lane(lane: Lane, forward: LayerForward, backward: LayerBackward, sample: Batch) -> LaneTrace:
    first, end = span_of(lane, sample)

    def on_axis(array: Floats) -> Floats:
        """One sequence of (T, 1, …) as the lane computed it, on the axis of time: (T, …)."""
        ordered = lane.turned(array, forward.exists)[:, 0]
        return _frozen(_placed(ordered, first, sample.steps))

    return LaneTrace(
        lane=lane,
        first=first,
        end=end,
        inputs=on_axis(forward.inputs),
        start={state: _frozen(value[0].copy()) for state, value in forward.start.items()},
        values={key: on_axis(value) for key, value in forward.values.items()},
        gradients={key: on_axis(value) for key, value in backward.d_values.items()},
        input_gradients=on_axis(backward.d_inputs),
        start_gradients={key: _frozen(value[0]) for key, value in backward.d_start.items()},
    )


def _placed(array: Floats, first: int, steps: int) -> Floats:
    """An array of some steps on the whole axis, 0 elsewhere."""
    if len(array) == steps:
        return array
    whole = np.zeros((steps, *array.shape[1:]), array.dtype)
    whole[first : first + len(array)] = array
    return whole


def _attention(forward: Forward, backward: Backward, sample: Batch) -> AttentionTrace | None:
    there, back = forward.attention, backward.attention
    if there is None or back is None:
        return None
    here = sample.exists[sample.source :, :1]

    def on_axis(array: Floats) -> Floats:
        return _frozen(_placed(np.where(here, array[:, 0], 0.0), sample.source, sample.steps))

    return AttentionTrace(
        memory=_frozen(there.memory[:, 0].copy()),
        memory_gradients=_frozen(back.d_memory[:, 0].copy()),
        values={key: on_axis(value) for key, value in there.values.items()},
        gradients={key: on_axis(value) for key, value in back.d_values.items()},
        query_gradients=on_axis(back.d_query),
    )


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _copied(arrays: Mapping[str, Floats]) -> dict[str, Floats]:
    return {name: _frozen(array.copy()) for name, array in arrays.items()}
