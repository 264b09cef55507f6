"""RunRecord: all that a run is between two updates, so that another run can be the same."""

from dataclasses import dataclass

from rnnviz.engine.divergence import Diverged
from rnnviz.engine.training import Moment
from rnnviz.session.branch import Branch
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.what_if import WhatIf
from rnnviz.trace.scene import Score


@dataclass(frozen=True, eq=False)
class RunRecord:
    """Nothing of it changes while the run goes on.

    settings   those in force.
    branches   copies of all of them, and in `branch` the number of the present one.
    moment     the present one; it lies on that branch.
    score      as it was measured last.
    stopped    which number was no longer finite, where the run could not go on.
    what_if, sequence   as in TrainingRun.
    """

    settings: Settings
    branches: tuple[Branch, ...]
    branch: int
    moment: Moment
    score: Score
    stopped: Diverged | None
    what_if: WhatIf
    sequence: int | None


def record_of(run: TrainingRun) -> RunRecord:
    """What a run is. Only for whoever owns it just now."""
    timeline = run.timeline
    return RunRecord(
        run.settings,
        tuple(branch.copy() for branch in timeline.branches),
        timeline.branch.number,
        run.training.moment(),
        run.score,
        run.stopped,
        run.what_if,
        run.sequence,
    )


def take_up(run: TrainingRun, record: RunRecord) -> None:
    """Let a run that has just begun, with the same task and network, be what another one was. The
    record belongs to it from now on.

    Raises ValueError where the moment's place is none in the data.
    """
    run.timeline.take_up(record.branches, record.branch, record.settings, record.moment)
    run.score, run.stopped = record.score, record.stopped
    run.what_if, run.sequence = record.what_if, record.sequence
