"""What a run starts from: the scenario's own defaults, then what the person gave."""

from collections.abc import Mapping

from rnnviz.scenarios import scenario
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings


def settings_for(scenario_key: str, given: Mapping[str, object]) -> Settings:
    """The settings for a scenario: its defaults, and over them what was `given` by name.

    Numbers may come as text. Who gives a file of their own and says nothing of the data wants
    that file. Raises ScenarioError for a scenario that there is not, SettingError for a
    value that cannot be.
    """
    chosen = scenario(scenario_key)
    values = {**chosen.defaults, **given, "scenario": scenario_key}
    if given.get("text") and "corpus" not in given and OWN_FILE in chosen.sources:
        values["corpus"] = OWN_FILE
    return changed(Settings(), values)
