"""rnnviz gui: open the window."""

from argparse import Namespace

from rnnviz.commands.command_error import Say
from rnnviz.commands.starting import chosen_start
from rnnviz.gui.app import run_window


def run(arguments: Namespace, say: Say) -> int:
    """Open the window, and return when it is closed."""
    settings, weights = chosen_start(arguments)
    return run_window(settings, arguments.look, weights=weights)
