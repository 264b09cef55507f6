"""Scene: all that there is to draw at one moment, and what is marked in it."""

from dataclasses import dataclass, field

from rnnviz.trace.history import History
from rnnviz.trace.trace import Trace
from rnnviz.trace.update_trace import UpdateTrace


@dataclass(frozen=True)
class Spot:
    """A place in the unrolled network.

    time      the time step, from 0.
    lane      a lane's key, or "" for the input, the output and the loss.
    quantity  a quantity's key, or "x", "y", "E"; its gradient with "d_" in front. Or a
              parameter of the lane, "W_f", "b_f"; "W_hy" and "b_y" with the lane "".
              Or one of UPDATE_TICKS, for what the update does.
    unit      the row, from 0, or None where the whole column is meant.
    column    of a weight matrix, from 0; None for all else.
    """

    time: int
    lane: str = ""
    quantity: str = ""
    unit: int | None = None
    column: int | None = None

    @property
    def parameter(self) -> str:
        """The name in `Trace.parameters`, where a parameter is meant."""
        return f"{self.lane}.{self.quantity}" if self.lane else self.quantity


@dataclass(frozen=True)
class Marks:
    """What is marked in every view.

    picked   what was clicked and stays: the inspector shows it.
    pointed  what lies under the pointer just now, or None.
    tick     how far the debugger has walked: an index of `ticks(trace)`; None when the
             whole sequence is shown.
    """

    picked: Spot
    pointed: Spot | None = None
    tick: int | None = None

    @property
    def time(self) -> int:
        """The time step to mark."""
        return self.pointed.time if self.pointed else self.picked.time


@dataclass(frozen=True)
class Writing:
    """A text that the network wrote.

    text    what it wrote; "" where the task is not one that generates text.
    update  how many updates its weights had seen.
    temperature  of the draw.
    """

    text: str = ""
    update: int = 0
    temperature: float = 1.0


@dataclass(frozen=True)
class Scene:
    """All that the views draw.

    coming  what the next update will do, where somebody walks through it; else None.
    """

    trace: Trace
    history: History
    marks: Marks
    writing: Writing = field(default_factory=Writing)
    coming: UpdateTrace | None = None
