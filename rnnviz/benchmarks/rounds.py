"""Timing in turns, so that what else the machine does falls on all alike."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def medians(works: Sequence[Work], rounds: int, seconds: float) -> list[float]:
    """How long each work takes, in ms: the median over rounds of A B A B …

    In one round a work is repeated until about `seconds` have passed, at least once.
    Ratios of these times hold better than the times themselves.
    """
    return [1000.0 * median(measured) for measured in _in_turns(works, rounds, seconds)]


def least(works: Sequence[Work], rounds: int, seconds: float) -> list[float]:
    """The same, but the shortest time of all rounds: on a machine that does much else it is
    nearest to what the work takes alone."""
    return [1000.0 * min(measured) for measured in _in_turns(works, rounds, seconds)]


def _in_turns(works: Sequence[Work], rounds: int, seconds: float) -> list[list[float]]:
    """Seconds that each work takes, in each round."""
    repeats = [max(1, round(seconds / _once(work))) for work in works]
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, count, measured in zip(works, repeats, times, strict=True):
            measured.append(_duration(work, count) / count)
    return times


def _once(work: Work) -> float:
    """About how long one repetition takes, after one to warm up."""
    work()
    return max(_duration(work, 1), 1e-7)


def _duration(work: Work, count: int) -> float:
    start = perf_counter()
    for _ in range(count):
        work()
    return perf_counter() - start
