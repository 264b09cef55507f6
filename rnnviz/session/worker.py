"""Worker: lets a run train in a thread of its own and hands out its newest snapshot."""

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from rnnviz.engine.divergence import Diverged
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.history import History
from rnnviz.trace.scene import Writing
from rnnviz.trace.trace import Trace

#: Seconds between two texts that the network writes while it learns.
WRITING_INTERVAL = 1.0


@dataclass(frozen=True)
class Snapshot:
    """What a run looks like between two updates.

    run      the number of the run.
    trace, history   None only where an error kept the last ones from being made.
    writing  the newest text, or None where there is no newer one.
    ended    True if training has stopped after it.
    diverged why it stopped, where a number was not finite.
    failure  an error that nobody foresaw, in words.
    """

    run: int
    update: int
    seen: int
    trace: Trace | None = None
    history: History | None = None
    writing: Writing | None = None
    ended: bool = False
    diverged: Diverged | None = None
    failure: str = ""


class Driver(Protocol):
    """What drives a run: a thread in the program, a hand in tests."""

    def start(self, run: TrainingRun, updates_per_second: float | None) -> None:
        """Begin to train. The run belongs to the driver until its `ended` snapshot is taken."""

    def ask(self, settings: Settings) -> None:
        """Take over live settings before the next update."""

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


def snapshot(run: TrainingRun, writing: Writing | None = None, **more: object) -> Snapshot:
    """A snapshot of a run between two updates."""
    training = run.training
    return Snapshot(
        run.number,
        training.update,
        training.seen,
        run.trace(),
        run.history_so_far(),
        writing,
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
        self._pause = 0.0

    def start(self, run: TrainingRun, updates_per_second: float | None) -> None:
        self.abandon()
        self._abandoned = False
        self._stopping.clear()
        self._wishes.clear()
        self.pace(updates_per_second)
        self._thread = threading.Thread(target=self._train, args=(run,), name="training")
        self._thread.start()

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

    def abandon(self) -> None:
        self._abandoned = True
        self.stop()
        self.wait()
        self._mailbox.clear()

    def _train(self, run: TrainingRun) -> None:
        diverged, failure = None, ""
        try:
            self._update_until_stopped(run)
        except Diverged as reason:
            # Its traceback would keep the run and all its arrays in memory.
            diverged = reason.with_traceback(None)
        except Exception as error:  # the thread must end with a word, whatever happened
            failure = _in_words(error)
        if not self._abandoned:
            self._mailbox.append(self._last_words(run, diverged, failure))

    def _last_words(self, run: TrainingRun, diverged: Diverged | None, failure: str) -> Snapshot:
        try:
            self._apply_wishes(run)
            return snapshot(run, run.writing(), ended=True, diverged=diverged, failure=failure)
        except Exception as error:  # above all, whoever waits for the end must hear of it
            return Snapshot(
                run.number,
                run.training.update,
                run.training.seen,
                ended=True,
                diverged=diverged,
                failure=failure or _in_words(error),
            )

    def _update_until_stopped(self, run: TrainingRun) -> None:
        written = time.monotonic()
        # Where the program ends without closing, nobody will ever ask to stop.
        while not self._stopping.is_set() and threading.main_thread().is_alive():
            began = time.monotonic()
            self._apply_wishes(run)
            run.advance()
            if not self._mailbox:
                due = began - written >= WRITING_INTERVAL
                if due:
                    written = began
                self._mailbox.append(snapshot(run, run.writing() if due else None))
            self._rest(run, began)

    def _apply_wishes(self, run: TrainingRun) -> None:
        while self._wishes:
            run.apply(self._wishes.popleft())

    def _rest(self, run: TrainingRun, began: float) -> None:
        while (left := began + self._pause - time.monotonic()) > 0:
            # In short waits, so that a faster pace and a wish are felt at once.
            if self._stopping.wait(min(left, 0.05)):
                return
            if self._wishes:
                self._apply_wishes(run)
                self._mailbox.append(snapshot(run, run.writing()))


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
