"""What is marked: a time step and a unit, counted from 1 as on the screen."""

from rnnviz.commands.command_error import WRONG_WORDS, CommandError
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot


def spot_of(
    run: TrainingRun,
    time: int | None,
    unit: int | None,
    source: int | None = None,
    lane: str = "",
) -> Spot | None:
    """The place to mark: a time step and a unit of the output of a lane ("": the top one), and the
    step from which a gradient comes, counted from 1 as on the screen; None where none was given."""
    if time is None and unit is None and source is None and not lane:
        return None
    steps, hidden = run.pinned.steps, run.network.hidden
    _check("--time", time, steps, "time steps")
    _check("--unit", unit, hidden, "units")
    _check("--source", source, steps, "time steps")
    at = steps // 2 if time is None else time - 1
    lane, state = lane or run.network.lanes[-1].key, run.network.cell.states[0]
    from_one = [None if number is None else number - 1 for number in (unit, source)]
    return Spot(at, lane, state, from_one[0], source=from_one[1])


def _check(option: str, number: int | None, most: int, what: str) -> None:
    if number is not None and not 1 <= number <= most:
        raise CommandError(
            f"{option} {number} was given; wanted 1 to {most}: there are {most} {what}",
            WRONG_WORDS,
        )
