"""Why a figure of a run cannot be made again from the run's settings alone."""

from rnnviz.session.training_run import TrainingRun

RECORDED = "it was recorded in another program"


def hindrances(run: TrainingRun) -> list[str]:
    """In words; none where the run can be repeated."""
    reasons = []
    if run.settings.text:
        reasons.append("it was learnt from a file of somebody's own")
    if run.timeline.branch.edits or len(run.what_if):
        reasons.append("numbers were set by hand")
    if run.untrainable:
        reasons.append(RECORDED)
    elif run.first_weights:
        reasons.append("it started from weights of a file")
    if len(run.timeline.branch.choices) > 1:
        reasons.append("settings were changed while it learnt")
    if run.sequence is not None:
        reasons.append("another sequence was chosen to look at")
    return reasons
