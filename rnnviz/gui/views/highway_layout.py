"""Where the parts of the highway stand: two maps of units and steps, and the curve of one unit."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT

#: The line above the maps, the lines of text below them, and the line of time steps; the gaps.
HEAD, LINE, STEPS, GAP = 24.0, 16.0, 17.0, 8.0
#: The curve's share of the room, its least and its greatest height.
SHARE, LEAST_CURVE, MOST_CURVE = 0.26, 46.0, 150.0


@dataclass(frozen=True)
class HighwayLayout:
    """All over the whole width, but for the lines of text.

    head, foot   texts above the maps and at the end.
    maps    of what is kept, and of the whole way.
    """

    head: QRectF
    maps: tuple[QRectF, QRectF]
    curve: QRectF
    steps: QRectF
    foot: QRectF

    @property
    def columns(self) -> QRectF:
        """From the top of the first map to the bottom of the curve."""
        return self.maps[0].united(self.curve)

    def row(self, x: float, y: float, units: int) -> int | None:
        """The unit of a map at a point; None beside them."""
        for area in self.maps:
            if area.contains(x, y):
                return min(units - 1, int((y - area.top()) / area.height() * units))
        return None


def lay_out(area: QRectF) -> HighwayLayout:
    """Share an area."""
    top = area.top() + TITLE_HEIGHT - 2
    head = QRectF(area.left() + PADDING, top, area.width() - 2 * PADDING, HEAD)
    foot = QRectF(area.left() + PADDING, area.bottom() - LINE - 5, head.width(), LINE)
    steps = QRectF(area.left(), foot.top() - STEPS - 2, area.width(), STEPS)
    room = steps.top() - head.bottom() - 4
    high = max(LEAST_CURVE, min(MOST_CURVE, SHARE * room))
    curve = QRectF(area.left(), round(steps.top() - high - 2), area.width(), high)
    each = (curve.top() - head.bottom() - 4 - 2 * GAP) / 2
    first = QRectF(area.left(), round(head.bottom() + 4), area.width(), round(each))
    second = first.translated(0, first.height() + GAP)
    return HighwayLayout(head, (first, second), curve, steps, foot)
