"""Texts and formulas on a painter. Fonts, and texts that were cut to fit, are kept, since
everything is painted thirty times a second while a network learns."""

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from rnnviz.gui.theme import MATH, PLAIN, font

LEFT, RIGHT, CENTER = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignHCenter,
)


@lru_cache(maxsize=64)
def kept_font(
    size: float, bold: bool = False, families: tuple[str, ...] = (*PLAIN,), italic: bool = False
) -> QFont:
    """The same font object at every call."""
    made = font(size, bold, [*families])
    made.setItalic(italic)
    return made


@lru_cache(maxsize=2048)
def text_width(
    text: str, size: float = 9.0, bold: bool = False, families: tuple[str, ...] = (*PLAIN,)
) -> float:
    """How wide a line of text is."""
    return QFontMetricsF(kept_font(size, bold, families)).horizontalAdvance(text)


@lru_cache(maxsize=2048)
def _fitted(
    text: str, width: int, size: float, bold: bool, families: tuple[str, ...]
) -> tuple[str, QFont, float, float]:
    """A text cut to a width, its font, how wide it is then, and how far its base line lies
    below its middle."""
    used = kept_font(size, bold, families)
    metrics = QFontMetricsF(used)
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return short, used, metrics.horizontalAdvance(short), (metrics.ascent() - metrics.descent()) / 2


def draw_text(
    painter: QPainter,
    area: QRectF,
    text: str,
    color: QColor,
    size: float = 9.0,
    align: Qt.AlignmentFlag = LEFT,
    bold: bool = False,
    families: list[str] | None = None,
) -> None:
    """One line of text, in the middle of the area's height, cut with … where it is too long."""
    if not text:
        return
    room, chosen = area.width(), tuple(families or PLAIN)
    short, used, width, below = _fitted(text, int(room) + 1, size, bold, chosen)
    painter.setFont(used)
    painter.setPen(color)
    # On a whole pixel, so that the letters are as sharp as they can be.
    x = area.left() + _share(align) * (room - width)
    painter.drawText(QPointF(x, round(area.center().y() + below)), short)


def _share(align: Qt.AlignmentFlag) -> float:
    """How much of the room that is left stands before a text."""
    if align == LEFT:
        return 0.0
    return 1.0 if align == RIGHT else 0.5


#: A letter (with its accents), what follows _ below it, or anything else.
_RUN = re.compile(r"(?P<sub>_(\{[^}]*\}|.))|(?P<letters>[^\W\d_][\u0300-\u036f]*)|(?P<other>.)")


@lru_cache(maxsize=512)
def _math_runs(text: str, size: float) -> tuple[tuple[tuple[str, QFont, QPointF], ...], float]:
    """The pieces of a formula, each with its font and its place, and the width of all."""
    runs, x, families = [], 0.0, (*MATH,)
    for match in _RUN.finditer(text):
        piece = match.group()
        if match["sub"]:
            piece, below = piece[1:].strip("{}"), 0.22 * size * 4 / 3
            used = kept_font(round(0.7 * size, 2), False, families, italic=True)
            x += 0.5
            after = 1.0
        else:
            # ∂ and Greek capitals stand upright, as do ‖ and figures.
            slanted = bool(match["letters"]) and piece not in "∂Σ"
            after = below = 0.0
            used = kept_font(size, False, families, italic=slanted)
        runs.append((piece, used, QPointF(x, below)))
        x += QFontMetricsF(used).horizontalAdvance(piece) + after
    return tuple(runs), x


def math_width(text: str, size: float = 10.5) -> float:
    """How wide `draw_math` draws it."""
    return _math_runs(text, size)[1]


def draw_math(
    painter: QPainter,
    area: QRectF,
    text: str,
    color: QColor,
    size: float = 10.5,
    align: Qt.AlignmentFlag = LEFT,
) -> None:
    """A symbol or a short formula as in the papers: "h_t", "c̃_t", "‖∂E/∂h_{t−1}‖".

    Letters are slanted; what follows _ (one character, or several in braces) stands below.
    """
    runs, width = _math_runs(text, size)
    x = area.left() + _share(align) * (area.width() - width)
    origin = QPointF(x, round(area.center().y() + 0.33 * size * 4 / 3))
    painter.setPen(color)
    for piece, used, offset in runs:
        painter.setFont(used)
        painter.drawText(origin + offset, piece)


def at_time(symbol: str) -> str:
    """A quantity's symbol with its time: "f" to "f_t", "a_f" to "a_{f,t}"."""
    name, _, below = symbol.partition("_")
    return f"{name}_{{{below},t}}" if below else f"{name}_t"
