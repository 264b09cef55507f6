"""What the tracks show at the marked time step, in words."""

from rnnviz.trace.derived import norms
from rnnviz.trace.scene import Scene
from rnnviz.trace.trace import LaneTrace, Trace


def sentence(scene: Scene, shown: tuple[str, ...]) -> str:
    """The means of all quantities shown, the gradient's norm and the loss at one step."""
    trace, time = scene.trace, scene.marks.time
    there = [lane for lane in trace.lanes if time in trace.span(lane)]
    lanes = [_of_lane(trace, lane, time, shown) for lane in there]
    if len(trace.lanes) > 1:
        titles = map(trace.lane_title, there)
        lanes = [f"{title}: {text}" for title, text in zip(titles, lanes, strict=True)]
    if not there:
        lanes = ["padding, where nothing is computed"]
    scored = trace.scored[time]
    loss = f"loss {trace.losses[time]:.2f} {trace.loss_unit}" if scored else "no loss"
    where = f"time step {time + 1} of {trace.steps}"
    return f"Inside the cell at {where}: {'; '.join(lanes)}; {loss}."


def _of_lane(trace: Trace, lane: LaneTrace, time: int, shown: tuple[str, ...]) -> str:
    parts = [
        f"{trace.quantity(key).title} mean {lane.values[key][time].mean():.2f}" for key in shown
    ]
    gradient = norms(lane.gradients[trace.states[0]][time : time + 1])[0]
    return ", ".join([*parts, f"gradient norm {gradient:.1e}"])
