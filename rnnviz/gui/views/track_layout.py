"""Where each track stands: attention where there is some, lanes from the highest down, in each its
quantities, then its gradient; at the end the loss."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.gui.views.track_lanes import attention_keys, rows_of, track_lanes
from rnnviz.trace.trace import ATTENTION, Trace

#: In logical pixels: the least height of a track of squares and of one of bars, the room
#: between two, a lane's heading, the line of time steps at the end.
LEAST_HEAT, LEAST_BARS = 46.0, 62.0
GAP, HEADING, STEPS_LINE, BOTTOM = 8.0, 22.0, 34.0, 6.0
#: The loss and the gradients: what is not a quantity of the cell.
LOSS, GRADIENT = "E", "d_"


@dataclass(frozen=True)
class Place:
    """A track in its place.

    lanes     the keys of the lanes that share it, "attention", or "" for the loss.
    quantity  a quantity's key, "d_h" for the gradient of the state, or "E".
    area      over the whole width, the gutter included.
    rows      of squares; 0 where it shows one number a step, as a bar.
    """

    lanes: tuple[str, ...]
    quantity: str
    area: QRectF
    rows: int = 0

    @property
    def lane(self) -> str:
        """The key of the first lane."""
        return self.lanes[0]

    def row(self, y: float) -> int:
        """The row of squares at a height."""
        share = (y - self.area.top()) / self.area.height()
        return max(0, min(self.rows - 1, int(share * self.rows)))

    @property
    def is_bars(self) -> bool:
        """Whether it shows one number a step."""
        return not self.rows


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
            if lane in place.lanes and place.quantity == quantity:
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
    lanes, attention = len(track_lanes(trace)), len(attention_keys(trace))
    heats, bars = lanes * len(shown) + attention, lanes + 1
    groups = lanes + (1 if attention else 0)
    return _fixed_height(groups, heats + bars) + heats * LEAST_HEAT + bars * LEAST_BARS


def _fixed_height(lanes: int, tracks: int) -> float:
    headings = lanes * HEADING if lanes > 1 else 0.0
    return TITLE_HEIGHT + 4 + headings + tracks * GAP + STEPS_LINE + BOTTOM


def arrange(trace: Trace, shown: Sequence[str], area: QRectF) -> Arrangement:
    """Share an area among the tracks. What is more than they want is shared evenly; where
    there is less, all shrink alike."""
    gradient = GRADIENT + trace.states[0]
    groups = [(g.title, g.keys, (*shown, gradient)) for g in reversed(track_lanes(trace))]
    if trace.attention:
        groups.insert(0, (ATTENTION, (ATTENTION,), attention_keys(trace)))
    tracks = sum(len(keys) for _, _, keys in groups) + 1
    fixed = _fixed_height(len(groups), tracks)
    room, wanted = area.height() - fixed, wanted_height(trace, shown) - fixed
    stack = _Stack(
        area,
        area.top() + TITLE_HEIGHT + 4,
        shrink=max(0.0, min(1.0, room / wanted)),
        more=max(0.0, room - wanted) / tracks,
    )
    for title, lanes, keys in groups:
        if len(groups) > 1:
            stack.add_heading(title)
        for key in keys:
            rows = 0 if key == gradient else rows_of(trace, lanes[0], key)
            stack.add(lanes, key, rows)
    stack.add(("",), LOSS, 0)
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

    def add(self, lanes: tuple[str, ...], key: str, rows: int) -> None:
        height = self.shrink * (LEAST_HEAT if rows else LEAST_BARS) + self.more
        # On whole pixels, so that the squares' edges are sharp.
        top, bottom = round(self.y), max(round(self.y) + 1, round(self.y + height))
        area = QRectF(self.area.left(), top, self.area.width(), bottom - top)
        self.places.append(Place(lanes, key, area, rows))
        self.y += height + GAP

    def finished(self) -> Arrangement:
        steps = QRectF(self.area.left(), round(self.y - GAP) + 3, self.area.width(), STEPS_LINE)
        return Arrangement(tuple(self.places), tuple(self.headings), steps)
