"""Which lanes share tracks: a decoder's stand in the tracks of its encoder's, in their columns."""

from dataclasses import dataclass

import numpy as np

from rnnviz.gui.views.track_scale import Floats
from rnnviz.trace.trace import ATTENTION, LaneTrace, Trace

#: Of attention what has a number for each step of the source.
BY_SOURCE = ("e", "w")


@dataclass(frozen=True)
class TrackLanes:
    """Lanes whose steps follow one another, so that one track has room for them all."""

    trace: Trace
    lanes: tuple[LaneTrace, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the lanes."""
        return tuple(lane.key for lane in self.lanes)

    @property
    def title(self) -> str:
        """Their names."""
        return ", ".join(map(self.trace.lane_title, self.lanes))

    @property
    def spans(self) -> tuple[range, ...]:
        """The steps at which each computes."""
        return tuple(map(self.trace.span, self.lanes))

    def values(self, key: str) -> Floats:
        """A quantity at every step, (T, H); 0 where none of them computes."""
        return self.joined([lane.values[key] for lane in self.lanes])

    def joined(self, arrays: list[Floats]) -> Floats:
        """One array of each lane, (T, …), in one, each at the steps of its lane."""
        if len(arrays) == 1:
            return arrays[0]
        whole = np.zeros_like(arrays[0])
        for lane, array in zip(self.lanes, arrays, strict=True):
            whole[lane.first : lane.end] = array[lane.first : lane.end]
        return whole

    def at(self, time: int) -> LaneTrace:
        """The lane that has a step; the first one where none has."""
        return next((lane for lane in self.lanes if lane.spans(time)), self.lanes[0])


def track_lanes(trace: Trace) -> tuple[TrackLanes, ...]:
    """All lanes, those that share tracks together, the lowest layer first."""
    found = []
    for lane in trace.lanes:
        if lane.lane.role != "decoder":
            reader = None if lane.is_backward else trace.started_by(lane)
            found.append(TrackLanes(trace, (lane, reader) if reader else (lane,)))
    return tuple(found)


def gaps(spans: tuple[range, ...], steps: int) -> list[range]:
    """The steps at which nothing is computed, where these follow one another together."""
    found, at = [], 0
    for span in spans:
        found.append(range(at, span.start))
        at = span.stop
    return [each for each in (*found, range(at, steps)) if each]


def attention_keys(trace: Trace) -> tuple[str, ...]:
    """The quantities of attention that have a track: weights, contexts and states."""
    return ("w", "v", "n") if trace.attention else ()


def rows_of(trace: Trace, lane: str, quantity: str) -> int:
    """How many rows the track of a quantity has."""
    by_source = lane == ATTENTION and quantity in BY_SOURCE
    return trace.source_steps if by_source else trace.hidden
