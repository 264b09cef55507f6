"""What a run starts from: the scenario's defaults, and over them what was given."""

import pytest

from rnnviz.scenarios import SCENARIOS
from rnnviz.scenarios.scenario import Scenario, ScenarioError
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.key)
def test_that_a_scenario_brings_its_defaults(scenario: Scenario) -> None:
    expected = {**Settings().as_dict(), **scenario.defaults, "scenario": scenario.key}
    assert settings_for(scenario.key, {}).as_dict() == expected


def test_that_what_was_given_comes_last() -> None:
    settings = settings_for("copy-memory", {"hidden": "7", "length": 33})
    assert (settings.scenario, settings.hidden, settings.length) == ("copy-memory", 7, 33)


def test_that_the_scenario_is_the_one_asked_for() -> None:
    assert settings_for("copy-memory", {"scenario": "adding-problem"}).scenario == "copy-memory"


def test_that_a_text_is_wanted_where_one_is_given() -> None:
    assert settings_for("character-model", {"text": "a"}).corpus == "file"
    assert settings_for("character-model", {"text": ""}).corpus == ""
    assert settings_for("character-model", {"text": "a", "corpus": "library"}).corpus == "library"
    assert settings_for("adding-problem", {"text": "a"}).corpus == "", "it reads no files"


def test_that_wrong_names_and_values_are_refused() -> None:
    with pytest.raises(ScenarioError, match="copy-memory"):
        settings_for("nonsense", {})
    with pytest.raises(SettingError, match="Units is 0"):
        settings_for("copy-memory", {"hidden": 0})
    with pytest.raises(SettingError, match="nonsense"):
        settings_for("copy-memory", {"nonsense": 1})
