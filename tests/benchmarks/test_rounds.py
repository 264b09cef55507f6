"""Timing in turns, by a clock that only the works put forward."""

import pytest

from rnnviz.benchmarks import rounds
from rnnviz.benchmarks.rounds import Work, least, medians


class Clock:
    """Seconds that pass only in works."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls: list[str] = []

    def work(self, name: str, *durations: float) -> Work:
        """A work that takes these durations in turn, and then the last again and again."""
        left = list(durations)

        def run() -> None:
            self.calls.append(name)
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return run


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(rounds, "perf_counter", lambda: made.now)
    return made


def test_that_works_take_turns_after_each_has_warmed_up(clock: Clock) -> None:
    medians([clock.work("A", 1.0), clock.work("B", 1.0)], rounds=3, seconds=0.0)
    assert clock.calls == [*"AABB", *"ABABAB"]


def test_that_a_short_work_is_repeated_until_the_round_is_full(clock: Clock) -> None:
    medians([clock.work("A", 0.25)], rounds=2, seconds=1.0)
    assert len(clock.calls) == 2 + 2 * 4


def test_that_times_are_milliseconds_of_one_repetition(clock: Clock) -> None:
    works = [clock.work("A", 0.25), clock.work("B", 3.0)]
    assert medians(works, rounds=3, seconds=1.0) == [250.0, 3000.0]


def test_that_one_slow_round_does_not_count(clock: Clock) -> None:
    # The first two runs warm up; then come the rounds.
    work = clock.work("A", 9.0, 1.0, 1.0, 70.0, 2.0)
    assert medians([work], rounds=3, seconds=0.0) == [2000.0]


def test_that_the_shortest_round_can_be_asked_for(clock: Clock) -> None:
    work = clock.work("A", 9.0, 1.0, 1.5, 70.0, 2.0)
    assert least([work], rounds=3, seconds=0.0) == [1500.0]
