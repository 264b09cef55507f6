"""Where the rows of the view of saturation stand: over the time steps, then over the updates."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.gui.views.track_layout import STEPS_LINE
from rnnviz.trace.saturation import Saturation

#: The two blocks, by their keys, with their headings and the words for them on the switch.
STEPS, UPDATES = "steps", "updates"
BLOCKS = {
    STEPS: "Over the time steps of the sequence shown",
    UPDATES: "Over the updates of this branch, all steps together",
}
#: The line of the legend, of a block's and of a lane's heading, and of the numbers of an axis.
LEGEND, HEADING, LANE, BOTTOM = 20.0, 22.0, 16.0, 5.0
#: Below the steps stands what was read at each.
AXES = {STEPS: STEPS_LINE, UPDATES: 18.0}
#: A row is at least so high, gets so much where there is room, and never more than that.
LEAST, GOOD, MOST, GAP = 13.0, 32.0, 120.0, 5.0


@dataclass(frozen=True)
class Row:
    """A nonlinearity in a block; the area goes over the whole width."""

    block: str
    saturation: Saturation
    area: QRectF


@dataclass(frozen=True)
class Arrangement:
    """All rows, the headings (text, whether it is a block's, area) and the axes of the blocks."""

    rows: tuple[Row, ...]
    headings: tuple[tuple[str, bool, QRectF], ...]
    axes: dict[str, QRectF]
    legend: QRectF

    def row_at(self, y: float) -> Row | None:
        """The row at a height."""
        for row in self.rows:
            if row.area.top() - GAP / 2 <= y < row.area.bottom() + GAP / 2:
                return row
        return None

    def block(self, key: str) -> QRectF:
        """What all rows of a block cover; empty where there is none."""
        areas = [row.area for row in self.rows if row.block == key]
        if not areas:
            return QRectF()
        return areas[0].united(areas[-1])


def height_of(found: Sequence[Saturation], blocks: Sequence[str], row: float = GOOD) -> float:
    """How high all of it is with rows of a height."""
    return _fixed(found, blocks) + len(blocks) * len(found) * (row + GAP)


def _fixed(found: Sequence[Saturation], blocks: Sequence[str]) -> float:
    lanes = _lanes(found)
    headings = HEADING + (LANE * len(lanes) if len(lanes) > 1 else 0.0)
    axes = sum(AXES[block] for block in blocks)
    return TITLE_HEIGHT + LEGEND + len(blocks) * headings + axes + BOTTOM


def _lanes(found: Sequence[Saturation]) -> list[str]:
    return list(dict.fromkeys(each.lane for each in found))


def fitting(
    found: Sequence[Saturation], wanted: Sequence[str], lane: str, room: float
) -> tuple[list[Saturation], list[str]]:
    """What there is room for: of too many rows those of the lane that is looked at, and of these
    one block alone."""
    rows, blocks = list(found), list(wanted)
    if height_of(rows, blocks, LEAST) > room:
        rows = [each for each in rows if each.lane == lane] or rows
    if height_of(rows, blocks, LEAST) > room:
        blocks = blocks[:1]
    return rows, blocks


def arrange(
    found: Sequence[Saturation], blocks: Sequence[str], titles: dict[str, str], area: QRectF
) -> Arrangement:
    """Share an area among the rows; `titles` are those of the lanes, by key."""
    rows, headings, axes = [], [], {}
    count = max(1, len(blocks) * len(found))
    free = (area.height() - _fixed(found, blocks)) / count - GAP
    height, has_lanes = max(4.0, min(MOST, free)), len(_lanes(found)) > 1
    legend = QRectF(area.left() + PADDING, area.top() + TITLE_HEIGHT - 2, 0, LEGEND - 3)
    legend.setRight(area.right() - PADDING)
    y = area.top() + TITLE_HEIGHT + LEGEND
    for block in blocks:
        headings.append((BLOCKS[block], True, QRectF(area.left(), y, area.width(), HEADING - 3)))
        y, former = y + HEADING, ""
        for each in found:
            if has_lanes and each.lane != former:
                line = QRectF(area.left(), y - 2, area.width(), LANE)
                headings.append((titles[each.lane], False, line))
                y, former = y + LANE, each.lane
            place = QRectF(area.left(), round(y), area.width(), round(height))
            rows.append(Row(block, each, place))
            y += height + GAP
        axes[block] = QRectF(area.left(), y - 2, area.width(), AXES[block])
        y += AXES[block]
    return Arrangement(tuple(rows), tuple(headings), axes, legend)
