"""Stage: what of a unit's arithmetic the debugger has reached, and what it is at."""

from rnnviz.gui.views.read_places import before_symbol, read_ticks
from rnnviz.trace.formula_place import Place
from rnnviz.trace.scene import Marks
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION, Trace

#: How much is seen of what is not known yet.
FAINT = 0.22


class Stage:
    """The debugger's cursor, seen from one place of the network. Where there is no cursor all
    is known and nothing is lit."""

    def __init__(self, trace: Trace, marks: Marks, here: Place):
        self._trace, self._here = trace, here
        self._order = ticks(trace)
        self._now = len(self._order) if marks.tick is None else marks.tick

    @property
    def before(self) -> str:
        """How the step is written whose states are found at this place."""
        return before_symbol(self._here.lane)

    def knows(self, key: str) -> bool:
        """Whether a number is computed: a quantity's key, "y", or either with "d_" in front;
        "W" is what the step adds to the gradient of the weights."""
        return self._order.place(self._tick(key)) <= self._now

    def is_at(self, key: str) -> bool:
        """Whether it is being computed just now."""
        return self._order.place(self._tick(key)) == self._now

    def knows_source(self, source: str) -> bool:
        """Whether what is read is known: "x", a state of the step before, or a quantity."""
        return self._are_done(read_ticks(self._trace, self._here, source))

    def knows_state(self, source: str) -> bool:
        """Whether what the readout reads is known: a state of the top layer, or of attention."""
        time = self._here.time
        keys = [ATTENTION] if self._trace.attention else [lane.key for lane in self._trace.top]
        return self._are_done([Tick(Phase.FORWARD, key, time, source) for key in keys])

    def _are_done(self, done: list[Tick]) -> bool:
        return all(self._order.place(tick) <= self._now for tick in done)

    def knows_gradient(self, source: str) -> bool:
        """Whether the gradient by what is read is known, "d_" left out."""
        if not source.endswith("-"):
            return self.knows(f"d_{source}")
        time, lane = self._here.time, self._here.lane.key
        earlier = self._trace.earlier(self._here.lane, time)
        if earlier is None:
            tick = Tick(Phase.BACKWARD, lane, time, "-")
        else:
            tick = Tick(Phase.BACKWARD, lane, earlier, source.removesuffix("-"))
        return self._order.place(tick) <= self._now

    def opacity(self, *keys: str) -> float:
        """Faint where one of the numbers is not known yet."""
        return 1.0 if all(self.knows(key) for key in keys) else FAINT

    def _tick(self, key: str) -> Tick:
        name = key.removeprefix("d_")
        phase = Phase.FORWARD if name == key and key != "W" else Phase.BACKWARD
        return Tick(phase, "" if name == "y" else self._here.lane.key, self._here.time, name)
