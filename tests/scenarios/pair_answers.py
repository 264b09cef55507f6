"""Networks that are none: with all answers right, and with one symbol again and again."""

from collections.abc import Iterable

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.pair_task import PairTask
from rnnviz.scenarios.sequence_pairs import Example
from rnnviz.scenarios.symbol_pairs import encode


class Knowing:
    """Knows the target of every source."""

    def __init__(self, task: PairTask, examples: Iterable[Example]) -> None:
        examples = list(examples)
        sources = encode((each.source for each in examples), task.texts[0])
        targets = encode((each.target for each in examples), task.texts[1])
        self._known = {tuple(s): t for s, t in zip(sources, targets, strict=True)}
        self._task = task

    def outputs(self, batch: Batch) -> Floats:
        return self.alone(batch)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        """The right symbols, then the end and something after it."""
        outputs = np.zeros((max(steps, batch.steps), batch.size, self._task.outputs))
        for n in range(batch.size):
            source = batch.inputs[: batch.source, n][batch.exists[: batch.source, n]]
            said = [*self._known[tuple(source.tolist())], self._task.end, 0]
            outputs[batch.source + np.arange(len(said)), n, said] = 1
        return outputs


class Saying:
    """Says one symbol and never ends, unless it is the end."""

    def __init__(self, symbol: int, count: int) -> None:
        self._symbol, self._count = symbol, count

    def outputs(self, batch: Batch) -> Floats:
        return self.alone(batch)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        outputs = np.zeros((max(steps, batch.steps), batch.size, self._count))
        outputs[..., self._symbol] = 1
        return outputs
