"""Strands: the lanes whose states go from one into the next, as they stand in one row of the
unrolled drawing. A gradient goes back along a strand, from a decoder into its encoder."""

from collections.abc import Iterable
from dataclasses import dataclass

from rnnviz.engine.lane import Lane
from rnnviz.trace.trace import LaneTrace, Trace


@dataclass(frozen=True)
class Strand:
    """One lane, or an encoder's lane and the decoder's that starts from its last states.

    lanes  in the order in which states go through them.
    chain  the time steps in that order.
    """

    title: str
    lanes: tuple[LaneTrace, ...]
    chain: tuple[int, ...]

    @property
    def key(self) -> str:
        """That of its first lane."""
        return self.lanes[0].key

    def lane_at(self, time: int) -> LaneTrace:
        """The lane that has this time step; the last one where none has."""
        return next((lane for lane in self.lanes if lane.spans(time)), self.lanes[-1])


def strands(trace: Trace) -> tuple[Strand, ...]:
    """All of them, the lowest layer first."""
    return tuple(_strand(trace, lane) for lane in trace.lanes if lane.lane.role != "decoder")


def strand_of(trace: Trace, lane: str) -> Strand:
    """The first strand with that lane; where there is none, the top one that reads forward."""
    every = strands(trace)
    top = [strand for strand in every if not strand.lanes[0].is_backward][-1]
    return next((s for s in every if lane in [each.key for each in s.lanes]), top)


def chain(parts: Iterable[tuple[Lane, range]]) -> tuple[int, ...]:
    """The steps of lanes, from the first one's first to the last one's last, as they read."""
    return tuple(t for lane, span in parts for t in (span[::-1] if lane.backward else span))


def _strand(trace: Trace, lane: LaneTrace) -> Strand:
    after, title = trace.started_by(lane), trace.lane_title(lane)
    lanes = (lane,) if after is None else (lane, after)
    if after is not None:
        title = f"{title} · {after.title}"
    return Strand(title, lanes, chain((each.lane, trace.span(each)) for each in lanes))
