"""record_update(): what the next update of a training will do, without doing it."""

from collections.abc import Mapping
from copy import deepcopy

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.clipping import clip
from rnnviz.engine.parameters import Parameters
from rnnviz.engine.training import Training
from rnnviz.trace.update_trace import ByParameter, UpdateTrace


def record_update(training: Training, shown: int | None) -> UpdateTrace:
    """Compute the update after the present one, bit for bit as `advance` will, and keep all
    that it is made from. The training stays as it is.

    shown  which sequence of the batch is looked at; None where it is none of them.
    """
    parameters = training.network.parameters
    batch, start = training.upcoming()
    gradients, optimizer = parameters.zeros_like(), deepcopy(training.optimizer)
    flat = parameters.flat.copy()
    # Numbers that overflow are shown as such; NumPy's warnings would say it a second time.
    with np.errstate(all="ignore"):
        result, _ = training.network.learn(
            batch, training.loss, start, gradients, training.truncation
        )
        gradient = gradients.flat.copy()
        norm, clipped_norm = clip(gradients.flat, training.clip_kind, training.clip_limit)
        moments_before = {name: moment.copy() for name, moment in optimizer.moments.items()}
        optimizer.update(flat, gradients.flat, training.rate)
    return UpdateTrace(
        update=training.update + 1,
        sequences=batch.size,
        shown=shown,
        loss=result.per_step,
        gradient=_named(parameters, gradient),
        norm=norm,
        clip_kind=training.clip_kind,
        clip_limit=training.clip_limit,
        clipped=_named(parameters, gradients.flat),
        clipped_norm=clipped_norm,
        optimizer=optimizer.name,
        rate=training.rate,
        moments_before=_all_named(parameters, moments_before),
        moments=_all_named(parameters, optimizer.moments),
        before=_named(parameters, parameters.flat),
        after=_named(parameters, flat),
    )


def _all_named(parameters: Parameters, moments: Mapping[str, Floats]) -> dict[str, ByParameter]:
    return {name: _named(parameters, moment) for name, moment in moments.items()}


def _named(parameters: Parameters, flat: Floats) -> ByParameter:
    """A copy of a flat vector, parted under the parameters' names, read-only."""
    parts = parameters.zeros_like()
    parts.flat[...] = flat
    parts.flat.setflags(write=False)
    arrays = dict(parts)
    for array in arrays.values():
        array.setflags(write=False)
    return arrays
