"""How far the debugger has come in each track: which steps are not computed yet."""

from dataclasses import dataclass

from rnnviz.gui.views.track_layout import GRADIENT, LOSS
from rnnviz.trace.trace import Trace


@dataclass(frozen=True)
class Progress:
    """What is known once the operation number `tick` of `ticks(trace)` is done.

    The order is regular, so that the answer is a division and not a search: forward, a step
    takes 1 + lanes·quantities + 2 operations; backward 1 + lanes·(quantities + 2).
    """

    trace: Trace
    tick: int

    def unknown(self, lane: str, quantity: str, by_weights: bool = False) -> range:
        """The steps of a track not computed yet.

        by_weights  the track of gradients shows what each step adds to ∂E/∂W.
        """
        if lane and quantity.startswith(GRADIENT):
            return range(self._steps - self._done_backward(lane, quantity, by_weights))
        return range(self._done_forward(lane, quantity), self._steps)

    @property
    def _steps(self) -> int:
        return self.trace.steps

    def _rank(self, lane: str) -> int:
        return [each.key for each in self.trace.lanes].index(lane)

    def _order(self, quantity: str) -> int:
        return [each.key for each in self.trace.quantities].index(quantity)

    def _done_forward(self, lane: str, quantity: str) -> int:
        lanes, quantities = len(self.trace.lanes), len(self.trace.quantities)
        a_step = 1 + lanes * quantities + 2
        if quantity == LOSS:
            place = a_step - 1
        else:
            place = 1 + self._rank(lane) * quantities + self._order(quantity)
        return self._count(self.tick - place, a_step)

    def _done_backward(self, lane: str, quantity: str, by_weights: bool) -> int:
        lanes, quantities = len(self.trace.lanes), len(self.trace.quantities)
        forward = self._steps * (1 + lanes * quantities + 2)
        key = quantity.removeprefix(GRADIENT)
        within = quantities if by_weights else quantities - 1 - self._order(key)
        place = 1 + (lanes - 1 - self._rank(lane)) * (quantities + 2) + within
        return self._count(self.tick - forward - place, 1 + lanes * (quantities + 2))

    def _count(self, since_first: int, a_step: int) -> int:
        return max(0, min(self._steps, since_first // a_step + 1))
