"""Train for a number of updates, with a bar of progress where somebody is looking."""

import sys

from tqdm import tqdm

from rnnviz.session.others import ALONE, Others
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun


def network_name(settings: Settings) -> str:
    """What learns what: "character-model · lstm 64", with "× 2" for two layers."""
    layers = f" × {settings.layers}" if settings.layers > 1 else ""
    return f"{settings.scenario} · {settings.cell} {settings.hidden}{layers}"


def train(
    run: TrainingRun, updates: int, show_progress: bool = True, others: Others = ALONE
) -> None:
    """Make the updates, others beside it. Raises Diverged where no network can go on. The bar is
    only shown on a terminal."""
    hidden = not (show_progress and sys.stderr.isatty())
    name = network_name(run.settings)
    with tqdm(total=updates, desc=name, unit=" updates", leave=False, disable=hidden) as bar:
        for _ in range(updates):
            others.advance(run, run.advance)
            if not hidden:
                loss = run.history_so_far().losses[-1:]
                bar.set_postfix_str(f"loss {loss.sum():.4g}", refresh=False)
                bar.update()
