"""Where each track stands: lanes from the highest down, in each its quantities, then its
gradient; at the end the loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.trace.trace import Trace

#: In logical pixels: the least height of a track of squares and of one of bars, the room
#: between two, a lane's heading, the line of time steps at the end.
LEAST_HEAT, LEAST_BARS = 46.0, 62.0
GAP, HEADING, STEPS_LINE, BOTTOM = 8.0, 22.0, 34.0, 6.0
#: The loss and the gradients: what is not a quantity of the cell.
LOSS, GRADIENT = "E", "d_"


@dataclass(frozen=True)
class Place:
    """A track in its place.

    lane      its key, or "" for the loss.
    quantity  a quantity's key, "d_h" for the gradient of the state, or "E".
    area      over the whole width, the gutter included.
    """

    lane: str
    quantity: str
    area: QRectF

    def row(self, y: float, rows: int) -> int:
        """The row of squares at a height."""
        share = (y - self.area.top()) / self.area.height()
        return max(0, min(rows - 1, int(share * rows)))

    @property
    def is_bars(self) -> bool:
        """Whether it shows one number a step."""
        return not self.lane or self.quantity.startswith(GRADIENT)


@dataclass(frozen=True)
class Arrangement:
    """All places, the lanes' headings (title and area), and the line of time steps."""

    places: tuple[Place, ...]
    headings: tuple[tuple[str, QRectF], ...]
    steps: QRectF

    @property
    def tracks(self) -> QRectF:
        """From the top of the first track to the bottom of the last."""
        return self.places[0].area.united(self.places[-1].area)

    @property
    def ground(self) -> QRectF:
        """What a marked column's ground covers: the tracks and the line below."""
        return self.tracks.adjusted(0, -4, 0, 0).united(self.steps)

    def find(self, lane: str, quantity: str) -> Place | None:
        """The track of a quantity; None where it has none."""
        for place in self.places:
            if (place.lane, place.quantity) == (lane, quantity):
                return place
        return None

    def at(self, y: float) -> Place | None:
        """The track at a height; the room between two belongs to the nearer one."""
        nearest = min(self.places, key=lambda place: _distance(place.area, y))
        return nearest if _distance(nearest.area, y) <= GAP / 2 else None


def _distance(area: QRectF, y: float) -> float:
    return max(area.top() - y, y - area.bottom(), 0.0)


def wanted_height(trace: Trace, shown: Sequence[str]) -> float:
    """The least height at which everything can be read."""
    lanes = len(trace.lanes)
    heats, bars = lanes * len(shown), lanes + 1
    return _fixed_height(lanes, heats + bars) + heats * LEAST_HEAT + bars * LEAST_BARS


def _fixed_height(lanes: int, tracks: int) -> float:
    headings = lanes * HEADING if lanes > 1 else 0.0
    return TITLE_HEIGHT + 4 + headings + tracks * GAP + STEPS_LINE + BOTTOM


def arrange(trace: Trace, shown: Sequence[str], area: QRectF) -> Arrangement:
    """Share an area among the tracks. What is more than they want is shared evenly; where
    there is less, all shrink alike."""
    gradient = GRADIENT + trace.states[0]
    groups = [(lane, (*shown, gradient)) for lane in reversed(trace.lanes)]
    tracks = sum(len(keys) for _, keys in groups) + 1
    fixed = _fixed_height(len(groups), tracks)
    room, wanted = area.height() - fixed, wanted_height(trace, shown) - fixed
    stack = _Stack(
        area,
        area.top() + TITLE_HEIGHT + 4,
        shrink=max(0.0, min(1.0, room / wanted)),
        more=max(0.0, room - wanted) / tracks,
    )
    for lane, keys in groups:
        if len(groups) > 1:
            stack.add_heading(lane.title)
        for key in keys:
            stack.add(lane.key, key, LEAST_BARS if key == gradient else LEAST_HEAT)
    stack.add("", LOSS, LEAST_BARS)
    return stack.finished()


@dataclass
class _Stack:
    """An arrangement in the making: everything stands below what came before."""

    area: QRectF
    y: float
    shrink: float
    more: float
    places: list[Place] = field(default_factory=list)
    headings: list[tuple[str, QRectF]] = field(default_factory=list)

    def add_heading(self, text: str) -> None:
        place = QRectF(self.area.left(), round(self.y), self.area.width(), HEADING)
        self.headings.append((text, place))
        self.y += HEADING

    def add(self, lane: str, key: str, least: float) -> None:
        height = self.shrink * least + self.more
        # On whole pixels, so that the squares' edges are sharp.
        top, bottom = round(self.y), max(round(self.y) + 1, round(self.y + height))
        area = QRectF(self.area.left(), top, self.area.width(), bottom - top)
        self.places.append(Place(lane, key, area))
        self.y += height + GAP

    def finished(self) -> Arrangement:
        steps = QRectF(self.area.left(), round(self.y - GAP) + 3, self.area.width(), STEPS_LINE)
        return Arrangement(tuple(self.places), tuple(self.headings), steps)
