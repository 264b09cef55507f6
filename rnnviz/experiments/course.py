"""Course: how one network of an experiment learnt, measured on held-out data on the way."""

import time
from dataclasses import dataclass

import numpy as np

from rnnviz.engine.divergence import Diverged
from rnnviz.experiments.experiment import Experiment, Member
from rnnviz.experiments.held_out import AnswersInParts, held_out_loss
from rnnviz.scenarios.generated import GeneratedTask
from rnnviz.session.training_run import TrainingRun


@dataclass(frozen=True)
class Course:
    """What became of one run.

    updates, values   when it was measured, from 0 updates on, and the experiment's measure then.
    losses    of every update, on its batch, before it.
    score     the scenario's metric on held-out data at the end.
    baseline  of the measure, without a network, and `formula`, how it comes about.
    diverged  in which update a number was no longer finite; values end there. None: in none.
    seconds   of one processor's time.
    """

    member: str
    length: int
    seed: int
    updates: tuple[int, ...]
    values: tuple[float, ...]
    losses: tuple[float, ...]
    score: float
    baseline: float
    formula: str
    diverged: int | None
    seconds: float


def learn(experiment: Experiment, member: Member, length: int, seed: int) -> Course:
    """Let one member learn with one seed."""
    started = time.process_time()
    run = TrainingRun(experiment.settings_of(member, length, seed))
    updates, values, losses, diverged = [0], [_measured(experiment, run)], list[float](), None
    for update in range(1, experiment.updates + 1):
        try:
            losses.append(run.advance().loss)
        except Diverged:
            diverged = update
            break
        if update % experiment.every == 0 or update == experiment.updates:
            updates.append(update)
            values.append(_measured(experiment, run))
    is_loss, task = experiment.measure == "loss", run.task
    return Course(
        member=member.label,
        length=length,
        seed=seed,
        updates=tuple(updates),
        values=tuple(values),
        losses=tuple(losses),
        score=_score(run),
        baseline=(task.baseline or 0.0) if is_loss else task.baseline_score,
        formula=task.baseline_formula if is_loss else task.baseline_says,
        diverged=diverged,
        seconds=time.process_time() - started,
    )


def _measured(experiment: Experiment, run: TrainingRun) -> float:
    if experiment.measure == "metric":
        return _score(run)
    assert isinstance(run.task, GeneratedTask)
    # Numbers that overflow are told as such.
    with np.errstate(all="ignore"):
        return held_out_loss(run.task, run.network, run.training.loss)


def _score(run: TrainingRun) -> float:
    answers = AnswersInParts(run.network, run.training.loss, run.task.fed_from)
    with np.errstate(all="ignore"):
        return run.task.score(answers)
