"""Timeline: back and on over the updates of a run, and other futures from any of them."""

from collections.abc import Callable, Sequence

from rnnviz.engine.training import Moment, Progress, Training
from rnnviz.session import summaries
from rnnviz.session.branch import Branch, BranchTitle, Edit
from rnnviz.session.restore_points import MOST_BYTES, RestorePoints
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.trace.history import HistoryRecord

#: Settings of how a network is looked at; they do not change what it learns.
LOOKING = ("sample", "temperature", "top_k", "beam")
#: A gap so many updates before the cursor begins to be filled in as one walks back.
FORESIGHT = 40


class Timeline:
    """All branches of a run, one of them the present one.

    An update that was made before on a branch is repeated, with the settings that held and
    the weights that were set by hand then: so it comes to the same bits.

    settings  those in force.
    apart     so many updates lie between two restore points next to each other.
    """

    def __init__(self, training: Training, settings: Settings, apart: int):
        self._training, self._apart = training, apart
        first = Branch(1, 0, 0, RestorePoints(), HistoryRecord(), [(0, settings)], [])
        self.branches, self.branch = [first], first
        self._put_into_force(settings)
        first.points.add(training.moment())

    @property
    def is_past(self) -> bool:
        """Whether updates are known that follow the present one."""
        return self._training.update < self.branch.newest

    def titles(self) -> tuple[BranchTitle, ...]:
        """All branches as they are listed."""
        return tuple(BranchTitle(b.number, b.parent, b.since, b.newest) for b in self.branches)

    def take_up(
        self, branches: Sequence[Branch], number: int, settings: Settings, moment: Moment
    ) -> None:
        """Be what the timeline of another run of the same task and network was: these are its
        branches from now on, the one of that number the present one, and the run is at a moment
        of it. Raises ValueError where the moment's place is none in the data."""
        self.branches = list(branches)
        self.branch = next(branch for branch in branches if branch.number == number)
        self._share_memory()
        self._put_into_force(settings)
        self._restore(moment)
        self.branch.viewed = moment.update

    # --- on ----------------------------------------------------------------------------

    def advance(self) -> Progress:
        """Make the next update, or repeat it. Raises Diverged, which leaves the last finite
        weights."""
        is_new = not self.is_past
        progress = self._training.advance()
        if is_new:
            self.branch.history.add(progress.loss, progress.norm, progress.clipped_norm)
        if progress.update % self._apart == 0:
            self.branch.points.add(self._training.moment())
        if not is_new:
            self._arrive()
        self.branch.viewed = progress.update
        return progress

    def choose(self, settings: Settings) -> None:
        """Let settings hold from the present update on. In the past, that is another future."""
        now = self.settings
        if changed(settings, {name: getattr(now, name) for name in LOOKING}) != now:
            self.leave_known_future()
            update = self._training.update
            self.branch.choices = [c for c in self.branch.choices if c[0] < update]
            self.branch.choices.append((update, settings))
        self._put_into_force(settings)

    def leave_known_future(self) -> None:
        """Where updates are known that follow the present one, begin a branch here; the other
        one stays as it is."""
        if self.is_past:
            self.fork(max(branch.number for branch in self.branches) + 1)

    def fork(self, number: int) -> None:
        """Begin a branch of that number here, whether or not updates are known that follow."""
        self.branch = self.branch.fork(number, self._training.update)
        self.branches.append(self.branch)
        self._share_memory()

    def _share_memory(self) -> None:
        """All branches may keep as much as each other."""
        for branch in self.branches:
            branch.points.keep_to(MOST_BYTES // len(self.branches), branch.viewed)
            branch.summaries.keep_to(summaries.MOST_BYTES // len(self.branches))

    # --- back and forth ----------------------------------------------------------------

    def distance(self, update: int) -> int:
        """How many updates must be repeated to be at one of the present branch."""
        now, point = self._training.update, self._start_of_way(update).update
        return update - (now if point <= now <= update else point)

    def _start_of_way(self, update: int) -> Moment:
        """The moment to repeat from. Where one lies so near before the update that steps back
        would soon need the one before that, it is the latter: it takes longer once."""
        points = self.branch.points
        moment = points.before(update)
        is_step = abs(update - self._training.update) == 1
        if is_step or update - moment.update > FORESIGHT // 2 or not moment.update:
            return moment
        earlier = points.before(moment.update - 1)
        return earlier if moment.update - earlier.update > self._apart else moment

    def go_to(self, update: int, report: Callable[[float], bool] = lambda share: True) -> None:
        """Be again what the run was after an update of the present branch, bit for bit.

        report  is told what share of the way was made; where it answers False, the way
                ends there, at a true update too.
        Raises ValueError where the branch has no such update.
        """
        if not 0 <= update <= self.branch.newest:
            raise ValueError(f"update {update}; wanted is one from 0 to {self.branch.newest}")
        if update == self._training.update - 1:
            self._prepare_way_back(update)
        now, moment = self._training.update, self._start_of_way(update)
        if not moment.update <= now <= update:
            self._restore(moment)
        self._repeat_until(update, report)
        self.branch.viewed = self._training.update

    def _prepare_way_back(self, update: int) -> None:
        """Fill in a little of the next wide gap before an update, so that going on back, step
        by step, never has to repeat all of it at once."""
        points = self.branch.points
        gap = points.wide_gap(update, self._apart)
        if gap is None or update - gap[1] > FORESIGHT:
            return
        start, end = gap
        self._training.go_to(start)
        until = min(end, (start.update // self._apart + 1) * self._apart)
        while self._training.update < until:
            self._arrive()
            self._training.advance()
        # As all of them: what was before the edits of its update, which can be undone.
        points.add(self._training.moment(), update)
        self._arrive()

    def switch(self, number: int, report: Callable[[float], bool] = lambda share: True) -> None:
        """To another branch, where it was looked at last. Raises KeyError."""
        branches = {branch.number: branch for branch in self.branches}
        branch = branches[number]
        if branch is self.branch:
            return
        self.branch, update = branch, branch.viewed
        self._restore(branch.points.before(update))
        self._repeat_until(update, report)
        branch.viewed = self._training.update

    def visit(
        self, number: int, update: int, report: Callable[[float], bool] = lambda share: True
    ) -> None:
        """To an update of any branch, as `go_to`. Raises KeyError where there is no such branch,
        ValueError where it has no such update."""
        branch = {branch.number: branch for branch in self.branches}[number]
        if not 0 <= update <= branch.newest:
            raise ValueError(f"update {update}; wanted is one from 0 to {branch.newest}")
        if branch is self.branch:
            self.go_to(update, report)
        else:
            branch.viewed = update
            self.switch(number, report)

    def take_back(self) -> None:
        """Unmake the newest update: the next one is the same again."""
        branch = self.branch
        update = branch.newest - 1
        self.go_to(update)
        branch.history = branch.history.first(update)
        branch.points.drop_after(update)
        branch.summaries.drop_after(update)

    def _repeat_until(self, update: int, report: Callable[[float], bool]) -> None:
        first = self._training.update
        while self._training.update < update:
            self.advance()
            if not report((self._training.update - first) / (update - first)):
                return

    def _restore(self, moment: Moment) -> None:
        self._training.go_to(moment)
        self._arrive()

    def _arrive(self) -> None:
        """What a person did after this update is done again."""
        update = self._training.update
        for edit in self.branch.edits:
            if edit.update == update:
                self._training.network.parameters[edit.name][edit.index] = edit.value
        looking = {name: getattr(self.settings, name) for name in LOOKING}
        self._put_into_force(changed(self.branch.settings_at(update), looking))

    def _put_into_force(self, settings: Settings) -> None:
        self.settings, training = settings, self._training
        training.rate, training.carry = settings.rate, settings.carry
        training.clip_kind, training.clip_limit = settings.clip_by, settings.clip
        training.truncation, training.forcing = settings.truncation, settings.forcing

    # --- weights set by hand -----------------------------------------------------------

    def set_weight(self, name: str, index: tuple[int, ...], value: float) -> None:
        """Set a weight from the present update on. In the past, that is another future.

        Raises KeyError or IndexError where there is no such number.
        """
        array = self._training.network.parameters[name]
        before = float(array[index])
        self.leave_known_future()
        # Restore points hold what was before the edits of their update.
        if not any(edit.update == self._training.update for edit in self.branch.edits):
            self.branch.points.add(self._training.moment())
        self.branch.edits.append(Edit(self._training.update, name, index, value, before))
        array[index] = value

    def unset_weight(self) -> Edit | None:
        """Undo the last edit that was made after the present update; None where none was."""
        update = self._training.update
        if not any(edit.update == update for edit in self.branch.edits):
            return None
        self.leave_known_future()
        last = max(n for n, edit in enumerate(self.branch.edits) if edit.update == update)
        edit = self.branch.edits.pop(last)
        self._restore(self.branch.points.before(update))
        self._repeat_until(update, lambda share: True)
        return edit
