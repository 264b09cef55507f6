"""A session handed out to be kept: while a thread trains it, at its end, where memory is short."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from tests.session.hand_driver import small_settings
from tests.session.test_going_back import bits
from tests.session.test_worker import poll_until, wait_until

WITHIN = "rnnviz.session.project_desk.record_of"


@pytest.fixture
def session() -> Iterator[Session]:
    session = Session(TrainingRun(small_settings(), number=1), Worker())
    yield session
    session.close()
    assert threading.active_count() == 1


class Taken:
    """What was handed over, or why nothing was, and in which thread.

    then   is done with each record at once.
    """

    def __init__(self, then: Callable[[SessionRecord], object] = bool) -> None:
        self.records: list[SessionRecord] = []
        self.refusals: list[str] = []
        self.thread, self._then = "", then

    def take(self, record: SessionRecord) -> None:
        self.thread = threading.current_thread().name
        self._then(record)
        self.records.append(record)

    def ask(self, session: Session) -> None:
        session.projects.record(self.take, self.refusals.append)


def handed_over(session: Session, taken: Taken) -> SessionRecord:
    """The next record."""
    known = len(taken.records)
    taken.ask(session)
    wait_until(lambda: len(taken.records) > known)
    return taken.records[-1]


def update_of_record(record: SessionRecord) -> int:
    return record.networks[0][1].moment.update


def update_of(taken: Taken) -> int:
    return update_of_record(taken.records[-1])


def test_that_it_is_handed_over_at_once_while_nobody_trains(session: Session) -> None:
    taken = Taken()
    taken.ask(session)
    assert taken.thread == "MainThread"
    assert update_of(taken) == 0


def test_that_it_is_whole_while_the_network_learns(session: Session) -> None:
    session.start()
    poll_until(session, lambda: session.state.update > 5)
    run, reached = session.run, []
    taken = Taken(lambda _: reached.append((run.training.update, len(run.history_so_far()))))
    for _ in range(20):
        record = handed_over(session, taken).networks[0][1]
        assert taken.thread == "training"
        (branch,) = record.branches
        assert (record.moment.update, branch.newest) == reached[-1]
        assert branch.viewed == branch.newest == record.moment.update


def test_that_what_was_handed_over_stays_as_it_is(session: Session) -> None:
    session.start()
    kept: list[list[bytes]] = []
    taken = Taken(lambda _: kept.append(bits(session.run)))
    taken.ask(session)
    poll_until(session, lambda: bool(taken.records) and session.state.update > 50)
    session.pause()
    poll_until(session, lambda: session.state.activity == "paused")
    assert taken.records[0].networks[0][1].moment.flat.tobytes() == kept[0][0]


def test_that_settings_chosen_before_are_in_it_at_any_pace(session: Session) -> None:
    session.set_pace(0.01)
    session.start()
    poll_until(session, lambda: session.state.update == 1)
    for n in range(1, 20):
        session.choose({"rate": n / 100})
        assert handed_over(session, Taken()).networks[0][1].settings.rate == n / 100


def test_that_it_is_handed_over_where_training_ends_before(session: Session) -> None:
    session.start()
    session.pause()
    taken = Taken()
    taken.ask(session)
    poll_until(session, lambda: session.state.activity == "paused")
    assert update_of(taken) == session.state.update


def test_that_breakpoints_are_counted_to_the_update_that_is_handed_over(session: Session) -> None:
    session.breakpoints.add("condition", text="update > 0")
    session.breakpoints.change(replace(session.state.breakpoints[0], ignore=10**9))
    session.start()
    poll_until(session, lambda: session.state.update > 5)
    counts = []
    for _ in range(10):
        record = handed_over(session, Taken())
        counts.append((record.standing.breakpoints[0].hits, update_of_record(record)))
    session.pause()
    taken = Taken()
    taken.ask(session)
    poll_until(session, lambda: session.state.activity == "paused")
    counts.append((taken.records[0].standing.breakpoints[0].hits, update_of(taken)))
    assert all(hits == update for hits, update in counts), counts
    session.breakpoints.reset_hits()
    assert handed_over(session, Taken()).standing.breakpoints[0].hits == 0


@pytest.mark.parametrize("trains", [True, False])
def test_that_where_it_cannot_be_copied_that_is_told_and_training_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch, trains: bool
) -> None:
    def fail(run: TrainingRun) -> None:
        raise MemoryError("no room")

    if trains:
        session.start()
    with monkeypatch.context() as patched:
        patched.setattr(WITHIN, fail)
        taken = Taken()
        taken.ask(session)
        wait_until(lambda: bool(taken.refusals))
    assert taken.refusals == ["MemoryError: no room"]
    if trains:
        reached = session.state.update
        poll_until(session, lambda: session.state.update > reached)
        assert session.state.activity == "running"
