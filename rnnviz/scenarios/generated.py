"""Tasks whose sequences are drawn at random: without end, and with the truth known."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.positions import GeneratorState, Position
from rnnviz.scenarios.scenario import Stream, Task

#: Of the sequences that are measured; no run draws its own from this seed alone.
HELD_OUT_SEED = 2_026_000_004


@dataclass(frozen=True, eq=False)
class GeneratedTask(Task):
    """A task that only has to say how its sequences are drawn."""

    #: How many sequences are measured.
    measured: ClassVar[int] = 500

    @abstractmethod
    def draw(self, rng: np.random.Generator, size: int) -> Batch:
        """`size` new sequences, the same for the same state of `rng`."""

    def stream(self, rng: np.random.Generator, size: int) -> Stream:
        """New sequences in every batch."""
        return GeneratedStream(self, rng, size)

    def sample(self, rng: np.random.Generator) -> Batch:
        """One new sequence: as none is drawn twice, each is as good as held out."""
        return self.draw(rng, 1)

    def held_out(self) -> Batch:
        """The sequences that are measured: drawn like those of training, with their own seed."""
        return self.draw(np.random.default_rng(HELD_OUT_SEED), self.measured)


class GeneratedStream(Stream):
    """Sequences of one task, drawn with one random generator."""

    def __init__(self, task: GeneratedTask, rng: np.random.Generator, size: int) -> None:
        """`size` sequences a batch."""
        self._task = task
        self._rng = rng
        self._size = size

    def next(self) -> Batch:
        """Newly drawn sequences."""
        return self._task.draw(self._rng, self._size)

    def position(self) -> Position:
        """The state of the random generator."""
        return GeneratorState.of(self._rng)

    def holds(self, position: object) -> bool:
        """Whether it is a state of the random generator."""
        return isinstance(position, GeneratorState) and position.is_possible

    def go_to(self, position: object) -> None:
        """Draw again what was drawn from there."""
        if not isinstance(position, GeneratorState) or not self.holds(position):
            raise ValueError("no state of the random generator")
        position.put_into(self._rng)
