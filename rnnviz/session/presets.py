"""Comparisons that are ready: each shows one thing that lectures on recurrent networks tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from reprlib import repr as shortened

from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for

Values = Mapping[str, object]


@dataclass(frozen=True)
class Preset:
    """A comparison.

    says      what it shows, in one or two sentences.
    common    settings of all networks, over the defaults of the scenario.
    apart     what each of them has of its own.
    updates   after so many it is seen.
    """

    key: str
    title: str
    says: str
    scenario: str
    common: Values
    apart: tuple[Values, ...]
    updates: int

    def networks(self, scenario_key: str = "", given: Values | None = None) -> tuple[Settings, ...]:
        """The settings of all networks, on another scenario where that is said, with what is
        given in the place of what is common. Raises ScenarioError or SettingError."""
        key = scenario_key or self.scenario
        common = self.common if key == self.scenario else {}
        base = settings_for(key, {**common, **(given or {})})
        return tuple(changed(base, each) for each in self.apart)


PRESETS: tuple[Preset, ...] = (
    Preset(
        "cells",
        "Vanilla, LSTM, GRU",
        "A letter is to be said again after 20 steps of noise. From small random weights, the "
        "gradient of the vanilla network is gone before it comes to the letter; gated cells "
        "carry it back.",
        "delayed-recall",
        {"length": 20, "init": "normal", "init_scale": 0.5, "rate": 3e-3},
        ({"cell": "elman"}, {"cell": "lstm"}, {"cell": "gru"}),
        600,
    ),
    Preset(
        "relu-identity",
        "tanh, ReLU from the identity",
        "Every step through tanh makes the gradient smaller. A ReLU network that starts from the "
        "identity hands it on unchanged (Le, Jaitly and Hinton, 2015).",
        "delayed-recall",
        {"cell": "elman", "length": 60, "rate": 1e-3, "hidden": 64},
        ({"activation": "tanh", "init": "normal"}, {"activation": "relu", "init": "identity"}),
        400,
    ),
    Preset(
        "orthogonal",
        "Orthogonal, small random weights",
        "An orthogonal recurrent matrix keeps the length of what it is multiplied with; a small "
        "random one makes it shorter at every step (Saxe et al., 2014).",
        "delayed-recall",
        {"cell": "elman", "length": 12, "rate": 3e-3},
        ({"init": "orthogonal"}, {"init": "normal", "init_scale": 0.3}),
        400,
    ),
    Preset(
        "clipping",
        "With and without clipping",
        "A vanilla network with ReLU and a rate a little too high explodes within twenty updates; "
        "with its gradient clipped it goes on (Pascanu, Mikolov and Bengio, 2013).",
        "character-model",
        {
            "cell": "elman",
            "activation": "relu",
            "optimizer": "sgd",
            "rate": 0.012,
            "spectral_radius": 0.95,
            "hidden": 16,
            "length": 40,
            "batch": 8,
        },
        ({"clip_by": "off"}, {"clip_by": "norm"}),
        60,
    ),
    Preset(
        "forget-bias",
        "Forget bias 0, 1",
        "With a bias of 0 the forget gate lets half through at every step; with 1 it is three "
        "quarters (Gers, Schmidhuber and Cummins, 2000; Jozefowicz, Zaremba and Sutskever, 2015).",
        "delayed-recall",
        {"cell": "lstm", "length": 20},
        ({"forget_bias": 0.0}, {"forget_bias": 1.0}),
        400,
    ),
    Preset(
        "truncation",
        "Long and short truncated BPTT",
        "Where the gradient is cut every 5 steps, nothing ever comes to the letter 20 steps ago: "
        "the same network hardly learns what it could.",
        "delayed-recall",
        {"cell": "lstm", "length": 20, "forget_bias": 1.0},
        ({"truncation": 0}, {"truncation": 5}),
        400,
    ),
)


def preset(key: str) -> Preset:
    """The preset of that key. Raises SettingError where there is none."""
    for each in PRESETS:
        if each.key == key:
            return each
    known = ", ".join(each.key for each in PRESETS)
    raise SettingError(f"There is no preset {shortened(key)}; wanted is one of {known}.")
