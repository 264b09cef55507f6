"""UpdateTrace: what one update does after the backward pass, number by number.

The gradients of the batch's sequences are summed and divided by how many there are, the sum
is clipped, taken by the optimiser together with what it remembers, and the weights change.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.engine.batch import Floats
from rnnviz.engine.clipping import ClipKind

#: Arrays by the name of the parameter: "layer1.W_f", …, "W_hy", "b_y".
ByParameter = Mapping[str, Floats]


@dataclass(frozen=True)
class UpdateTrace:
    """One update. Frozen, its arrays read-only, each as the engine computed it.

    update     its number: the one it leads to, counted from 1.
    sequences  B, how many the batch has.
    shown      which of them the trace beside it is, from 0; None where it is none of them
               (the pinned sample).
    loss       E_t, the mean over the scored steps of the batch, before the update.
    gradient   ∂E/∂W = (1/B) Σ_b ∂E_b/∂W, over the sequences of the batch.
    norm       its norm over all parameters.
    clip_kind, clip_limit   how it is clipped: "off", "norm" or "value".
    clipped    the gradient after clipping, and its norm.
    optimizer, rate   e.g. "adam", and η.
    moments_before, moments   what the optimiser remembers, by its name ("mean", …), before
               and after the update.
    before, after   the weights.
    """

    update: int
    sequences: int
    shown: int | None
    loss: float
    gradient: ByParameter
    norm: float
    clip_kind: ClipKind
    clip_limit: float
    clipped: ByParameter
    clipped_norm: float
    optimizer: str
    rate: float
    moments_before: Mapping[str, ByParameter]
    moments: Mapping[str, ByParameter]
    before: ByParameter
    after: ByParameter

    @property
    def is_clipped(self) -> bool:
        """Whether clipping changed the gradient."""
        return any((self.clipped[name] != g).any() for name, g in self.gradient.items())
