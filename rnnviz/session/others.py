"""Others: the networks that learn beside the one shown, update by update, to be compared."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from rnnviz.engine.divergence import Diverged
from rnnviz.session.breakpoints import Stop
from rnnviz.session.gradient_looks import map_at_once
from rnnviz.session.member_names import differing, names
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.timeline import LOOKING
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.work import Work, work_of
from rnnviz.trace.gradient_map import GradientMap
from rnnviz.trace.scene import Comparison, Member
from rnnviz.trace.trace import Trace

#: How much of the mean time of an update each new one counts.
FRESH = 0.05


class Others:
    """They have the same task, data and seed as the network shown, and so learn from the same
    batches in the same order. All stand at the same update and on branches of the same numbers;
    one whose numbers were no longer finite stays where it is, left behind by the others.

    runs    in their order.
    place   where among them the network shown stands.
    """

    def __init__(self, runs: Sequence[TrainingRun] = (), place: int = 0):
        self.runs, self.place = tuple(runs), place
        #: Whether somebody looks where the gradients go.
        self.is_watched, self._turn = False, 0
        self._seconds: dict[TrainingRun, float] = {}
        self._traces: dict[TrainingRun, Trace] = {}

    def __bool__(self) -> bool:
        return bool(self.runs)

    def all(self, shown: TrainingRun) -> tuple[TrainingRun, ...]:
        """All networks of the comparison, in order."""
        return (*self.runs[: self.place], shown, *self.runs[self.place :])

    def update(self, shown: TrainingRun) -> int:
        """How many updates were made: by all but those left behind."""
        return max(run.training.update for run in (shown, *self.runs))

    def work(self, shown: TrainingRun) -> tuple[Work, ...]:
        """What was done with each network, in order."""
        return tuple(work_of(run.facts, run.timeline.branches) for run in self.all(shown))

    # --- learning ----------------------------------------------------------------------

    def advance(self, shown: TrainingRun, advance: Callable[[], object]) -> Stop | None:
        """Make the next update of all, with `advance` that of the network shown; where that
        stops before the update, so do the others.

        Raises Diverged, of the network shown, where none of them can go on.
        """
        if not self.runs:
            stop = advance()
            return stop if isinstance(stop, Stop) else None
        now, moved = self.update(shown), 0
        if shown.training.update == now:
            stop = self._attempt(shown, advance)
            if stop is not None:
                return stop
            moved += shown.training.update > now
        for run in self.runs:
            if run.training.update == now:
                self._attempt(run, run.advance)
                moved += run.training.update > now
        if not moved:
            assert shown.stopped is not None
            raise shown.stopped
        return None

    def _attempt(self, run: TrainingRun, advance: Callable[[], object]) -> Stop | None:
        began = time.perf_counter()
        try:
            stop = advance()
        except Diverged as reason:
            # Its traceback would keep the run and all its arrays in memory.
            run.stopped = reason.with_traceback(None)
            return None
        took = time.perf_counter() - began
        before = self._seconds.get(run, took)
        self._seconds[run] = before + FRESH * (took - before)
        return stop if isinstance(stop, Stop) else None

    def forget_speeds(self) -> None:
        """How fast they learn depends on the machine, which a figure must not."""
        self._seconds.clear()

    # --- settings ----------------------------------------------------------------------

    def settings_beside(self, shown: TrainingRun, settings: Settings) -> tuple[Settings, ...]:
        """Those of the others where the network shown has these: what sets the networks apart
        stays, all else is the same. Raises SettingError where that cannot be."""
        apart = self.apart(shown)
        return tuple(
            changed(settings, {name: getattr(run.settings, name) for name in apart})
            for run in self.runs
        )

    def apart(self, shown: TrainingRun) -> tuple[str, ...]:
        """The settings in which the networks differ."""
        return differing([run.settings for run in self.all(shown)])

    def apply(self, shown: TrainingRun, settings: Settings) -> None:
        """Let all take over live settings: the network shown these, the others those of them
        in which the networks do not differ."""
        if not self.runs:
            shown.apply(settings)
            return
        beside = self.settings_beside(shown, settings)
        looking = {name: getattr(shown.settings, name) for name in LOOKING}
        if changed(settings, looking) != shown.settings:
            self.branch_off(shown)
        shown.apply(settings)
        for run, its in zip(self.runs, beside, strict=True):
            run.apply(its)

    # --- the past ----------------------------------------------------------------------

    def is_past(self, shown: TrainingRun) -> bool:
        """Whether updates are known of any network that follow the present one."""
        return any(run.timeline.is_past for run in (shown, *self.runs))

    def branch_off(self, shown: TrainingRun) -> None:
        """Where updates are known that follow, begin a branch here, of all networks."""
        if self.is_past(shown):
            runs = (shown, *self.runs)
            number = 1 + max(b.number for run in runs for b in run.timeline.branches)
            for run in runs:
                run.timeline.fork(number)

    def operations(self, update: int) -> float:
        """What it costs to bring the others to an update of their present branches."""
        return sum(
            run.timeline.distance(min(update, run.timeline.branch.newest)) * run.operations()
            for run in self.runs
        )

    def follow(
        self, shown: TrainingRun, report: Callable[[float], object] = lambda share: None
    ) -> None:
        """Bring the others to the branch and the update of the network shown; those that were
        left behind before it stay there.

        report  is told what share of the way was made.
        """
        number, update = shown.timeline.branch.number, shown.training.update
        for place, run in enumerate(self.runs):

            def tell(share: float, place: int = place) -> bool:
                report((place + share) / len(self.runs))
                return True

            run.look_as_usual()
            if run.timeline.branch.number != number:
                run.timeline.switch(number, tell)
            run.timeline.go_to(min(update, run.timeline.branch.newest), tell)

    # --- what there is to see ----------------------------------------------------------

    def compared(
        self,
        shown: TrainingRun,
        trace: Trace,
        with_gradients: bool = True,
        in_turns: bool = False,
    ) -> Comparison | None:
        """All networks as they are now, the trace of the one shown given; None where there is
        nothing to compare. With gradients, where each one's goes is made if somebody looks; in
        turns, that of one of them."""
        if not self.runs:
            return None
        runs = self.all(shown)
        said = names([run.settings for run in runs])
        reached = self.update(shown)
        # While nobody sees them, those of the others may be older.
        if self.is_watched or not in_turns:
            self._traces.clear()
        traces = [trace if run is shown else self._trace(run, reached) for run in runs]
        made: Sequence[int] = range(len(runs)) if with_gradients and self.is_watched else ()
        if made and in_turns:
            self._turn = (self._turn + 1) % len(runs)
            made = (self._turn,)
        maps = [
            map_at_once(run, traces[place]) if place in made else None
            for place, run in enumerate(runs)
        ]
        members = map(partial(self._member, reached), runs, said, traces, maps)
        return Comparison(tuple(members), self.place)

    def _trace(self, run: TrainingRun, reached: int) -> Trace:
        kept = self._traces.get(run)
        if kept is None or run.training.update < reached:
            kept = self._traces[run] = run.trace()
        return kept

    def _member(
        self, reached: int, run: TrainingRun, name: str, trace: Trace, found: GradientMap | None
    ) -> Member:
        seconds, reason = self._seconds.get(run, 0.0), run.stopped
        is_behind = run.training.update < reached
        return Member(
            name,
            trace,
            run.history_so_far(),
            run.network.parameters.flat.size,
            1 / seconds if seconds else 0.0,
            run.score,
            f"{reason.place}" if is_behind and reason else "",
            found,
        )

    def scored(self, shown: TrainingRun, comparison: Comparison | None) -> Comparison | None:
        """The same with what was measured last."""
        if comparison is None or not self.runs:
            return comparison
        pairs = zip(comparison.members, self.all(shown), strict=True)
        members = (replace(each, score=run.score) for each, run in pairs)
        return replace(comparison, members=tuple(members))

    # --- another choice ----------------------------------------------------------------

    def looking_at(self, shown: TrainingRun, place: int) -> tuple[TrainingRun, "Others"]:
        """The same networks with another of them shown."""
        runs = self.all(shown)
        return self._kept(runs, place)

    def without(self, shown: TrainingRun, place: int) -> tuple[TrainingRun, "Others"]:
        """All but one; where that is the one shown, the first of the rest is shown."""
        runs = self.all(shown)
        rest = runs[:place] + runs[place + 1 :]
        return self._kept(rest, rest.index(shown) if shown in rest else 0)

    def _kept(self, runs: tuple[TrainingRun, ...], place: int) -> tuple[TrainingRun, "Others"]:
        """These networks, that at a place shown; of others nothing is kept."""
        kept = Others(runs[:place] + runs[place + 1 :], place)
        kept.is_watched = self.is_watched
        kept._seconds = {run: self._seconds[run] for run in runs if run in self._seconds}
        return runs[place], kept


#: A network that learns by itself.
ALONE = Others()
