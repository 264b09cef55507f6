"""rnnviz render: train, and draw a view into a picture, without a window."""

from argparse import Namespace

from rnnviz.commands.command_error import (
    DONE,
    NO_FILE_OR_DISPLAY,
    WRONG_WORDS,
    CommandError,
    Say,
)
from rnnviz.commands.comparison_options import chosen_runs
from rnnviz.commands.listing import view_titles
from rnnviz.commands.output_path import checked_output
from rnnviz.commands.training import train
from rnnviz.gui.pictures import MOST_PIXELS, PictureError, save
from rnnviz.gui.rendering import render
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.source_rows import kinds

#: The pictures in which the score on held-out data stands.
WITH_SCORE = ("compare", "exhibit", "window")
#: Those in which there are summaries of updates, and so many of them.
OVER_UPDATES, SUMMARIES = ("saturation", "histograms", "window"), 120


def run(arguments: Namespace, say: Say) -> int:
    """Train, draw, write the picture and say where it is."""
    _check_pixels(arguments.size, arguments.scale)
    key, path = checked_view(arguments.view), checked_output(arguments.output)
    run, others = chosen_runs(arguments)
    spot = spot_of(run, arguments.time, arguments.unit, arguments.source)
    shown = checked_quantity(run, arguments.quantity), checked_lane(run, arguments.lane)
    summaries = SUMMARIES if key in OVER_UPDATES else 0
    train(run, arguments.updates, summaries=summaries, others=others)
    try:
        size, scale, is_measured = arguments.size, arguments.scale, key in WITH_SCORE
        look = arguments.look
        image = render(key, run, spot, size, scale, look, is_measured, *shown, others=others)
        written = save(image, path)
    except PictureError as error:
        raise CommandError(str(error), NO_FILE_OR_DISPLAY) from error
    say(str(written.resolve()))
    return DONE


def _check_pixels(size: tuple[int, int] | None, scale: float) -> None:
    if size and size[0] * size[1] * scale**2 > MOST_PIXELS:
        raise CommandError(
            f"--size {size[0]}x{size[1]} times --scale {scale:g} was given; wanted a picture of "
            f"at most {MOST_PIXELS // 10**6} million pixels",
            WRONG_WORDS,
        )


def checked_view(key: str) -> str:
    """The key, if there is a view of that name. Raises CommandError."""
    known = view_titles()
    if key not in known:
        wanted = ", ".join(known)
        raise CommandError(f"--view {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    return key


def spot_of(
    run: TrainingRun, time: int | None, unit: int | None, source: int | None = None
) -> Spot | None:
    """The place to mark: a time step and a unit of the top layer's output, and the step from
    which a gradient comes, counted from 1 as on the screen; None where none was given."""
    if time is None and unit is None and source is None:
        return None
    steps, hidden = run.pinned.steps, run.network.hidden
    _check("--time", time, steps, "time steps")
    _check("--unit", unit, hidden, "units")
    _check("--source", source, steps, "time steps")
    at = steps // 2 if time is None else time - 1
    lane, state = run.network.lanes[-1].key, run.network.cell.states[0]
    from_one = [None if number is None else number - 1 for number in (unit, source)]
    return Spot(at, lane, state, from_one[0], source=from_one[1])


def checked_quantity(run: TrainingRun, key: str) -> str:
    """A quantity of the maps of the gradient, "" for the first. Raises CommandError."""
    known = [kind.key for kind in kinds(run.network.cell.states)]
    if key and key not in known:
        wanted = ", ".join(known)
        raise CommandError(f"--quantity {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    return key


def checked_lane(run: TrainingRun, key: str) -> str:
    """A lane of the network, "" for the top one. Raises CommandError."""
    known = [lane.key for lane in run.network.lanes]
    if key and key not in known:
        wanted = ", ".join(known)
        raise CommandError(f"--lane {key!r} was given; wanted one of {wanted}", WRONG_WORDS)
    return key


def _check(option: str, number: int | None, most: int, what: str) -> None:
    if number is not None and not 1 <= number <= most:
        raise CommandError(
            f"{option} {number} was given; wanted 1 to {most}: there are {most} {what}",
            WRONG_WORDS,
        )
