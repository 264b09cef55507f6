"""Names of persons, places and organisations, each for training or held out, never for both.

Persons are called as in the census; places are real; organisations are made of surnames and
places, or are international bodies known by their initials.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rnnviz.scenarios.data_card import data_card
from rnnviz.scenarios.entities.word_lists import (
    BODIES,
    PLACES,
    WORDS_AND_FIRST_NAMES,
    WORDS_AND_SURNAMES,
)

#: One name in so many is held out.
HELD_OUT = 5


@dataclass(frozen=True)
class Names:
    """What the names of one part are drawn from.

    first, last   of persons.
    puzzling_first, puzzling_last   those of them that are words or places too.
    """

    first: tuple[str, ...]
    last: tuple[str, ...]
    puzzling_first: tuple[str, ...]
    puzzling_last: tuple[str, ...]
    places: tuple[str, ...]
    bodies: tuple[str, ...]


def is_held_out(name: str) -> bool:
    """Whether a name is one of the fifth that is never trained on, whatever it names."""
    return zlib.crc32(name.encode()) % HELD_OUT == 0


@cache
def names(held_out: bool) -> Names:
    """The names of one of the two parts."""
    text = data_card("census_names").path.read_text(encoding="ascii")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    first = _part((name for kind, name in rows if kind != "last"), held_out)
    last = _part((name for kind, name in rows if kind == "last"), held_out)
    return Names(
        first=first,
        last=last,
        puzzling_first=tuple(n for n in first if n in {*WORDS_AND_FIRST_NAMES, *PLACES}),
        puzzling_last=tuple(n for n in last if n in {*WORDS_AND_SURNAMES, *PLACES}),
        places=_part(PLACES, held_out),
        bodies=_part(BODIES, held_out),
    )


def _part(candidates: Iterable[str], held_out: bool) -> tuple[str, ...]:
    """Those of one part, each once."""
    return tuple(name for name in dict.fromkeys(candidates) if is_held_out(name) is held_out)
