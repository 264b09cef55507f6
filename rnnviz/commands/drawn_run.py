"""What a figure is of: a run of a scenario that is still to learn, a recording, or a project."""

from argparse import Namespace
from dataclasses import dataclass

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.commands.comparison_options import compared_networks
from rnnviz.commands.saving import opened
from rnnviz.commands.starting import chosen_start
from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.figure_source import Place
from rnnviz.interchange.file_error import FileError
from rnnviz.session.others import ALONE, Others
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun

#: Where nothing is said of it.
UPDATES = 300


@dataclass(frozen=True, eq=False)
class DrawnRun:
    """A run, those beside it, and the update at which it is drawn.

    picked, tick   what was marked, where somebody has looked at it before.
    """

    run: TrainingRun
    others: Others = ALONE
    update: int = 0
    picked: Place | None = None
    tick: int | None = None


def drawn_run(arguments: Namespace) -> DrawnRun:
    """What the words of a command stand for. Raises CommandError."""
    ways = {"--capture": arguments.capture, "--project": arguments.project}
    given = [option for option, path in ways.items() if path]
    if arguments.scenario is not None:
        given.append(f"the scenario {arguments.scenario}")
    if len(given) > 1:
        raise CommandError(f"{' and '.join(given)} were given; wanted one of them", WRONG_WORDS)
    if arguments.project:
        return _opened(arguments)
    return _recorded(arguments) if arguments.capture else _begun(arguments)


def _begun(arguments: Namespace) -> DrawnRun:
    networks = compared_networks(arguments)
    if arguments.scenario is None and not networks:
        wanted = "wanted one, or --from FIGURE, --capture FILE or --project FILE"
        raise CommandError(f"there is no scenario; {wanted}", WRONG_WORDS)
    settings, weights = (networks[0], None) if networks else chosen_start(arguments)
    run = TrainingRun(settings, weights=weights)
    others = Others([TrainingRun(each) for each in networks[1:]])
    return DrawnRun(run, others, UPDATES if arguments.updates is None else arguments.updates)


def _recorded(arguments: Namespace) -> DrawnRun:
    try:
        replay = Replay(load_capture(arguments.capture))
    except FileError as error:
        raise CommandError(str(error), WRONG_WORDS) from error
    return DrawnRun(CapturedRun(replay, Settings()))


def _opened(arguments: Namespace) -> DrawnRun:
    """As it stands in the project."""
    if arguments.updates is not None:
        met = "--updates was given beside --project, which is drawn as it stands"
        raise CommandError(f"{met}; `rnnviz resume` goes on with it", WRONG_WORDS)
    project = opened(arguments.project)
    update = project.others.update(project.run)
    standing = project.standing
    return DrawnRun(project.run, project.others, update, Place.of(standing.picked), standing.tick)
