"""What the networks of a comparison are called: by what sets each apart from the others."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rnnviz.session.applying import applies
from rnnviz.session.setting_fields import field
from rnnviz.session.settings import Settings

#: Settings in which compared networks may differ; in all others they are the same.
DIFFERING = (
    "cell",
    "activation",
    "reset",
    "forget_bias",
    "init",
    "init_scale",
    "spectral_radius",
    "hidden",
    "layers",
    "optimizer",
    "rate",
    "clip_by",
    "clip",
    "truncation",
)
CELLS = {"elman": "RNN", "lstm": "LSTM", "gru": "GRU"}
OPTIMIZERS = {"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}
CLIPPING = {"off": "not clipped", "norm": "clipped by norm", "value": "clipped by value"}

#: How a value is said.
WORDS: Mapping[str, Callable[[Any], str]] = {
    "cell": lambda value: CELLS[value],
    "activation": str,
    "reset": lambda value: f"reset {value}",
    "forget_bias": lambda value: f"forget bias {value:g}",
    "init": str,
    "init_scale": lambda value: f"scale {value:g}",
    "spectral_radius": lambda value: f"radius {value:g}" if value else "radius as drawn",
    "hidden": lambda value: f"{value} units",
    "layers": lambda value: f"{value} layers" if value > 1 else "1 layer",
    "optimizer": lambda value: OPTIMIZERS[value],
    "rate": lambda value: f"rate {value:g}",
    "clip_by": lambda value: CLIPPING[value],
    "clip": lambda value: f"at {value:g}",
    "truncation": lambda value: f"cut every {value}" if value else "not cut",
}


def differing(networks: Sequence[Settings]) -> tuple[str, ...]:
    """The settings in which these are not all the same, in the order of DIFFERING."""
    return tuple(name for name in DIFFERING if len({getattr(each, name) for each in networks}) > 1)


def names(networks: Sequence[Settings]) -> tuple[str, ...]:
    """A name for each: "LSTM", "tanh · orthogonal"; numbered where nothing sets them apart.

    What means nothing for a network is not said of it, as the forget bias of an RNN.
    """
    apart = differing(networks)
    said = [_name(each, apart) for each in networks]
    if len(set(said)) == len(said):
        return tuple(said)
    return tuple(
        f"{text or CELLS[each.cell]} ({n})" for n, (text, each) in _numbered(said, networks)
    )


def _numbered(
    said: Sequence[str], networks: Sequence[Settings]
) -> list[tuple[int, tuple[str, Settings]]]:
    return list(enumerate(zip(said, networks, strict=True), start=1))


def _name(settings: Settings, apart: Sequence[str]) -> str:
    words = []
    for name in apart:
        means_something = applies(field(name), settings)
        if name == "clip" and settings.clip_by == "off":
            means_something = False
        if means_something:
            words.append(WORDS[name](getattr(settings, name)))
    return " · ".join(words)
