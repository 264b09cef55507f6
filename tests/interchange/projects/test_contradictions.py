"""Projects whose parts contradict each other are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interchange.projects.hostile_files import change, refusal
from tests.interchange.projects.mutations import (
    ABOUT,
    Parts,
    packed,
    parts_of,
    with_about,
)


def stop(**changes: object) -> dict[str, object]:
    """A network that was stopped."""
    place = {"phase": "forward", "lane": "", "time": 1, "quantity": "y", "value": "NaN"}
    return {"update": 3, "place": {**place, **changes}}


CONTRADICTIONS: dict[str, tuple[str, object, str]] = {
    "more moments": ("runs.0.moments", 6, "wanted"),
    "very many moments": ("runs.0.moments", 1_000_000, "wanted at least"),
    "no moments": ("runs.0.moments", 0, ABOUT),
    "another moment": ("runs.0.now", 99, "present moment"),
    "a point that is not there": ("runs.0.branches.0.points", [0, 99], "no such moment"),
    "points in another order": ("runs.0.branches.0.points", [1, 0], "begin at update 0, in order"),
    "points twice": ("runs.0.branches.0.points", [0, 0], "begin at update 0, in order"),
    "no points": ("runs.0.branches.0.points", [], ABOUT),
    "more updates": ("runs.0.branches.0.updates", 10, "wanted"),
    "immensely many updates": ("runs.0.branches.0.updates", 2**53, "take more than"),
    "a later cursor": ("runs.0.branches.0.viewed", 10, "an update that was not made"),
    "a branch of itself": ("runs.0.branches.1.parent", 2, "left one that began later"),
    "a branch of a later one": ("runs.0.branches.1.parent", 3, "left one that began later"),
    "a branch of none": ("runs.0.branches.1.parent", 0, "left a branch where there is none"),
    "a branch of nowhere": ("runs.0.branches.2.since", 50_000, "that was not made|there is none"),
    "two of a number": ("runs.0.branches.1.number", 1, "numbered"),
    "a branch that is not there": ("runs.0.branch", 9, "numbered"),
    "no settings from the start": ("runs.0.branches.0.choices", [], "from update 0 on"),
    "settings that cannot change": (
        "runs.0.branches.0.choices", [{"update": 0, "values": {"hidden": 5}}], "cannot change",
    ),
    "a setting that is none": (
        "runs.0.branches.0.choices", [{"update": 0, "values": {"rate": "fast"}}], "Rate is 'fast'",
    ),
    "choices out of order": (
        "runs.0.branches.0.choices",
        [{"update": 0, "values": {}}, {"update": 0, "values": {}}],
        "in order",
    ),
    "an edit of nothing": ("runs.0.branches.1.edits.0.name", "W_zz", "which there is not"),
    "an edit beside the matrix": ("runs.0.branches.1.edits.0.index", [0, 50], "cannot be set"),
    "an edit of a row": ("runs.0.branches.1.edits.0.index", [0], "cannot be set"),
    "an edit to come": ("runs.0.branches.1.edits.0.update", 5000, "that was not made"),
    "a state of no unit": ("runs.0.states.0.unit", 2, "cannot be set as it says"),
    "a state of no lane": ("runs.0.states.0.lane", "layer9", "cannot be set as it says"),
    "an input of no feature": ("runs.0.inputs.0.feature", 900, "an input cannot be set"),
    "an input of no step": ("runs.0.inputs.0.time", 900, "cannot be computed"),
    "other positions": ("runs.0.position", "text", "missing|place"),
    "no positions": ("runs.0.position", "none", "place"),
    "fewer summaries": ("runs.0.branches.0.summaries", 1, "wanted"),
    "very many summaries": ("runs.0.branches.0.summaries", 241, ABOUT),
    "summaries of others": ("runs.0.nonlinear", [["layer1", "f"]], "other nonlinearities"),
    "another size": ("runs.0.settings.hidden", 3, "and its settings and data make"),
    "immense": ("runs.0.settings.hidden", 512, "wanted at least 10,485,760 for 512 units"),
    "another cell": ("runs.0.settings.cell", "gru", "and its settings and data make"),
    "another optimiser": ("runs.0.settings.optimizer", "sgd", "does not belong"),
    "another precision": ("runs.0.settings.precision", "float32", "wanted"),
    "another task": ("runs.0.settings.scenario", "parity", "its settings and data make"),
    "no task": ("runs.0.settings.scenario", "parity" * 99, "There is no scenario"),
    "other data": ("runs.0.settings.corpus", "../../x", "Data is '../../x'"),
    "the network of nowhere": ("shown", 1, "none of those that there are"),
    "a stop in no lane": ("runs.0.stopped", stop(lane="cellar"), "where no operation is"),
    "a stop at no step": ("runs.0.stopped", stop(time=-1), "where no operation is"),
    "a stop at no quantity": ("runs.0.stopped", stop(quantity="z"), "where no operation is"),
    "a stop in no pass": ("runs.0.stopped", stop(phase="x"), "where no operation is"),
    "a stop in no sequence": ("runs.0.stopped", stop(sequence=-1), "where no operation is"),
    "a breakpoint twice": ("standing.breakpoints.1.number", 1, "is there twice"),
    "a limit that is none": ("standing.breakpoints.0.limit", -1.0, "wanted is a number from"),
    "a tick that is none": ("standing.breakpoints.0.kind", "tick", "does not say where it is"),
    "a watch of more": ("standing.watches.0.updates", 500, "wanted"),
    "a bookmark of two lines": ("standing.bookmarks.0.name", "a\nb", "more than one line"),
    "a bookmark without name": ("standing.bookmarks.0.name", "  ", "needs a name"),
    "a file that is not read": (
        "own_file", {"name": "x", "size": 1, "sha256": "0" * 64}, "a file of one's own",
    ),
    "another pace": ("standing.pace", 0, ABOUT),
    "long words": ("runs.0.score.value", "x" * 5000, "too long"),
}  # fmt: skip


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_that_what_contradicts_itself_is_refused(
    what: str, parts: Parts, about: Any, path: Path
) -> None:
    where, value, reason = CONTRADICTIONS[what]
    change(about, where, value)
    text = refusal(packed(with_about(parts, about)), path)
    assert any(each in text for each in reason.split("|")), text


def test_that_numbers_too_large_for_single_precision_are_refused(
    contents: dict[str, bytes], path: Path
) -> None:
    parts = parts_of(contents["sequences"])
    for name, where in {
        "edits": {"update": 0, "name": "b_y", "index": [0], "value": 1e39, "before": 0},
        "inputs": {"time": 0, "feature": 0, "value": 1e39},
        "states": {"lane": "layer1", "time": 0, "state": "h", "unit": 0, "value": 1e39},
    }.items():
        about = json.loads(parts[ABOUT])
        of = about["runs"][0]["branches"][0] if name == "edits" else about["runs"][0]
        of[name] = [where]
        assert "cannot be set" in refusal(packed(with_about(parts, about)), path)


def test_that_networks_of_different_branches_are_refused(
    contents: dict[str, bytes], path: Path
) -> None:
    parts = parts_of(contents["networks"])
    about = json.loads(parts[ABOUT])
    about["runs"][1]["branch"] = 1
    assert "different branches" in refusal(packed(with_about(parts, about)), path)
    about["runs"][1]["branch"] = 2
    about["runs"][2]["settings"]["seed"] = 5
    assert "differ in their task" in refusal(packed(with_about(parts, about)), path)
