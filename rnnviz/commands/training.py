"""Train for a number of updates, with a bar of progress where somebody is looking."""

import sys

from tqdm import tqdm

from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun


def network_name(settings: Settings) -> str:
    """What learns what: "character-model · lstm 64", with "× 2" for two layers."""
    layers = f" × {settings.layers}" if settings.layers > 1 else ""
    return f"{settings.scenario} · {settings.cell} {settings.hidden}{layers}"


def train(run: TrainingRun, updates: int, show_progress: bool = True, summaries: int = 0) -> None:
    """Make the updates. Raises Diverged. The bar is only shown on a terminal.

    summaries  keep about so many, evenly over the updates, the first and the last included.
    """
    hidden = not (show_progress and sys.stderr.isatty())
    name = network_name(run.settings)
    with tqdm(total=updates, desc=name, unit=" updates", leave=False, disable=hidden) as bar:
        if summaries:
            run.summarize(run.trace())
        for number in range(1, updates + 1):
            progress = run.advance()
            if summaries and number * summaries // updates > (number - 1) * summaries // updates:
                run.summarize(run.trace())
            if not hidden:
                bar.set_postfix_str(f"loss {progress.loss:.4g}", refresh=False)
                bar.update()
