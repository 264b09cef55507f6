"""Where the parts of a comparison stand: curves and table at the top, below them the networks one
under the other, so that all their columns lie on one axis of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.gui.views.track_lanes import TrackLanes, track_lanes
from rnnviz.gui.views.track_layout import Place
from rnnviz.trace.scene import Member
from rnnviz.trace.trace import Family

#: From this width on, the table stands beside the curves.
WIDE, TABLE_WIDTH = 880.0, 520.0
CURVES_HEIGHT, HEADER, ROW = 164.0, 20.0, 21.0
#: Least heights of tracks, the heading of a network, and the room between two tracks.
STATES, GATE, BARS, MAP, STRIP = 40.0, 19.0, 52.0, 92.0, 18.0
HEADING, GAP, GROUP_GAP, STEPS_LINE, BOTTOM = 24.0, 7.0, 6.0, 34.0, 6.0
#: What the tracks are called that are no quantity of the cell.
GRADIENT, MAP_KEY = "d_", "map"


@dataclass(frozen=True)
class Group:
    """One network: its number, its heading, and its tracks."""

    number: int
    heading: QRectF
    places: tuple[Place, ...]

    @property
    def area(self) -> QRectF:
        """All of it."""
        return self.heading.united(self.places[-1].area)

    @property
    def tracks(self) -> QRectF:
        """From the top of the first track to the bottom of the last."""
        return self.places[0].area.united(self.places[-1].area)


@dataclass(frozen=True)
class Layout:
    """Everything in its place."""

    curves: QRectF
    table: QRectF
    groups: tuple[Group, ...]
    steps: QRectF

    @property
    def head(self) -> QRectF:
        """Curves and table."""
        return self.curves.united(self.table)

    def row(self, number: int) -> QRectF:
        """The table's row of a network."""
        top = self.table.top() + HEADER + number * ROW
        return QRectF(self.table.left(), top, self.table.width(), ROW)

    def group_at(self, y: float) -> Group | None:
        """The network at a height."""
        return next((g for g in self.groups if g.area.top() <= y <= g.area.bottom() + 3), None)


def table_height(count: int) -> float:
    """A row for each network, one for the baseline."""
    return HEADER + (count + 1) * ROW + 4


def keys_of(member: Member) -> tuple[str, ...]:
    """The tracks of a network: its state, its gates, its gradient and where that goes."""
    trace = member.trace
    gates = [q.key for q in trace.quantities if q.family is Family.GATE]
    return (trace.states[0], *gates, GRADIENT + trace.states[0], MAP_KEY)


def least_height(member: Member, key: str) -> float:
    """The least height at which a track can be read."""
    if key == member.trace.states[0]:
        return STATES
    if key.startswith(GRADIENT):
        return BARS
    if key != MAP_KEY:
        return GATE
    return STRIP if member.trace.scored.sum() == 1 else MAP


def _fixed_height(everyone: Sequence[Member], width: float) -> float:
    head = max(CURVES_HEIGHT, table_height(len(everyone)))
    if width < WIDE:
        head = CURVES_HEIGHT + GAP + table_height(len(everyone))
    gaps = sum(HEADING + GROUP_GAP + len(keys_of(member)) * GAP for member in everyone)
    return TITLE_HEIGHT + 4 + head + gaps + STEPS_LINE + BOTTOM


def _tracks_height(everyone: Sequence[Member]) -> float:
    return sum(least_height(member, key) for member in everyone for key in keys_of(member))


def wanted_height(everyone: Sequence[Member], width: float) -> float:
    """The least height at which everything can be read."""
    return _fixed_height(everyone, width) + _tracks_height(everyone)


def lay_out(everyone: Sequence[Member], shown: int, area: QRectF) -> Layout:
    """Share an area. What is more than the tracks want is shared among them as their heights
    are; where there is less, all shrink alike."""
    room = area.height() - _fixed_height(everyone, area.width())
    stretch = max(0.15, room / _tracks_height(everyone))
    curves, table = _head(area, len(everyone))
    y = max(curves.bottom(), table.bottom()) + GROUP_GAP
    groups = []
    for number, member in enumerate(everyone):
        heading = QRectF(area.left(), round(y), area.width(), HEADING)
        y += HEADING
        places = []
        for key in keys_of(member):
            height = stretch * least_height(member, key)
            # On whole pixels, so that the squares' edges are sharp.
            top, bottom = round(y), max(round(y) + 1, round(y + height))
            place = QRectF(area.left(), top, area.width(), bottom - top)
            places.append(_place(member, key, place, number == shown))
            y += height + GAP
        groups.append(Group(number, heading, tuple(places)))
        y += GROUP_GAP
    steps = QRectF(area.left(), round(y - GAP - GROUP_GAP) + 3, area.width(), STEPS_LINE)
    return Layout(curves, table, tuple(groups), steps)


def _place(member: Member, key: str, area: QRectF, is_shown: bool) -> Place:
    lanes = top_lanes(member).keys
    # Units of different networks are not the same: only those of the one shown can be marked.
    named = lanes if is_shown else tuple(f"another network's {lane}" for lane in lanes)
    rows = 0 if key.startswith(GRADIENT) or key == MAP_KEY else member.trace.hidden
    return Place(named, key, area, rows)


def top_lanes(member: Member) -> TrackLanes:
    """The lanes of the top layer that share a track; of two directions the forward one."""
    trace = member.trace
    top = {lane.key for lane in trace.top if not lane.is_backward}
    return next(lanes for lanes in track_lanes(trace) if top & set(lanes.keys))


def _head(area: QRectF, count: int) -> tuple[QRectF, QRectF]:
    left, top = area.left() + PADDING, area.top() + TITLE_HEIGHT + 4
    width = area.width() - 2 * PADDING
    if area.width() < WIDE:
        curves = QRectF(left, top, width, CURVES_HEIGHT)
        return curves, QRectF(left, curves.bottom() + GAP, width, table_height(count))
    table = min(0.62 * width, max(TABLE_WIDTH, 0.5 * width))
    height = max(CURVES_HEIGHT, table_height(count))
    curves = QRectF(left, top, width - table - 16, height)
    return curves, QRectF(left + width - table, top, table, height)
