"""rnnviz export-pytorch: train, and write a PyTorch script that goes on."""

from argparse import Namespace

from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, WRONG_WORDS, CommandError, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.starting import chosen_start
from rnnviz.commands.training import train
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.pytorch_script import PyTorchScript
from rnnviz.session.training_run import TrainingRun


def run(arguments: Namespace, say: Say) -> int:
    """Train, write the script with its data, and say where they are."""
    path = checked_output(arguments.output)
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    try:
        PyTorchScript(run, 1)  # Before anybody waits: whether it can be written.
        train(run, arguments.updates)
        script = PyTorchScript(run, arguments.more)
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    try:
        written = script.save(path)
    except FileError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    say(f"{written.resolve()} with {script.batches:,} batches in {written.stem}.npz")
    return DONE
