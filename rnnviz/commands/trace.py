"""rnnviz trace: train, and write every number of one sequence into a file."""

from argparse import Namespace

from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, CommandError, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.starting import chosen_start
from rnnviz.commands.training import train
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.trace_file import TraceFileError, save_trace


def run(arguments: Namespace, say: Say) -> int:
    """Train, write the trace and say where it is."""
    path = checked_output(arguments.output)
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    train(run, arguments.updates)
    try:
        written = save_trace(run.trace(), path)
    except TraceFileError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    say(str(written.resolve()))
    return DONE
