"""The running mean of a growing row of numbers."""

import math

import numpy as np

from rnnviz.gui.painting import Floats

#: Over how many numbers the mean reaches at most.
WINDOW = 500.0


class RunningMean:
    """The exponential running mean of a growing row of numbers; only new ones are computed.

    It reaches over a twentieth of the updates, at most WINDOW of them.
    """

    def __init__(self) -> None:
        self._means, self._count = np.empty(1024), 0
        self._ends = (0.0, 0.0)

    def of(self, values: Floats) -> Floats:
        """The running mean at every one of the values."""
        if not self._goes_on(values):
            self._count = 0
        if len(values) > len(self._means):
            self._means = np.concatenate((self._means, np.empty(2 * len(values))))
        mean = self._means[self._count - 1] if self._count else 0.0
        for value in values[self._count :].tolist():
            if math.isfinite(value):
                mean += (value - mean) / min(WINDOW, 1.0 + self._count / 20)
            self._means[self._count] = mean
            self._count += 1
        if len(values):
            self._ends = float(values[0]), float(values[-1])
        return self._means[: len(values)]

    def _goes_on(self, values: Floats) -> bool:
        """Whether the values begin with those that were seen already."""
        seen = self._count
        return 0 < seen <= len(values) and (values[0], values[seen - 1]) == self._ends
