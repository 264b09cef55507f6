"""Scenes for tests of views: small runs, trained for a few updates."""

from functools import lru_cache

from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Marks, Scene, Spot

CELL_KEYS = ("elman", "lstm", "gru")


@lru_cache(maxsize=32)
def trained(updates: int, **settings: object) -> TrainingRun:
    """A run with some settings changed, after a number of updates. Shared: do not train it."""
    small = {"hidden": 8, "batch": 4, "length": 12, **settings}
    run = TrainingRun(changed(Settings(), small), number=1)
    for _ in range(updates):
        run.advance()
    return run


def scene(updates: int = 5, tick: int | None = None, **settings: object) -> Scene:
    """What there is to draw after a few updates, with unit 3 of time step 8 picked."""
    run = trained(updates, **settings)
    trace = run.trace()
    picked = Spot(min(7, trace.steps - 1), trace.lanes[-1].key, trace.states[0], 3)
    return Scene(trace, run.history_so_far(), Marks(picked, None, tick), run.writing())
