"""Batch: the sequences that one update works on, one layout for every scenario.

The five shapes, as they lie on the step axis:

    one to one      T = 1
    one to many     an input at step 0; the others read nothing, or what was said before them
    many to one     inputs everywhere, scored at the last step of each sequence
    many to many    inputs and targets everywhere
    many to many of unequal length   `source` steps for the encoder, then those of the decoder
"""

from dataclasses import dataclass, replace

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
    source   how many of the T steps belong to an encoder; the rest are its decoder's. 0: there
             is no encoder. Padding then stands at the end of each sequence's encoder part and
             at the end of its decoder part.
    read     (T,): False where a step reads nothing: its input vector is 0. None: all read.
    fed      (T,): True where the input of a step is the output symbol (or, with squared error,
             the output number) of the step before, so that the network's own may stand in its
             place. `inputs` holds the right one (teacher forcing). None: nowhere.
    own      (T, B): True where `inputs` holds the network's own answer. None: nowhere.
    """

    inputs: Floats | Integers
    targets: Floats | Integers
    exists: Booleans
    scored: Booleans
    continues: bool = False
    source: int = 0
    read: Booleans | None = None
    fed: Booleans | None = None
    own: Booleans | None = None

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

    @property
    def reads(self) -> Booleans:
        """Which steps read something, (T,)."""
        return np.ones(self.steps, np.bool_) if self.read is None else self.read

    def sequence(self, index: int) -> "Batch":
        """The sequence at `index` alone, as a batch of one."""
        keep = slice(index, index + 1)
        return replace(
            self,
            inputs=self.inputs[:, keep],
            targets=self.targets[:, keep],
            exists=self.exists[:, keep],
            scored=self.scored[:, keep],
            own=None if self.own is None else self.own[:, keep],
        )
