"""Setting a sheet of equations: one block below the other, each with room for its numbers."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from rnnviz.gui.painting import PADDING
from rnnviz.gui.views.formula_ink import NAME_DROP
from rnnviz.gui.views.formula_layout import (
    Glyphs,
    broken,
    by_font,
    faces,
    placed,
    runs_width,
    set_runs,
)
from rnnviz.gui.views.formula_terms import Space, space_for
from rnnviz.trace.formula import Run, Runs, Written
from rnnviz.trace.formula_place import Row

HEADER, SECTION, GUESS_LINE = 50.0, 34.0, 18.0
#: Of a block: its first baseline, a further one of symbols, one of numbers, and the ends.
FIRST, SYMBOL_LINE, NUMBER_LINE, END = 19.0, 21.0, 18.0, 8.0
#: From this width on there are two columns.
TWO_COLUMNS, BETWEEN_COLUMNS = 640.0, 28.0
GROUND = 6.0
WIDEST_LABEL = 72.0


class Block(NamedTuple):
    """A row of the sheet: its symbols, set, and room for its numbers."""

    key: str
    area: QRectF
    symbols: tuple[Glyphs, ...]
    title: tuple[Glyphs, ...]
    space: Space


class GradientCell(NamedTuple):
    """A gradient: its symbol, set; at `point` the digits before the power of ten end."""

    key: str
    area: QRectF
    symbols: tuple[Glyphs, ...]
    point: float
    baseline: float


class GuessSpace(NamedTuple):
    """Room for a number of the row `key` that has a name and a bar: the name ends at `label`, the
    bar runs from there to `bar`."""

    key: str
    left: float
    label: float
    bar: float
    right: float
    baseline: float


class Sheet(NamedTuple):
    """A layout; `rules` are the lines that part the sections: (x from, x to, y)."""

    width: float
    height: float
    blocks: tuple[Block, ...]
    lists: tuple[GuessSpace, ...]
    cells: tuple[GradientCell, ...]
    headings: tuple[Glyphs, ...]
    rules: tuple[tuple[float, float, float], ...]

    def key_at(self, point: QPointF) -> str | None:
        """The row under a point; None where there is none."""
        rows: tuple[Block | GradientCell, ...] = (*self.blocks, *self.cells)
        return next((row.key for row in rows if row.area.contains(point)), None)


class Setting:
    """Sets one block below the other; `y` is where the next one goes."""

    def __init__(self, width: float):
        self.width = width
        self.left, self.right, self.y = PADDING, width - PADDING, HEADER
        self.is_wide = width >= TWO_COLUMNS
        if self.is_wide:
            self.right = (width - BETWEEN_COLUMNS) / 2
        self.symbol_width = 0.0
        self.lists: list[GuessSpace] = []
        self.blocks: list[Block] = []
        self.cells: list[GradientCell] = []
        self.headings: list[Glyphs] = []
        self.rules: list[tuple[float, float, float]] = []

    def done(self, first_end: float) -> Sheet:
        """The sheet; `first_end` is where its first column ends."""
        return Sheet(
            self.width,
            max(first_end, self.y) + PADDING,
            tuple(self.blocks),
            tuple(self.lists),
            tuple(self.cells),
            tuple(self.headings),
            tuple(self.rules),
        )

    def indent_for(self, symbols: Sequence[Runs]) -> None:
        """Leave as much room as the widest of these symbols takes."""
        self.symbol_width = max(map(runs_width, symbols)) + 10

    def to_second_column(self) -> None:
        """Go on at the top of the second column."""
        width = self.right - self.left
        self.left = self.right + BETWEEN_COLUMNS
        self.right, self.y = self.left + width, HEADER

    def list_of(self, key: str, names: Sequence[str], count: int) -> None:
        """Room for so many numbers with a name, below the last block, to which they belong."""
        face = faces().word
        label = max(16.0, min(WIDEST_LABEL, max(face.width(name) for name in names)))
        start = self.left + self.symbol_width
        bar = self.right - faces().number.width("0.000") - 10
        for _ in range(count):
            self.y += GUESS_LINE
            baseline = self.y - GUESS_LINE / 2 + 4
            self.lists.append(GuessSpace(key, start, start + label, bar, self.right, baseline))
        self.y += 4
        # For a click too.
        self.blocks[-1].area.setBottom(self.y)

    def section(self, heading: str) -> None:
        if self.y > HEADER:
            self.y += 6
            self.rules.append((self.left, self.right, self.y))
            self.y += 4
        self.headings.append(placed(heading, faces().heading, self.left, self.y + 18))
        self.y += SECTION - 8

    def block(self, each: Written, row: Row, title: str) -> None:
        start = self.left + self.symbol_width
        top, baseline = self.y, self.y + FIRST
        symbols = set_runs(each.symbol, self.left, baseline)
        formula, lines, end = self._formula(each.formula, start, baseline)
        baseline += (lines - 1) * SYMBOL_LINE
        line = NUMBER_LINE + (NAME_DROP if row.are_products else 0.0)
        space = space_for(row, start, self.right, baseline + NUMBER_LINE + 1, line)
        shows_numbers = bool(row.terms)
        self.y = (space.baselines[-1] - NUMBER_LINE + line if shows_numbers else baseline) + END
        area = QRectF(self.left - GROUND, top, self.right - self.left + 2 * GROUND, self.y - top)
        set_title = self._title(title, end if lines == 1 else self.right, top + FIRST)
        self.blocks.append(Block(each.key, area, by_font((*symbols, *formula)), set_title, space))

    def _formula(self, runs: Runs, x: float, baseline: float) -> tuple[list[Glyphs], int, float]:
        """The right side in as many lines as it needs, how many, and where the last ends."""
        parts, places = broken((Run("= "), *runs), self.right - x)
        glyphs: list[Glyphs] = []
        for part, (line, at) in zip(parts, places, strict=True):
            glyphs += set_runs(part, x + at, baseline + line * SYMBOL_LINE)
            end = x + at + runs_width(part)
        return glyphs, places[-1][0] + 1, end

    def _title(self, title: str, used: float, baseline: float) -> tuple[Glyphs, ...]:
        """What the quantity is called, at the right, where there is room."""
        face = faces().name
        x = self.right - face.width(title)
        return (placed(title, face, x, baseline),) if title and x >= used + 12 else ()
