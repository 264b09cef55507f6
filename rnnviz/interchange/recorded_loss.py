"""The loss of another program, of which only the gradient is known."""

from typing import ClassVar

from rnnviz.engine.batch import Floats
from rnnviz.engine.loss import Loss, Targets
from rnnviz.trace.trace import RECORDED


class RecordedGradient(Loss):
    """∂E/∂y_t = g_t as it was recorded, and E_t = g_t · (y_t − the recorded y_t): how E changes,
    to first order, where a person changes something. Targets are g.

    recorded   y of the recording, (T, 1, O).
    """

    name: ClassVar[str] = RECORDED
    unit: ClassVar[str] = "to first order"

    def __init__(self, recorded: Floats):
        self._recorded = recorded

    def compare(self, y: Floats, targets: Targets) -> tuple[Floats, Floats, Floats]:
        gradient = targets.astype(y.dtype)
        steps = (gradient * (y - self._recorded)).sum(axis=-1)
        return y, steps, gradient
