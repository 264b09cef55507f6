"""Bookmarks: moments of a run that a person wants to find again."""

from dataclasses import dataclass

from rnnviz.trace.scene import Spot

MOST_BOOKMARKS = 500
#: In characters.
LONGEST_NAME, LONGEST_NOTE = 80, 2000


@dataclass(frozen=True)
class Bookmark:
    """One moment.

    number   counts them within a run; it never changes.
    name     one line of 1 to LONGEST_NAME characters.
    note     at most LONGEST_NOTE characters, of any number of lines.
    branch   the number of the branch.
    update   how many updates were made.
    tick     how far the debugger had walked: an index of `ticks(trace)`; None: the whole sequence.
    spot     what was picked.
    """

    number: int
    name: str
    note: str
    branch: int
    update: int
    tick: int | None = None
    spot: Spot | None = None

    @property
    def moment(self) -> tuple[int, int, int]:
        """Branch, update and operation, to put them in order; −1: the whole sequence."""
        return self.branch, self.update, -1 if self.tick is None else self.tick

    def where(self, with_branch: bool) -> str:
        """The moment in one line, as it holds for any network: "update 123 · operation 58"."""
        branch = f"branch {self.branch} · " if with_branch else ""
        tick = "" if self.tick is None else f" · operation {self.tick + 1:,}"
        time = "" if self.spot is None else f" · t = {self.spot.time + 1}"
        return f"{branch}update {self.update:,}{tick}{time}"


def wrong_words(name: str, note: str) -> str:
    """What is wrong with a name and a note, and what is wanted; "" where nothing is."""
    if not name.strip():
        return f"A bookmark needs a name; wanted are 1 to {LONGEST_NAME} characters."
    if len(name) > LONGEST_NAME:
        return f"The name has {len(name)} characters; wanted are at most {LONGEST_NAME}."
    if len(name.splitlines()) > 1:
        return "The name has more than one line; wanted is one. The note may have several."
    if len(note) > LONGEST_NOTE:
        return f"The note has {len(note):,} characters; wanted are at most {LONGEST_NOTE:,}."
    return ""
