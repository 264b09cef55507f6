"""FilmWalk: what a film walks over, from where to where, and how fast."""

from typing import Annotated, Literal, NamedTuple, get_args

import msgspec
from msgspec import Meta

Subject = Literal["ticks", "updates", "both"]
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
#: How many frames, and how many a second.
LEAST_FRAMES, MOST_FRAMES = 2, 600
LEAST_RATE, MOST_RATE = 1, 50

#: Updates of a run, or operations of one of them.
Count = Annotated[int, Meta(ge=0, le=10_000_000)]


class Moment(NamedTuple):
    """After an update, and perhaps amid the next: how far the debugger has walked, or None."""

    update: Count
    tick: Count | None


class FilmWalk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The moments between two, spread evenly.

    subject      operations of one update, updates, or operations of some updates.
    frames       at most so many.
    rate         frames a second.
    first, last  of both the update and the operation are those of all moments in between.
    """

    subject: Subject
    frames: Annotated[int, Meta(ge=LEAST_FRAMES, le=MOST_FRAMES)]
    rate: Annotated[int, Meta(ge=LEAST_RATE, le=MOST_RATE)]
    first: Moment
    last: Moment

    def __post_init__(self) -> None:
        ticks = self.first.tick, self.last.tick
        if (self.subject == "updates") != (ticks == (None, None)) or ticks.count(None) == 1:
            raise ValueError("operations are there without being the subject, or are missing")
        if self.subject == "ticks" and self.first.update != self.last.update:
            raise ValueError("operations of one update have two")
        if self.first.update > self.last.update or (ticks[0] or 0) > (ticks[1] or 0):
            raise ValueError("a film ends before it begins")

    @property
    def title(self) -> str:
        """In words; operations are counted from 1, as everywhere."""
        first, last = self.first, self.last
        updates = f"updates {first.update:,} to {last.update:,}"
        if first.tick is None or last.tick is None:
            return updates
        operations = f"operations {first.tick + 1:,} to {last.tick + 1:,}"
        of = f"after update {last.update:,}" if self.subject == "ticks" else f"after {updates}"
        return f"{operations} {of}"
