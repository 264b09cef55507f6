"""Where the parts of the map of sources and steps stand."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.gui.views.time_axis import LEFT_GUTTER

#: The lines above the map: what is shown, the number that is marked, an encoder's and a decoder's
#: names. A row is at most so high; all of them, however few there are, may be as high as this.
LINE, PARTS, TALLEST, ALL_ROWS = 18.0, 15.0, 40.0, 90.0
NUMBERS, BOTTOM = 17.0, 5.0


@dataclass(frozen=True)
class MapLayout:
    """Its parts, over the whole width; the squares' height is that of their rows.

    head     two lines.
    parts    the names of an encoder and a decoder; empty where there is none.
    squares, numbers   the map, and the numbers of the steps below it.
    rows     how many rows there are.
    """

    head: QRectF
    parts: QRectF
    squares: QRectF
    numbers: QRectF
    rows: int

    @property
    def row_height(self) -> float:
        """How high a row is."""
        return self.squares.height() / self.rows

    def row(self, number: int) -> QRectF:
        """One row."""
        high, all_rows = self.row_height, self.squares
        return QRectF(all_rows.left(), all_rows.top() + number * high, all_rows.width(), high)

    def row_at(self, y: float) -> int | None:
        """The row at a height; None beside the map."""
        row = int((y - self.squares.top()) // self.row_height)
        return row if 0 <= row < self.rows else None


def lay_out(area: QRectF, rows: int, has_parts: bool) -> MapLayout:
    """Share an area among them."""
    head = QRectF(area.left(), area.top() + TITLE_HEIGHT - 2, area.width(), 2 * LINE)
    high = PARTS if has_parts else 0.0
    parts = QRectF(area.left(), head.bottom() + 1, area.width(), high)
    top = parts.bottom() + 3
    room = area.bottom() - BOTTOM - NUMBERS - top
    height = max(1.0, min(room, max(ALL_ROWS, TALLEST * rows)))
    squares = QRectF(area.left(), round(top), area.width(), round(height))
    numbers = QRectF(area.left(), squares.bottom() + 2, area.width(), NUMBERS)
    return MapLayout(head, parts, squares, numbers, rows)


def source_numbers(squares: QRectF) -> QRectF:
    """Where the numbers of the rows stand."""
    return QRectF(squares.left(), squares.top(), LEFT_GUTTER - 6, squares.height())
