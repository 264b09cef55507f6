"""Options that several commands have."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from rnnviz.commands.option_values import whole_number


def add_seed_and_jobs(command: ArgumentParser, what: str) -> None:
    """The first seed, and how many of `what` are at work together."""
    command.add_argument(
        "--seed", type=whole_number(0, 2**31 - 1), default=0, metavar="N", help="[0]"
    )
    command.add_argument(
        "--jobs",
        type=whole_number(1, 64),
        default=2,
        metavar="N",
        help=f"how many {what} at the same time [2]",
    )


def add_updates(command: ArgumentParser, least: int = 0) -> None:
    """How long to train."""
    command.add_argument(
        "--updates",
        type=whole_number(least, 10**9),
        default=300,
        metavar="N",
        help="how many updates of the weights [300]",
    )


def add_output(command: ArgumentParser, metavar: str) -> None:
    """The file to write, which has to be given."""
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar=metavar,
        help="the file to write; an older one of that name is replaced",
    )


def add_file(command: ArgumentParser) -> None:
    """The file to read, as the command's first word."""
    command.add_argument("file", type=Path, metavar="FILE", help="the file to read")


def add_json(command: ArgumentParser) -> None:
    """Results for programs."""
    command.add_argument("--json", action="store_true", help="one JSON object, for programs")


def add_look(add_argument: Callable[..., object], default: str | None, shown: str) -> None:
    """Light or dark; `shown` says what it is where nothing is given."""
    add_argument(
        "--look", choices=("light", "dark"), default=default, help=f"the colours [{shown}]"
    )
