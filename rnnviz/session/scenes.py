"""Scenes: what a run looks like at first, and what a snapshot of it changes."""

from dataclasses import replace
from typing import Any

from rnnviz.session.gradient_looks import Gradients, made_at_once
from rnnviz.session.others import ALONE, Others
from rnnviz.session.stepping import within
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Snapshot
from rnnviz.trace.drawing import Drawing
from rnnviz.trace.scene import Comparison, Marks, Member, Scene, Spot
from rnnviz.trace.strands import strand_of
from rnnviz.trace.trace import Trace


def first_scene(run: TrainingRun, others: Others = ALONE, time: int = 7) -> Scene:
    """What a run looks like before anything was picked in it but a time step."""
    trace, output = run.trace(), run.network.cell.states[0]
    run.summarize(trace)
    marks = Marks(first_spot(trace, output, time))
    scene = Scene(
        trace,
        run.history_so_far(),
        marks,
        run.writing(),
        example=run.example(trace),
        score=run.score,
        beam=run.beam(),
        summaries=run.timeline.branch.summaries.so_far(),
        comparison=others.compared(run, trace),
    )
    return replace(scene, **_gradients(scene, made_at_once(run, trace)))


def first_spot(trace: Trace, output: str, time: int = 7) -> Spot:
    """What is picked before a person picked anything: what the cell gives (`output`) at a time
    step. In the top lane that reads forward: of a loss at the end, all steps lie behind it."""
    time = min(trace.steps - 1, time)
    return Spot(time, strand_of(trace, "").lane_at(time).key, output, 0)


def with_news(scene: Scene, shown: Snapshot) -> Scene:
    """The scene that a snapshot leads to; what it has nothing to say of stays as it is."""
    trace = scene.trace if shown.trace is None else shown.trace
    return replace(
        scene,
        trace=trace,
        history=scene.history if shown.history is None else shown.history,
        marks=within(scene.marks, trace),
        writing=shown.writing or scene.writing,
        coming=None,
        example=shown.example or scene.example,
        comparison=_compared(scene.comparison, shown),
        beam=shown.beam or scene.beam,
        drawing=_still_true(scene.drawing, trace, shown),
        summaries=scene.summaries if shown.summaries is None else shown.summaries,
        **_gradients(replace(scene, trace=trace), shown.gradients),
    )


def _compared(before: Comparison | None, shown: Snapshot) -> Comparison | None:
    """What a snapshot says of compared networks; where a gradient goes is not told each time."""
    now = shown.comparison
    if shown.trace is None or before is None or now is None:
        return before if shown.trace is None else now
    if len(before.members) != len(now.members):
        return now
    members = (_with_gradient(*pair) for pair in zip(before.members, now.members, strict=True))
    return replace(now, members=tuple(members))


def _with_gradient(before: Member, now: Member) -> Member:
    kept = before.gradient
    if now.gradient is not None or kept is None or kept.steps != now.trace.steps:
        return now
    return replace(now, gradient=kept)


def _gradients(scene: Scene, made: Gradients | None) -> dict[str, Any]:
    """Where the gradient goes, as parts of a scene; what is not made anew stays, but for that of
    a sequence of another length."""
    if made is not None:
        return {
            "gradient": made.map,
            "jacobians": made.jacobians,
            "gradient_says": made.says,
        }
    kept = scene.gradient
    return {} if kept is None or kept.steps == scene.trace.steps else {"gradient": None}


def _still_true(drawing: Drawing | None, trace: Trace, shown: Snapshot) -> Drawing | None:
    """A text drawn symbol by symbol, as long as the weights are those that it was drawn with."""
    if drawing is None or (drawing.update, drawing.edits) != (
        trace.origin.update,
        trace.origin.edits,
    ):
        return None
    return drawing if shown.branch in (0, drawing.branch) else None


def branches(shown: Snapshot) -> dict[str, object]:
    """What a snapshot says of the branches, as parts of a state."""
    if not shown.branch:
        return {}
    return {
        "branch": shown.branch,
        "branches": shown.branches,
        "newest": shown.newest,
        "work": shown.work,
    }
