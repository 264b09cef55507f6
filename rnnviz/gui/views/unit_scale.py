"""Scale: numbers of a unit's sum as heights, with the ends of the scale written beside it."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.painting import RIGHT, Floats, draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.unit_place import BarsPlace
from rnnviz.trace.formula_numbers import number_text

NAME, END = 8.0, 7.0
#: What exceeds this is as good as infinite.
GREATEST = 1e300
#: Where a row is this high, the ends of its scale have room above and below its name.
LEAST_FOR_ENDS = 42.0


def are_drawn(values: Floats) -> NDArray[np.bool_]:
    """Which numbers are neither NaN nor beyond all that can be drawn to scale."""
    return np.abs(values) < GREATEST


class Scale:
    """From the lowest to the highest of some numbers, over the height of an area."""

    def __init__(self, area: QRectF, low: float, high: float):
        if low == high:
            low, high = low - 1.0, high + 1.0
        self.low, self.high, self.area = low, high, area

    def y(self, value: float) -> float:
        """Where a number lies."""
        share = (value - self.low) / (self.high - self.low)
        return self.area.bottom() - share * self.area.height()

    def paint(
        self,
        painter: QPainter,
        look: Look,
        place: BarsPlace,
        name: str,
        write: Callable[[float], str] = number_text,
    ) -> None:
        """The row's name at the left, the ends of the scale, and a line at 0."""
        gutter = place.gutter_of(self.area)
        line = place.with_bias(self.area)
        if self.low <= 0 <= self.high:
            painter.fillRect(QRectF(line.left(), self.y(0.0) - 0.5, line.width(), 1), look.faint)
        draw_text(painter, gutter, name, look.muted, NAME, RIGHT)
        if self.area.height() < LEAST_FOR_ENDS:
            return
        for value in (self.high, self.low):
            if value:
                label = QRectF(gutter.left(), self.y(value) - 6, gutter.width(), 12)
                draw_text(painter, label, write(value), look.muted, END, RIGHT)


def sign_colors(look: Look) -> tuple[QColor, QColor]:
    """For what is above 0, and for what is below."""
    return QColor.fromRgb(int(look.signed[228])), QColor.fromRgb(int(look.signed[28]))
