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
    run: TrainingRun,
    updates: int,
    show_progress: bool = True,
    summaries: int = 0,
    others: Others = ALONE,
) -> None:
    """Make the updates. Raises Diverged. The bar is only shown on a terminal.

    summaries  keep about so many, evenly over the updates, the first and the last included.
    others     learn beside it; Diverged is raised where none of the networks can go on.
    """
    hidden = not (show_progress and sys.stderr.isatty())
    name = network_name(run.settings)
    with tqdm(total=updates, desc=name, unit=" updates", leave=False, disable=hidden) as bar:
        if summaries:
            run.summarize(run.trace())
        for number in range(1, updates + 1):
            others.advance(run, run.advance)
            if summaries and number * summaries // updates > (number - 1) * summaries // updates:
                run.summarize(run.trace())
            if not hidden:
                loss = run.history_so_far().losses[-1:]
                bar.set_postfix_str(f"loss {loss.sum():.4g}", refresh=False)
                bar.update()
