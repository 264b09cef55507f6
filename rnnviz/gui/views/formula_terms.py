"""The numbers of an equation: how much room they want and where they go."""

from typing import NamedTuple

from rnnviz.gui.views.formula_layout import GAP, MOST_LINES, Position, faces, flow
from rnnviz.trace.formula import tokens
from rnnviz.trace.formula_numbers import Term, filled, leading
from rnnviz.trace.formula_place import MORE, Row
from rnnviz.trace.product_sums import MOST_PRODUCTS
from rnnviz.trace.trace import Quantity

EQUALS = "= "
#: Room is kept for a result as long as this.
USUAL_RESULT = EQUALS + "−0.000"


class Space(NamedTuple):
    """Where a row's numbers go.

    left, right  their x; the result stands at the right end of the last line.
    baselines    of the lines.
    most         how many products.
    """

    left: float
    right: float
    baselines: tuple[float, ...]
    most: int


class Piece(NamedTuple):
    """A term as it is drawn; its sign, or the equals sign, is `lead` wide."""

    term: Term
    text: str
    lead: float
    width: float


def pieces(row: Row, count: int) -> list[Piece]:
    """The terms of a row, of its products only so many."""
    kinds = faces()
    made: list[Piece] = []
    for term in row.parts(count):
        before = f"{term.sign} " if made else EQUALS
        text = before + (term.text if made else leading(term))
        lead, width = kinds.number.width(before), kinds.number.width(text)
        if term.name:
            width = max(width, lead + kinds.name.width(term.name))
        made.append(Piece(term, text, lead, width))
    return made


def widest_row(quantity: Quantity, quantities: tuple[Quantity, ...]) -> Row:
    """A row of numbers as long as they usually get, so that room is kept for them."""
    if not quantity.formula:
        return widest_sum(quantity.key, bool(quantity.bias))
    ranges = {q.key: q.range for q in quantities}
    parts = tokens(quantity.formula)
    read = {p.text: _widest(ranges.get(p.text.removesuffix("-"))) for p in parts}
    return Row(quantity.key, 0.0, "", filled(parts, read))


def widest_sum(key: str, has_bias: bool = True) -> Row:
    """A row of products as long as they usually get."""
    term = Term("−", "0.000·(−0.000)", "h₀₀")
    bias = Term("+", "0.000", "bias") if has_bias else None
    return Row(key, 0.0, "", (term,) * MOST_PRODUCTS, 100, bias)


def _widest(bounds: tuple[float, float] | None) -> float:
    return 0.5 if bounds is not None and bounds[0] >= 0 else -0.5


def space_for(row: Row, left: float, right: float, first: float, line: float) -> Space:
    """Room for a row: as few lines as can be, and in them as many products as can be; of a sum that
    is not long, all of its terms."""
    last = faces().result.width(USUAL_RESULT) + 2 * GAP

    def lines(count: int) -> int:
        shown = pieces(row, count)
        fitting = (n for n in range(1, MOST_LINES) if fit(shown, right - left, n, last))
        return next(fitting, MOST_LINES)

    count = min(_counts(row, MOST_PRODUCTS)[:2], key=lines) if row.others else len(row.terms)
    return Space(left, right, tuple(first + n * line for n in range(lines(count))), count)


def _counts(row: Row, most: int) -> range:
    """How many terms may be shown, the best number first: of products a few tell enough."""
    count = len(row.terms)
    if not row.are_products:
        return range(count, count + 1)
    return range(min(count, most), 0, -1)


def arranged(row: Row, space: Space, last: float) -> tuple[list[Piece], list[Position], float]:
    """The pieces, their places, and how narrow they must get to fit (1: as they are), with
    `last` free at the end.

    Longer numbers than usual show fewer products; only if that is not enough they get narrow.
    """
    room, lines, narrow = space.right - space.left, len(space.baselines), 1.0
    while True:
        for count in _counts(row, space.most):
            shown = pieces(row, count)
            places = fit(shown, room / narrow, lines, last / narrow)
            if places is not None:
                return shown, places, narrow
        narrow *= 0.9


def fit(shown: list[Piece], room: float, lines: int, last: float) -> list[Position] | None:
    """The places of a sum in so many lines, `last` free at the end; None where it does not
    fit. What is said of the products left out, and the bias, have the last line."""
    widths, indent = [piece.width for piece in shown], faces().number.width(EQUALS)
    rest = next((n for n, piece in enumerate(shown) if piece.term.text[0] == MORE), 0)
    if lines == 1 or not rest:
        return flow(widths, room, lines, last, indent)
    products = flow(widths[:rest], room, lines - 1, indent=indent)
    others = flow(widths[rest:], room - indent, 1, last)
    if products is None or others is None:
        return None
    return products + [(lines - 1, indent + x) for _, x in others]
