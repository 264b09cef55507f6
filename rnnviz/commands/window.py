"""rnnviz gui: open the window."""

from argparse import Namespace

from rnnviz.commands.command_error import Say
from rnnviz.commands.setting_options import chosen_settings
from rnnviz.gui.app import run_window


def run(arguments: Namespace, say: Say) -> int:
    """Open the window, and return when it is closed."""
    return run_window(chosen_settings(arguments), arguments.look)
