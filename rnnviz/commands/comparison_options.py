"""The networks that a command compares: --against SETTINGS, once for each, or --preset NAME."""

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.commands.setting_options import chosen_settings
from rnnviz.session.comparing import runs_of, with_difference
from rnnviz.session.member_names import DIFFERING
from rnnviz.session.presets import PRESETS, preset
from rnnviz.session.setting_fields import FIELDS
from rnnviz.session.settings import Settings


def add_comparison_options(parser: ArgumentParser) -> None:
    """Both options."""
    group = parser.add_argument_group(
        "comparison", "networks that learn beside the first one, from the same data and seed"
    )
    group.add_argument(
        "--against",
        action="append",
        type=differences,
        default=[],
        metavar="NAME=VALUE[,…]",
        help="another network, which differs in these settings, e.g. cell=elman or "
        f"init=normal,init_scale=0.5; may be given up to three times; {', '.join(DIFFERING)}",
    )
    group.add_argument(
        "--preset",
        choices=[each.key for each in PRESETS],
        help="networks that show what a lecture tells, with settings of their own where the "
        "scenario is theirs: " + "; ".join(f"{each.key} ({each.scenario})" for each in PRESETS),
    )


def differences(text: str) -> Mapping[str, str]:
    """cell=gru,hidden=32 as a table."""
    parts = [part for part in re.split(r"[,\s]+", text) if part]
    if not parts or not all(re.fullmatch(r"[a-z_]+=[^=]+", part) for part in parts):
        raise ArgumentTypeError(f"{text!r} was given; wanted e.g. cell=gru,hidden=32")
    return dict(part.split("=") for part in parts)


def compared_networks(arguments: Namespace) -> tuple[Settings, ...]:
    """The settings of all networks that the words of a command stand for; none where there is
    one alone."""
    if arguments.preset and arguments.against:
        raise CommandError("--preset and --against were given; wanted one of them", WRONG_WORDS)
    if not arguments.preset and not arguments.against:
        return ()
    if arguments.weights or arguments.capture:
        met = "--weights" if arguments.weights else "--capture"
        raise CommandError(f"{met} was given; wanted networks that all begin anew", WRONG_WORDS)
    if arguments.scenario is None and not arguments.preset:
        raise CommandError("there is no scenario; wanted one beside --against", WRONG_WORDS)
    networks = _networks(arguments)
    runs_of(networks)  # which refuses what cannot be compared
    return networks


def _networks(arguments: Namespace) -> tuple[Settings, ...]:
    if arguments.preset:
        names = [each.name for each in FIELDS if each.name != "scenario"]
        given = {name: getattr(arguments, name) for name in names if hasattr(arguments, name)}
        return preset(arguments.preset).networks(arguments.scenario or "", given)
    first = chosen_settings(arguments)
    return (first, *(with_difference(first, values) for values in arguments.against))
