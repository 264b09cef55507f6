"""Feeding: a network reads its own answers in the place of the right ones.

Reading the right ones is teacher forcing (R. Williams and D. Zipser, 1989); a mixture of both,
drawn step by step, is scheduled sampling (S. Bengio, O. Vinyals, N. Jaitly and N. Shazeer, 2015).
No gradient goes through an answer that is read again: it counts as an input like any other.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Booleans, Floats
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network
from rnnviz.engine.stack import NetworkState
from rnnviz.engine.stepper import stepper


def with_own_answers(
    network: Network,
    loss: Loss,
    batch: Batch,
    start: NetworkState,
    own: Booleans,
    fed_from: int = 0,
) -> tuple[Batch, Floats]:
    """The batch as the network reads it, and its y at every step, (T, B, O).

    own       (T, B): where it reads its own answer of the step before, the likeliest symbol; with
              squared error the number.
    fed_from  where in the input vector the output symbols (or numbers) begin.
    """
    inputs = batch.inputs.copy()
    first = batch.source if network.decoder else 0
    offset = 0 if network.decoder else fed_from
    width = network.outputs if network.decoder else network.inputs
    reader = stepper(network, batch, start)
    y = np.zeros((batch.steps, batch.size, network.outputs), network.parameters.flat.dtype)
    reads = batch.reads
    with np.errstate(all="ignore"):
        for t in range(first, batch.steps):
            if t > first and own[t].any():
                _put(inputs[t], own[t], y[t - 1], loss, offset)
            x = network.vectors(inputs[t : t + 1], width)[0]
            y[t] = reader.read(x if reads[t] else np.zeros_like(x))
    return replace(batch, inputs=inputs, own=own), y


def _put(inputs: Floats, own: Booleans, y: Floats, loss: Loss, offset: int) -> None:
    """Write the answers of the step before into the inputs of one step: (B,) or (B, I)."""
    if inputs.ndim == 1:
        inputs[own] = y[own].argmax(axis=1) + offset
        return
    count = y.shape[1]
    answers = y[own]
    if loss.name == "cross-entropy":
        answers = np.eye(count)[answers.argmax(axis=1)]
    elif loss.name == "binary cross-entropy":
        answers = (answers > 0).astype(float)
    inputs[own, offset : offset + count] = answers


def own_steps(batch: Batch, forcing: float, seed: tuple[int, ...]) -> Booleans:
    """Where a network reads its own answer if it reads the right one with probability `forcing`:
    drawn anew for every step and sequence, the same for the same seed. (T, B)"""
    fed = np.zeros(batch.steps, np.bool_) if batch.fed is None else batch.fed
    drawn = np.random.default_rng(seed).random((batch.steps, batch.size)) >= forcing
    own: Booleans = drawn & fed[:, None] & batch.exists
    return own


def everywhere(batch: Batch, steps: int = 0) -> tuple[Batch, Booleans]:
    """A batch, prolonged to `steps` where it has fewer, and all steps at which a network that is
    left alone reads its own answer."""
    more = max(0, steps - batch.steps)
    fed = np.zeros(batch.steps, np.bool_) if batch.fed is None else batch.fed
    fed = np.concatenate((fed, np.ones(more, np.bool_)))

    def longer(array: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate((array, np.zeros((more, *array.shape[1:]), array.dtype)))

    if more:
        batch = replace(
            batch,
            inputs=longer(batch.inputs),
            targets=longer(batch.targets),
            exists=np.concatenate((batch.exists, np.ones((more, batch.size), np.bool_))),
            scored=longer(batch.scored),
            read=None if batch.read is None else np.concatenate((batch.read, fed[-more:])),
            fed=fed,
        )
    return batch, np.repeat(fed[:, None], batch.size, axis=1)
