"""Which parameters there are, lane by lane, and what they are called."""

from rnnviz.trace.trace import ATTENTION, Trace

READOUT = "readout"


def lanes_of(trace: Trace) -> list[str]:
    """Lanes, attention where there is some, and the readout, "", which has parameters too."""
    attention = [ATTENTION] if trace.attention else []
    return [*(lane.key for lane in trace.lanes), *attention, ""]


def lane_title(trace: Trace, lane: str) -> str:
    """One of these in words."""
    if lane in ("", ATTENTION):
        return lane or READOUT
    return trace.lane_title(trace.lane(lane))


def names_of(trace: Trace, lane: str) -> list[str]:
    """The parameters of one of these."""
    return [name for name in trace.parameters if lane_of(name) == lane]


def lane_of(name: str) -> str:
    """Where a parameter belongs."""
    return name.rpartition(".")[0]


def symbol(name: str) -> str:
    """A parameter as in the papers, without its lane."""
    letter, _, below = name.rpartition(".")[2].partition("_")
    return f"{letter}_{{{below}}}" if below else letter
