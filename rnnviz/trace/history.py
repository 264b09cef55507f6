"""History: loss and gradient norm of every update of a run."""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats


@dataclass(frozen=True)
class History:
    """N updates from the start of the run.

    losses         E_t per scored step, before each update, (N,).
    norms          ‖∂E/∂W‖ before clipping, (N,).
    clipped_norms  and after it, (N,).
    baseline       the loss of the best guess that looks at no input, or None.
    baseline_formula, unit   for the legend.
    """

    losses: Floats
    norms: Floats
    clipped_norms: Floats
    baseline: float | None = None
    baseline_formula: str = ""
    unit: str = "nats"

    def __len__(self) -> int:
        return len(self.losses)

    @property
    def clipped_share(self) -> float:
        """How often clipping changed the gradient, 0…1; 0 before the first update."""
        if not len(self):
            return 0.0
        return float(np.mean(self.clipped_norms < self.norms))


class HistoryRecord:
    """A growing history. Rows are only ever added, so that what was handed out stays true."""

    def __init__(self) -> None:
        self._rows = np.empty((3, 1024))
        self._count = 0

    def add(self, loss: float, norm: float, clipped_norm: float) -> None:
        """Add one update."""
        if self._count == self._rows.shape[1]:
            grown = np.empty((3, 2 * self._count))
            grown[:, : self._count] = self._rows
            self._rows = grown
        self._rows[:, self._count] = loss, norm, clipped_norm
        self._count += 1

    def __len__(self) -> int:
        return self._count

    @classmethod
    def of(cls, rows: Floats) -> "HistoryRecord":
        """Of losses, norms and clipped norms, (3, N), which are copied."""
        record = cls()
        record._rows = np.empty((3, max(1024, rows.shape[1])))
        record._rows[:, : rows.shape[1]], record._count = rows, rows.shape[1]
        return record

    @property
    def rows(self) -> Floats:
        """Losses, norms and clipped norms, (3, N)."""
        return self._rows[:, : self._count]

    def first(self, count: int) -> "HistoryRecord":
        """A record of its own of the first `count` updates."""
        record = HistoryRecord()
        record._rows, record._count = self._rows[:, : max(1, count)].copy(), count
        return record

    def so_far(self, baseline: float | None, baseline_formula: str, unit: str) -> History:
        """All updates until now, without copying them."""
        rows = self._rows[:, : self._count]
        rows.flags.writeable = False
        losses, norms, clipped = rows
        return History(losses, norms, clipped, baseline, baseline_formula, unit)
