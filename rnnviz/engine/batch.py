"""Batch: the sequences that one update works on, one layout for every scenario."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Integers = NDArray[np.integer]
Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class Batch:
    """B sequences of at most T steps, time first, so that one step is one contiguous block.

    inputs   (T, B) integers: the number of the symbol that is 1 in a one-hot input;
             or (T, B, I) floats.
    targets  (T, B) integers: the class wanted at each step; or (T, B, O) floats.
    exists   (T, B): False where a sequence has ended and only padding is left.
             Padding always stands at the end of a sequence.
    scored   (T, B): True where the output is compared with its target (False in padding).
    continues  True where these sequences go on where those of the batch before ended,
             so that the hidden state may be carried on.
    """

    inputs: Floats | Integers
    targets: Floats | Integers
    exists: Booleans
    scored: Booleans
    continues: bool = False

    @property
    def steps(self) -> int:
        """T, the number of time steps."""
        return int(self.inputs.shape[0])

    @property
    def size(self) -> int:
        """B, the number of sequences."""
        return int(self.inputs.shape[1])

    @property
    def is_padded(self) -> bool:
        """Whether any sequence ends before step T."""
        return not bool(self.exists.all())

    def sequence(self, index: int) -> "Batch":
        """The sequence at `index` alone, as a batch of one."""
        keep = slice(index, index + 1)
        return Batch(
            self.inputs[:, keep],
            self.targets[:, keep],
            self.exists[:, keep],
            self.scored[:, keep],
            self.continues,
        )
