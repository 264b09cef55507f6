"""A network of a project: written as it is, and made anew from the file."""

from pathlib import Path

from rnnviz.engine.divergence import Diverged
from rnnviz.engine.training import Moment
from rnnviz.interchange.capture_file import Capture, capture_shapes
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.branches import branch_part, pack_branch, unpack_branch
from rnnviz.interchange.projects.checks import (
    check_branches,
    check_size,
    check_stop,
    what_if_of,
)
from rnnviz.interchange.projects.layout import (
    CapturePart,
    InputPart,
    RunPart,
    StatePart,
    StopPart,
)
from rnnviz.interchange.projects.moments import pack_moments, unpack_moments
from rnnviz.interchange.projects.positions import SORTS
from rnnviz.interchange.projects.shelf import Packer, Slot, Unpacker
from rnnviz.interchange.projects.summaries import Key
from rnnviz.session import restore_points
from rnnviz.session.run_record import RunRecord, take_up
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.saturation import saturations

# --- out -------------------------------------------------------------------------------


def run_part(run: TrainingRun, record: RunRecord) -> RunPart:
    """What project.json says of a network."""
    moments = _moments(record)
    places = {id(moment): place for place, moment in enumerate(moments)}
    stopped, what_if = record.stopped, record.what_if
    return RunPart(
        settings=_anywhere(record.settings),
        branch=record.branch,
        branches=[branch_part(each, record.settings, places) for each in record.branches],
        parameters=list(run.network.parameters.shapes),
        moments=len(moments),
        position=SORTS[type(record.moment.position)],
        now=places[id(record.moment)],
        weights=run.first_weights,
        nonlinear=_nonlinear(record),
        score=record.score,
        stopped=StopPart(update=stopped.update, place=stopped.place) if stopped else None,
        inputs=[InputPart(time=t, feature=n, value=v) for (t, n), v in what_if.inputs.items()],
        states=[
            StatePart(lane=lane, time=t, state=state, unit=unit, value=value)
            for (lane, t, state, unit), value in what_if.states.items()
        ],
        sequence=record.sequence,
        capture=_capture_part(run),
    )


def _anywhere(settings: Settings) -> Settings:
    """With a path that leads to the same file wherever the program runs."""
    text = str(Path(settings.text).absolute()) if settings.text else ""
    return Settings(**{**settings.as_dict(), "text": text})  # type: ignore[arg-type]


def _moments(record: RunRecord) -> list[Moment]:
    """Each of them once, in the order of their updates."""
    points = [moment for branch in record.branches for moment in branch.points.moments]
    different = {id(moment): moment for moment in (*points, record.moment)}
    return sorted(different.values(), key=lambda moment: moment.update)


def _nonlinear(record: RunRecord) -> list[Key]:
    kept = [each for branch in record.branches for each in branch.summaries.so_far()]
    return list(kept[0].saturation) if kept else []


def _capture_part(run: TrainingRun) -> CapturePart | None:
    if not isinstance(run, CapturedRun):
        return None
    return CapturePart(name=run.capture.name, about=run.capture.about)


def pack_run(packer: Packer, name: str, run: TrainingRun, record: RunRecord) -> None:
    """Write the arrays of a network under names that begin with `name`. Nothing of the run is read
    that changes while it goes on."""
    pack_moments(packer, f"{name}.moments", run.training, _moments(record))
    nonlinear, parameters = _nonlinear(record), tuple(run.network.parameters)
    for place, branch in enumerate(record.branches):
        pack_branch(packer, f"{name}.branch{place}", branch, nonlinear, parameters)
    if isinstance(run, CapturedRun):
        for each, array in run.capture.arrays.items():
            packer.put(f"{name}.capture/{each}", array, array.dtype.newbyteorder("<").str)


# --- in --------------------------------------------------------------------------------


def unpack_run(unpacker: Unpacker, name: str, part: RunPart, settings: Settings) -> TrainingRun:
    """A run that is what the saved one was.

    settings   those of the part, with the path to a file of one's own where it is now.
    Raises FileError, SettingError or ScenarioError where there is no such run.
    """
    run = _begun(unpacker, name, part, settings)
    moments = unpack_moments(unpacker, f"{name}.moments", part, run)
    nonlinear = _checked_nonlinear(name, part, run)
    parameters = [parameter for parameter, _ in part.parameters]
    check_branches(name, part, moments)
    most = restore_points.MOST_BYTES // len(part.branches)
    of_run = (run, settings, moments, nonlinear, parameters, most)
    branches = [
        unpack_branch(unpacker, f"{name}.branch{place}", each, *of_run)
        for place, each in enumerate(part.branches)
    ]
    run.first_weights, stopped = part.weights, part.stopped
    record = RunRecord(
        settings,
        tuple(branches),
        part.branch,
        moments[part.now],
        part.score,
        Diverged(stopped.update, stopped.place) if stopped else None,
        what_if_of(name, part, run.network),
        part.sequence,
    )
    take_up(run, record)
    _check_shown(name, run)
    return run


def _begun(unpacker: Unpacker, name: str, part: RunPart, settings: Settings) -> TrainingRun:
    if part.capture is None:
        check_size(name, part, unpacker.size(f"{name}.moments.weights"))
        return TrainingRun(settings)
    if any(branch.updates for branch in part.branches):
        raise FileError(f"{name} is a recording, and says that it was trained here")
    arrays = {
        each: unpacker.take_finite(f"{name}.capture/{each}", Slot(_type_of(part.capture), shape))
        for each, shape in capture_shapes(part.capture.about).items()
    }
    capture = Capture(part.capture.name, part.capture.about, arrays)
    return CapturedRun(Replay(capture), settings)


def _type_of(part: CapturePart) -> str:
    return "<f4" if part.about.precision == "float32" else "<f8"


def _checked_nonlinear(name: str, part: RunPart, run: TrainingRun) -> list[Key]:
    if not any(branch.summaries for branch in part.branches):
        return []
    wanted = [each.key for each in saturations(run.trace())]
    if part.nonlinear != wanted:
        raise FileError(f"{name}: its summaries are of other nonlinearities than its network has")
    return wanted


def _check_shown(name: str, run: TrainingRun) -> None:
    """What can be read can be looked at."""
    try:
        trace = run.trace()
    except (IndexError, KeyError, ValueError) as error:
        raise FileError(f"{name}: its sequence cannot be computed: {error}") from error
    if run.stopped is not None:
        check_stop(name, run.stopped.place, trace)
