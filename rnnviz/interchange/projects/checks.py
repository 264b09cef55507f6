"""What must hold in a project beyond the shapes of its parts."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rnnviz.engine.divergence import Place
from rnnviz.engine.network import Network
from rnnviz.engine.training import Moment
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import LONGEST_PATH, LONGEST_WORDS, ProjectPart, RunPart
from rnnviz.session.breakpoint_places import of_broken
from rnnviz.session.comparing import check_comparable
from rnnviz.session.what_if import WhatIf
from rnnviz.trace.ticks import ticks
from rnnviz.trace.trace import ATTENTION, Trace

#: See engine.divergence.Place.
PHASES = ("forward", "backward", "update")


def check_branches(name: str, part: RunPart, moments: Sequence[Moment]) -> None:
    """Branches leave those that there are; the present moment lies on the present one."""
    by_number = {branch.number: branch for branch in part.branches}
    if len(by_number) != len(part.branches) or part.branch not in by_number:
        raise FileError(f"{name}: its branches are not numbered as they should be")
    for branch in part.branches:
        parent = by_number.get(branch.parent)
        is_first = branch.parent == 0 and branch.since == 0
        if not is_first and (parent is None or branch.since > parent.updates):
            raise FileError(f"{name}: branch {branch.number} left a branch where there is none")
        # Else branches could come from each other in a circle.
        if branch.parent >= branch.number:
            raise FileError(f"{name}: branch {branch.number} left one that began later")
    if part.now >= len(moments) or moments[part.now].update > by_number[part.branch].updates:
        raise FileError(f"{name}: the present moment is not on the present branch")


def what_if_of(name: str, part: RunPart, network: Network) -> WhatIf:
    """What was set by hand in the sequence shown."""
    lanes, can_hold = {lane.key for lane in network.lanes}, network.parameters.can_hold
    for state in part.states:
        is_there = state.lane in lanes and state.state in network.cell.states
        if not (is_there and state.unit < network.hidden and can_hold(state.value)):
            raise FileError(f"{name}: {state.state} of {state.lane} cannot be set as it says")
    for each in part.inputs:
        width = max(network.inputs, network.outputs)
        if not (each.feature < width and can_hold(each.value)):
            raise FileError(f"{name}: an input cannot be set as it says")
    return WhatIf(
        {(each.time, each.feature): each.value for each in part.inputs},
        {(s.lane, s.time, s.state, s.unit): s.value for s in part.states},
    )


def check_together(part: ProjectPart) -> None:
    """Several networks are comparable, and have the same branches. Raises FileError or
    SettingError."""
    first, *rest = part.runs
    if part.shown >= len(part.runs):
        raise FileError("the network shown is none of those that there are")
    for run in part.runs:
        check_words(run)
    if not rest:
        return
    if any(run.capture is not None for run in part.runs):
        raise FileError("a recording stands beside other networks")
    check_comparable([run.settings for run in part.runs])
    numbers = [sorted(branch.number for branch in run.branches) for run in part.runs]
    if any(found != numbers[0] for found in numbers) or any(r.branch != first.branch for r in rest):
        raise FileError("its networks stand on different branches")


def check_words(part: RunPart) -> None:
    """Nothing is longer than people read."""
    score, place = part.score, part.stopped.place if part.stopped else None
    words = [score.metric, score.baseline, score.baseline_says, score.value, score.failure]
    words += [place.phase, place.lane, place.quantity, place.value] if place else []
    if max(len(word) for word in words) > LONGEST_WORDS:
        raise FileError("what it says of a score or of a stop is too long")
    settings = part.settings
    if max(len(settings.text), len(settings.reading)) > LONGEST_PATH:
        raise FileError("the path of a file of one's own is too long, or how that is read")


def check_size(name: str, part: RunPart, found: int) -> None:
    """A network that the settings would make immense is not even begun where the file has no
    weights for it: `found` is the bytes that it has. These are the recurrent ones alone."""
    settings = part.settings
    numbers = settings.layers * settings.hidden**2 * (1 + (settings.direction == "both"))
    wanted = part.moments * numbers * np.dtype(settings.precision).itemsize
    if found < wanted:
        raise FileError(
            f"{name}.moments.weights has {found:,} bytes; wanted at least {wanted:,} for "
            f"{settings.hidden} units, layers {settings.layers}, and {part.moments:,} moments"
        )


def check_stop(name: str, place: Place, trace: Trace) -> None:
    """A network stopped at an operation that it has, and in a sequence that it can have. (Other
    batches may have longer sequences than the one shown.)"""
    lanes = ("", ATTENTION, *(lane.title for lane in trace.lanes))
    times = (None,) if place.time is None else range(trace.steps)
    is_there = place.phase in PHASES and place.lane in lanes
    is_there &= (place.time is None or place.time >= 0) and 0 <= (place.sequence or 0) <= 255
    if not (is_there and any(_is_tick(replace(place, time=t), trace) for t in times)):
        raise FileError(f"{name}: it stopped where no operation is")


def _is_tick(place: Place, trace: Trace) -> bool:
    try:
        of_broken(ticks(trace), place, trace)
    except (KeyError, ValueError):
        return False
    return True
