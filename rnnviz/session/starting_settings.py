"""What a run starts from: the scenario's own defaults, then what the person gave."""

from collections.abc import Mapping

from rnnviz.scenarios import scenario
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings


def settings_for(scenario_key: str, given: Mapping[str, object]) -> Settings:
    """The settings for a scenario: its defaults, and over them what was `given` by name.

    Numbers may come as text. Who gives a text file and says nothing of the data wants
    that file. Raises ScenarioError for a scenario that there is not, SettingError for a
    value that cannot be.
    """
    values = {**scenario(scenario_key).defaults, **given, "scenario": scenario_key}
    if given.get("text"):
        values.setdefault("corpus", "file")
    return changed(Settings(), values)
