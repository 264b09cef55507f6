"""ShuffledStream: all sequences of a finite set in random order, again and again.

Sequences of about one length go into one batch ("buckets"), so that little of it is padding.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.positions import GeneratorState, Position, ShuffledPosition
from rnnviz.scenarios.scenario import Stream

#: So many batches are sorted by length together; more would mix the data less, fewer pad more.
BATCHES_SORTED = 16


class ShuffledStream(Stream):
    """Every epoch reads each sequence once, in another order."""

    def __init__(
        self,
        lengths: ArrayLike,
        make: Callable[[NDArray[np.intp]], Batch],
        rng: np.random.Generator,
        size: int,
    ) -> None:
        """
        lengths  (N,), the steps of each sequence.
        make     the batch of the sequences at these places.
        size     sequences a batch; the last one of an epoch may have fewer.
        """
        self._lengths = np.asarray(lengths)
        self._make, self._rng, self._size = make, rng, size
        self.epoch: int = -(-len(self._lengths) // size)
        self._begin()

    def _begin(self) -> None:
        """Draw the order of the next epoch."""
        self._state = GeneratorState.of(self._rng)
        order = self._rng.permutation(len(self._lengths))
        chunk = BATCHES_SORTED * self._size
        parts = [order[first : first + chunk] for first in range(0, len(order), chunk)]
        ordered = np.concatenate(
            [part[np.argsort(self._lengths[part], kind="stable")] for part in parts]
        )
        batches = [
            ordered[first : first + self._size] for first in range(0, len(ordered), self._size)
        ]
        self._batches = [batches[n] for n in self._rng.permutation(len(batches))]
        self._place = 0

    def next(self) -> Batch:
        """The next sequences of the epoch."""
        if self._place == len(self._batches):
            self._begin()
        self._place += 1
        return self._make(self._batches[self._place - 1])

    def position(self) -> Position:
        """The random state at the beginning of the epoch, and how many batches were read since."""
        return ShuffledPosition(self._state, self._place)

    def holds(self, position: object) -> bool:
        """Whether it is a place in an epoch of these data."""
        return (
            isinstance(position, ShuffledPosition)
            and position.generator.is_possible
            and 0 <= position.batches <= self.epoch
        )

    def go_to(self, position: object) -> None:
        """Read again from there."""
        if not isinstance(position, ShuffledPosition) or not self.holds(position):
            raise ValueError("no place in an epoch of these data")
        position.generator.put_into(self._rng)
        self._begin()
        self._place = position.batches
