"""render of films: what is wanted, by --animate or by the film that is made again; and a bar."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from tqdm import tqdm

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.commands.figure_target import Target
from rnnviz.gui.paper.moments import Wanted
from rnnviz.interchange.figure_source import FigureSource


def check_words(arguments: Namespace, target: Target | None) -> None:
    """Whether a film is written where one is wanted, and nowhere else. Raises CommandError."""
    is_film = target is not None and target.film is not None
    if arguments.animate and not is_film:
        raise CommandError(
            f"{arguments.output or 'no file'} was given with --animate; wanted -o FILM.gif, .webp "
            "or .mp4",
            WRONG_WORDS,
        )
    if is_film and not arguments.animate and not arguments.figure:
        raise _not_animated(arguments)


def wanted_film(arguments: Namespace, source: FigureSource, target: Target | None) -> Wanted | None:
    """What the command says, or else the source; None where no film is to be written. Raises
    CommandError where nothing says it."""
    if target is None or target.film is None:
        return None
    if arguments.animate:
        return Wanted(arguments.animate, arguments.frames, arguments.fps, target.film)
    if source.film is None:
        raise _not_animated(arguments)
    walk = source.film
    return Wanted(walk.subject, walk.frames, walk.rate, target.film)


def _not_animated(arguments: Namespace) -> CommandError:
    wanted = "wanted --animate ticks, updates or both beside it"
    return CommandError(f"the film {arguments.output} was given; {wanted}", WRONG_WORDS)


def with_bar(frames: Iterable[Any], count: int) -> Iterable[Any]:
    """A bar of progress, where somebody is looking."""
    hidden = not sys.stderr.isatty()
    bar: Iterable[Any] = tqdm(frames, "film", count, leave=False, unit=" frames", disable=hidden)
    return bar
