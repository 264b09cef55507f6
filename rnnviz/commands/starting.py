"""What a command starts from: the settings that its words stand for, and perhaps weights."""

from argparse import Namespace

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.commands.setting_options import chosen_settings, option_of
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.weights_start import FROM_FILE, start_from_file
from rnnviz.session.settings import Settings
from rnnviz.session.starting_weights import StartingWeights


def chosen_start(arguments: Namespace) -> tuple[Settings, StartingWeights | None]:
    """The settings, and the weights of --weights; None where they are drawn."""
    settings, path = chosen_settings(arguments), arguments.weights
    if path is None:
        return settings, None
    try:
        fitting, weights = start_from_file(settings, path)
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    for name in (*FROM_FILE, "precision"):
        met, wanted = getattr(arguments, name, None), getattr(fitting, name)
        if met not in (None, wanted):
            raise CommandError(
                f"{option_of(name)} {met} was given; wanted {wanted}, as in {path}", WRONG_WORDS
            )
    return fitting, weights
