"""Measuring: how good the network shown is on held-out data, found beside everything else."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from rnnviz.session.errand import Errand
from rnnviz.session.host import Host
from rnnviz.session.scoring import measured
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Score
from rnnviz.trace.trace import Trace

#: Seconds that a network stands still before it is measured.
REST = 0.5
#: While it trains: seconds from one measurement to the next, at least; and how many times as
#: long as one takes the next is waited for, so that training gets 95 % of the time.
APART, PATIENCE = 5.0, 20.0

#: Which weights: the number of the run, the branch, the update and what was set by hand.
Shown = tuple[int, int, int, int]


Scores = Mapping[TrainingRun, Score]


def _scores(asked: tuple[tuple[TrainingRun, Trace], ...]) -> Scores:
    return {run: measured(run, trace) for run, trace in asked}


class Measuring:
    """The verbs of measuring. It reads the weights of the trace shown, so that it can go on in a
    thread of its own while the network learns."""

    def __init__(self, session: Host, clock: Callable[[], float] = time.monotonic):
        self._session, self._clock = session, clock
        self._errand: Errand[Scores] | None = None
        self._began = self._due = clock() + APART
        #: What is measured, what was measured last, and what stands still since when.
        self._asked: Shown = (0, 0, 0, 0)
        self._known: Shown = (0, 0, 0, 0)
        self._still: tuple[Shown, float] = ((0, 0, 0, 0), 0.0)

    @property
    def is_measuring(self) -> bool:
        """Whether something is being measured just now."""
        return self._errand is not None

    def measure(self) -> None:
        """Begin to measure the network shown, and those beside it, where nothing is being
        measured yet."""
        if self._errand is None:
            asked = self._to_measure()
            self._asked, self._began = self._shown(), self._clock()
            self._errand = Errand(lambda: _scores(asked))

    def measure_at_once(self) -> None:
        """Measure the network shown, and those beside it, and wait for it."""
        self._known = self._shown()
        self._put(_scores(self._to_measure()))

    def look(self) -> None:
        """Take what was measured, and begin anew where it is time to. To be called some times a
        second."""
        if self._errand is not None:
            self._take(self._errand)
        elif self._is_due():
            self.measure()

    def _to_measure(self) -> tuple[tuple[TrainingRun, Trace], ...]:
        run, scene = self._session.run, self._session.state.scene
        if scene.comparison is None:
            return ((run, scene.trace),)
        runs = self._session.others.all(run)
        traces = (member.trace for member in scene.comparison.members)
        return tuple(zip(runs, traces, strict=True))

    def _take(self, errand: Errand[Scores]) -> None:
        if not errand.is_done:
            return
        now = self._clock()
        self._errand, self._known = None, self._asked
        self._due = now + max(APART, PATIENCE * (now - self._began))
        if errand.result is not None and self._known[0] == self._session.state.run:
            self._put(errand.result)

    def _put(self, scores: Scores) -> None:
        session, scene = self._session, self._session.state.scene
        for run, score in scores.items():
            run.score = score
        comparison = session.others.scored(session.run, scene.comparison)
        session.put(scene=replace(scene, score=session.run.score, comparison=comparison))

    def _shown(self) -> Shown:
        state = self._session.state
        origin = state.scene.trace.origin
        return state.run, state.branch, origin.update, origin.edits

    def _is_due(self) -> bool:
        state, shown, now = self._session.state, self._shown(), self._clock()
        if not state.update or shown == self._known:
            return False
        if state.activity == "running":
            return now >= self._due
        if shown != self._still[0]:
            self._still = shown, now
        return state.activity == "paused" and now - self._still[1] >= REST
