"""What a session has to tell, in sentences."""

from rnnviz.engine.divergence import Diverged
from rnnviz.session.state import Message
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Comparison


def about_former(former: TrainingRun, now: TrainingRun) -> Message:
    """That another network is here, and the former one kept."""
    if now.training.update:
        text = f"The former network again, after {_updates(now)}. The other one"
    else:
        text = "A new network. The former one"
    text += f", trained for {_updates(former)}, is kept."
    return Message("information", text, ("bring_back", "Bring it back"))


def _updates(run: TrainingRun) -> str:
    count = run.training.update
    return f"{count:,} updates" if count != 1 else "1 update"


def about_left_behind(before: Comparison | None, now: Comparison | None) -> Message | None:
    """Which of compared networks was left behind since; None where none was."""
    if before is None or now is None:
        return None
    known = {member.name for member in before.members if member.stopped}
    for member in now.members:
        if member.stopped and member.name not in known:
            text = (
                f"“{member.name}” stopped at update {member.trace.origin.update + 1:,}: "
                f"{member.stopped}. It stays there; the others go on."
            )
            return Message("information", text)
    return None


def about_divergence(reason: Diverged) -> str:
    """Where the numbers were no longer finite, and what may help."""
    return (
        f"Training stopped at update {reason.update:,}: {reason.place}. The weights are those "
        f"before this update. A smaller rate, or clipping the gradient, may help."
    )
