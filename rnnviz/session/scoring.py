"""Scoring: how good a network is on held-out data."""

from dataclasses import replace

import numpy as np

from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.unmeasured import unmeasured
from rnnviz.trace.scene import Score
from rnnviz.trace.trace import Trace

#: Characters that are told of why it could not be measured.
MOST_SAID = 1000


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
        return replace(score, failure=f"{type(error).__name__}: {error}"[:MOST_SAID])
    is_better = task.metric.is_better(value, task.baseline_score)
    return replace(score, value=task.metric.text(value), is_better=is_better)
