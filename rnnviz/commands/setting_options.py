"""Every setting as an option, made from the list of settings, and read back from the words."""

import sys
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.scenarios import scenario
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.applying import NEEDS, hindrance, value_of
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import FIELDS, SettingField, field
from rnnviz.session.settings import Settings
from rnnviz.session.starting_settings import settings_for
from rnnviz.session.together import source_of

METAVARS = {"whole": "N", "number": "X", "text": "FILE", "source": "NAME"}


def option_of(name: str) -> str:
    """The option of a setting: --spectral-radius for spectral_radius."""
    return "--" + name.replace("_", "-")


def add_scenario(parser: ArgumentParser, is_needed: bool = True) -> None:
    """The scenario as the command's first word; it is a setting, but hardly anything goes
    without."""
    setting = field("scenario")
    optional: dict[str, Any] = {} if is_needed else {"nargs": "?"}
    parser.add_argument(
        "scenario",
        **optional,
        metavar="SCENARIO",
        type=_reader(setting),
        help=f"{setting.explanation}: {setting.wanted} (`rnnviz list` explains them)",
    )


def add_setting_options(parser: ArgumentParser, but: tuple[str, ...] = ()) -> None:
    """An option for every setting, `but` for some, in the groups of the window; and the weights
    to start from."""
    for name in dict.fromkeys(setting.group for setting in FIELDS):
        group = parser.add_argument_group(f"{name} settings")
        for setting in FIELDS:
            if setting.group == name and setting.name not in but:
                group.add_argument(option_of(setting.name), **_described(setting))
    parser.add_argument_group("Start").add_argument(
        "--weights",
        type=Path,
        metavar="FILE",
        help="start from weights with PyTorch's names, .safetensors or .npz: cell, units, layers "
        "and direction follow from them [drawn]",
    )


def _described(setting: SettingField) -> dict[str, Any]:
    """How argparse is to take a setting. One that is not given leaves no trace in the
    namespace, so that the scenario's default can stand in."""
    if setting.kind == "switch":
        return {"action": BooleanOptionalAction, "default": SUPPRESS, "help": _help(setting)}
    metavar = "|".join(setting.choices) or METAVARS[setting.kind]
    if setting.name == "reading":
        metavar = "WORDS"
    return {
        "type": _reader(setting),
        "metavar": metavar,
        "default": SUPPRESS,
        "help": _help(setting),
    }


def _help(setting: SettingField) -> str:
    text = f"{setting.title}: {setting.explanation}"
    if setting.kind in ("whole", "number"):
        text += f"; {setting.wanted}"
    if setting.only:
        text += f"; only with {_said(*setting.only)}"
    elif setting.needs:
        text += f"; only with {NEEDS[setting.needs]}"
    if setting.name == "text":
        text += ", which it implies"
    return f"{text} [{_default(setting)}]".replace("%", "%%")


def _default(setting: SettingField) -> str:
    if setting.kind == "switch":
        return "yes" if setting.default else "no"
    return str(setting.default) or "none"


def _said(name: str, value: str) -> str:
    """A setting's value as it is said: --cell gru; of a scenario, what it has to be."""
    return value if name == "scenario" else f"{option_of(name)} {value}"


def _reader(setting: SettingField) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            value: object = setting.converted(text)
        except SettingError:
            raise ArgumentTypeError(f"{text!r} was given; wanted {setting.wanted}") from None
        return value

    return read


def given_options(arguments: Namespace) -> list[str]:
    """The options of settings that were given."""
    return [option_of(s.name) for s in FIELDS if hasattr(arguments, s.name)]


def chosen_settings(arguments: Namespace) -> Settings:
    """The settings that the words of a command stand for."""
    given = {s.name: getattr(arguments, s.name) for s in FIELDS if hasattr(arguments, s.name)}
    settings = settings_for(given.get("scenario", Settings().scenario), given)
    if source_of(settings) == OWN_FILE and not settings.text:
        raise CommandError("--corpus file wants a file: give --text FILE", WRONG_WORDS)
    reads_files = OWN_FILE in scenario(settings.scenario).sources
    if settings.text and reads_files and source_of(settings) != OWN_FILE:
        met = f"--text was given with --corpus {settings.corpus}"
        raise CommandError(f"{met}; wanted --corpus file, or no --corpus at all", WRONG_WORDS)
    for remark in _without_effect(settings, given):
        sys.stderr.write(f"rnnviz: note: {remark}\n")
    return settings


def _without_effect(settings: Settings, given: Iterable[str]) -> Iterator[str]:
    """One remark for each option that was given and means nothing with these settings."""
    for name in given:
        wanted = hindrance(field(name), settings)
        if wanted:
            yield (
                f"{option_of(name)} has no effect: it means something only with "
                f"{_said(*wanted)}, and this is {value_of(settings, wanted[0])}"
            )
