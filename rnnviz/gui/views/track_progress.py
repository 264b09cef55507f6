"""How far the debugger has come in each row or track: which steps are not computed yet."""

from dataclasses import dataclass

from rnnviz.gui.views.track_layout import GRADIENT
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import Trace


@dataclass(frozen=True)
class Progress:
    """What is known once the operation number `tick` of `ticks(trace)` is done.

    A lane computes one time step after the other, with as many operations from each to the next,
    so that the answer is a division and not a search.
    """

    trace: Trace
    tick: int

    def unknown(self, lane: str, quantity: str, by_weights: bool = False) -> range:
        """The steps of a row or track not computed yet, the first of them first.

        quantity    of the lane, with "d_" before it for its gradient; of the lane "": "y" or "E".
        by_weights  the track of gradients shows what each step adds to ∂E/∂W.
        """
        phase, key = Phase.FORWARD, quantity
        if lane and quantity.startswith(GRADIENT):
            phase = Phase.BACKWARD
            key = "W" if by_weights else quantity.removeprefix(GRADIENT)
        times = ticks(self.trace).times(phase, lane, key)
        return _ascending(times[self._done(phase, lane, key, times) :])

    def is_read(self, time: int) -> bool:
        """Whether the input of a step has been read."""
        order, tick = ticks(self.trace), Tick(Phase.FORWARD, "", time, "x")
        return tick not in order or order.place(tick) <= self.tick

    def _done(self, phase: Phase, lane: str, key: str, times: range) -> int:
        """At how many of the steps the operation is done."""
        if not times:
            return 0
        order = ticks(self.trace)
        first, *others = (order.place(Tick(phase, lane, time, key)) for time in times[:2])
        a_step = others[0] - first if others else 1
        return max(0, min(len(times), (self.tick - first) // a_step + 1))


def _ascending(times: range) -> range:
    return times if times.step > 0 else times[::-1]
