"""Rows of sources: what is drawn of where the gradient goes, one number for each source step s and
each step k, on the whole axis of time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.trace.gradient_map import NOTHING, Decay, GradientMap, LaneMap, decay
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.strands import Strand, chain, strand_of
from rnnviz.trace.trace import Trace

#: What the weights' part is called: ‖G[s, k]‖.
WEIGHTS = "W"


@dataclass(frozen=True)
class Kind:
    """A quantity that has a number for every s and k.

    key     "d_h": ‖∂E_s/∂h_k‖, of each state; WEIGHTS; "h": ‖∂h_s/∂h_k‖, of each state.
    symbol  as in the papers, for painted formulas; `plain` for other texts.
    title   in words.
    """

    key: str
    symbol: str
    plain: str
    title: str

    @property
    def is_jacobian(self) -> bool:
        """Whether it is a product of Jacobians, which knows no loss."""
        return not self.key.startswith("d_") and self.key != WEIGHTS


def kinds(states: tuple[str, ...]) -> tuple[Kind, ...]:
    """All that there are for a cell with these states."""
    losses = [
        Kind(
            f"d_{state}",
            f"‖∂E_s/∂{state}_k‖",
            f"‖∂Eₛ/∂{state}ₖ‖",
            f"how much of the loss of step s reaches {state} of step k",
        )
        for state in states
    ]
    ways = [
        Kind(
            state,
            f"‖∂{state}_s/∂{state}_k‖",
            f"‖∂{state}ₛ/∂{state}ₖ‖",
            f"what {state} of step k does to {state} of step s; 1 keeps a length",
        )
        for state in states
    ]
    added = "what the loss of step s adds to ∂E/∂W through step k"
    return (
        losses[0],
        Kind(WEIGHTS, "‖G[s,k]‖", "‖G[s,k]‖", added),
        *ways[:1],
        *losses[1:],
        *ways[1:],
    )


def kind_of(trace: Trace, key: str) -> Kind:
    """The kind of that key; the first one where the cell has none of it."""
    every = kinds(trace.states)
    return next((kind for kind in every if kind.key == key), every[0])


@dataclass(frozen=True)
class SourceRows:
    """The numbers of one kind and strand.

    sources    the steps s that have a row, in order, S of them.
    values     (S, T); 0 where nothing arrives.
    chain      the time steps in the order in which states go along the strand.
    update, sequences, source_steps   as of the map that they are from.
    """

    kind: Kind
    strand: Strand
    sources: tuple[int, ...]
    values: Floats
    chain: tuple[int, ...]
    update: int
    sequences: int
    source_steps: int

    @property
    def steps(self) -> int:
        """T."""
        return int(self.values.shape[1])

    def value(self, source: int, time: int) -> float | None:
        """One number; None where there is none."""
        if source not in self.sources or not 0 <= time < self.steps:
            return None
        return float(self.values[self.sources.index(source), time])

    def nearest(self, source: int | None) -> int | None:
        """The source that has a row, at that step or the next one after it; else the last one."""
        after = [s for s in self.sources if source is not None and s >= source]
        found = after[:1] or self.sources[-1:]
        return found[0] if found else None

    def faded(self, source: int) -> tuple[tuple[int, ...], Floats]:
        """Along the strand, from the source back to the first step: times and numbers."""
        place = self.chain.index(source) if source in self.chain else len(self.chain) - 1
        times = self.chain[: place + 1][::-1]
        return times, self.values[self.sources.index(source), list(times)]


def source_rows(scene: Scene, kind: str, strand: str) -> SourceRows | None:
    """Those of the scene's maps; None where they are not made."""
    trace = scene.trace
    what, where = kind_of(trace, kind), strand_of(trace, strand)
    if what.is_jacobian:
        return _of_jacobians(scene, what, where)
    found = scene.gradient
    if found is None or not all(lane.key in found.lanes for lane in where.lanes):
        return None
    values = _side_by_side(found, where, _chosen(what))
    return SourceRows(
        what,
        where,
        found.sources,
        values,
        _chain(trace, found, where),
        found.update,
        found.sequences,
        found.source_steps,
    )


def together(scene: Scene, strand: str) -> Floats | None:
    """‖Σ_s G[s, k]‖ of every step k of a strand, (T,); None where it is not made."""
    found, where = scene.gradient, strand_of(scene.trace, strand)
    if found is None or not all(lane.key in found.lanes for lane in where.lanes):
        return None
    return _side_by_side(found, where, lambda lane: lane.together)


def _chosen(kind: Kind) -> Callable[[LaneMap], Floats]:
    if kind.key == WEIGHTS:
        return lambda lane: lane.weights
    return lambda lane: lane.states[kind.key.removeprefix("d_")]


def _side_by_side(found: GradientMap, where: Strand, chosen: Callable[[LaneMap], Floats]) -> Floats:
    """An encoder's columns beside its decoder's: each lane is 0 where the other one is."""
    parts = [chosen(found.lanes[lane.key]) for lane in where.lanes]
    total: Floats = sum(parts[1:], parts[0])
    return total


def _chain(trace: Trace, found: GradientMap, where: Strand) -> tuple[int, ...]:
    """That of the sequence shown; of a batch, whose parts may have other lengths, of its own."""
    if found.sequences == 1 and found.steps == trace.steps:
        return where.chain
    border, end = found.source_steps, found.steps
    spans = {"": range(end), "encoder": range(border), "decoder": range(border, end)}
    return chain((each.lane, spans[each.lane.role]) for each in where.lanes)


def _of_jacobians(scene: Scene, kind: Kind, where: Strand) -> SourceRows | None:
    found = scene.jacobians
    maps: Mapping[str, Floats] = {} if found is None else found.strands.get(where.key, {})
    if found is None or kind.key not in maps or len(maps[kind.key]) != scene.trace.steps:
        return None
    sources = tuple(sorted(where.chain))
    values, border = maps[kind.key][list(sources)], scene.trace.source_steps
    return SourceRows(kind, where, sources, values, where.chain, found.update, 1, border)


@dataclass(frozen=True)
class Fit:
    """A decay, and where the fitted line starts: ‖·‖ ≈ first · rate^distance."""

    decay: Decay
    first: float

    def at(self, distance: float) -> float:
        """The height of the line."""
        height: float = self.first * self.decay.rate**distance
        return height


def fit(values: Floats) -> Fit | None:
    """The decay of a row of numbers at the distances 0, 1, 2, …; None where it cannot be told."""
    found = decay(values)
    if found is None:
        return None
    distances = np.flatnonzero(np.isfinite(values) & (values > NOTHING))
    # A least-squares line goes through the means.
    middle = float(np.log(values[distances]).mean()) - log(found.rate) * float(distances.mean())
    with np.errstate(over="ignore"):
        return Fit(found, float(np.exp(middle)))


def said(scene: Scene, spot: Spot) -> str:
    """What the maps have at a spot with a source, in words; "" where they have nothing."""
    if spot.source is None:
        return ""
    key = spot.quantity
    every = [kind_of(scene.trace, key)]
    if not every[0].is_jacobian:
        every.append(kind_of(scene.trace, WEIGHTS))
    parts = []
    for kind in every:
        rows = source_rows(scene, kind.key, spot.lane)
        value = None if rows is None else rows.value(spot.source, spot.time)
        if value is not None:
            parts.append(f"{kind.plain} = {value:.4g}".replace("-", "−"))
    if not parts:
        return ""
    lane = scene.trace.lane(spot.lane).title
    return f"s = {spot.source + 1}, k = {spot.time + 1}, {lane}  ·  " + ", ".join(parts)
