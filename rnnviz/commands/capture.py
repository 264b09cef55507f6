"""rnnviz capture: check what was recorded in somebody's own program, and write it as a trace."""

from argparse import Namespace

from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, WRONG_WORDS, CommandError, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.file_error import FileError
from rnnviz.trace.trace_file import TraceFileError, save_trace


def run(arguments: Namespace, say: Say) -> int:
    """Compute the capture again and say how well it agrees; write its trace where one is wanted."""
    path = arguments.output and checked_output(arguments.output)
    try:
        replay = Replay(load_capture(arguments.file))
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    say(f"{replay.says}.")
    if path is not None:
        try:
            say(str(save_trace(replay.trace(), path).resolve()))
        except TraceFileError as error:
            raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    return DONE
