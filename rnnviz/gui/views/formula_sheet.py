"""Where everything stands on the inspector's sheet. It follows from what there is to write
and from the width alone, so that nothing moves while the numbers change."""

from functools import lru_cache
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
from rnnviz.gui.views.formula_terms import Space, space_for, widest_row, widest_sum
from rnnviz.trace.formula import (
    Run,
    Runs,
    Written,
    gradient_written,
    loss_written,
    output_written,
    written,
)
from rnnviz.trace.formula_numbers import Term
from rnnviz.trace.formula_place import Row
from rnnviz.trace.formula_rows import MOST_GUESSES
from rnnviz.trace.gradient_paths import Path
from rnnviz.trace.gradient_rows import (
    widest_gradient,
    written_gradient,
    written_output_gradient,
)
from rnnviz.trace.trace import Family, Quantity

HEADER, SECTION, GUESS_LINE, CELL_LINE = 50.0, 34.0, 18.0, 21.0
#: Of a block: its first baseline, a further one of symbols, one of numbers, and the ends.
FIRST, SYMBOL_LINE, NUMBER_LINE, END = 19.0, 21.0, 18.0, 8.0
#: From this width on output and gradient stand beside the cell.
TWO_COLUMNS, BETWEEN_COLUMNS = 640.0, 28.0
GROUND = 6.0
WIDEST_LABEL = 72.0
WIDEST_GRADIENT = "−0.00·10⁻⁰⁰"


class Content(NamedTuple):
    """All that the layout depends on, besides the width.

    state       the cell's output, which the readout reads.
    has_output  whether the output is made from this lane.
    outside     by key, the paths of the gradient that come from outside of the lane.
    backward    whether the gradients are explained, rather than the quantities.
    """

    quantities: tuple[Quantity, ...]
    state: str
    loss_name: str
    loss_unit: str
    classes: tuple[str, ...]
    has_output: bool
    outside: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    backward: bool = False


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
    """Room for one output: its label ends at `label`, its bar runs from there to `bar`."""

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
    guesses: tuple[GuessSpace, ...]
    cells: tuple[GradientCell, ...]
    headings: tuple[Glyphs, ...]
    rules: tuple[tuple[float, float, float], ...]

    def key_at(self, point: QPointF) -> str | None:
        """The row under a point; None where there is none."""
        rows: tuple[Block | GradientCell, ...] = (*self.blocks, *self.cells)
        return next((row.key for row in rows if row.area.contains(point)), None)


@lru_cache(maxsize=32)
def sheet(content: Content, width: float) -> Sheet:
    """The layout for a width."""
    setting = _Setting(content, width)
    first_end = setting.set_backward() if content.backward else setting.set_forward()
    height = max(first_end, setting.y) + PADDING
    return Sheet(
        width,
        height,
        tuple(setting.blocks),
        tuple(setting.guesses),
        tuple(setting.cells),
        tuple(setting.headings),
        tuple(setting.rules),
    )


class _Setting:
    """Sets one block below the other; `y` is where the next one goes."""

    def __init__(self, content: Content, width: float):
        self.content = content
        self.written = written(content.quantities)
        self.left, self.right, self.y = PADDING, width - PADDING, HEADER
        self.is_wide = width >= TWO_COLUMNS
        if self.is_wide:
            self.right = (width - BETWEEN_COLUMNS) / 2
        self.symbol_width = max(runs_width(each.symbol) for each in self.written) + 10
        self.blocks: list[Block] = []
        self.guesses: list[GuessSpace] = []
        self.cells: list[GradientCell] = []
        self.headings: list[Glyphs] = []
        self.rules: list[tuple[float, float, float]] = []

    def set_forward(self) -> float:
        """The cell, its output and a table of gradients; where the first column ends."""
        self.set_cell()
        end = self.y
        if self.is_wide:
            self.to_second_column()
        if self.content.has_output:
            self.set_output()
        self.set_gradients()
        return end

    def set_backward(self) -> float:
        """The equations of the gradients, in the order of back-propagation."""
        content, end = self.content, 0.0
        names = [gradient_written(quantity).symbol for quantity in content.quantities]
        self.symbol_width = max(map(runs_width, names)) + 10
        if content.has_output:
            widest = Row("d_y", 0.0, "", (Term("+", "2·(0.000 − (−0.000))"),))
            self._block(written_output_gradient(content.loss_name), widest, "")
        keys = [quantity.key for quantity in reversed(content.quantities)]
        for number, key in enumerate(keys):
            if self.is_wide and number == (len(keys) + 1) // 2:
                end = self.y
                self.to_second_column()
            about = content.quantities, key, dict(content.outside).get(key, ())
            self._block(written_gradient(*about), widest_gradient(*about), "")
        return end

    def to_second_column(self) -> None:
        """Go on at the top of the second column."""
        width = self.right - self.left
        self.left = self.right + BETWEEN_COLUMNS
        self.right, self.y = self.left + width, HEADER

    def set_cell(self) -> None:
        """The cell's equations."""
        quantities = self.content.quantities
        for quantity, each in zip(quantities, self.written, strict=True):
            title = "" if quantity.family is Family.PRE_ACTIVATION else quantity.title
            self._block(each, widest_row(quantity, quantities), title)

    def set_output(self) -> None:
        """ŷ_t, the likeliest classes, and the loss."""
        content = self.content
        self._section("Output")
        state = next(q for q in content.quantities if q.key == content.state)
        self._block(output_written(content.loss_name, state), self._widest_output(), "")
        self._guesses()
        # The classes belong to the row of ŷ_t, for a click too.
        self.blocks[-1].area.setBottom(self.y)
        loss = loss_written(content.loss_name, len(content.classes))
        unit = f"loss, {content.loss_unit}" if content.loss_unit == "nats" else content.loss_unit
        self._block(loss, Row("E", 0.0, "", (Term("−", "ln 0.000"),)), unit)

    def _widest_output(self) -> Row:
        if self.content.loss_name == "cross-entropy":
            return Row("y", 0.0, "", (Term("+", "exp(−0.000) / 000.000"),))
        if self.content.loss_name != "squared error" or len(self.content.classes) > 1:
            return Row("y", 0.0, "")
        return widest_sum("y")

    def _guesses(self) -> None:
        face, classes = faces().word, self.content.classes
        label = max(16.0, min(WIDEST_LABEL, max(face.width(name) for name in classes)))
        start = self.left + self.symbol_width
        bar = self.right - faces().number.width("0.000") - 10
        for _ in range(min(len(classes), MOST_GUESSES)):
            self.y += GUESS_LINE
            self.guesses.append(
                GuessSpace(start, start + label, bar, self.right, self.y - GUESS_LINE / 2 + 4)
            )
        self.y += 4

    def set_gradients(self) -> None:
        """The table of gradients, in one or two columns."""
        self._section("Gradient of this unit")
        kinds = faces()
        names = [gradient_written(quantity) for quantity in reversed(self.content.quantities)]
        value = kinds.number.width(WIDEST_GRADIENT)
        wanted = max(runs_width(each.symbol) for each in names) + value + 14
        room = self.right - self.left
        columns = 2 if room >= 2 * wanted + 20 else 1
        width = (room - 20 * (columns - 1)) / columns
        power = kinds.number.width("·10⁻⁰⁰")
        for index, each in enumerate(names):
            x = self.left + (index % columns) * (width + 20)
            self._cell(each, x, width, x + width - power)
            if index % columns == columns - 1 or index == len(names) - 1:
                self.y += CELL_LINE

    def _cell(self, each: Written, x: float, width: float, point: float) -> None:
        baseline = self.y + CELL_LINE - 6
        area = QRectF(x - GROUND, self.y, width + 2 * GROUND, CELL_LINE)
        symbols = by_font(set_runs(each.symbol, x, baseline))
        self.cells.append(GradientCell(each.key, area, symbols, point, baseline))

    def _section(self, heading: str) -> None:
        if self.y > HEADER:
            self.y += 6
            self.rules.append((self.left, self.right, self.y))
            self.y += 4
        self.headings.append(placed(heading, faces().heading, self.left, self.y + 18))
        self.y += SECTION - 8

    def _block(self, each: Written, row: Row, title: str) -> None:
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
