"""Lane: a row of the unrolled network, one layer in one direction."""

from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Booleans

Role = Literal["", "encoder", "decoder"]
Array = TypeVar("Array", bound=NDArray[Any])


@dataclass(frozen=True)
class Lane:
    """A layer in one direction, of an encoder, of a decoder or of a network without either.

    layer     from 0, the lowest.
    backward  whether it reads each sequence from its end (M. Schuster and K. Paliwal,
              "Bidirectional recurrent neural networks", 1997).
    """

    layer: int
    backward: bool = False
    role: Role = ""

    @property
    def key(self) -> str:
        """Its name in records and parameter names, e.g. "layer1" for the lowest, "layer1_back"
        for the one beside it, "encoder1", "decoder1"."""
        return f"{self.role or 'layer'}{self.layer + 1}{'_back' if self.backward else ''}"

    @property
    def title(self) -> str:
        """Its name on the screen."""
        return f"{self.role or 'layer'} {self.layer + 1}{' ←' if self.backward else ''}"

    def turned(self, array: Array, exists: Booleans) -> Array:
        """From the order of time to the order in which the lane reads, and the other way round.

        array   (T, B, …)
        exists  (T, B); padding stays where it is, at the end.
        """
        return turned(array, exists) if self.backward else array


def turned(array: Array, exists: Booleans) -> Array:
    """Each sequence from its last existing step to its first. Done twice, nothing has changed."""
    steps = np.arange(len(exists))[:, None]
    places = np.where(exists, exists.sum(axis=0) - 1 - steps, steps)
    return cast(Array, array[places, np.arange(exists.shape[1])])
