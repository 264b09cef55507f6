"""A text that is drawn symbol by symbol, and what the last one was drawn from."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats

#: So many symbols are listed, the likeliest ones.
MOST_LISTED = 12


class Candidate(NamedTuple):
    """A symbol that might have been drawn.

    share   how likely the network says it is, 0 … 1.
    chance  the probability with which it was drawn, once temperature and top-k had done their
            work; 0 where they left it out.
    """

    name: str
    share: float
    chance: float
    is_drawn: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether it could not be drawn."""
        return self.chance == 0.0


@dataclass(frozen=True)
class Drawing:
    """The text so far.

    before, last   what was written before the last symbol, and what that added.
    count          how many symbols were drawn.
    candidates     for the last one, the likeliest first; it is among them.
    cut, cut_share   how many symbols temperature and top-k left out, and how likely the network
                   says they are together.
    others         how many more could have been drawn than are listed.
    temperature, top_k   of the draw.
    branch, update, edits   of the weights.
    """

    before: str
    last: str
    count: int
    candidates: tuple[Candidate, ...]
    cut: int
    cut_share: float
    others: int
    temperature: float
    top_k: int
    branch: int
    update: int
    edits: int

    @property
    def text(self) -> str:
        """All that was written."""
        return self.before + self.last


def candidates(
    shares: Floats, chances: Floats, drawn: int, names: tuple[str, ...]
) -> tuple[Candidate, ...]:
    """The likeliest symbols, the drawn one as the last where it is none of them.

    shares, chances  (O,) as the network says it, and as it was drawn.
    """
    order = np.argsort(-shares, kind="stable")[:MOST_LISTED].tolist()
    if drawn not in order:
        order[-1] = drawn
    return tuple(
        Candidate(names[n], float(shares[n]), float(chances[n]), n == drawn) for n in order
    )
