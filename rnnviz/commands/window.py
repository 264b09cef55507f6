"""rnnviz gui: open the window."""

import gc
from argparse import Namespace
from pathlib import Path

from rnnviz.commands.command_error import WRONG_WORDS, CommandError, Say
from rnnviz.commands.setting_options import given_options
from rnnviz.commands.starting import chosen_start
from rnnviz.gui.app import run_window
from rnnviz.gui.main_window import MainWindow


def run(arguments: Namespace, say: Say) -> int:
    """Open the window, and return when it is closed."""
    settings, weights = chosen_start(arguments)
    project = _checked(arguments) if arguments.project else None
    return run_window(settings, arguments.look, leave_out_of_collections, weights, project)


def leave_out_of_collections(window: MainWindow) -> None:
    """What is there once the window is stays until the end. To look through all of it for garbage
    takes 40 to 50 ms every ten seconds or so, which holds up a frame."""
    gc.collect()
    gc.freeze()


def _checked(arguments: Namespace) -> Path:
    """The project to open, which brings its own settings. What is wrong with its content the window
    says. Raises CommandError."""
    project: Path = arguments.project
    if not project.is_file():
        there = "it is no ordinary file" if project.exists() else "there is no such file"
        raise CommandError(f"{project} cannot be opened: {there}", WRONG_WORDS)
    beside = [*given_options(arguments), *(["--weights"] if arguments.weights else [])]
    if beside:
        raise CommandError(
            f"{beside[0]} was given beside --project, which has its own; wanted one of the two",
            WRONG_WORDS,
        )
    return project
