"""What the inspector tells of: one unit of a cell, or a decoder's looking back at its encoder."""

from abc import ABC, abstractmethod

from rnnviz.gui.views.attention_sheet import AttentionContent, attention_sheet
from rnnviz.gui.views.formula_output import outcome
from rnnviz.gui.views.formula_setting import Sheet
from rnnviz.gui.views.formula_sheet import Content, sheet
from rnnviz.trace.attention_rows import (
    BY_SOURCE,
    LookingBack,
    attention_row,
    looking_back,
    most_looked_at,
    source_label,
)
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place, Row
from rnnviz.trace.formula_rows import Guess, cell_title, guesses, place, row
from rnnviz.trace.gradient_paths import outside_paths
from rnnviz.trace.scene import Spot
from rnnviz.trace.trace import ATTENTION, Family, Trace


class Inspected(ABC):
    """A picked place with its rows, each made when it is first wanted, and how they are laid out.

    lane, time  of the place.
    """

    lane: str
    time: int

    def __init__(self, trace: Trace, picked: Spot):
        self.trace, self.picked = trace, picked
        self.rows = _Rows(self)

    @property
    @abstractmethod
    def titles(self) -> tuple[str, ...]:
        """What is shown, at length and shorter."""

    @property
    @abstractmethod
    def where(self) -> str:
        """What a short title leaves out."""

    @property
    @abstractmethod
    def reads(self) -> str:
        """What was read there, in a few words."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """The place and its numbers in one sentence."""

    @abstractmethod
    def row(self, key: str) -> Row:
        """One row, by the key that a Spot calls it."""

    @abstractmethod
    def listed(self) -> tuple[Guess, ...]:
        """The numbers of the lists on the sheet, one list after the other."""

    @abstractmethod
    def sheet(self, backward: bool, width: float) -> Sheet:
        """The layout of the forward or of the backward equations."""

    @abstractmethod
    def spot(self, key: str) -> Spot:
        """The place of one of the rows."""

    @abstractmethod
    def neighbour(self, by: int) -> Spot | None:
        """The unit before (−1) or after (1); None where there is none."""

    def is_about(self, lane: str) -> bool:
        """Whether what is in this lane is on the sheet."""
        return lane in ("", self.lane)


class _Rows(dict[str, Row]):
    """The rows by key."""

    def __init__(self, inspected: Inspected):
        super().__init__()
        self._inspected = inspected

    def __missing__(self, key: str) -> Row:
        made = self[key] = self._inspected.row(key)
        return made


def inspected(trace: Trace, picked: Spot) -> Inspected:
    """What is picked."""
    looking = looking_back(trace, picked)
    return InspectedAttention(trace, picked, looking) if looking else InspectedCell(trace, picked)


class InspectedCell(Inspected):
    """One unit of a cell at one time step."""

    def __init__(self, trace: Trace, picked: Spot):
        super().__init__(trace, picked)
        self._here: Place = place(trace, picked)
        self.lane, self.time = self._here.lane.key, self._here.time

    @property
    def titles(self) -> tuple[str, ...]:
        short = f"{cell_title(self.trace)} cell at t = {self.time + 1}, unit {self._here.unit + 1}"
        return f"{short}, {self.where}", short

    @property
    def where(self) -> str:
        return self.trace.lane_title(self._here.lane)

    @property
    def reads(self) -> str:
        trace, lane = self.trace, self._here.lane
        through = " and ".join(trace.lane_title(each) for each in trace.below(lane))
        own = "its own " if len(trace.own) and trace.own[self.time] else ""
        label = trace.labels.inputs[self.time]
        what = f"reads {own}‘{label}’" if label else "reads nothing"
        return f"{what} through {through}" if through else what

    @property
    def sentence(self) -> str:
        trace, here = self.trace, self._here
        numbers = ", ".join(
            f"{q.title} {number_text(float(here.lane.values[q.key][here.time, here.unit]))}"
            for q in trace.quantities
            if q.family is not Family.PRE_ACTIVATION
        )
        where = f"{self.where}, " if len(trace.lanes) > 1 else ""
        cell = cell_title(trace)
        return f"{cell} cell at t = {here.time + 1}, {where}unit {here.unit + 1}: {numbers}"

    def row(self, key: str) -> Row:
        return row(self.trace, self._here, key)

    def listed(self) -> tuple[Guess, ...]:
        return guesses(self.trace, self.time)

    def sheet(self, backward: bool, width: float) -> Sheet:
        trace, here = self.trace, self._here
        return sheet(
            Content(
                trace.quantities,
                outcome(trace) if here.is_top else None,
                tuple((key, outside_paths(trace, here.lane, key)) for key in trace.states),
                backward,
                here.lane.is_backward,
            ),
            width,
        )

    def spot(self, key: str) -> Spot:
        is_outside = key.removeprefix("d_") in ("y", "E")
        return Spot(self.time, "" if is_outside else self.lane, key, self._here.unit)

    def neighbour(self, by: int) -> Spot | None:
        unit = self._here.unit + by
        if not 0 <= unit < self.trace.hidden:
            return None
        lane = self.lane if self.picked.lane else ""
        return Spot(self.time, lane, self.picked.quantity, unit)


class InspectedAttention(Inspected):
    """A decoder at one step, looking back at one step of the source; of vectors, one unit."""

    lane = ATTENTION

    def __init__(self, trace: Trace, picked: Spot, here: LookingBack):
        super().__init__(trace, picked)
        self._here, self.time = here, here.time

    @property
    def titles(self) -> tuple[str, ...]:
        t, j, unit = self._here
        label = source_label(self.trace, j)
        short = f"Attention at t = {t + 1} to j = {j + 1}, unit {unit + 1}"
        return f"Attention at t = {t + 1} to {label} (j = {j + 1}), unit {unit + 1}", short

    @property
    def where(self) -> str:
        return source_label(self.trace, self._here.source)

    @property
    def reads(self) -> str:
        return f"reads ‘{self.trace.labels.inputs[self.time]}’"

    @property
    def sentence(self) -> str:
        rows = self.rows
        return (
            f"{self.titles[0]}: score {rows['e'].result}, weight {rows['w'].result}, "
            f"context {rows['v'].result}, attentional state {rows['n'].result}"
        )

    def row(self, key: str) -> Row:
        return attention_row(self.trace, self._here, key)

    def listed(self) -> tuple[Guess, ...]:
        return most_looked_at(self.trace, self._here) + guesses(self.trace, self.time)

    def sheet(self, backward: bool, width: float) -> Sheet:
        trace = self.trace
        sources = tuple(source_label(trace, step) for step in range(trace.source_steps))
        return attention_sheet(AttentionContent(sources, outcome(trace), backward), width)

    def spot(self, key: str) -> Spot:
        if key in ("y", "E", "d_y"):
            return Spot(self.time, "", key, self._here.unit)
        return self._here.spot(key)

    def neighbour(self, by: int) -> Spot | None:
        t, j, unit = self._here
        by_source = self.picked.quantity.removeprefix("d_") in BY_SOURCE
        here = LookingBack(t, j + by, unit) if by_source else LookingBack(t, j, unit + by)
        there = 0 <= here.source < self.trace.source_steps and 0 <= here.unit < self.trace.hidden
        return here.spot(self.picked.quantity) if there else None
