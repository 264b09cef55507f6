"""Where the map of attention and its labels stand: a row for each step of the decoder, a column for
each step of the source."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import text_width
from rnnviz.trace.trace import Trace

#: Of the labels.
SIZE = 8.5
HEAD, FOOT, GAP, LABEL_LINE = 24.0, 22.0, 8.0, 16.0
#: The widest label, and the share of the width that labels at the left may take.
WIDEST, LARGEST_SHARE = 92.0, 0.5
#: The largest square.
WIDE, HIGH = 76.0, 44.0
#: Labels that stand upright want so much room each, side by side.
UPRIGHT = 11.0
#: Up to this width labels are never turned: single letters.
LETTER = 14.0
#: What may be told of a row: what it says, what is right, what it reads, the most important first.
KINDS = ("says", "wanted", "reads")


@dataclass(frozen=True)
class Labels:
    """What is written beside the map: of each row what it says, what is right and what it reads; of
    each column what it reads. `times` and `sources` are their time steps."""

    times: tuple[int, ...]
    sources: tuple[int, ...]
    says: tuple[str, ...]
    wanted: tuple[str, ...]
    reads: tuple[str, ...]
    read: tuple[str, ...]

    def is_wrong(self, row: int) -> bool:
        """Whether something else is said than is right."""
        return bool(self.wanted[row]) and self.says[row] != self.wanted[row]


def labels(trace: Trace) -> Labels:
    """The labels of a trace with attention; padding has none."""
    steps = range(trace.steps)
    times = tuple(t for t in steps if trace.answers(t) and trace.exists[t])
    sources = tuple(t for t in steps if not trace.answers(t) and trace.exists[t])
    names = trace.labels.classes
    return Labels(
        times,
        sources,
        tuple(names[int(trace.outputs[t].argmax())] for t in times),
        tuple(trace.labels.targets[t] for t in times),
        tuple(trace.labels.inputs[t] for t in times),
        tuple(trace.labels.inputs[t] for t in sources),
    )


@dataclass(frozen=True)
class MapLayout:
    """squares   the map. `gutters` are the columns of labels at its left, by what they tell, and
    `top` the labels over it, which stand `upright` where they are too wide.
    every     where columns or rows are narrow, only every so many of them have a label."""

    squares: QRectF
    rows: int
    columns: int
    gutters: tuple[tuple[str, float, float], ...]
    top: QRectF
    upright: bool
    every: tuple[int, int]

    @property
    def wide(self) -> float:
        """Of a square."""
        return self.squares.width() / max(1, self.columns)

    @property
    def high(self) -> float:
        """Of a square."""
        return self.squares.height() / max(1, self.rows)

    def row(self, number: int) -> QRectF:
        """A row of squares."""
        top = self.squares.top() + number * self.high
        return QRectF(self.squares.left(), top, self.squares.width(), self.high)

    def column(self, number: int) -> QRectF:
        """A column of squares."""
        left = self.squares.left() + number * self.wide
        return QRectF(left, self.squares.top(), self.wide, self.squares.height())

    def square(self, row: int, column: int) -> QRectF:
        """One of them."""
        return self.row(row).intersected(self.column(column))

    def place(self, x: float, y: float) -> tuple[int | None, int | None]:
        """The row and the column at a point, also beside the map where their labels stand."""
        row = int((y - self.squares.top()) // self.high) if self.rows else -1
        column = int((x - self.squares.left()) // self.wide) if self.columns else -1
        left = self.gutters[0][1] if self.gutters else self.squares.left()
        in_rows = 0 <= row < self.rows and left <= x < self.squares.right()
        in_columns = 0 <= column < self.columns and self.top.top() <= y < self.squares.bottom()
        return row if in_rows else None, column if in_columns else None


def lay_out(shown: Labels, area: QRectF) -> MapLayout:
    """The layout in an area (below the title)."""
    room = area.adjusted(0, HEAD, 0, -FOOT)
    gutters, left = _gutters(shown, room)
    columns, rows = len(shown.sources), len(shown.times)
    widest = _widest(shown.read)
    wide = min(WIDE, max(1.0, (room.right() - left) / max(1, columns)))
    upright = widest > max(LETTER, wide - 4)
    over = min(widest, WIDEST) + 6 if upright else LABEL_LINE
    over = min(over, 0.4 * room.height())
    high = min(HIGH, max(1.0, (room.height() - over) / max(1, rows)))
    squares = QRectF(left, room.top() + over, wide * columns, high * rows)
    top = QRectF(left, room.top(), squares.width(), over)
    across = UPRIGHT if upright else min(widest + 2, LETTER)
    every = max(1, ceil(across / wide)), max(1, ceil(UPRIGHT / high))
    return MapLayout(squares, rows, columns, gutters, top, upright, every)


def _gutters(shown: Labels, room: QRectF) -> tuple[tuple[tuple[str, float, float], ...], float]:
    """The columns of labels that there is room for, from left to right as one reads, writes and
    compares: what is told, its x and its width; and where the map begins."""
    found: dict[str, float] = {}
    most = LARGEST_SHARE * room.width()
    for kind in KINDS:
        width = min(WIDEST, max(text_width(kind, 7.5), _widest(getattr(shown, kind)))) + GAP
        if found and sum(found.values()) + width > most:
            break
        found[kind] = min(width, most)
    x, places = room.left(), []
    for kind in reversed(KINDS):
        if kind in found:
            places.append((kind, x, found[kind]))
            x += found[kind]
    return tuple(places), x


@lru_cache(maxsize=256)
def _widest(texts: tuple[str, ...]) -> float:
    return max((text_width(text, SIZE) for text in texts), default=0.0)
