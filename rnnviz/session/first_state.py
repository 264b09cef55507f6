"""What a session shows of a run when it turns to it."""

from rnnviz.session.others import ALONE, Others
from rnnviz.session.state import Message, State
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Scene
from rnnviz.trace.ticks import Granularity


def first_state(
    run: TrainingRun,
    scene: Scene,
    before: State | None = None,
    former: bool = False,
    message: Message | None = None,
    others: Others = ALONE,
) -> State:
    """The state of a run that nobody trains yet; of the state before stays what a person chose.

    former  whether there is a former run to bring back; `others` stand beside it.
    """
    return State(
        settings=run.settings,
        run=run.number,
        activity="paused",
        scene=scene,
        update=run.training.update,
        seen=run.training.seen,
        parameters=run.network.parameters.flat.size,
        facts=run.facts,
        pace=before.pace if before else None,
        granularity=before.granularity if before else Granularity.TIME_STEP,
        newest=run.timeline.branch.newest,
        branch=run.timeline.branch.number,
        branches=run.timeline.titles(),
        work=others.work(run),
        breakpoints=before.breakpoints if before else (),
        watches=before.watches if before else (),
        bookmarks=run.bookmarks,
        former=former,
        message=message,
    )
