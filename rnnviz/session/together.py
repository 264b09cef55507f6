"""Settings that go with the scenario, and those that cannot."""

from reprlib import repr as shortened

from rnnviz.scenarios import scenario
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings


def source_of(settings: Settings) -> str:
    """Which of the scenario's sources is read; "" where there is nothing to choose."""
    sources = scenario(settings.scenario).sources
    return settings.corpus or (sources[0] if sources else "")


def check_together(settings: Settings) -> None:
    """Raises SettingError, with what was met and what is wanted, where settings do not go
    with the scenario."""
    chosen = scenario(settings.scenario)
    if settings.corpus and settings.corpus not in chosen.sources:
        wanted = "one of " + ", ".join(chosen.sources)
        if not chosen.sources:
            wanted = f"none: there is nothing to choose in {chosen.title}"
        raise SettingError(f"Data is {shortened(settings.corpus)}; wanted {wanted}.")
    if settings.direction == "both" and not chosen.bidirectional:
        raise SettingError(
            f"Direction is 'both'; wanted forward: a network that reads from the end too would "
            f"see the answers of {chosen.title}."
        )
    if settings.attention and not chosen.has_decoder:
        raise SettingError(
            f"Attention is True; wanted no: {chosen.title} has no decoder, which could look back."
        )
