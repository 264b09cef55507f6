"""What a network makes of held-out sequences: its loss per step, and the scenario's metric."""

from dataclasses import replace

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.engine.loss import Loss
from rnnviz.engine.network import Network
from rnnviz.scenarios.generated import HELD_OUT_SEED, GeneratedTask
from rnnviz.session.answers import NetworkAnswers

#: So many sequences at a time: of thousands at once the numbers leave the processor's cache.
AT_ONCE = 64


class AnswersInParts(NetworkAnswers):
    """The same answers, found for some of the sequences at a time."""

    def outputs(self, batch: Batch) -> Floats:
        """ŷ of every step, (T, B, O)."""
        ask = super().outputs
        return np.concatenate([ask(part) for part in parts(batch)], axis=1)


def parts(batch: Batch) -> list[Batch]:
    """A batch cut into smaller ones; each has all T steps."""
    return [_part(batch, slice(n, n + AT_ONCE)) for n in range(0, batch.size, AT_ONCE)]


def _part(batch: Batch, keep: slice) -> Batch:
    return replace(
        batch,
        inputs=batch.inputs[:, keep],
        targets=batch.targets[:, keep],
        exists=batch.exists[:, keep],
        scored=batch.scored[:, keep],
    )


def held_out_loss(task: GeneratedTask, network: Network, loss: Loss) -> float:
    """The mean of E_t over all scored steps of the held-out sequences."""
    batch = task.draw(np.random.default_rng(HELD_OUT_SEED), task.measured)
    found = [
        loss.evaluate(network.forward(part, network.start(part.size)).y, part)
        for part in parts(batch)
    ]
    total = sum(float(each.steps.sum()) for each in found)
    return total / sum(each.scored for each in found)
