"""BookmarkDesk: bookmarks made, changed and removed, and the way back to them."""

from dataclasses import replace
from math import inf

from rnnviz.session.bookmarks import MOST_BOOKMARKS, Bookmark, wrong_words
from rnnviz.session.host import Host
from rnnviz.session.spots import is_there
from rnnviz.session.walk import Walk
from rnnviz.trace.tick_titles import tick_title
from rnnviz.trace.ticks import Phase, ticks

#: Where among the moments of a branch: the update, the operation (−1: none) and the bookmark.
Place = tuple[int, int, float]


class BookmarkDesk:
    """The verbs of bookmarks, of a session that is paused; while it trains, moments can be marked
    only. What cannot be is refused with a message."""

    def __init__(self, session: Host):
        self._session, self._walk = session, Walk(session)
        #: The number of the one that was gone to last.
        self._last = 0

    # --- the list ----------------------------------------------------------------------

    def add(self, name: str = "") -> int | None:
        """Mark the present moment, under a name of its own where none is given. While the network
        learns that is the update in sight. The number of the new one; None where it is refused."""
        name = name.strip() or self._usual_name()
        if len(self._all) >= MOST_BOOKMARKS:
            self._refuse(f"There are {MOST_BOOKMARKS} bookmarks, which is the most. Remove one.")
            return None
        if wrong := wrong_words(name, ""):
            self._refuse(wrong)
            return None
        state, number = self._session.state, max((b.number for b in self._all), default=0) + 1
        marks = state.scene.marks
        made = Bookmark(number, name, "", state.branch, state.update, self._tick, marks.picked)
        self._last = number
        self._put((*self._all, made))
        if not self._is_paused:
            self._session.tell("information", f"Bookmarked: {name}.")
        return number

    def change(self, changed: Bookmark) -> None:
        """Give the one of that number this name and note; its moment stays."""
        name, note = changed.name.strip(), changed.note.rstrip()
        wrong = wrong_words(name, note)
        if not self._is_paused:
            wrong = "A bookmark can be changed while training stands still: pause it first."
        if wrong:
            self._refuse(wrong)
            return
        self._put(
            tuple(
                replace(each, name=name, note=note) if each.number == changed.number else each
                for each in self._all
            )
        )

    def remove(self, number: int) -> None:
        """One less."""
        if self._is_paused:
            self._put(tuple(each for each in self._all if each.number != number))
        else:
            self._refuse("A bookmark can be removed while training stands still: pause it first.")

    # --- the way -----------------------------------------------------------------------

    def go_to(self, number: int) -> None:
        """To the moment of a bookmark, on whichever branch it is."""
        wanted = next((each for each in self._all if each.number == number), None)
        if wanted is None:
            self._refuse(f"There is no bookmark {number}.")
        elif not self._is_paused:
            self._refuse("One can go to a bookmark while training stands still: pause it first.")
        elif gone := self._gone(wanted):
            self._refuse(gone)
        else:
            self._last = number
            self._walk.go_to_moment(
                wanted.branch, wanted.update, wanted.tick, lambda: self._stand_at(wanted)
            )

    def go_to_next(self) -> None:
        """To the next bookmark of the present branch."""
        here = self._here(inf)
        later = [each for each in self._placed() if each > here]
        self._go_to(min(later, default=None), "follows")

    def go_to_previous(self) -> None:
        """To the bookmark of the present branch before this moment."""
        here = self._here(-inf)
        earlier = [each for each in self._placed() if each < here]
        self._go_to(max(earlier, default=None), "comes before")

    def _go_to(self, place: Place | None, way: str) -> None:
        if place is None:
            update, branch = f"update {self._session.state.update:,}", self._session.state.branch
            is_elsewhere = any(each.branch != branch for each in self._all)
            more = " The panel of bookmarks leads to other branches too." if is_elsewhere else ""
            self._refuse(f"No bookmark of this branch {way} {update}.{more}")
        else:
            self.go_to(int(place[2]))

    def _placed(self) -> list[Place]:
        branch = self._session.state.branch
        return [(*each.moment[1:], each.number) for each in self._all if each.branch == branch]

    def _here(self, beside: float) -> Place:
        """The present place: that of the bookmark gone to last where one still stands there, else
        behind (∞) or before (−∞) all that have this moment."""
        tick = -1 if self._tick is None else self._tick
        update = self._session.state.update
        standing = (update, tick, self._last)
        return standing if standing in self._placed() else (update, tick, beside)

    def _gone(self, wanted: Bookmark) -> str:
        """Why there is no way to a bookmark; "" where there is."""
        branches = self._session.run.timeline.titles()
        branch = next((each for each in branches if each.number == wanted.branch), None)
        if branch is None:
            return f"“{wanted.name}”: branch {wanted.branch} is not there any more."
        if wanted.update > branch.newest:
            return (
                f"“{wanted.name}”: update {wanted.update:,} is not there any more; "
                f"branch {branch.number} has {branch.newest:,} updates."
            )
        return ""

    def _stand_at(self, wanted: Bookmark) -> None:
        """Pick what was picked, at the end of a way that was made to its end."""
        session, spot = self._session, wanted.spot
        state = session.state
        trace = state.scene.trace
        if state.update != wanted.update or state.branch != wanted.branch:
            return
        if wanted.tick is not None and wanted.tick >= len(ticks(trace)):
            session.mark_tick(None)
            session.tell(
                "information",
                f"“{wanted.name}”: an update of this network has {len(ticks(trace)):,} operations, "
                f"not {wanted.tick + 1:,}; the whole sequence is shown.",
            )
        elif spot is not None and is_there(trace, spot):
            session.pick(spot)
        elif spot is not None:
            text = f"“{wanted.name}”: what was picked is not in this network."
            session.tell("information", text)

    # --- what there is -----------------------------------------------------------------

    @property
    def _all(self) -> tuple[Bookmark, ...]:
        return self._session.state.bookmarks

    @property
    def _is_paused(self) -> bool:
        return self._session.state.activity == "paused"

    @property
    def _tick(self) -> int | None:
        """The operation that one stands at; None while the network learns."""
        return self._session.state.scene.marks.tick if self._is_paused else None

    def _usual_name(self) -> str:
        """Of the present moment: "update 123, backward, t = 4"."""
        state, tick = self._session.state, self._tick
        name = f"update {state.update:,}"
        if tick is None:
            return name
        trace = state.scene.trace
        at = ticks(trace)[tick]
        if at.phase is Phase.UPDATE:
            return f"{name}, {tick_title(trace, at).removeprefix('update · ')}"
        return f"{name}, {at.phase.value}, t = {at.time + 1}"

    def _refuse(self, text: str) -> None:
        self._session.tell("information", text)

    def _put(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """All networks that are compared have the same."""
        for run in (self._session.run, *self._session.others.runs):
            run.bookmarks = bookmarks
        self._session.put(bookmarks=bookmarks)
