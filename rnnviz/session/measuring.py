"""Measuring: how good the network shown is on held-out data, found beside everything else."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from rnnviz.scenarios.scenario import Task
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.errand import Errand
from rnnviz.session.host import Host
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


def unmeasured(task: Task) -> Score:
    """What is known before anything is measured: the baseline."""
    metric = task.metric
    return Score(metric.name, metric.text(task.baseline_score), task.baseline_says)


def measured(run: TrainingRun, trace: Trace) -> Score:
    """The score of the weights in a trace of the run, whatever became of them since.

    What goes wrong is told by the score.
    """
    task, update = run.task, trace.origin.update
    network = run.network.like(run.network.parameters.flat.dtype)
    for name, array in trace.parameters.items():
        network.parameters[name][:] = array
    score = replace(unmeasured(task), update=update)
    try:
        with np.errstate(all="ignore"):
            answers = NetworkAnswers(network, run.training.loss, task.fed_from)
            value = task.score(answers)
    except Exception as error:  # whoever waits must hear of it
        return replace(score, failure=f"{type(error).__name__}: {error}")
    is_better = task.metric.is_better(value, task.baseline_score)
    return replace(score, value=task.metric.text(value), is_better=is_better)


class Measuring:
    """The verbs of measuring. It reads the weights of the trace shown, so that it can go on in a
    thread of its own while the network learns."""

    def __init__(self, session: Host, clock: Callable[[], float] = time.monotonic):
        self._session, self._clock = session, clock
        self._errand: Errand[Score] | None = None
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
        """Begin to measure the network shown, where nothing is being measured yet."""
        if self._errand is None:
            run, trace = self._session.run, self._session.state.scene.trace
            self._asked, self._began = self._shown(), self._clock()
            self._errand = Errand(lambda: measured(run, trace))

    def measure_at_once(self) -> None:
        """Measure the network shown, and wait for it."""
        self._known = self._shown()
        self._put(measured(self._session.run, self._session.state.scene.trace))

    def look(self) -> None:
        """Take what was measured, and begin anew where it is time to. To be called some times a
        second."""
        if self._errand is not None:
            self._take(self._errand)
        elif self._is_due():
            self.measure()

    def _take(self, errand: Errand[Score]) -> None:
        if not errand.is_done:
            return
        now = self._clock()
        self._errand, self._known = None, self._asked
        self._due = now + max(APART, PATIENCE * (now - self._began))
        if errand.result is not None and self._known[0] == self._session.state.run:
            self._put(errand.result)

    def _put(self, score: Score) -> None:
        self._session.put(scene=replace(self._session.state.scene, score=score))

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
