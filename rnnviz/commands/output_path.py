"""Where a command is to write: looked at before it trains, so that nobody waits in vain."""

import os
from pathlib import Path

from rnnviz.commands.command_error import NO_FILE_OR_DISPLAY, CommandError


def checked_output(path: Path) -> Path:
    """The path, if a file can be written there. Raises CommandError."""
    folder = path.parent
    if path.is_dir():
        raise _refusal(path, "this is a folder; wanted the name of a file")
    if not folder.is_dir():
        raise _refusal(path, f"there is no folder {folder}; make it first, or choose another")
    if not os.access(folder, os.W_OK):
        raise _refusal(path, f"nothing may be written into the folder {folder.resolve()}")
    return path


def _refusal(path: Path, reason: str) -> CommandError:
    return CommandError(f"{path} cannot be written: {reason}", NO_FILE_OR_DISPLAY)
