"""What kind of network a trace is of, in the words of the lectures."""

from rnnviz.trace.trace import Trace


def shape_title(trace: Trace) -> str:
    """Which of the five types of sequences, read off the steps with inputs and losses; then the
    layers, the directions and attention: "many to one, 2 layers, both directions"."""
    layers = 1 + trace.lanes[-1].lane.layer
    parts = [
        _type(trace),
        f"{layers} layers" if layers > 1 else "",
        "both directions" if any(lane.is_backward for lane in trace.lanes) else "",
        "attention" if trace.attention else "",
    ]
    return ", ".join(filter(None, parts))


def _type(trace: Trace) -> str:
    if trace.source_steps:
        return "many to many of unequal length"
    steps = int(trace.exists.sum())
    if steps == 1:
        return "one to one"
    given = trace.exists & trace.read & ~trace.fed
    if given.sum() == 1:
        return "one to many"
    return "many to one" if trace.scored.sum() == 1 else "many to many"
