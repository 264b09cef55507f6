"""Save, open, go on: the same bits as if nothing had been saved."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.session.setting_fields import changed
from rnnviz.session.training_run import TrainingRun
from tests.interchange.projects.saved_runs import opened, session_of
from tests.session.hand_driver import settings_of
from tests.session.test_going_back import bits

CELLS = ("elman", "lstm", "gru")
#: A scenario of each topology and of each sort of place in the data, with what makes it so.
TOPOLOGIES: dict[str, tuple[str, dict[str, object]]] = {
    "many to one": ("adding-problem", {}),
    "a text, carried on": ("character-model", {"carry": True}),
    "stacked": ("character-model", {"layers": 3}),
    "both directions, padded": ("named-entities", {"direction": "both"}),
    "both directions, stacked": ("dna-splice", {"direction": "both", "layers": 2}),
    "one to many": ("picture-captions", {"forcing": 0.5}),
    "encoder and decoder": ("spelling-to-phonemes", {"attention": False, "forcing": 0.7}),
    "encoder of both directions, attention": (
        "translation",
        {"attention": True, "direction": "both", "layers": 2, "corpus": "dates"},
    ),
    "one to one": ("digit-at-once", {}),
    "many to many": ("copy-memory", {}),
}

drawn = st.fixed_dictionaries(
    {
        "optimizer": st.sampled_from(["sgd", "momentum", "rmsprop", "adam"]),
        "precision": st.sampled_from(["float64", "float32"]),
        "clip_by": st.sampled_from(["off", "norm", "value"]),
        "rate": st.floats(1e-4, 0.02),
        "seed": st.integers(0, 2**31 - 1),
        "batch": st.integers(1, 5),
        "hidden": st.integers(1, 6),
    }
)


def with_a_past(run: TrainingRun, updates: int, choose: Callable[[str], int]) -> None:
    """Let a run have branches, weights set by hand and live settings."""
    for _ in range(updates):
        run.advance()
    if choose("branch"):
        run.timeline.go_to(choose("back to") % (updates + 1))
        name = [*run.network.parameters][choose("weight") % len(run.network.parameters)]
        array = run.network.parameters[name]
        run.timeline.set_weight(name, (0,) * array.ndim, 0.125)
        run.advance()
        run.apply(changed(run.settings, {"rate": 0.003, "clip": 2.5}))
        for _ in range(choose("more") % 9):
            run.advance()
    if choose("look"):
        # What is drawn to be looked at is not skipped afterwards.
        run.coming()


@pytest.mark.parametrize("topology", TOPOLOGIES)
@pytest.mark.parametrize("cell", CELLS)
@settings(max_examples=6, deadline=None)
@given(values=drawn, updates=st.integers(0, 20), numbers=st.lists(st.integers(0, 99), min_size=6))
def test_that_ten_updates_after_opening_are_those_without_saving(
    tmp_path_factory: pytest.TempPathFactory,
    topology: str,
    cell: str,
    values: dict[str, object],
    updates: int,
    numbers: list[int],
) -> None:
    key, made_so = TOPOLOGIES[topology]
    with TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as name:
        chosen = settings_of(key, Path(name), **{"cell": cell, **values, **made_so})
        run, rest = TrainingRun(chosen), iter(numbers * 2)
        with_a_past(run, updates, lambda what: next(rest))
        other = opened(session_of(run), Path(name)).run
        assert bits(other) == bits(run)
        for _ in range(10):
            assert other.advance() == run.advance()
        assert bits(other) == bits(run)
        for each in run.timeline.branches:
            run.timeline.switch(each.number)
            other.timeline.switch(each.number)
            assert bits(other) == bits(run)
        newest = run.timeline.branch.newest
        for update in (newest, next(rest) % (newest + 1), 0):
            run.timeline.go_to(update)
            other.timeline.go_to(update)
            assert bits(other) == bits(run)
        assert other.timeline.titles() == run.timeline.titles()
