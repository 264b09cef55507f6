"""The branches of a run: what happened on each, and which of the run's moments it holds."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from rnnviz.engine.training import Moment
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import BranchPart, ChoicePart, EditPart
from rnnviz.interchange.projects.shelf import Packer, Slot, Unpacker
from rnnviz.interchange.projects.summaries import Key, pack_summaries, unpack_summaries
from rnnviz.session.branch import Branch, Edit
from rnnviz.session.restore_points import RestorePoints
from rnnviz.session.session import LIVE
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.summaries import Summaries
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.history import HistoryRecord


def branch_part(branch: Branch, settings: Settings, places: Mapping[int, int]) -> BranchPart:
    """What project.json says of a branch; `places` are those of its moments, by their identity."""
    edits = [
        EditPart(update=e.update, name=e.name, index=e.index, value=e.value, before=e.before)
        for e in branch.edits
    ]
    return BranchPart(
        number=branch.number,
        parent=branch.parent,
        since=branch.since,
        viewed=branch.viewed,
        updates=branch.newest,
        choices=[
            ChoicePart(update=update, values=_apart(settings, chosen))
            for update, chosen in branch.choices
        ],
        edits=edits,
        points=[places[id(moment)] for moment in branch.points.moments],
        summaries=len(branch.summaries),
    )


def _apart(settings: Settings, chosen: Settings) -> dict[str, Any]:
    return {
        name: value
        for name, value in chosen.as_dict().items()
        if name in LIVE and value != getattr(settings, name)
    }


def pack_branch(
    packer: Packer, name: str, branch: Branch, nonlinear: Sequence[Key], parameters: Sequence[str]
) -> None:
    """Write its history and its summaries under names that begin with `name`."""
    packer.put(f"{name}.history", branch.history.rows, "<f8")
    kept = branch.summaries.so_far()
    pack_summaries(packer, f"{name}.summaries", kept, nonlinear, parameters)


def unpack_branch(
    unpacker: Unpacker,
    name: str,
    part: BranchPart,
    run: TrainingRun,
    settings: Settings,
    moments: Sequence[Moment],
    nonlinear: Sequence[Key],
    parameters: Sequence[str],
    most_points: int,
) -> Branch:
    """A branch of a run with these settings and moments; its parameters in the order in which the
    file has them, and its restore points of at most so many bytes. Raises FileError where it
    cannot be, SettingError where a setting cannot."""
    _check_within(name, part)
    points = _points(name, part, moments, most_points)
    history = unpacker.take_finite(f"{name}.history", Slot("<f8", (3, part.updates)))
    summaries = unpack_summaries(
        unpacker, f"{name}.summaries", part.summaries, nonlinear, parameters
    )
    if summaries and summaries[-1].update > part.updates:
        raise FileError(f"{name}: a summary is of an update that was not made")
    return Branch(
        part.number,
        part.parent,
        part.since,
        RestorePoints.of(points),
        HistoryRecord.of(history),
        _choices(name, part, settings),
        [_edit(name, edit, run) for edit in part.edits],
        part.viewed,
        Summaries.of(summaries),
    )


def _check_within(name: str, part: BranchPart) -> None:
    since = [choice.update for choice in part.choices]
    edited = [edit.update for edit in part.edits]
    if max(part.since, part.viewed, *since, *edited) > part.updates:
        raise FileError(f"{name}: something happened at an update that was not made")
    if since[:1] != [0] or not _rises(since):
        raise FileError(f"{name}: its settings do not hold from update 0 on, in order")


def _rises(numbers: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(numbers))


def _points(
    name: str, part: BranchPart, moments: Sequence[Moment], most_bytes: int
) -> list[Moment]:
    if max(part.points) >= len(moments):
        raise FileError(f"{name}: there is no such moment")
    points = [moments[place] for place in part.points]
    updates = [moment.update for moment in points]
    if updates[0] != 0 or updates[-1] > part.updates or not _rises(updates):
        raise FileError(f"{name}: its restore points do not begin at update 0, in order")
    # To thin out very many of them would take hours.
    if len(points) > 1 and sum(moment.size for moment in points) > most_bytes:
        raise FileError(f"{name}: its restore points take more than {most_bytes:,} bytes")
    return points


def _choices(name: str, part: BranchPart, settings: Settings) -> list[tuple[int, Settings]]:
    found = []
    for each in part.choices:
        if not set(each.values) <= LIVE:
            raise FileError(f"{name}: settings changed that cannot change during a run")
        found.append((each.update, changed(settings, each.values)))
    return found


def _edit(name: str, part: EditPart, run: TrainingRun) -> Edit:
    parameters = run.network.parameters
    if part.name not in parameters:
        raise FileError(f"{name}: a weight of {part.name} was set, which there is not")
    shape = parameters[part.name].shape
    inside = len(part.index) == len(shape) and all(
        n < size for n, size in zip(part.index, shape, strict=True)
    )
    if not inside or not all(map(parameters.can_hold, (part.value, part.before))):
        raise FileError(f"{name}: {part.name}{list(part.index)} cannot be set to {part.value:g}")
    return Edit(part.update, part.name, part.index, part.value, part.before)
