"""Branch: one line of a run's past, from the first update to the newest."""

from dataclasses import dataclass, field

from rnnviz.session.restore_points import RestorePoints
from rnnviz.session.settings import Settings
from rnnviz.session.summaries import Summaries
from rnnviz.trace.history import HistoryRecord


@dataclass(frozen=True)
class Edit:
    """A weight that a person set by hand.

    update  how many updates had been made.
    name    of the parameter, and `index` of the number in it.
    value   what was typed, and `before` what it was.
    """

    update: int
    name: str
    index: tuple[int, ...]
    value: float
    before: float


@dataclass(frozen=True)
class BranchTitle:
    """A branch as it is listed: it left branch `parent` after update `since` (the first one:
    0 and 0), and has come to update `newest`."""

    number: int
    parent: int
    since: int
    newest: int


@dataclass
class Branch:
    """What happened on it, so that it can be repeated bit for bit.

    number   counts the branches of a run, from 1.
    parent   the number of the branch that it left, after update `since`; 0 for the first.
    points   moments to go back to.
    history  of every update made.
    choices  the settings that held from an update on, in order.
    edits    weights set by hand, in order.
    viewed   the update that was looked at last.
    summaries  of some updates, at most all.
    """

    number: int
    parent: int
    since: int
    points: RestorePoints
    history: HistoryRecord
    choices: list[tuple[int, Settings]]
    edits: list[Edit]
    viewed: int = 0
    summaries: Summaries = field(default_factory=Summaries)

    @property
    def newest(self) -> int:
        """How many updates were made on it, with those before it left its parent."""
        return len(self.history)

    def settings_at(self, update: int) -> Settings:
        """Those that hold after an update, for the next one."""
        return [settings for since, settings in self.choices if since <= update][-1]

    def copy(self) -> "Branch":
        """The same, which stays as it is when this one goes on."""
        copy = self.fork(self.number, self.newest)
        copy.parent, copy.since, copy.viewed = self.parent, self.since, self.viewed
        return copy

    def fork(self, number: int, update: int) -> "Branch":
        """Another future from an update on."""
        return Branch(
            number,
            self.number,
            update,
            self.points.first(update),
            self.history.first(update),
            [choice for choice in self.choices if choice[0] <= update],
            [edit for edit in self.edits if edit.update <= update],
            update,
            self.summaries.first(update),
        )
