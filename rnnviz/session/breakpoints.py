"""Breakpoints: when training is to stop, as a person chose it."""

from dataclasses import dataclass
from typing import Literal

from rnnviz.trace.ticks import Tick

Kind = Literal[
    "broken", "norm above", "norm below", "clipped", "loss jump", "saturated", "dead",
    "large update", "plateau", "condition", "tick",
]  # fmt: skip


@dataclass(frozen=True)
class BreakpointKind:
    """A sort of breakpoint.

    title    its name in menus and lists.
    wanted   what the limit is, in words; "" where there is none.
    limit    its usual value, and `least` and `most` the bounds of what can be chosen.
    explains one sentence for the tooltip.
    """

    key: Kind
    title: str
    explains: str
    wanted: str = ""
    limit: float = 0.0
    least: float = 0.0
    most: float = 0.0


#: Those that a person need not write. "condition" and "tick" are made by what is typed and
#: by where the cursor stands.
BUILT_IN: tuple[BreakpointKind, ...] = (
    BreakpointKind("broken", "NaN or Inf", "Stops at the operation that first gives NaN or Inf"),
    BreakpointKind(
        "norm above",
        "Gradient norm above",
        "Stops where the norm of the batch's gradient exceeds the limit",
        "‖∂E/∂W‖ before clipping",
        10.0,
        1e-12,
        1e12,
    ),
    BreakpointKind(
        "norm below",
        "Gradient norm below",
        "Stops where the norm of the batch's gradient falls below the limit",
        "‖∂E/∂W‖ before clipping",
        1e-4,
        1e-12,
        1e12,
    ),
    BreakpointKind("clipped", "Clipping fired", "Stops where clipping changes the gradient"),
    BreakpointKind(
        "loss jump",
        "Loss jumped",
        "Stops where the loss is so many times the mean of the 20 updates before",
        "times the mean before",
        2.0,
        1.01,
        1e6,
    ),
    BreakpointKind(
        "saturated",
        "Gates saturated",
        "Stops where more than this share of a gate's units is below 0.05 or above 0.95",
        "share of a gate's units",
        0.5,
        0.01,
        1.0,
    ),
    BreakpointKind(
        "dead",
        "Dead ReLU",
        "Stops where a ReLU unit was 0 at every step of the sequence",
    ),
    BreakpointKind(
        "large update",
        "Update too large",
        "Stops where an update changes a parameter by more than this share of its norm",
        "‖ΔW‖ / ‖W‖",
        0.1,
        1e-6,
        1e3,
    ),
    BreakpointKind(
        "plateau",
        "Plateau",
        "Stops where the mean loss of 100 updates is not this share below that of the 100 before",
        "share of improvement",
        0.01,
        1e-6,
        0.9,
    ),
)


@dataclass(frozen=True)
class Breakpoint:
    """One breakpoint.

    number   counts them within a session; it never changes.
    limit    as its kind says.
    text     the condition, where the kind is "condition".
    tick     where to stop, where the kind is "tick".
    ignore   how many times it may come true before it stops.
    hits     how many times it came true since it was made or reset.
    """

    number: int
    kind: Kind
    limit: float = 0.0
    text: str = ""
    tick: Tick | None = None
    enabled: bool = True
    ignore: int = 0
    hits: int = 0

    @property
    def title(self) -> str:
        """In one line, e.g. "Gradient norm above 10"."""
        if self.kind == "condition":
            return self.text
        if self.tick is not None:
            where = f"t = {self.tick.time + 1}" + (f", {self.tick.lane}" if self.tick.lane else "")
            return f"at {self.tick.phase.value} {self.tick.quantity}, {where}"
        kind = kind_of(self.kind)
        return f"{kind.title} {self.limit:g}" if kind.wanted else kind.title


def kind_of(key: Kind) -> BreakpointKind:
    """The built-in kind of that key; KeyError where there is none."""
    for kind in BUILT_IN:
        if kind.key == key:
            return kind
    raise KeyError(key)


@dataclass(frozen=True)
class Stop:
    """Where a breakpoint stopped training.

    number   of the breakpoint.
    update   how many updates had been made; the operation belongs to the next one.
    tick     the index of the operation in `ticks(trace)`.
    text     what came true, in one line, with the values.
    """

    number: int
    update: int
    tick: int
    text: str
