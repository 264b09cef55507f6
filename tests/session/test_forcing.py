"""A network that reads its own answers now and then: its run is the same run again, bit for bit."""

import pytest

from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from tests.session.test_going_back import advance, bits

SMALL = {"hidden": 6, "batch": 3, "optimizer": "adam", "forcing": 0.5}
RUNS = (
    {"scenario": "spelling-to-phonemes", "length": 6, "attention": True},
    {"scenario": "translation", "corpus": "dates", "direction": "both", "truncation": 3},
    {"scenario": "music", "cell": "gru"},
)


@pytest.mark.parametrize("settings", RUNS, ids=lambda each: each["scenario"])
def test_that_going_back_changes_no_bit(settings: dict[str, object]) -> None:
    run = TrainingRun(changed(Settings(), {**SMALL, **settings}))
    advance(run, 4)
    early, read = bits(run), run.training.upcoming()[0]
    assert read.own is not None
    assert read.own.any()
    advance(run, 9)
    late = bits(run)
    run.timeline.go_to(4)
    assert bits(run) == early
    assert (run.training.upcoming()[0].inputs == read.inputs).all()
    advance(run, 9)
    assert bits(run) == late


def test_that_how_often_it_is_forced_may_change_on_the_way() -> None:
    run = TrainingRun(changed(Settings(), {**SMALL, **RUNS[0]}))
    advance(run, 3)
    run.apply(changed(run.settings, {"forcing": 1.0}))
    advance(run, 3)
    run.apply(changed(run.settings, {"forcing": 0.2}))
    advance(run, 3)
    late = bits(run)
    run.timeline.go_to(4)
    assert run.training.upcoming()[0].own is None
    run.timeline.go_to(1)
    assert run.training.upcoming()[0].own.any()
    advance(run, 8)
    assert bits(run) == late
