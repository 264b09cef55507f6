"""Summaries: those of a branch by update, thinned out evenly where there are too many."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from rnnviz.trace.summary import Summary

#: So many, and bytes that all summaries of a run may take together.
MOST, MOST_BYTES = 240, 32 << 20
#: So many are kept, however large they are.
LEAST = 24


class Summaries:
    """In the order of the updates; the first and the newest one always stay."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        self._most_bytes = most_bytes
        self._kept: list[Summary] = []
        self._told: tuple[Summary, ...] | None = None

    @classmethod
    def of(cls, kept: Sequence[Summary]) -> "Summaries":
        """These, in the order of their updates."""
        summaries = cls()
        summaries._kept = list(kept)
        return summaries

    def __len__(self) -> int:
        return len(self._kept)

    def so_far(self) -> tuple[Summary, ...]:
        """All of them; the same tuple until there is something new."""
        if self._told is None:
            self._told = tuple(self._kept)
        return self._told

    def add(self, summary: Summary) -> None:
        """Keep one, in the place of that of the same update where there is one. Where an update
        was not made anew, its gradients are those that were kept."""
        place, self._told = self._place(summary.update), None
        if place < len(self._kept) and self._kept[place].update == summary.update:
            gradients = summary.gradients or self._kept[place].gradients
            self._kept[place] = replace(summary, gradients=gradients)
            return
        self._kept.insert(place, summary)
        self._thin_out()

    def keep_to(self, most_bytes: int) -> None:
        """At most so many bytes from now on."""
        self._most_bytes, self._told = most_bytes, None
        self._thin_out()

    def first(self, update: int) -> "Summaries":
        """Those at or before an update; the summaries themselves are shared."""
        found = Summaries(self._most_bytes)
        found._kept = self._kept[: self._place(update + 1)]
        return found

    def drop_after(self, update: int) -> None:
        """Forget what came after an update: another future follows."""
        self._told = None
        del self._kept[self._place(update + 1) :]

    def _place(self, update: int) -> int:
        return bisect_left(self._kept, update, key=lambda kept: kept.update)

    def _thin_out(self) -> None:
        """Those go first that leave the smallest gap, and of equal gaps the oldest."""
        if len(self._kept) < 3:
            return
        fitting = self._most_bytes // max(each.size for each in self._kept[-2:])
        most = min(MOST, max(LEAST, fitting))
        while len(self._kept) > most:
            updates = [kept.update for kept in self._kept]
            gaps = [after - before for before, after in zip(updates, updates[2:], strict=False)]
            del self._kept[1 + gaps.index(min(gaps))]
