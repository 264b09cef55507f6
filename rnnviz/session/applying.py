"""Which settings mean something together with the others."""

from collections.abc import Mapping

from rnnviz.scenarios import scenario
from rnnviz.session.setting_fields import SettingField, field
from rnnviz.session.settings import Settings
from rnnviz.session.together import source_of

#: What a scenario has to be for a setting, by `SettingField.needs`, in words.
NEEDS: Mapping[str, str] = {
    "sources": "a scenario with a choice of data",
    "own": "a scenario that reads a file of your own",
    "bidirectional": "a scenario whose network may look ahead",
    "has_decoder": "a scenario with a decoder",
    "feeds": "a scenario that reads its outputs back",
    "generates": "a scenario that writes text",
}


def value_of(settings: Settings, name: str) -> object:
    """A setting's value; of the data the source that is read."""
    return source_of(settings) if name == "corpus" else getattr(settings, name)


def hindrance(setting: SettingField, settings: Settings) -> tuple[str, str] | None:
    """Why a setting means nothing with these: another setting and the value that it should
    have, or "scenario" and one of NEEDS. None where it means something.

    Where that setting means nothing either, the reason is the one for that.
    """
    if setting.needs and not getattr(scenario(settings.scenario), setting.needs):
        return "scenario", NEEDS[setting.needs]
    if setting.only is None:
        return None
    name, value = setting.only
    reason = hindrance(field(name), settings)
    return reason or (None if value_of(settings, name) == value else setting.only)


def applies(setting: SettingField, settings: Settings) -> bool:
    """Whether a setting means something with these."""
    return hindrance(setting, settings) is None
