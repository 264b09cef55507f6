"""The worker: a real thread that trains, tells, listens and ends."""

import gc
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

import rnnviz
from rnnviz.session.session import Session
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Snapshot, Worker
from tests.session.hand_driver import small_settings, text_settings
from tests.session.test_divergence import EXPLOSIVE

#: Seconds after which a test gives up; a busy machine is no failure.
PATIENCE = 20.0


@pytest.fixture
def run() -> TrainingRun:
    return TrainingRun(small_settings(), number=1)


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.abandon()
    assert [thread.name for thread in threading.enumerate()] == ["MainThread"]


def wait_until(is_so: Callable[[], bool]) -> float:
    """Wait until something is so; the seconds that it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.001)
    return time.monotonic() - began


def told(worker: Worker, is_it: Callable[[Snapshot], bool] = lambda _: True) -> Snapshot:
    """The next snapshot of that kind."""
    kept: list[Snapshot] = []

    def found() -> bool:
        snapshot = worker.take()
        if snapshot is not None and is_it(snapshot):
            kept.append(snapshot)
        return bool(kept)

    wait_until(found)
    return kept[0]


def end_of(worker: Worker) -> Snapshot:
    """The last snapshot, after which the thread is gone."""
    last = told(worker, lambda snapshot: snapshot.ended)
    worker.wait()
    assert threading.active_count() == 1
    assert worker.take() is None
    return last


# --- training --------------------------------------------------------------------------


def test_that_it_trains_and_tells_of_it(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, None)
    first = told(worker)
    assert (first.run, first.ended, first.diverged, first.failure) == (1, False, None, "")
    assert first.trace is not None
    assert first.history is not None
    assert first.update == first.trace.origin.update == len(first.history) > 0
    later = told(worker)
    assert later.update > first.update
    worker.stop()
    last = end_of(worker)
    assert last.update == run.training.update >= later.update
    assert last.seen == run.training.seen


def test_that_training_runs_in_a_thread_of_its_own(worker: Worker, run: TrainingRun) -> None:
    names = set()
    advance = run.advance

    def watched() -> object:
        names.add(threading.current_thread().name)
        return advance()

    run.advance = watched  # type: ignore[method-assign, assignment]
    worker.start(run, None)
    told(worker)
    worker.stop()
    end_of(worker)
    assert names == {"training"}


def test_that_only_one_snapshot_waits_to_be_taken(worker: Worker, run: TrainingRun) -> None:
    made = []
    trace = run.trace
    run.trace = lambda: made.append(run.training.update) or trace()  # type: ignore[method-assign, func-returns-value]
    worker.start(run, None)
    wait_until(lambda: run.training.update > 50)
    assert len(made) == 1, "looking would slow down training"
    assert worker.take() is not None
    wait_until(lambda: len(made) == 2)
    assert made[1] > 50


def test_that_the_end_takes_the_place_of_what_was_not_taken(
    worker: Worker, run: TrainingRun
) -> None:
    worker.start(run, None)
    wait_until(lambda: run.training.update > 10)
    worker.stop()
    worker.wait()
    last = worker.take()
    assert last is not None
    assert last.ended
    assert last.update == run.training.update
    assert worker.take() is None


def test_that_it_writes_from_time_to_time_and_at_the_end(tmp_path: Path, worker: Worker) -> None:
    run = TrainingRun(text_settings(tmp_path))
    worker.start(run, None)
    assert told(worker).writing is None
    assert told(worker, lambda snapshot: snapshot.writing is not None).update > 1
    worker.stop()
    last = end_of(worker)
    assert last.writing is not None
    assert last.writing.update == last.update


# --- ending ----------------------------------------------------------------------------


@pytest.mark.alone
def test_that_it_ends_soon_when_asked(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, None)
    told(worker)
    began = time.monotonic()
    worker.stop()
    end_of(worker)
    assert time.monotonic() - began < 1.0


@pytest.mark.alone
def test_that_a_slow_pace_does_not_delay_the_end(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, 0.1)
    told(worker)
    began = time.monotonic()
    worker.stop()
    end_of(worker)
    assert time.monotonic() - began < 0.5


def test_that_it_can_be_started_and_stopped_without_end(worker: Worker, run: TrainingRun) -> None:
    began = time.monotonic()
    for n in range(200):
        worker.start(run, None)
        if n % 2:
            told(worker)
        worker.stop()
        assert end_of(worker).update == run.training.update
    assert time.monotonic() - began < PATIENCE


def test_that_starting_again_ends_what_was_going_on(worker: Worker, run: TrainingRun) -> None:
    other = TrainingRun(small_settings(seed=1), number=2)
    worker.start(run, 0.1)
    told(worker)
    worker.start(other, None)
    assert threading.active_count() == 2
    assert told(worker).run == 2


def test_that_stopping_before_the_start_does_not_stop_what_comes(
    worker: Worker, run: TrainingRun
) -> None:
    worker.stop()
    worker.wait()
    worker.abandon()
    worker.start(run, None)
    wait_until(lambda: run.training.update > 3)


def test_that_nothing_is_told_after_it_was_abandoned(worker: Worker, run: TrainingRun) -> None:
    for pace in (None, 0.1):
        worker.start(run, pace)
        wait_until(lambda: bool(run.training.update))
        worker.abandon()
        assert threading.active_count() == 1
        assert worker.take() is None


def test_that_no_last_trace_is_made_for_nobody(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, 0.1)
    told(worker)
    run.trace = lambda: pytest.fail("nobody wants to see it")  # type: ignore[method-assign]
    worker.abandon()


def test_that_an_explosion_ends_it(worker: Worker) -> None:
    run = TrainingRun(EXPLOSIVE)
    worker.start(run, None)
    last = end_of(worker)
    assert last.diverged is not None
    assert last.diverged.update == last.update + 1
    assert last.failure == ""
    assert last.trace is not None
    assert np.isfinite(run.network.parameters.flat).all()


@pytest.mark.parametrize("method", ["advance", "trace", "writing", "history_so_far"])
def test_that_any_error_ends_it_with_a_word(worker: Worker, run: TrainingRun, method: str) -> None:
    right, calls = getattr(run, method), []

    def fail_later(*arguments: object) -> object:
        calls.append(1)
        if len(calls) > 1 or method == "writing":
            raise MemoryError("too much of it")
        return right(*arguments)

    setattr(run, method, fail_later)
    worker.start(run, None)
    if method == "writing":
        worker.stop()
    last = end_of(worker)
    assert last.failure == "MemoryError: too much of it"
    assert last.update == run.training.update
    assert (last.trace is None) == (method != "advance")


def test_that_a_wish_that_cannot_be_taken_over_ends_it_with_a_word(
    worker: Worker, run: TrainingRun
) -> None:
    worker.start(run, None)
    worker.ask(None)  # type: ignore[arg-type]
    assert "TypeError" in end_of(worker).failure


def test_that_after_an_error_the_same_worker_goes_on(worker: Worker, run: TrainingRun) -> None:
    advance = run.advance
    run.advance = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    worker.start(run, None)
    assert "ZeroDivisionError" in end_of(worker).failure
    run.advance = advance  # type: ignore[method-assign]
    worker.start(run, None)
    assert told(worker).update == 1


def test_that_a_run_that_exploded_does_not_stay_in_memory(worker: Worker) -> None:
    run = TrainingRun(EXPLOSIVE)
    gc.collect()
    gc.disable()
    try:
        worker.start(run, None)
        last = end_of(worker)
        weak = weakref.ref(run)
        del run
        assert last.diverged is not None
        assert weak() is None
    finally:
        gc.enable()


def test_that_a_program_that_forgets_to_close_ends_all_the_same() -> None:
    program = (
        "from rnnviz.session.worker import Worker\n"
        "from rnnviz.session.training_run import TrainingRun\n"
        "from rnnviz.session.starting_settings import settings_for\n"
        "run = TrainingRun(settings_for('adding-problem', {'hidden': 2}))\n"
        "Worker().start(run, None)\n"
        "print('the end')\n"
    )
    root = Path(rnnviz.__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "the end\n", "")


# --- pace and wishes -------------------------------------------------------------------


def test_that_the_pace_is_kept_roughly(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, 50.0)
    took = wait_until(lambda: run.training.update >= 11)
    assert took >= 0.19
    assert took < 5.0


def test_that_a_faster_pace_is_felt_at_once(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, 0.01)
    told(worker)
    worker.pace(None)
    assert wait_until(lambda: run.training.update > 20) < 5.0


def test_that_wishes_are_taken_over_in_their_order(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, None)
    for rate in (0.5, 0.25, 0.125):
        worker.ask(small_settings(rate=rate))
    heard = told(worker, lambda s: s.trace is not None and s.trace.origin.settings["rate"] == 0.125)
    assert not heard.ended
    assert run.training.rate == 0.125


def test_that_a_wish_does_not_wait_for_the_next_update(tmp_path: Path, worker: Worker) -> None:
    settings = text_settings(tmp_path)
    run = TrainingRun(settings)
    worker.start(run, 0.01)
    told(worker)
    worker.ask(msgspec.structs.replace(settings, temperature=1.5, sample="batch"))
    shown = told(worker)
    assert shown.update == 1
    assert shown.trace is not None
    assert shown.trace.origin.sample == "batch"
    assert shown.writing is not None
    assert shown.writing.temperature == 1.5


def test_that_a_wish_that_came_too_late_does_not_reach_the_next_run(
    worker: Worker, run: TrainingRun
) -> None:
    worker.start(run, None)
    worker.stop()
    end_of(worker)
    worker.ask(small_settings(rate=0.5))
    other = TrainingRun(small_settings(seed=1), number=2)
    worker.start(other, None)
    wait_until(lambda: other.training.update > 3)
    assert other.settings == small_settings(seed=1)


def test_that_a_wish_before_the_end_is_taken_over(worker: Worker, run: TrainingRun) -> None:
    worker.start(run, 0.01)
    told(worker)
    worker.ask(small_settings(rate=0.5))
    worker.stop()
    end_of(worker)
    assert run.settings.rate == run.training.rate == 0.5


# --- with a session --------------------------------------------------------------------


def poll_until(session: Session, is_so: Callable[[], bool]) -> float:
    def polled() -> bool:
        session.poll()
        return is_so()

    return wait_until(polled)


def test_that_a_session_trains_pauses_and_closes_with_it(worker: Worker) -> None:
    session = Session(TrainingRun(small_settings(), number=1), worker)
    session.start()
    poll_until(session, lambda: session.state.update > 5)
    session.choose({"rate": 0.02})
    session.choose({"hidden": 4})
    poll_until(session, lambda: session.state.run == 2 and session.state.update > 5)
    session.choose({"hidden": 0})
    assert session.state.message is not None
    poll_until(session, lambda: session.state.update > 10)
    session.pause()
    poll_until(session, lambda: session.state.activity == "paused")
    session.bring_back()
    assert session.state.settings == small_settings(rate=0.02)
    session.start()
    session.close()
    assert threading.active_count() == 1


def test_that_a_pause_is_felt_at_a_slow_pace(worker: Worker) -> None:
    session = Session(TrainingRun(small_settings(), number=1), worker)
    session.set_pace(1.0)
    session.start()
    poll_until(session, lambda: session.state.update == 1)
    session.pause()
    assert poll_until(session, lambda: session.state.activity == "paused") < 0.3


def test_that_a_session_survives_an_explosion_and_an_error(worker: Worker) -> None:
    session = Session(TrainingRun(EXPLOSIVE, number=1), worker)
    session.start()
    poll_until(session, lambda: session.state.activity == "paused")
    assert session.state.message is not None
    assert "time step" in session.state.message.text
    run = TrainingRun(small_settings(), number=1)
    session = Session(run, worker)
    run.trace = lambda: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    session.start()
    poll_until(session, lambda: session.state.activity == "paused")
    assert session.state.message is not None
    assert session.state.message.text.endswith("ZeroDivisionError: division by zero")


def test_that_a_snapshot_is_frozen() -> None:
    empty = Snapshot(1, 0, 0)
    assert replace(empty, run=2).run == 2
    with pytest.raises(AttributeError):
        empty.run = 2  # type: ignore[misc]
    assert isinstance(Settings(), Settings)
