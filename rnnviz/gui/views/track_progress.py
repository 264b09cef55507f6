"""How far the debugger has come in each row or track: which steps are not computed yet."""

from dataclasses import dataclass

from rnnviz.gui.views.track_layout import GRADIENT
from rnnviz.trace.ticks import Phase, ticks
from rnnviz.trace.trace import Trace


@dataclass(frozen=True)
class Progress:
    """What is known once the operation number `tick` of `ticks(trace)` is done."""

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
        left = ticks(self.trace).left(self.tick, phase, lane, key)
        return _ascending(left[0]) if left else range(0)

    def unread(self) -> list[range]:
        """The steps whose input has not been read: an encoder and its decoder read theirs in two
        sweeps."""
        return ticks(self.trace).left(self.tick, Phase.FORWARD, "", "x")


def _ascending(times: range) -> range:
    return times if times.step > 0 else times[::-1]
