"""What is said of each of compared networks: its own scene, and how far its gradient reaches."""

from math import isfinite

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.scene import Comparison, Marks, Member, Scene
from rnnviz.trace.source_rows import Fit, SourceRows, fit, source_rows

#: Over so many updates the loss is averaged: single batches differ much.
RECENT = 20


def members(scene: Scene) -> tuple[tuple[Member, ...], int]:
    """All networks and the place of the one shown; one that is compared with none is the only."""
    comparison = scene.comparison or alone(scene)
    return comparison.members, comparison.shown


def alone(scene: Scene) -> Comparison:
    """The network of a scene, compared with none."""
    trace = scene.trace
    name = {"elman": "RNN"}.get(trace.origin.cell, trace.origin.cell.upper())
    count = sum(array.size for array in trace.parameters.values())
    member = Member(name, trace, scene.history, count, score=scene.score, gradient=scene.gradient)
    return Comparison((member,))


def scene_of(member: Member, marks: Marks) -> Scene:
    """A network as views show it, with the marks of all."""
    return Scene(member.trace, member.history, marks, gradient=member.gradient)


def top_rows(member: Member, marks: Marks) -> SourceRows | None:
    """‖∂E_s/∂h_k‖ of the top layer, along its first strand; None where it is not made."""
    trace = member.trace
    found = source_rows(scene_of(member, marks), f"d_{trace.states[0]}", trace.top[0].key)
    return found if found is not None and found.steps == trace.steps else None


def reach(member: Member, marks: Marks) -> Fit | None:
    """How the gradient of the last loss fades on its way back; None where that is not known."""
    rows = top_rows(member, marks)
    source = None if rows is None else rows.nearest(None)
    return None if rows is None or source is None else fit(rows.faded(source)[1])


def loss(member: Member) -> float | None:
    """The mean loss of the last updates up to the one in sight; None before the first."""
    recent = _until_now(member, member.history.losses)[-RECENT:]
    known = recent[np.isfinite(recent)]
    return float(known.mean()) if len(known) else None


def gradient_norm(member: Member) -> float | None:
    """‖∂E/∂W‖ before clipping, of the update in sight; None before the first."""
    norms = _until_now(member, member.history.norms)
    return float(norms[-1]) if len(norms) else None


def _until_now(member: Member, values: Floats) -> Floats:
    return values[: member.trace.origin.update]


def reach_in_words(found: Fit | None) -> str:
    """How far a gradient reaches: "1 % after 6.4 steps, × 0.49 a step"; "" where unknown."""
    if found is None:
        return ""
    rate = f"× {found.decay.rate:.2f} a step"
    if not isfinite(found.decay.reach):
        return f"does not fade, {rate}"
    return f"1 % after {steps_in_words(found)} steps, {rate}"


def steps_in_words(found: Fit) -> str:
    """The length at which 1 % is left: "6.4", "120", "∞"."""
    reach = found.decay.reach
    if not isfinite(reach):
        return "∞"
    return f"{reach:.1f}" if reach < 100 else f"{reach:,.0f}"
