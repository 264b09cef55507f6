"""Belongings: what there is in a session that would be lost with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rnnviz.session.bookmarks import Bookmark
from rnnviz.session.breakpoints import Breakpoint
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.state import State
from rnnviz.session.watches import Watch
from rnnviz.session.work import Work, work_of


@dataclass(frozen=True)
class Belongings:
    """Two are equal where nothing was done in between.

    work   of each network, in the order of the comparison.
    breakpoints   without how often each came true.
    watches   the number and the text of each.
    """

    work: tuple[Work, ...]
    bookmarks: tuple[Bookmark, ...]
    breakpoints: tuple[Breakpoint, ...]
    watches: tuple[tuple[int, str], ...]

    @property
    def updates(self) -> int:
        """How many updates were made, on all branches together; of networks that are compared, with
        the one that has learnt most."""
        return max(sum(line.newest - line.since for line in each.lines) for each in self.work)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing was done with the networks, and no moment of them marked."""
        return not self.bookmarks and all(each.is_fresh for each in self.work)


def belongings(state: State) -> Belongings:
    """Those of a session as it is shown."""
    return _belongings(state.work, state.bookmarks, state.breakpoints, state.watches)


def belongings_kept(record: SessionRecord) -> Belongings:
    """Those of a session as it was recorded."""
    work = tuple(work_of(run.facts, kept.branches) for run, kept in record.networks)
    there = record.standing
    return _belongings(work, there.bookmarks, there.breakpoints, there.watches)


def _belongings(
    work: tuple[Work, ...],
    bookmarks: tuple[Bookmark, ...],
    breakpoints: Iterable[Breakpoint],
    watches: Iterable[Watch],
) -> Belongings:
    return Belongings(
        work,
        bookmarks,
        tuple(replace(each, hits=0) for each in breakpoints),
        tuple((each.number, each.text) for each in watches),
    )
