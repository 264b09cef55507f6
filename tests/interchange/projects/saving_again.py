"""Saves over a project again and again in processes that are killed amid it.

    python -m tests.interchange.projects.saving_again PROJECT TIMES SEED

A line for each process that was killed: which of the two projects the file is afterwards, and
how many parts were left beside it.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from rnnviz.engine.training import Moment
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.project_file import load_project, save_project
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.training_run import TrainingRun
from tests.interchange.projects.saved_runs import recorded, session_of
from tests.session.hand_driver import small_settings


def of_rate(rate: float) -> SessionRecord:
    """A session of its own: large enough that writing it takes a while."""
    run = TrainingRun(small_settings(hidden=60, rate=rate))
    for _ in range(8):
        run.advance()
    return recorded(session_of(run))


def save_for_ever(records: list[SessionRecord], path: Path) -> None:
    """Until the end of the process."""
    while True:
        for record in records:
            save_project(record, Layout(), path, 1e9)


def seconds_of_a_save(record: SessionRecord, path: Path) -> float:
    began = time.perf_counter()
    for _ in range(5):
        save_project(record, Layout(), path, 1e9)
    return (time.perf_counter() - began) / 5


def killed_after(seconds: float, records: list[SessionRecord], path: Path) -> None:
    """Let a process save, and kill it."""
    child = os.fork()
    if child == 0:
        try:
            save_for_ever(records, path)
        finally:
            os._exit(1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "saving ended by itself"


def which(path: Path, records: list[SessionRecord]) -> int:
    """The number of the record that a file is, every number of it; raises where it is none."""
    met = numbers(load_project(path).run.training.moment())
    return [numbers(record.networks[0][1].moment) for record in records].index(met)


def numbers(moment: Moment) -> list[bytes]:
    return [array.tobytes() for array in (moment.flat, *moment.moments.values())]


def main(path: Path, times: int, seed: int) -> None:
    records, rng = [of_rate(0.01), of_rate(0.02)], random.Random(seed)
    took = seconds_of_a_save(records[0], path)
    for _ in range(times):
        # Each begins with the project that the file is not, so that old and new can be told apart.
        now = which(path, records)
        killed_after(rng.uniform(0, 3 * took), [records[1 - now], records[now]], path)
        left = len([*path.parent.glob(".rnnviz-*.part")])
        print(which(path, records), left, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
