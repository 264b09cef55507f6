"""What is told of the data of every scenario."""

from dataclasses import fields

import pytest

from rnnviz.scenarios import SCENARIOS, scenario
from rnnviz.scenarios.data_card import DataCard
from rnnviz.session.about_data import CARD, about_data
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.training_run import TrainingRun
from tests.session.hand_driver import text_settings


def rows_of(run: TrainingRun) -> dict[str, dict[str, str]]:
    return {section.title: dict(section.rows) for section in about_data(run)}


def test_that_every_field_of_a_card_is_told() -> None:
    assert {name for name, _ in CARD} == {field.name for field in fields(DataCard)}


@pytest.mark.parametrize("key", [each.key for each in SCENARIOS])
def test_that_every_scenario_tells_what_it_learns_and_where_it_is_from(key: str) -> None:
    run = TrainingRun(settings_for(key, {"hidden": 2, "batch": 1}))
    told = rows_of(run)
    learnt, origin = told["What is learnt"], told["Where the data come from"]
    assert learnt["In and out"] == scenario(key).notation
    assert learnt["Shape"] == scenario(key).shape
    assert run.task.baseline_says in learnt["Baseline"]
    assert told["What was read"] == dict(run.task.facts)
    assert origin["Licence"]
    assert origin["Source"]
    if run.task.card:
        assert origin["Bias"] == run.task.card.bias
        assert origin["SHA-256"] == run.task.card.sha256


def test_that_what_is_made_tells_its_seed() -> None:
    run = TrainingRun(settings_for("adding-problem", {"seed": 7}))
    origin = rows_of(run)["Where the data come from"]
    assert origin["Source"].startswith("synthetic")
    assert origin["Seed of the run"].startswith("7:")


def test_that_nothing_is_claimed_of_an_own_file(tmp_path) -> None:
    settings = text_settings(tmp_path)
    origin = rows_of(TrainingRun(settings))["Where the data come from"]
    assert origin["File"] == settings.text
    assert "nothing is known" in origin["Licence"]
