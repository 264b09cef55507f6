"""Where the matrices of a product stand, and the curve of its norm."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER

#: The formula's height, a line of text's, the line of time steps', the least and the greatest
#: height of the curve.
FORMULA, LINE, STEPS, LEAST_CURVE, MOST_CURVE = 52.0, 14.0, 17.0, 54.0, 300.0
HEADING, LEGEND = 17.0, 18.0
#: The narrowest and the widest column of a term, the place of "⋯", the least square.
NARROWEST, WIDEST, ELLIPSIS, LEAST_SQUARE = 84.0, 168.0, 48.0, 14.0
#: From this width on names stand left of the numbers; numbers then stand beside a matrix that
#: would be smaller than this with them below it.
WITH_GUTTER, LARGE = 620.0, 48.0
#: The room for numbers beside a matrix, and between two columns.
BESIDE, BETWEEN = 58.0, 16.0


class Cell(NamedTuple):
    """A matrix and the lines of its numbers."""

    matrix: QRectF
    numbers: QRectF


@dataclass(frozen=True)
class Column:
    """One term: the number of it among those recorded, and its two matrices."""

    number: int
    term: Cell
    product: Cell


@dataclass(frozen=True)
class TermsLayout:
    """All places.

    formula, legend   lines over the whole width.
    columns   the terms, in the order of the product; `ellipsis` between two of them, or empty.
    has_gutter   whether what the numbers are stands left of them.
    is_flat   whether numbers stand beside their matrices, and not below.
    curve, steps   over the whole width.
    """

    formula: QRectF
    legend: QRectF
    columns: tuple[Column, ...]
    ellipsis: QRectF
    has_gutter: bool
    is_flat: bool
    curve_legend: QRectF
    curve: QRectF
    steps: QRectF


class Lines(NamedTuple):
    """How many lines of numbers a term has, and a product."""

    term: int
    product: int


def lay_out(area: QRectF, recorded: int, count: int, lines: Lines) -> TermsLayout:
    """Share an area; `recorded` terms have matrices, of `count` that there are."""
    top = area.top() + TITLE_HEIGHT
    formula = QRectF(area.left() + PADDING, top, area.width() - 2 * PADDING, FORMULA)
    legend = QRectF(formula.left(), formula.bottom(), formula.width(), LEGEND)
    steps = QRectF(area.left(), area.bottom() - STEPS - 4, area.width(), STEPS)
    rows = QRectF(area.left(), legend.bottom(), area.width(), steps.top() - legend.bottom())
    has_gutter = area.width() >= WITH_GUTTER
    square = _square(rows.height(), sum(lines) * LINE)
    is_flat = has_gutter and square < LARGE
    if is_flat:
        square = max(square, min(LARGE + 22, _square(rows.height(), 0.0)), max(lines) * LINE)
    columns, ellipsis = _Columns(rows, square, has_gutter, is_flat, lines).share(recorded, count)
    # The curve takes what is left.
    bottom = max((each.product.numbers.bottom() for each in columns), default=legend.bottom() + 80)
    bottom = max([bottom, *(each.product.matrix.bottom() for each in columns)])
    high = min(MOST_CURVE, steps.top() - 2 - LEGEND - 8 - bottom)
    curve = QRectF(area.left(), steps.top() - high - 2, area.width(), high)
    keys = QRectF(area.left(), curve.top() - LEGEND, area.width(), LEGEND)
    return TermsLayout(formula, legend, columns, ellipsis, has_gutter, is_flat, keys, curve, steps)


def _square(room: float, texts: float) -> float:
    """The side of a matrix, where two rows of them have so much room for texts and the curve."""
    left = room - texts - 2 * HEADING - LEGEND - 16
    return max(LEAST_SQUARE, (left - max(LEAST_CURVE, 0.36 * left)) / 2)


class _Columns(NamedTuple):
    """What is known before it is known how many there are."""

    rows: QRectF
    square: float
    has_gutter: bool
    is_flat: bool
    lines: Lines

    def share(self, recorded: int, count: int) -> tuple[tuple[Column, ...], QRectF]:
        """The columns, and the place of those that are left out."""
        left = self.rows.left() + (LEFT_GUTTER if self.has_gutter else PADDING)
        room = self.rows.right() - (RIGHT_GUTTER if self.has_gutter else PADDING) - left
        least = self.square + BESIDE + BETWEEN if self.is_flat else NARROWEST
        shown = min(recorded, max(1, int(room / least)))
        if shown < count:
            shown = min(recorded, max(1, int((room - ELLIPSIS) / least)))
        if not shown:
            return (), QRectF()
        gap = ELLIPSIS if shown < count else 0.0
        most = least if self.is_flat else self.square + 34.0 if self.square > 60 else WIDEST
        width = min(WIDEST, (room - gap) / shown, most)
        side = self.square if self.is_flat else min(self.square, width - 16)
        first = -(-shown // 2) if gap else shown
        numbers = [*range(first), *range(recorded - (shown - first), recorded)]
        found, x, ellipsis = [], left, QRectF()
        for place, number in enumerate(numbers):
            if gap and place == first:
                ellipsis, x = QRectF(x, self.rows.top() + HEADING, gap, side), x + gap
            found.append(self._column(number, x, width, side))
            x += width
        if gap and first == shown:
            ellipsis = QRectF(x, self.rows.top() + HEADING, gap, side)
        return tuple(found), ellipsis

    def _column(self, number: int, x: float, width: float, side: float) -> Column:
        top = self.rows.top() + HEADING
        term = self._cell(x, top, width, side, self.lines.term)
        bottom = max(term.matrix.bottom(), term.numbers.bottom()) + 6
        product = self._cell(x, round(bottom + HEADING), width, side, self.lines.product)
        return Column(number, term, product)

    def _cell(self, x: float, top: float, width: float, side: float, lines: int) -> Cell:
        if self.is_flat:
            matrix = QRectF(round(x + 4), top, side, side)
            return Cell(matrix, QRectF(matrix.right() + 5, top, BESIDE, lines * LINE))
        matrix = QRectF(round(x + (width - side) / 2), top, side, side)
        wide = min(width - 4, max(side + 12, 72.0))
        left = matrix.center().x() - wide / 2
        return Cell(matrix, QRectF(left, matrix.bottom() + 3, wide, lines * LINE))
