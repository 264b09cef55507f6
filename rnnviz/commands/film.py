"""render --animate: train, then draw a film of the operations of an update, or of the updates."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rnnviz.commands.command_error import (
    DONE,
    NO_FILE_OR_DISPLAY,
    WRONG_WORDS,
    CommandError,
    Say,
)
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.training import train
from rnnviz.gui.paper.moments import FILMS, Wanted
from rnnviz.gui.pictures import PictureError, save_bytes
from rnnviz.gui.rendering import animate, check_film
from rnnviz.interchange.figure_source import FigureSource
from rnnviz.session.others import Others
from rnnviz.session.training_run import TrainingRun


def wanted_film(arguments: Namespace) -> tuple[Path, Wanted]:
    """Where to write it, and what is wanted. Raises CommandError."""
    path = arguments.output
    for kind in FILMS:
        if path is not None and path.suffix.lower() == f".{kind}":
            wanted = Wanted(arguments.animate, arguments.frames, arguments.fps, kind)
            return checked_output(path), wanted
    met = "no file" if path is None else str(path)
    raise CommandError(
        f"{met} was given with --animate; wanted -o FILM.gif, .webp or .mp4", WRONG_WORDS
    )


def animated(
    run: TrainingRun, others: Others, source: FigureSource, wanted: Wanted, path: Path, say: Say
) -> int:
    """Train, draw, write the film and say where it is."""
    try:
        check_film(source, wanted)
        train(run, source.update, others=others)
        content = animate(run, source, wanted, others, _with_bar)
        say(str(save_bytes(content, path).resolve()))
    except PictureError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    return DONE


def _with_bar(frames: Iterable[Any], count: int) -> Iterable[Any]:
    """A bar of progress, where somebody is looking."""
    hidden = not sys.stderr.isatty()
    bar: Iterable[Any] = tqdm(frames, "film", count, leave=False, unit=" frames", disable=hidden)
    return bar
