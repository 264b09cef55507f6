"""Where the parts of a cell's wiring stand in an area."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.trace.cell_graph import CellGraph

#: Room between columns, for the edges; a node's least and greatest height.
LEAST_GAP, GREATEST_GAP = 22.0, 84.0
LEAST_HEIGHT, GREATEST_HEIGHT = 24.0, 62.0
GREATEST_WIDTH = 250.0
#: Incoming nodes show less, and so are narrower than the others by this factor.
NARROW = 0.62


class WiringLayout(NamedTuple):
    """The rectangle of each node by its key."""

    nodes: dict[str, QRectF]

    def leaves(self, key: str) -> QPointF:
        """Where edges leave a node."""
        box = self.nodes[key]
        return QPointF(box.right(), box.center().y())

    def enters(self, key: str) -> QPointF:
        """Where edges enter a node."""
        box = self.nodes[key]
        return QPointF(box.left(), box.center().y())


@lru_cache(maxsize=16)
def _lay_out(
    graph: CellGraph, left: float, top: float, width: float, height: float
) -> WiringLayout:
    count = len(graph.columns)
    gap = max(LEAST_GAP, min(GREATEST_GAP, width * 0.32 / count))
    wide = min(GREATEST_WIDTH, (width - gap * (count - 1)) / (count - 1 + NARROW))
    total = wide * (count - 1 + NARROW) + gap * (count - 1)
    x = left + (width - total) / 2
    nodes: dict[str, QRectF] = {}
    room, rows = height / graph.height, dict(graph.rows)
    high = max(LEAST_HEIGHT, min(GREATEST_HEIGHT, room - 8))
    for number, keys in enumerate(graph.columns):
        across = wide * NARROW if number == 0 else wide
        for key in keys:
            middle = top + (rows[key] + 0.5) * room
            nodes[key] = QRectF(x, middle - high / 2, across, high)
        x += across + gap
    return WiringLayout(nodes)


def lay_out(graph: CellGraph, area: QRectF) -> WiringLayout:
    """The nodes within a card's area, below its title."""
    top, bottom = area.top() + TITLE_HEIGHT + 4, area.bottom() - 8
    left, right = area.left() + PADDING, area.right() - PADDING
    return _lay_out(graph, left, top, right - left, bottom - top)
