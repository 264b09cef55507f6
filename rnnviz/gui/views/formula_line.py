"""A formula on one line of a picture, with products that have limits, and upright words."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from rnnviz.gui.painting import CENTER, draw_math, kept_font, math_width
from rnnviz.gui.theme import MATH

#: Of a product the sign is so much larger than the letters, its limits so much smaller.
SIGN, LIMIT = 1.7, 0.68


class Word(NamedTuple):
    """What stands upright: "diag"."""

    text: str


class Product(NamedTuple):
    """∏ with what stands above and below it."""

    above: str
    below: str


#: Symbols as for `draw_math`, a word, or a product's sign.
Piece = str | Word | Product


#: What stands upright amid symbols.
_WORDS = re.compile(r"(diag|through |of )")


def pieces_of(text: str) -> tuple[Piece, ...]:
    """Symbols in which words stand upright."""
    parts = _WORDS.split(text)
    return tuple(Word(part) if n % 2 else part for n, part in enumerate(parts) if part)


def formula_width(pieces: Sequence[Piece], size: float) -> float:
    """How wide it is."""
    return sum(_width(piece, size) for piece in pieces)


def draw_formula(
    painter: QPainter, line: QRectF, pieces: Sequence[Piece], color: QColor, size: float
) -> float:
    """Draw it from the line's left end, in the middle of its height; returns where it ends."""
    x = line.left()
    for piece in pieces:
        width = _width(piece, size)
        place = QRectF(x, line.top(), width, line.height())
        if isinstance(piece, str):
            draw_math(painter, place, piece, color, size)
        else:
            painter.setPen(color)
            _draw(painter, place, piece, color, size)
        x += width
    return x


def _draw(
    painter: QPainter, place: QRectF, piece: Word | Product, color: QColor, size: float
) -> None:
    baseline = round(place.center().y() + 0.33 * size * 4 / 3)
    if isinstance(piece, Word):
        painter.setFont(kept_font(size, False, (*MATH,)))
        painter.drawText(QPointF(place.left(), baseline), piece.text)
        return
    sign = kept_font(SIGN * size, False, (*MATH,))
    metrics = QFontMetricsF(sign)
    painter.setFont(sign)
    x = place.center().x() - metrics.horizontalAdvance("∏") / 2
    middle = place.center().y()
    painter.drawText(QPointF(x, middle + 0.42 * SIGN * size), "∏")
    far = 0.72 * SIGN * size
    for text, top in ((piece.above, middle - far - 14), (piece.below, middle + far + 1)):
        limit = QRectF(place.left(), top, place.width(), 14)
        draw_math(painter, limit, text, color, LIMIT * size, CENTER)


def _width(piece: Piece, size: float) -> float:
    if isinstance(piece, str):
        return math_width(piece, size)
    if isinstance(piece, Word):
        metrics = QFontMetricsF(kept_font(size, False, (*MATH,)))
        return metrics.horizontalAdvance(piece.text) + 1
    limits = max(math_width(text, LIMIT * size) for text in piece)
    sign = QFontMetricsF(kept_font(SIGN * size, False, (*MATH,))).horizontalAdvance("∏")
    return max(limits, sign) + 5
