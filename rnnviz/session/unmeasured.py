"""What is known of how good a network is before anything was measured."""

from rnnviz.scenarios.scenario import Task
from rnnviz.trace.scene import Score


def unmeasured(task: Task) -> Score:
    """The baseline alone."""
    metric = task.metric
    return Score(metric.name, metric.text(task.baseline_score), task.baseline_says)
