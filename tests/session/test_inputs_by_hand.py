"""Inputs that a person sets: every scenario still shows and tells its sequence."""

import pytest

from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.scenario import Scenario
from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun


@pytest.mark.parametrize("entry", SCENARIOS, ids=lambda entry: entry.key)
def test_that_a_sequence_with_an_input_set_can_be_shown(entry: Scenario) -> None:
    run = TrainingRun(settings_for(entry.key, {"hidden": 4, "batch": 2}))
    sample, last = run.displayed()[0], run.displayed()[0].steps - 1
    width = run.trace().input_width(last)
    run.what_if = run.what_if.with_symbol(last, width - 1, width).with_input(0, 0, 0.5)
    trace = run.trace()
    assert trace.inputs[0, 0] == 0.5
    assert trace.inputs[last, width - 1] == 1.0
    assert trace.labels.inputs[0].endswith("*")
    answers = NetworkAnswers(run.network, run.training.loss, run.task.fed_from)
    changed = run.what_if.sample(run.network, sample)
    assert run.task.exhibit(changed, trace.outputs, answers).caption
