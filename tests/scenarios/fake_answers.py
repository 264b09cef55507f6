"""Answers of no network, for tests of what scenarios measure and show."""

import numpy as np

from rnnviz.engine.batch import Batch, Floats


class Right:
    """Says exactly the targets: one-hot, or as they are."""

    def __init__(self, classes: int) -> None:
        self._classes = classes

    def outputs(self, batch: Batch) -> Floats:
        if batch.targets.ndim == 2:
            return np.eye(self._classes)[batch.targets]
        return np.asarray(batch.targets, float)

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        return self.outputs(batch)


class Same:
    """Says the same vector (O,) at every step."""

    def __init__(self, vector: list[float]) -> None:
        self._vector = np.array(vector)

    def outputs(self, batch: Batch) -> Floats:
        return np.tile(self._vector, (batch.steps, batch.size, 1))

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        return self.outputs(batch)
