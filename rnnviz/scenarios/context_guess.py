"""ContextGuess: what usually follows the last few symbols. No network, and a short memory."""

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Batch, Floats, Integers


class ContextGuess:
    """Answers as a scenario asks for them: the mean target after each context.

    A context that never came is answered with 0 for every class.
    """

    def __init__(self, batch: Batch, context: int, inputs: int, outputs: int) -> None:
        """Count the targets after every `context` symbols of the batch.

        context  how many symbols; where a sequence has just begun, it is known that it has.
        """
        self._context, self._base = context, inputs + 1
        counts: Floats = np.zeros((self._base**context, outputs))
        codes, scored = self._codes(batch.inputs), batch.scored
        targets = batch.targets
        wanted = np.eye(outputs)[targets[scored]] if targets.ndim == 2 else targets[scored]
        np.add.at(counts, codes[scored], wanted)
        met = np.bincount(codes[scored], minlength=len(counts))
        self._guess = counts / np.maximum(met, 1)[:, None]

    def _codes(self, symbols: Floats | Integers) -> NDArray[np.intp]:
        """(T, B): a number for the symbols from here back; before the beginning stands 0."""
        steps, size = symbols.shape
        rows = np.zeros((self._context + steps, size), np.intp)
        rows[self._context :] = symbols + 1
        codes = np.zeros((steps, size), np.intp)
        for back in range(self._context):
            codes += rows[self._context - back : self._context - back + steps] * self._base**back
        return codes

    def outputs(self, batch: Batch) -> Floats:
        """The mean target after the last symbols, (T, B, O)."""
        return np.asarray(self._guess[self._codes(batch.inputs)])

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        """The same: nothing is fed back."""
        return self.outputs(batch)
