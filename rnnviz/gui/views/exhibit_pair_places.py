"""Where the words of a pair of sequences stand: side by side, or one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from PySide6.QtCore import QPointF, QRectF

from rnnviz.gui.views.exhibit_drawing import ROW

#: Room for the names of the rows, and the most and the least room for the links.
NAMES, LINKS, LEAST_LINKS = 46.0, 54.0, 14.0
#: The least height of a row of text where there are many below each other.
LEAST_ROW = 11.0


@dataclass(frozen=True)
class Places:
    """Three tracks, along each of which the words of one sequence follow one another: what is
    read, and behind the room for the links what is wanted and what is said.

    source, target   where each word begins and ends along the tracks; wanted and said share theirs.
    tracks           where each of the three begins and ends across.
    is_upright       whether the tracks run from above to below.
    fit              of the width or height that the words should have, what share they have.
    """

    area: QRectF
    source: tuple[tuple[float, float], ...]
    target: tuple[tuple[float, float], ...]
    tracks: tuple[tuple[float, float], ...]
    is_upright: bool
    fit: float

    def of_source(self, place: int) -> QRectF:
        """The area of a word that is read."""
        return self._area(self.source[place], self.tracks[0])

    def of_wanted(self, place: int) -> QRectF:
        """The area of what is wanted at a place."""
        return self._area(self.target[place], self.tracks[1])

    def of_said(self, place: int) -> QRectF:
        """The area of what is said at a place."""
        return self._area(self.target[place], self.tracks[2])

    def name(self, track: int) -> QRectF:
        """Where the name of a track stands."""
        start, end = self.tracks[track]
        if self.is_upright:
            return QRectF(self.area.left() + start, self.area.top(), end - start, ROW)
        return QRectF(self.area.left(), self.area.top() + start, NAMES - 4, end - start)

    def link(self, wanted: int, source: int) -> tuple[QPointF, QPointF]:
        """From the middle of a word that is read to that of one that is wanted."""
        a, b = self.of_source(source), self.of_wanted(wanted)
        if self.is_upright:
            return QPointF(a.right() + 3, a.center().y()), QPointF(b.left() - 3, b.center().y())
        return QPointF(a.center().x(), a.bottom()), QPointF(b.center().x(), b.top())

    def _area(self, along: tuple[float, float], across: tuple[float, float]) -> QRectF:
        if self.is_upright:
            along, across = across, along
        left, top = self.area.left() + along[0], self.area.top() + across[0]
        return QRectF(left, top, along[1] - along[0], across[1] - across[0])


def places_of(
    area: QRectF, source: Sequence[float], target: Sequence[float], has_links: bool
) -> Places:
    """Places for words of these widths, in the way in which they fit better.

    target  the widths of the places of what is wanted and said.
    """
    room, height = area.width() - NAMES, area.height() - ROW
    beside = min(_fit(room, source), _fit(room, target))
    below = min(1.0, height / (ROW * max(len(source), len(target), 1)))
    if beside >= below or height < LEAST_ROW * max(len(source), len(target)):
        return _lying(area, source, target, beside, has_links)
    return _upright(area, source, target, below, has_links)


def _lying(
    area: QRectF, source: Sequence[float], target: Sequence[float], fit: float, has_links: bool
) -> Places:
    links = min(LINKS, area.height() - 3 * ROW) if has_links else LEAST_LINKS
    begins = ROW + max(LEAST_LINKS, links)
    tracks = (0.0, ROW), (begins, begins + ROW), (begins + ROW + 2, begins + 2 * ROW + 2)
    room = area.width() - NAMES
    # However much a network says that learnt nothing yet, no word that is read is cut for it.
    above = _spans(source, _fit(room, source), NAMES)
    below = _spans(target, _fit(room, target), NAMES)
    return Places(area, above, below, tracks, False, fit)


def _fit(room: float, widths: Sequence[float]) -> float:
    """What share of its width each word may have."""
    return min(1.0, room / max(sum(widths), 1.0))


def _upright(
    area: QRectF, source: Sequence[float], target: Sequence[float], fit: float, has_links: bool
) -> Places:
    row = ROW * fit
    left, right = max(source), max(target)
    links = LINKS if has_links else LEAST_LINKS
    narrow = min(1.0, (area.width() - links) / (left + 2 * right))
    left, right = left * narrow, right * narrow
    begins = left + links
    tracks = (0.0, left), (begins, begins + right), (begins + right, begins + 2 * right)
    rows = [row] * len(source), [row] * len(target)
    return Places(
        area, _spans(rows[0], 1.0, ROW), _spans(rows[1], 1.0, ROW), tracks, True, fit * narrow
    )


def _spans(widths: Sequence[float], fit: float, start: float) -> tuple[tuple[float, float], ...]:
    ends = list(accumulate((width * fit for width in widths), initial=start))
    return tuple(pairwise(ends))
