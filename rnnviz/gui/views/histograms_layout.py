"""Where the strips of histograms stand: a row for each parameter of a lane, or one alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.gui.views.histogram_strip import KINDS, Kind

#: Of a row: the name, the numbers of a scale, and between weights and gradients.
NAME, TICKS, BETWEEN = 68.0, 26.0, 8.0
#: The line of what is chosen, of the headings, and of the updates.
CHOICE, HEADING, AXIS, BOTTOM = 20.0, 18.0, 17.0, 5.0
ROW_GAP, GOOD, TALLEST = 6.0, 26.0, 130.0
#: Of one alone: the line above each strip, the numbers of its scale, the histogram beside it.
ABOVE, WIDE_TICKS, PROFILE, GOOD_STRIP = 18.0, 40.0, 86.0, 90.0


@dataclass(frozen=True)
class Place:
    """A strip in its place."""

    name: str
    kind: Kind
    strip: QRectF
    ticks: float


@dataclass(frozen=True)
class Arrangement:
    """Strips, the names of their rows, headings (of a kind, or above a strip), the line of updates
    below; of one parameter alone where histograms stand beside the strips."""

    places: tuple[Place, ...]
    names: tuple[tuple[str, QRectF], ...]
    headings: tuple[tuple[Kind, QRectF], ...]
    axis: QRectF
    profile: float = 0.0

    def place_at(self, x: float, y: float) -> Place | None:
        """The strip at a point."""
        for place in self.places:
            if place.strip.contains(x, y):
                return place
        return None

    def row_at(self, y: float) -> str | None:
        """The parameter whose row is at a height."""
        return next((name for name, area in self.names if area.top() <= y < area.bottom()), None)


def choice_line(area: QRectF) -> QRectF:
    """Where the lane and the parameter are chosen."""
    left, right = area.left() + PADDING, area.right() - PADDING
    return QRectF(left, area.top() + TITLE_HEIGHT - 2, right - left, CHOICE - 2)


def height_of(rows: int) -> float:
    """How high so many rows want to be, in which everything can be read; 0: one parameter alone."""
    fixed = TITLE_HEIGHT + CHOICE + AXIS + BOTTOM
    if rows:
        return fixed + HEADING + rows * (GOOD + ROW_GAP)
    return fixed + 2 * (ABOVE + GOOD_STRIP + ROW_GAP)


def of_all(names: Sequence[str], area: QRectF) -> Arrangement:
    """A row for each parameter: weights at the left, gradients at the right."""
    top = choice_line(area).bottom() + 2
    left = area.left() + PADDING + NAME
    wide = max(20.0, (area.right() - PADDING - left - BETWEEN - 2 * TICKS) / 2)
    columns: tuple[tuple[Kind, float], ...] = (
        ("weights", left + TICKS),
        ("gradients", left + 2 * TICKS + BETWEEN + wide),
    )
    first = top + HEADING
    room = area.bottom() - BOTTOM - AXIS - first
    high = max(8.0, min(TALLEST, room / max(1, len(names)) - ROW_GAP))
    places, rows = [], []
    for number, name in enumerate(names):
        y = round(first + number * (high + ROW_GAP))
        rows.append((name, QRectF(area.left(), y, area.width(), high + ROW_GAP)))
        for kind, x in columns:
            places.append(Place(name, kind, QRectF(x, y, wide, round(high)), TICKS))
    headings = tuple((kind, QRectF(x, top, wide, HEADING - 2)) for kind, x in columns)
    bottom = first + len(names) * (high + ROW_GAP)
    axis = QRectF(area.left(), bottom - 3, area.width(), AXIS)
    return Arrangement(tuple(places), tuple(rows), headings, axis)


def of_one(name: str, area: QRectF) -> Arrangement:
    """Weights above, gradients below, and a histogram beside each."""
    top = choice_line(area).bottom() + 2
    left = area.left() + PADDING + WIDE_TICKS
    profile = min(PROFILE, 0.25 * area.width())
    right = area.right() - PADDING - profile - BETWEEN
    room = area.bottom() - BOTTOM - AXIS - top - 2 * ABOVE - ROW_GAP
    high = max(8.0, room / 2)
    places, headings = [], []
    for kind in KINDS:
        line = QRectF(area.left() + PADDING, top, area.width() - 2 * PADDING, ABOVE)
        headings.append((kind, line))
        strip = QRectF(left, round(line.bottom()), right - left, round(high))
        places.append(Place(name, kind, strip, WIDE_TICKS))
        top = strip.bottom() + ROW_GAP
    axis = QRectF(area.left(), top - 4, area.width(), AXIS)
    return Arrangement(tuple(places), (), tuple(headings), axis, profile)
