"""Where a number stands that a unit reads: an input, a state below, or one of the step before."""

from rnnviz.trace.formula import AFTER, BEFORE
from rnnviz.trace.formula_place import Place
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Phase, Tick
from rnnviz.trace.trace import ATTENTION, LaneTrace, Trace


def read_spot(trace: Trace, here: Place, source: str, index: int) -> Spot | None:
    """The place of number `index` of what a product reads: "x", a state of the step before ("h-"),
    or a quantity of the same step. None where it is no number of one place: a starting state, or
    the sum of two."""
    if source == "x":
        below = trace.below(here.lane)
        if not below:
            return Spot(here.time, "", "x", index) if trace.read[here.time] else None
        lane, unit = below[index // trace.hidden], index % trace.hidden
        return Spot(here.time, lane.key, trace.states[0], unit)
    if not source.endswith("-"):
        return Spot(here.time, here.lane.key, source, index)
    earlier, state = trace.earlier(here.lane, here.time), source.removesuffix("-")
    if earlier is not None:
        return Spot(earlier, here.lane.key, state, index)
    sources = starts(trace, here.lane)
    return Spot(sources[0][0], sources[0][1].key, state, index) if len(sources) == 1 else None


def readout_spot(trace: Trace, here: Place, index: int) -> Spot:
    """The place of number `index` of what the readout reads."""
    if trace.attention:
        return Spot(here.time, ATTENTION, "n", index)
    lane, unit = trace.top[index // trace.hidden], index % trace.hidden
    return Spot(here.time, lane.key, trace.states[0], unit)


def starts(trace: Trace, lane: LaneTrace) -> list[tuple[int, LaneTrace]]:
    """The encoder's lanes from whose last states a decoder's lane starts, and at which steps."""
    return [
        (trace.span(each)[0 if each.is_backward else -1], each)
        for each in trace.lanes
        if trace.started_by(each) is lane
    ]


def read_ticks(trace: Trace, here: Place, source: str) -> list[Tick]:
    """The operations that make known what is read; none where nothing had to be computed."""
    if source == "x":
        below = [(here.time, lane.key, trace.states[0]) for lane in trace.below(here.lane)]
        found = below or [(here.time, "", "x")]
    elif not source.endswith("-"):
        found = [(here.time, here.lane.key, source)]
    else:
        earlier, state = trace.earlier(here.lane, here.time), source.removesuffix("-")
        before = [(time, lane) for time, lane in starts(trace, here.lane)]
        if earlier is not None:
            before = [(earlier, here.lane)]
        found = [(time, lane.key, state) for time, lane in before]
    return [Tick(Phase.FORWARD, lane, time, key) for time, lane, key in found]


def column_name(trace: Trace, lane: LaneTrace, source: str, index: int) -> str:
    """A number that a lane reads, as a person calls it: "x ‘e’", "h 3 of layer 1", "h 3 of t − 1".

    source  "x", a state of the step before, or a quantity of the same step.
    """
    if source == "x":
        names, below = trace.input_names(lane), trace.below(lane)
        if names:
            return f"x ‘{names[index]}’"
        symbol = trace.quantity(trace.states[0]).symbol
        where = trace.lane_title(below[index // trace.hidden])
        return f"{symbol} {index % trace.hidden + 1} of {where}"
    symbol = trace.quantity(source.removesuffix("-")).symbol
    return f"{symbol} {index + 1}{before(lane) if source.endswith('-') else ''}"


def readout_name(trace: Trace, index: int) -> str:
    """A number that the readout reads: "h 3", of two directions "h 3 of layer 1 ←"."""
    if trace.attention:
        return f"n {index + 1}"
    lane, symbol = trace.top[index // trace.hidden], trace.quantity(trace.states[0]).symbol
    where = f" of {trace.lane_title(lane)}" if len(trace.top) > 1 else ""
    return f"{symbol} {index % trace.hidden + 1}{where}"


def before(lane: LaneTrace) -> str:
    """Of which step the states are that a lane finds."""
    return f" of t {'+' if lane.is_backward else '−'} 1"


def before_symbol(lane: LaneTrace) -> str:
    """That step in symbols."""
    return AFTER if lane.is_backward else BEFORE


def reading(trace: Trace, time: int) -> str:
    """What a step reads, in words."""
    if not trace.read[time]:
        return "reads nothing"
    own = " its own answer" if trace.own[time] else ""
    return f"reads{own} ‘{trace.labels.inputs[time]}’"
