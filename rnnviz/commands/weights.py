"""rnnviz weights: train, and write the weights with PyTorch's names."""

from argparse import Namespace

from rnnviz.commands.command_error import DONE, NO_FILE_OR_DISPLAY, WRONG_WORDS, CommandError, Say
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.starting import chosen_start
from rnnviz.commands.training import train
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.torch_weights import torch_weights
from rnnviz.interchange.weight_file import save_weights
from rnnviz.session.training_run import TrainingRun


def run(arguments: Namespace, say: Say) -> int:
    """Train, write the weights and say where they are."""
    path = checked_output(arguments.output)
    settings, weights = chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    try:
        torch_weights(run.network)  # Before anybody waits: whether PyTorch has such a layer.
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    train(run, arguments.updates)
    try:
        written = save_weights(run.network, path)
    except FileError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    say(str(written.resolve()))
    return DONE
