"""What an experiment of the literature is: who takes part, what was published, what counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rnnviz.scenarios import scenario
from rnnviz.session.setting_fields import field as setting_field
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for

#: What is drawn: the loss per scored step, or the scenario's metric, both on held-out data.
Measure = Literal["loss", "metric"]
#: The settings worth saying, once for all members or with each, in this order. (What a member
#: computes, its label says.)
SAID = ("hidden", "optimizer", "rate", "clip", "batch", "init", "forget_bias")


@dataclass(frozen=True)
class Member:
    """One network of an experiment.

    label      its name in the legend and in the table.
    settings   its own, over those that all share; `at` some lengths it has yet others.
    published  at which lengths it was published as meeting the criterion (True) or not (False);
               a length that is missing was not published, or not so that it can be compared.
    """

    label: str
    settings: Mapping[str, object] = field(default_factory=dict)
    at: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    published: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Criterion:
    """When a network has done it, by what is drawn, after the last update.

    limit    to be passed; a share of the baseline where `of_baseline`.
    met, missed   words for the table.
    """

    limit: float
    met: str
    missed: str
    of_baseline: bool = False
    more_is_better: bool = True

    def limit_at(self, baseline: float) -> float:
        """The limit as a number."""
        return self.limit * baseline if self.of_baseline else self.limit

    def is_met(self, value: float, baseline: float) -> bool:
        """Whether a value passes the limit; one that is no number does not."""
        limit = self.limit_at(baseline)
        return value > limit if self.more_is_better else value < limit


@dataclass(frozen=True)
class Experiment:
    """Networks that learn the same task under the same conditions.

    key       of the scenario that they learn.
    sources   who published it, and where.
    published, differs   what they found, and in what this here is not the same.
    measure   what is drawn and judged by the criterion; `unit` of it, for the axis.
    lengths   the scenario's length, one after another, and `letter` what it is called.
    settings  what all members share; what is not said is the scenario's default.
    every     so many updates lie between two measurements.
    seeds     with so many seeds each member learns: the one asked for, and those after it.
    """

    key: str
    sources: tuple[str, ...]
    published: str
    differs: str
    criterion_says: str
    criterion: Criterion
    measure: Measure
    unit: str
    lengths: tuple[int, ...]
    settings: Mapping[str, object]
    members: tuple[Member, ...]
    updates: int
    every: int
    letter: str = "T"
    seeds: int = 1

    @property
    def title(self) -> str:
        """The scenario's name."""
        return scenario(self.key).title

    def settings_of(self, member: Member, length: int, seed: int) -> Settings:
        """All settings of a member. Raises SettingError or ScenarioError."""
        return settings_for(self.key, {**self.given(member, length), "seed": seed})

    def given(self, member: Member, length: int) -> dict[str, object]:
        """The settings that are not the scenario's defaults, by name."""
        own = {**self.settings, **member.settings, **member.at.get(length, {}), "length": length}
        defaults = {**Settings().as_dict(), **scenario(self.key).defaults}
        return {name: value for name, value in own.items() if defaults[name] != value}

    def shared(self) -> dict[str, object]:
        """What all members have in common, of that which is worth saying."""
        return {name: values[0] for name, values in self._said().items() if len(set(values)) == 1}

    def own(self, member: Member, length: int) -> dict[str, object]:
        """What a member does not share with all others, at a length."""
        chosen, shared = self.settings_of(member, length, 0).as_dict(), self.shared()
        return {name: chosen[name] for name in _saying(chosen) if name not in shared}

    def _said(self) -> dict[str, list[object]]:
        all_settings = [
            self.settings_of(member, length, 0).as_dict()
            for member in self.members
            for length in self.lengths
        ]
        names = [name for name in SAID if all(name in _saying(each) for each in all_settings)]
        return {name: [each[name] for each in all_settings] for name in names}


def _saying(settings: Mapping[str, object]) -> list[str]:
    """Which settings are worth saying: those of another cell are not."""
    return [name for name in SAID if _means_something(name, settings)]


def _means_something(name: str, settings: Mapping[str, object]) -> bool:
    only = setting_field(name).only
    return only is None or settings[only[0]] == only[1]
