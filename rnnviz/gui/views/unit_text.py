"""Lines of symbols and numbers in proper type, made smaller where they do not fit."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from rnnviz.gui.painting import CENTER, LEFT, RIGHT, kept_font
from rnnviz.gui.theme import MATH, PLAIN
from rnnviz.trace.formula import BEFORE, NOW, Run, Runs, symbol
from rnnviz.trace.gradient_paths import Factor
from rnnviz.trace.trace import Trace

#: Symbols, and numbers or words between them.
Part = Runs | str
LEAST_SIZE = 7.0
_SHARES = {LEFT: 0.0, CENTER: 0.5, RIGHT: 1.0}


@lru_cache(maxsize=1024)
def _laid(
    parts: tuple[Part, ...], size: float
) -> tuple[tuple[tuple[str, QFont, QPointF], ...], float]:
    """Each piece of a line with its font and place, and the width of all."""
    pieces, x = [], 0.0
    for part in parts:
        for run in part if isinstance(part, tuple) else (Run(part),):
            if isinstance(part, str):
                used, below = kept_font(round(0.88 * size, 2), True, (*PLAIN,)), 0.0
            else:
                small = 0.72 * size if run.lowered else size
                used = kept_font(round(small, 2), False, (*MATH,), italic=run.italic)
                below = 0.3 * size if run.lowered else 0.0
            pieces.append((run.text, used, QPointF(x, below)))
            x += QFontMetricsF(used).horizontalAdvance(run.text)
    return tuple(pieces), x


def line_width(parts: tuple[Part, ...], size: float) -> float:
    """How wide a line is where there is room for it."""
    return _laid(parts, size)[1]


def draw_line(
    painter: QPainter,
    area: QRectF,
    parts: tuple[Part, ...],
    color: QColor,
    size: float = 11.0,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """Symbols and numbers on one line, in the middle of the area's height, as large as they
    fit up to `size`; left out where even the least size is too wide."""
    while size > LEAST_SIZE and line_width(parts, size) > area.width():
        size -= 0.5
    pieces, width = _laid(parts, size)
    if width > area.width() + 1:
        return
    x = area.left() + _SHARES[align] * (area.width() - width)
    origin = QPointF(x, round(area.center().y() + 0.43 * size))
    painter.setPen(color)
    for text, used, offset in pieces:
        painter.setFont(used)
        painter.drawText(origin + offset, text)


def source_symbol(trace: Trace, source: str, before: str = BEFORE) -> Runs:
    """What is read: "x", a state of the step before ("h-"), "y", or a quantity.

    before  the step whose states are found: "t+1" where a lane reads backwards.
    """
    name = source.removesuffix("-")
    letter = name if name in ("x", "y") else trace.quantity(name).symbol
    return symbol(letter, before if source.endswith("-") else NOW)


def factor_symbol(
    trace: Trace, factor: Factor, in_product: bool = False, before: str = BEFORE
) -> Runs:
    """A factor of a formula: "f_t", "tanh(c_t)", "1 − z_t", this one in a product in brackets."""
    read = source_symbol(trace, factor.name, before)
    if factor.function:
        return (Run(f"{factor.function}("), *read, Run(")"))
    if factor.is_rest:
        return (Run("(1 − "), *read, Run(")")) if in_product else (Run("1 − "), *read)
    return read


def gradient_symbol(trace: Trace, source: str, before: str = BEFORE) -> Runs:
    """∂E/∂(what is read)."""
    return (Run("∂"), Run("E", italic=True), Run("/∂"), *source_symbol(trace, source, before))
