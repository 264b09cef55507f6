"""Losses, each with its gradient. E = Σ_t E_t over the scored steps of a sequence.

Of a batch the mean over its B sequences is taken, so that the batch size does not change
the scale of the gradient.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.engine.activations import sigmoid
from rnnviz.engine.batch import Batch, Floats, Integers

Targets = Floats | Integers


@dataclass(frozen=True)
class LossResult:
    """A loss over a batch.

    outputs  ŷ, what the network says: probabilities, or the plain numbers. (T, B, O)
    steps    E_t of each sequence, 0 where nothing is scored. (T, B)
    d_y      ∂E/∂y of the mean over the batch. (T, B, O)
    scored   how many steps were scored.
    """

    outputs: Floats
    steps: Floats
    d_y: Floats
    scored: int

    @property
    def total(self) -> float:
        """E = (1/B) Σ_b Σ_t E_t, what training makes smaller."""
        return float(self.steps.sum()) / int(self.steps.shape[1])

    @property
    def per_step(self) -> float:
        """The mean of E_t over all scored steps, which does not depend on T."""
        return float(self.steps.sum()) / max(self.scored, 1)


class Loss(ABC):
    """How an output y is compared with its target."""

    name: ClassVar[str]
    #: The unit of E_t, for legends.
    unit: ClassVar[str]

    @abstractmethod
    def compare(self, y: Floats, targets: Targets) -> tuple[Floats, Floats, Floats]:
        """From y (T, B, O): ŷ (T, B, O), E_t (T, B) and ∂E_t/∂y_t (T, B, O)."""

    def evaluate(self, y: Floats, batch: Batch) -> LossResult:
        """The loss of a batch and its gradient by y (T, B, O)."""
        outputs, steps, d_y = self.compare(y, batch.targets)
        if not batch.scored.all():
            steps = np.where(batch.scored, steps, 0)
            d_y = np.where(batch.scored[..., None], d_y, 0)
        d_y /= batch.size
        return LossResult(outputs, steps, d_y, int(batch.scored.sum()))


class CrossEntropy(Loss):
    """Softmax, then E_t = −ln ŷ_t[target]; ∂E_t/∂y_t = ŷ_t − one-hot(target).

    C. Bishop, "Pattern recognition and machine learning" (2006), 4.3.4.
    """

    name: ClassVar[str] = "cross-entropy"
    unit: ClassVar[str] = "nats"

    def compare(self, y: Floats, targets: Targets) -> tuple[Floats, Floats, Floats]:
        rows = y.reshape(-1, y.shape[-1])
        wanted = np.arange(len(rows)), targets.ravel()
        # Softmax does not change when a number is taken from every y; this one keeps e^y small.
        shifted = rows - rows.max(axis=1, keepdims=True)
        outputs = np.exp(shifted)
        sums = outputs.sum(axis=1)
        outputs /= sums[:, None]
        steps = np.log(sums) - shifted[wanted]
        d_y = outputs.copy()
        d_y[wanted] -= 1.0
        return outputs.reshape(y.shape), steps.reshape(y.shape[:-1]), d_y.reshape(y.shape)


class BinaryCrossEntropy(Loss):
    """ŷ = σ(y), E_t = −Σ_o [t ln ŷ + (1 − t) ln(1 − ŷ)]; ∂E_t/∂y = ŷ − t. Bishop, 4.3.2."""

    name: ClassVar[str] = "binary cross-entropy"
    unit: ClassVar[str] = "nats"

    def compare(self, y: Floats, targets: Targets) -> tuple[Floats, Floats, Floats]:
        targets = targets.astype(y.dtype, copy=False)
        outputs = sigmoid(y)
        # −ln σ(y) = ln(1 + e^−y), which logaddexp computes without overflow.
        steps = (np.logaddexp(0, y) - targets * y).sum(axis=-1)
        return outputs, steps, outputs - targets


class SquaredError(Loss):
    """ŷ = y, E_t = Σ_o (y − t)²; ∂E_t/∂y = 2 (y − t)."""

    name: ClassVar[str] = "squared error"
    unit: ClassVar[str] = "squared error"

    def compare(self, y: Floats, targets: Targets) -> tuple[Floats, Floats, Floats]:
        difference = y - targets.astype(y.dtype, copy=False)
        return y, (difference * difference).sum(axis=-1), 2.0 * difference


LOSSES: dict[str, Loss] = {
    loss.name: loss for loss in (CrossEntropy(), BinaryCrossEntropy(), SquaredError())
}
