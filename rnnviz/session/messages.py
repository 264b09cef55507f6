"""What a session has to tell, in sentences."""

from rnnviz.engine.divergence import Diverged
from rnnviz.session.state import Message
from rnnviz.session.training_run import TrainingRun


def about_former(former: TrainingRun | None, now: TrainingRun) -> Message | None:
    """That another network is here, and the former one kept; None where there is none."""
    if former is None:
        return None
    if now.training.update:
        text = f"The former network again, after {_updates(now)}. The other one"
    else:
        text = "A new network. The former one"
    text += f", trained for {_updates(former)}, is kept."
    return Message("information", text, ("bring_back", "Bring it back"))


def _updates(run: TrainingRun) -> str:
    count = run.training.update
    return f"{count:,} updates" if count != 1 else "1 update"


def about_divergence(reason: Diverged) -> str:
    """Where the numbers were no longer finite, and what may help."""
    return (
        f"Training stopped at update {reason.update:,}: {reason.place}. The weights are those "
        f"before this update. A smaller rate, or clipping the gradient, may help."
    )
