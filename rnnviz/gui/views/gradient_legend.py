"""The legend of a logarithmic range: the colours, and what lies outside of them."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from rnnviz.gui.painting import LEFT, draw_squares, draw_text, ramp_image
from rnnviz.gui.theme import Look
from rnnviz.gui.views.log_range import LogRange, floor_color
from rnnviz.gui.views.track_bars import runs
from rnnviz.gui.views.track_gutter import decade

#: The bar's height at most, a swatch's, and between two lines of text.
TALLEST, SWATCH, LINE, SIZE = 190.0, 11.0, 14.0, 7.5


def paint_hatched(
    painter: QPainter, areas: list[QRectF], look: Look, is_beyond: bool = False
) -> None:
    """Lines over what lies below the range, or crossed ones over what lies above it, so that it is
    not told by its colour alone."""
    color = QColor(look.card if is_beyond else look.text)
    color.setAlpha(120 if is_beyond else 70)
    styles = Qt.BrushStyle
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(color, styles.DiagCrossPattern if is_beyond else styles.BDiagPattern))
    painter.drawRects(areas)


def stretches(area: QRectF, flags: NDArray[np.bool_]) -> list[QRectF]:
    """Where squares lie that have a flag, (rows, columns); those side by side as one."""
    high, wide = area.height() / len(flags), area.width() / flags.shape[1]
    return [
        QRectF(area.left() + steps.start * wide, area.top() + row * high, len(steps) * wide, high)
        for row, in_row in enumerate(flags)
        if in_row.any()
        for steps in runs(in_row)
    ]


def legend_height(room: float) -> float:
    """The height of the bar, where there is so much room for it and the lines below it; 0 where
    there is too little."""
    bar = min(TALLEST, room - 3 * LINE - 8)
    return bar if bar >= 2 * LINE else 0.0


def paint_legend(painter: QPainter, area: QRectF, look: Look, scale: LogRange) -> None:
    """The colours from bottom to top with their powers of ten, and below them what is less, what
    is nothing and what is more."""
    if look.is_bare:
        return
    bar = QRectF(area.left(), area.top() + 4, SWATCH, legend_height(area.height()))
    _paint_bar(painter, bar, look)
    _paint_powers(painter, bar, look, scale)
    kinds = (
        (floor_color(look), f"< {decade(scale.low)}"),
        (look.error, f"> {decade(scale.high)}"),
        (look.card, "nothing"),
    )
    for number, (color, text) in enumerate(kinds):
        top = bar.bottom() + 7 + number * LINE
        swatch = QRectF(bar.left(), top, SWATCH, SWATCH - 1)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(color)
        painter.drawRect(swatch)
        if number < 2:
            paint_hatched(painter, [swatch], look, is_beyond=number == 1)
        line = QRectF(bar.right() + 4, top - 2, area.right() - bar.right() - 4, LINE)
        draw_text(painter, line, text, look.muted, SIZE, LEFT)


def _paint_bar(painter: QPainter, bar: QRectF, look: Look) -> None:
    painter.save()
    painter.translate(bar.left(), bar.bottom())
    painter.rotate(-90)
    draw_squares(painter, QRectF(0, 0, bar.height(), bar.width()), ramp_image(look.magnitude))
    painter.restore()


def _paint_powers(painter: QPainter, bar: QRectF, look: Look, scale: LogRange) -> None:
    """Both ends, and as many between them as there is room for."""
    written: list[float] = []
    for power in (scale.low, scale.high, *range(scale.low + 1, scale.high)):
        share = (power - scale.low) / (scale.high - scale.low)
        y = bar.bottom() - share * bar.height()
        if all(abs(y - other) >= LINE - 3 for other in written):
            line = QRectF(bar.right() + 4, y - LINE / 2, 40, LINE)
            draw_text(painter, line, decade(power), look.muted, SIZE, LEFT)
            written.append(y)
