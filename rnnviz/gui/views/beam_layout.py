"""Where the tree of a beam search stands: a column for each symbol, and no two lines cross."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import text_width
from rnnviz.trace.beam_answers import Beam

#: Of a symbol in the tree, and of the numbers below it.
SIZE, SMALL = 9.0, 7.0
#: A column and a row are at most so large, and a column at least so wide; a gap is left between
#: two nodes of a row for the lines.
WIDEST, NARROWEST, HIGHEST = 140.0, 26.0, 46.0
GAP, LEAST_GAP = 26.0, 9.0
#: From these on there are numbers below a symbol: the probability, then the score too.
SHARE_HEIGHT, SCORE_WIDTH = 27.0, 70.0
#: At both ends, where not all columns are in sight.
MORE = 34.0


@dataclass(frozen=True)
class TreeLayout:
    """The areas of the nodes in sight, by their number.

    first, end   the columns in sight; `steps` is how many there are.
    columns      of each of them the left and the right end; `bottom` is that of the tree.
    has_shares, has_scores   whether there is room for these numbers.
    """

    nodes: dict[int, QRectF]
    first: int
    end: int
    steps: int
    columns: tuple[tuple[float, float], ...]
    bottom: float
    has_shares: bool
    has_scores: bool

    def node_at(self, x: float, y: float) -> int | None:
        """The node at a point."""
        return next((n for n, area in self.nodes.items() if area.contains(x, y)), None)


def ordered(beam: Beam) -> list[list[int]]:
    """The nodes of each column from top to bottom: in the order of their parents, so that no two
    lines cross, and those of one parent with the likeliest on top."""
    columns: list[list[int]] = []
    place: dict[int, int] = {-1: 0}
    for step in range(1 + max((node.step for node in beam.nodes), default=-1)):
        here = [n for n, node in enumerate(beam.nodes) if node.step == step]
        here.sort(key=lambda n: (place[beam.nodes[n].parent], -beam.nodes[n].score))
        place |= {n: row for row, n in enumerate(here)}
        columns.append(here)
    return columns


def lay_out(beam: Beam, names: Sequence[str], area: QRectF, shown_step: int) -> TreeLayout:
    """The layout in an area.

    shown_step  a column that is to be in sight where there is no room for all.
    """
    columns = ordered(beam)
    steps, rows = len(columns), max(map(len, columns), default=1)
    first, end, left = _in_sight(steps, area, shown_step)
    count = max(1, end - first)
    widest = max(text_width(names[node.symbol], SIZE, bold=True) for node in beam.nodes)
    room = area.right() - left - (MORE if end < steps else 0.0)
    wide = min(WIDEST, room / count)
    box = min(max(widest + 12, SCORE_WIDTH), wide - max(LEAST_GAP, min(GAP, 0.24 * wide)))
    high = min(HIGHEST, area.height() / rows)
    found, places = {}, []
    for column in range(first, end):
        x = left + (column - first) * wide
        places.append((x, x + box))
        for row, n in enumerate(columns[column]):
            found[n] = QRectF(x, area.top() + row * high + 2, box, max(6.0, high - 5))
    shares = high >= SHARE_HEIGHT and box >= 26
    return TreeLayout(
        found,
        first,
        end,
        steps,
        tuple(places),
        area.top() + high * rows,
        shares,
        shares and box >= SCORE_WIDTH,
    )


def _in_sight(steps: int, area: QRectF, shown: int) -> tuple[int, int, float]:
    """The columns that there is room for, the wanted one among them, and where they begin."""
    most = max(1, int(area.width() / NARROWEST))
    if steps <= most:
        return 0, steps, area.left()
    most = max(1, int((area.width() - 2 * MORE) / NARROWEST))
    first = max(0, min(steps - most, ceil(shown - most / 2)))
    return first, first + most, area.left() + (MORE if first else 0.0)
