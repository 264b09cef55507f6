"""Worker: lets a run train, or travel through its past, in a thread of its own and hands out
its newest snapshot."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from rnnviz.engine.divergence import Diverged
from rnnviz.session.branch import BranchTitle
from rnnviz.session.breakpoint_checks import START, BreakpointChecks
from rnnviz.session.breakpoints import Breakpoint, Stop
from rnnviz.session.cause import NoCauseError
from rnnviz.session.gradient_looks import Gradients, made_at_once
from rnnviz.session.host import Between, Journey
from rnnviz.session.others import ALONE, Others
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.work import Work
from rnnviz.trace.beam_answers import BeamAnswers
from rnnviz.trace.history import History
from rnnviz.trace.scene import Comparison, Example, Writing
from rnnviz.trace.summary import Summary
from rnnviz.trace.trace import Trace

#: Seconds between two texts that the network writes while it learns, at least; and how many
#: times as long as one takes the next is waited for. The same for the example.
WRITING_INTERVAL, PATIENCE = 1.0, 10.0
#: The same for where the gradient goes, as long as somebody looks.
GRADIENT_PATIENCE = 2.0
#: The same for the summaries that are kept.
SUMMARY_INTERVAL, SUMMARY_PATIENCE = 0.5, 10.0


@dataclass(frozen=True)
class Snapshot:
    """What a run looks like between two updates.

    run      the number of the run.
    trace, history   None only where an error kept the last ones from being made.
    writing  the newest text, or None where there is no newer one.
    example, beam   the sequence to look at and a decoder's answers to it, made anew with every
             text; else None.
    gradients   where the gradient goes, or None where there is nothing newer.
    summaries   those kept of the present branch, or None where nothing is said of them.
    ended    True if training has stopped after it.
    diverged why it stopped, where a number was not finite.
    stop     where it stopped, at a breakpoint or where a number was not finite.
    hits     how often each breakpoint has come true, by its number.
    share    of the way, while it travels; else None.
    said     what a way through the past came to, in words.
    branch, branches, newest, work   as in State; 0 and none where nothing is said of them.
    reached  how many updates were made in all: a network that is compared may have been left
             behind at an earlier one.
    comparison   all networks, where there are several.
    failure  an error that nobody foresaw, in words.
    """

    run: int
    update: int
    seen: int
    trace: Trace | None = None
    history: History | None = None
    writing: Writing | None = None
    example: Example | None = None
    beam: BeamAnswers | None = None
    gradients: Gradients | None = None
    summaries: tuple[Summary, ...] | None = None
    ended: bool = False
    diverged: Diverged | None = None
    stop: Stop | None = None
    hits: Mapping[int, int] = field(default_factory=dict)
    share: float | None = None
    said: str = ""
    failure: str = ""
    branch: int = 0
    branches: tuple[BranchTitle, ...] = ()
    newest: int = 0
    work: tuple[Work, ...] = ()
    reached: int = 0
    comparison: Comparison | None = None


class Driver(Protocol):
    """What drives a run: a thread in the program, a hand in tests."""

    def start(
        self,
        run: TrainingRun,
        updates_per_second: float | None,
        breakpoints: Sequence[Breakpoint] = (),
        after: int = START,
        until: int | None = None,
        others: Others = ALONE,
    ) -> None:
        """Begin to train. The runs belong to the driver until the `ended` snapshot is taken.

        after  of the first update, only operations behind this one can stop it.
        until  stop after this update.
        others   learn beside it.
        """

    def travel(self, run: TrainingRun, journey: Journey, others: Others = ALONE) -> None:
        """Begin a way through the run's past, on which the others follow; `stop` ends it early.
        The runs belong to the driver until the `ended` snapshot is taken."""

    def between(self, work: Between) -> None:
        """Do something with the runs: between two updates, or at the end of a way through the
        past; at once where they do not belong to the driver."""

    def watch_for(self, breakpoints: Sequence[Breakpoint]) -> None:
        """Stop for these from the next update on."""

    def ask(self, settings: Settings) -> None:
        """Take over live settings of the run before the next update."""

    def pace(self, updates_per_second: float | None) -> None:
        """At most so many updates per second; None: as many as possible."""

    def stop(self) -> None:
        """Ask to end after the update that is being made; does not wait."""

    def take(self) -> Snapshot | None:
        """The newest snapshot that was not taken yet."""

    def wait(self) -> None:
        """Wait until training has ended."""

    def abandon(self) -> None:
        """End, wait for it, and forget what there was to tell: nobody wants to know."""


def snapshot(
    run: TrainingRun,
    writing: Writing | None = None,
    with_gradients: bool = True,
    is_kept: bool = True,
    others: Others = ALONE,
    in_turns: bool = False,
    **more: object,
) -> Snapshot:
    """A snapshot of a run between two updates; with a text there is an example too, and with
    gradients what is asked for and made in no time. `is_kept`: a summary of it is.
    `in_turns`: of compared networks, one at a time is asked where its gradient goes."""
    training, trace = run.training, run.trace()
    if is_kept:
        run.summarize(trace)
    return Snapshot(
        run.number,
        training.update,
        training.seen,
        trace,
        run.history_so_far(),
        writing,
        None if writing is None else run.example(trace),
        None if writing is None else run.beam(),
        made_at_once(run, trace) if with_gradients else None,
        run.timeline.branch.summaries.so_far(),
        branch=run.timeline.branch.number,
        branches=run.timeline.titles(),
        newest=run.timeline.branch.newest,
        work=others.work(run),
        reached=others.update(run),
        comparison=others.compared(run, trace, with_gradients, in_turns),
        **more,  # type: ignore[arg-type]
    )


class Worker:
    """A Driver with one thread. Its mailbox has one place: only the newest snapshot counts,
    and no new one is made before the last was taken, so that looking never slows training
    more than the eye can use."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._abandoned = False
        self._mailbox: deque[Snapshot] = deque(maxlen=1)
        self._wishes: deque[Settings] = deque()
        self._watched: deque[Sequence[Breakpoint]] = deque(maxlen=1)
        self._errands: deque[Between] = deque()
        #: As counted when the thread ended.
        self._hits: Mapping[int, int] = {}
        self._pause = 0.0

    def start(
        self,
        run: TrainingRun,
        updates_per_second: float | None,
        breakpoints: Sequence[Breakpoint] = (),
        after: int = START,
        until: int | None = None,
        others: Others = ALONE,
    ) -> None:
        self.pace(updates_per_second)
        self._begin("training", self._train, run, others, breakpoints, after, until)

    def travel(self, run: TrainingRun, journey: Journey, others: Others = ALONE) -> None:
        self._begin("travelling", self._travel, run, others, journey)

    def _begin(self, name: str, work: Callable[..., None], *arguments: object) -> None:
        self.abandon()
        self._abandoned = False
        self._stopping.clear()
        self._wishes.clear()
        self._watched.clear()
        self._thread = threading.Thread(target=work, args=arguments, name=name)
        self._thread.start()

    def between(self, work: Between) -> None:
        self._errands.append(work)
        if self._thread is None:
            self._do_errands({})

    def watch_for(self, breakpoints: Sequence[Breakpoint]) -> None:
        self._watched.append(breakpoints)

    def ask(self, settings: Settings) -> None:
        self._wishes.append(settings)

    def pace(self, updates_per_second: float | None) -> None:
        self._pause = 1.0 / updates_per_second if updates_per_second else 0.0

    def stop(self) -> None:
        self._stopping.set()

    def take(self) -> Snapshot | None:
        return self._mailbox.popleft() if self._mailbox else None

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            # What was asked for when the thread had ended already.
            self._do_errands(self._hits)
            self._hits = {}

    def abandon(self) -> None:
        self._abandoned = True
        self.stop()
        self.wait()
        self._mailbox.clear()

    def _train(
        self,
        run: TrainingRun,
        others: Others,
        breakpoints: Sequence[Breakpoint],
        after: int,
        until: int | None,
    ) -> None:
        diverged, stop, failure = None, None, ""
        checks = BreakpointChecks(breakpoints, run)
        try:
            stop = self._update_until_stopped(run, others, checks, after, until)
        except Diverged as reason:
            stop = checks.broken(run, reason)
            # Its traceback would keep the run and all its arrays in memory.
            diverged = reason.with_traceback(None)
        except Exception as error:  # the thread must end with a word, whatever happened
            failure = _in_words(error)
        self._hits = checks.hits
        self._end(run, others, diverged=diverged, stop=stop, hits=checks.hits, failure=failure)

    def _travel(self, run: TrainingRun, others: Others, journey: Journey) -> None:
        stop, said, failure = None, "", ""

        def report(share: float) -> bool:
            if not self._mailbox:
                training = run.training
                told = Snapshot(run.number, training.update, training.seen, share=share)
                self._mailbox.append(told)
            return not self._stopping.is_set()

        try:
            stop = journey(report)
        except NoCauseError as reason:
            said = str(reason)
        except Exception as error:  # the thread must end with a word, whatever happened
            failure = _in_words(error)
        try:
            others.follow(run, report)
        except Exception as error:
            failure = failure or _in_words(error)
        self._end(run, others, stop=stop, said=said, failure=failure)

    def _end(self, run: TrainingRun, others: Others, **why: object) -> None:
        if self._abandoned:
            return
        try:
            self._apply_wishes(run, others)
            last = snapshot(run, run.writing(), True, True, others, False, ended=True, **why)
        except Exception as error:  # above all, whoever waits for the end must hear of it
            why["failure"] = why.get("failure") or _in_words(error)
            training = run.training
            last = Snapshot(
                run.number,
                training.update,
                training.seen,
                ended=True,
                **why,  # type: ignore[arg-type]
            )
        self._mailbox.append(last)

    def _update_until_stopped(
        self,
        run: TrainingRun,
        others: Others,
        checks: BreakpointChecks,
        after: int,
        until: int | None,
    ) -> Stop | None:
        due, looks_due, kept_due = time.monotonic() + WRITING_INTERVAL, 0.0, 0.0
        # Where the program ends without closing, nobody will ever ask to stop.
        while not self._stopping.is_set() and threading.main_thread().is_alive():
            began = time.monotonic()
            self._apply_wishes(run, others)
            if self._watched:
                checks.choose(self._watched.pop(), run)
            self._do_errands(checks.hits)
            stop = others.advance(run, partial(checks.advance, run, after))
            if stop is not None or others.update(run) == until:
                return stop
            after = START
            if not self._mailbox:
                now = time.monotonic()
                writing = run.writing() if now >= due else None
                looks, is_kept = now >= looks_due, now >= kept_due
                hits = dict(checks.hits)
                told = snapshot(run, writing, looks, is_kept, others, True, hits=hits)
                self._mailbox.append(told)
                took = time.monotonic() - now
                if is_kept:
                    kept_due = now + max(SUMMARY_INTERVAL, SUMMARY_PATIENCE * took)
                if writing is not None:
                    due = now + max(WRITING_INTERVAL, PATIENCE * took)
                elif looks:
                    looks_due = now + GRADIENT_PATIENCE * took
            self._rest(run, others, checks, began)
        return None

    def _apply_wishes(self, run: TrainingRun, others: Others) -> None:
        while self._wishes:
            others.apply(run, self._wishes.popleft())

    def _do_errands(self, hits: Mapping[int, int]) -> None:
        while self._errands:
            self._errands.popleft()(hits)

    def _rest(
        self, run: TrainingRun, others: Others, checks: BreakpointChecks, began: float
    ) -> None:
        while (left := began + self._pause - time.monotonic()) > 0:
            # In short waits, so that a faster pace and a wish are felt at once.
            if self._stopping.wait(min(left, 0.05)):
                return
            if self._wishes:
                self._apply_wishes(run, others)
                self._mailbox.append(snapshot(run, run.writing(), others=others))
            self._do_errands(checks.hits)


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
