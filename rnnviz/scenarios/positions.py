"""Positions: where a stream of batches stands, as plain numbers that a file can hold."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class GeneratorState:
    """The state of NumPy's default random generator, PCG64 (M. O'Neill, 2014).

    state, inc   of 128 bits each.
    has_uint32, uinteger   half of a number that was drawn and is still to be used, if any.
    """

    state: int
    inc: int
    has_uint32: int
    uinteger: int

    @classmethod
    def of(cls, rng: np.random.Generator) -> "GeneratorState":
        """What a generator is at."""
        kept: Any = rng.bit_generator.state
        return cls(**kept["state"], has_uint32=kept["has_uint32"], uinteger=kept["uinteger"])

    @property
    def is_possible(self) -> bool:
        """Whether a generator can be in that state."""
        return (
            0 <= self.state < 2**128
            and 0 <= self.inc < 2**128
            and self.inc % 2 == 1
            and self.has_uint32 in (0, 1)
            and 0 <= self.uinteger < 2**32
        )

    def put_into(self, rng: np.random.Generator) -> None:
        """Let a generator draw again what followed."""
        rng.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {"state": self.state, "inc": self.inc},
            "has_uint32": self.has_uint32,
            "uinteger": self.uinteger,
        }


@dataclass(frozen=True)
class ShuffledPosition:
    """The generator at the beginning of an epoch, and how many batches were read since."""

    generator: GeneratorState
    batches: int


@dataclass(frozen=True)
class TextPosition:
    """The place of each reader in the text, and whether they have read before."""

    places: tuple[int, ...]
    continues: bool


#: None: of a stream that has only one place.
Position = GeneratorState | ShuffledPosition | TextPosition | None
