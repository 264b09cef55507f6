"""Where the matrices of a product stand, and the curve of its norm."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.painting import PADDING, TITLE_HEIGHT
from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER

#: The formula's height, a line of text's, the line of time steps', the least and the greatest
#: height of the curve.
FORMULA, LINE, STEPS, LEAST_CURVE, MOST_CURVE = 52.0, 14.0, 17.0, 54.0, 300.0
HEADING, LEGEND = 17.0, 18.0
#: The narrowest and the widest column of a term, the place of "⋯", the least square.
NARROWEST, WIDEST, ELLIPSIS, LEAST_SQUARE = 84.0, 168.0, 48.0, 14.0
#: From this width on names stand left of the numbers.
WITH_GUTTER = 620.0


@dataclass(frozen=True)
class Column:
    """One term: the number of it among those recorded, and where its two matrices stand."""

    number: int
    term: QRectF
    product: QRectF


@dataclass(frozen=True)
class TermsLayout:
    """All places.

    formula, legend   lines over the whole width.
    columns   the terms, in the order of the product; `ellipsis` between two of them, or empty.
    has_gutter   whether what the numbers are stands left of them.
    curve, steps   over the whole width.
    """

    formula: QRectF
    legend: QRectF
    columns: tuple[Column, ...]
    ellipsis: QRectF
    has_gutter: bool
    curve_legend: QRectF
    curve: QRectF
    steps: QRectF


def lay_out(area: QRectF, recorded: int, count: int, term_lines: int, lines: int) -> TermsLayout:
    """Share an area.

    recorded, count   how many terms have matrices, and how many there are.
    term_lines, lines   lines of numbers below a term and below a product.
    """
    top = area.top() + TITLE_HEIGHT
    formula = QRectF(area.left() + PADDING, top, area.width() - 2 * PADDING, FORMULA)
    legend = QRectF(formula.left(), formula.bottom(), formula.width(), LEGEND)
    steps = QRectF(area.left(), area.bottom() - STEPS - 4, area.width(), STEPS)
    room = steps.top() - legend.bottom()
    texts = 2 * HEADING + (term_lines + lines) * LINE + LEGEND + 16
    square = max(LEAST_SQUARE, (room - texts - max(LEAST_CURVE, 0.36 * (room - texts))) / 2)
    rows = QRectF(area.left(), legend.bottom(), area.width(), room)
    columns, ellipsis = _columns(rows, recorded, count, term_lines, square)
    # The curve takes what is left.
    bottom = max((each.product.bottom() for each in columns), default=legend.bottom() + 80)
    high = min(MOST_CURVE, steps.top() - 2 - LEGEND - 8 - bottom - lines * LINE)
    curve = QRectF(area.left(), steps.top() - high - 2, area.width(), high)
    curve_legend = QRectF(area.left(), curve.top() - LEGEND, area.width(), LEGEND)
    has_gutter = area.width() >= WITH_GUTTER
    return TermsLayout(formula, legend, columns, ellipsis, has_gutter, curve_legend, curve, steps)


def _columns(
    rows: QRectF, recorded: int, count: int, term_lines: int, square: float
) -> tuple[tuple[Column, ...], QRectF]:
    has_gutter = rows.width() >= WITH_GUTTER
    left = rows.left() + (LEFT_GUTTER if has_gutter else PADDING)
    room = rows.right() - (RIGHT_GUTTER if has_gutter else PADDING) - left
    shown = min(recorded, max(1, int(room / NARROWEST)))
    if shown < count:
        shown = min(recorded, max(1, int((room - ELLIPSIS) / NARROWEST)))
    if not shown:
        return (), QRectF()
    gap = ELLIPSIS if shown < count else 0.0
    width = min(WIDEST, (room - gap) / shown, square + 34.0 if square > 60 else WIDEST)
    side = min(square, width - 16)
    first = -(-shown // 2) if gap else shown
    numbers = [*range(first), *range(recorded - (shown - first), recorded)]
    found, x, ellipsis = [], left, QRectF()
    below = rows.top() + HEADING + side + term_lines * LINE + 6
    for place, number in enumerate(numbers):
        if gap and place == first:
            ellipsis, x = QRectF(x, rows.top() + HEADING, gap, side), x + gap
        term = QRectF(round(x + (width - side) / 2), rows.top() + HEADING, side, side)
        found.append(Column(number, term, term.translated(0, round(below - rows.top()))))
        x += width
    if gap and first == shown:
        ellipsis = QRectF(x, rows.top() + HEADING, gap, side)
    return tuple(found), ellipsis
