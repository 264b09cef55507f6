"""What all exhibits have in common."""

from dataclasses import dataclass
from typing import NamedTuple


class Share(NamedTuple):
    """A possible answer and how likely the network says it is, 0…1.

    is_wanted  whether it is the right one.
    """

    name: str
    share: float
    is_wanted: bool = False


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One sequence, what the network made of it, and what is right.

    caption  one sentence: what it is, and how well the network did.
    shares   for an answer that is one of a few: the likeliest ones, the likeliest first.
    Where a part has a `time`, it is the time step at which it is read or said, so that a view
    can mark it together with its column.
    """

    caption: str
    shares: tuple[Share, ...] = ()
