"""rnnviz worksheet: train, then write one time step's arithmetic, for computing it by hand."""

from argparse import Namespace

from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, CommandError, Say
from rnnviz.commands.marks import spot_of
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.starting import chosen_start
from rnnviz.commands.training import train
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.worksheet import worksheet
from rnnviz.interchange.worksheet_file import save_worksheet
from rnnviz.session.training_run import TrainingRun


def run(arguments: Namespace, say: Say) -> int:
    """Train, write the sheet and say where it is."""
    path = checked_output(arguments.output)
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    spot = spot_of(run, arguments.time or 1, arguments.unit or 1)
    assert spot is not None
    train(run, arguments.updates)
    try:
        written = save_worksheet(worksheet(run.trace(), spot), path, arguments.blank)
    except FileError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    say(str(written.resolve()))
    return DONE
