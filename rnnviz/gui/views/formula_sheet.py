"""Where everything stands on the inspector's sheet. It follows from what there is to write
and from the width alone, so that nothing moves while the numbers change."""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QRectF

from rnnviz.gui.views.formula_layout import by_font, faces, runs_width, set_runs
from rnnviz.gui.views.formula_output import Outcome, set_output, set_output_gradient
from rnnviz.gui.views.formula_setting import GROUND, GradientCell, Setting, Sheet
from rnnviz.gui.views.formula_terms import widest_row
from rnnviz.trace.formula import Written, gradient_written, mirrored, written
from rnnviz.trace.gradient_paths import Path
from rnnviz.trace.gradient_rows import widest_gradient, written_gradient
from rnnviz.trace.trace import Family, Quantity

CELL_LINE = 21.0
WIDEST_GRADIENT = "−0.00·10⁻⁰⁰"


class Content(NamedTuple):
    """All that the layout depends on, besides the width.

    outcome     the output, where it is made from this lane.
    outside     by key, the paths of the gradient that come from outside of the lane.
    backward    whether the gradients are explained, rather than the quantities.
    reads_backwards   whether the lane does: then what it finds is of the step after.
    """

    quantities: tuple[Quantity, ...]
    outcome: Outcome | None
    outside: tuple[tuple[str, tuple[Path, ...]], ...] = ()
    backward: bool = False
    reads_backwards: bool = False


@lru_cache(maxsize=32)
def sheet(content: Content, width: float) -> Sheet:
    """The layout for a width."""
    setting = _CellSetting(content, width)
    return setting.done(setting.set_backward() if content.backward else setting.set_forward())


class _CellSetting(Setting):
    """Sets the equations of a cell."""

    def __init__(self, content: Content, width: float):
        super().__init__(width)
        self.content = content
        self.written = tuple(map(self._as_read, written(content.quantities)))
        self.indent_for([each.symbol for each in self.written])

    def set_forward(self) -> float:
        """The cell, its output and a table of gradients; where the first column ends."""
        self.set_cell()
        end = self.y
        if self.is_wide:
            self.to_second_column()
        if self.content.outcome:
            set_output(self, self.content.outcome)
        self.set_gradients()
        return end

    def set_backward(self) -> float:
        """The equations of the gradients, in the order of back-propagation."""
        content, end = self.content, 0.0
        self.indent_for([gradient_written(quantity).symbol for quantity in content.quantities])
        if content.outcome:
            set_output_gradient(self, content.outcome)
        keys = [quantity.key for quantity in reversed(content.quantities)]
        for number, key in enumerate(keys):
            if self.is_wide and number == (len(keys) + 1) // 2:
                end = self.y
                self.to_second_column()
            about = content.quantities, key, dict(content.outside).get(key, ())
            self.block(self._as_read(written_gradient(*about)), widest_gradient(*about), "")
        return end

    def _as_read(self, each: Written) -> Written:
        return mirrored(each) if self.content.reads_backwards else each

    def set_cell(self) -> None:
        """The cell's equations."""
        quantities = self.content.quantities
        for quantity, each in zip(quantities, self.written, strict=True):
            title = "" if quantity.family is Family.PRE_ACTIVATION else quantity.title
            self.block(each, widest_row(quantity, quantities), title)

    def set_gradients(self) -> None:
        """The table of gradients, in one or two columns."""
        self.section("Gradient of this unit")
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
