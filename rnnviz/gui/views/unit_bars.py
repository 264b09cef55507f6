"""The sum of a unit, drawn column by column: weights, what comes in, products, running sum."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import CENTER, Floats, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.unit_heads import paint_heads
from rnnviz.gui.views.unit_place import BIAS_WIDTH, BarsPlace
from rnnviz.gui.views.unit_progress import Stage
from rnnviz.gui.views.unit_readout import gradient_text
from rnnviz.gui.views.unit_scale import Scale, are_drawn, sign_colors
from rnnviz.gui.views.unit_steps import paint_running_sum
from rnnviz.gui.views.unit_strips import Strips, at_least
from rnnviz.gui.views.unit_text import Part, draw_line, gradient_symbol, line_width
from rnnviz.trace.formula import Run, symbol
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import UnitSum

__all__ = ["Bars", "BarsPlace"]

NUMBER, WORDS, LINE = 7.5, 10.5, 20.0
#: Bars have their numbers over them where columns are so wide and the row is so high.
LEAST_WIDTH, LEAST_HEIGHT, ROOM = 34.0, 56.0, 12.0
GREATEST_WIDTH = 64.0


@dataclass(frozen=True)
class Bars:
    """All that is drawn of a sum.

    backward  whether what the step adds to the gradient of each weight is shown instead of the
              products and the running sum.
    pointed   the column under the pointer; −1 for the bias.
    """

    look: Look
    trace: Trace
    here: Place
    total: UnitSum
    stage: Stage
    backward: bool
    pointed: int | None = None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw it into an area."""
        place = BarsPlace(area, len(self.total.weights))
        self._paint_pointed(painter, place)
        paint_heads(painter, self.look, self.trace, self.total, place, self.stage.before)
        strips = Strips(self.look, self.trace, self.here, self.total, self.stage)
        strips.paint(painter, place, self.pointed)
        if self.backward:
            self._paint_adds(painter, place)
        else:
            self._paint_products(painter, place)
        self._paint_lit(painter, place)

    def _paint_pointed(self, painter: QPainter, place: BarsPlace) -> None:
        if self.pointed is None:
            return
        band = place.area.adjusted(0, place.weights.top() - place.area.top() - 2, 0, 0)
        column = place.under_bias(band) if self.pointed < 0 else place.square(band, self.pointed)
        painter.fillRect(at_least(column, 4.0), self.look.accent_soft)

    def _paint_lit(self, painter: QPainter, place: BarsPlace) -> None:
        """A frame around what is being computed."""
        of_weights = "d_y" if self.total.key == "y" else "W"
        if self.stage.is_at(of_weights if self.backward else self.total.key):
            painter.setPen(QPen(self.look.accent, 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.with_bias(place.both).adjusted(-4, -1, 4, 3), 5, 5)

    def _paint_products(self, painter: QPainter, place: BarsPlace) -> None:
        painter.setOpacity(self.stage.opacity(self.total.key))
        area = place.products.adjusted(0, 4, 0, -2)
        self._paint_row(painter, place, area, "products", self.total.products)
        paint_running_sum(painter, self.look, self.trace, self.total, place)
        painter.setOpacity(1.0)

    def _paint_adds(self, painter: QPainter, place: BarsPlace) -> None:
        """What the step adds to ∂E/∂w: δ times what comes in; to ∂E/∂b: δ."""
        total = self.total
        painter.setOpacity(self.stage.opacity("d_y" if total.key == "y" else "W"))
        line = QRectF(place.bias.left(), place.both.top() + 3, 0, LINE)
        line.setRight(place.area.right())
        delta: tuple[Part, ...] = (
            (Run("δ = "), *gradient_symbol(self.trace, total.key)),
            f" = {gradient_text(total.gradient)}",
        )
        names: list[Part] = []
        for name in dict.fromkeys(group.weight for group in total.groups):
            names += [", " if names else "δ · s is added to ", (*_GRADIENT, *symbol(name))]
        long = (*names, "   ", *delta)
        short = line_width(long, WORDS - 1) > line.width()
        draw_line(painter, line, delta if short else long, self.look.warm, WORDS)
        area = place.both.adjusted(0, LINE + 4, 0, -4)
        self._paint_row(painter, place, area, "added", total.adds, total.gradient)
        painter.setOpacity(1.0)

    def _paint_row(
        self,
        painter: QPainter,
        place: BarsPlace,
        area: QRectF,
        name: str,
        values: Floats,
        of_bias: float | None = None,
    ) -> None:
        """Bars up and down from 0: of gradients all in the warm colour."""
        own = [] if of_bias is None else [of_bias]
        finite = np.append(values, own)
        finite = np.where(are_drawn(finite), finite, 0.0)
        has_numbers = place.column >= LEAST_WIDTH and area.height() >= LEAST_HEIGHT
        inside = area.adjusted(0, ROOM, 0, -ROOM) if has_numbers else area
        scale = Scale(inside, min(0.0, float(finite.min())), max(0.0, float(finite.max())))
        write = gradient_text if self.backward else number_text
        scale.paint(painter, self.look, place, name, write)
        wide = max(1.0, min(place.column * 0.8, GREATEST_WIDTH))
        middles = (np.arange(place.count) + 0.5) * place.column + place.left
        areas = [
            _bar(scale, x, wide, value)
            for x, value in zip(middles.tolist(), finite.tolist(), strict=False)
        ]
        if own:
            middle = place.under_bias(area).center().x()
            areas.append(_bar(scale, middle, BIAS_WIDTH - 8, float(finite[-1])))
        signs = (finite > 0, finite < 0)
        colors = (self.look.warm,) * 2 if own else sign_colors(self.look)
        painter.setPen(Qt.PenStyle.NoPen)
        for chosen, color in zip(signs, colors, strict=True):
            self._paint_bars(painter, [areas[n] for n in np.flatnonzero(chosen)], color)
        if has_numbers:
            for column, value in enumerate(values.tolist()):
                self._write(painter, place.square(area, column), areas[column], value)

    def _paint_bars(self, painter: QPainter, areas: list[QRectF], color: QColor) -> None:
        if areas:
            painter.setBrush(color)
            painter.drawRects(areas)

    def _write(self, painter: QPainter, square: QRectF, bar: QRectF, value: float) -> None:
        """A number over its bar, or under one that points down."""
        text = gradient_text(value) if self.backward else number_text(value)
        if text_width(text, NUMBER) <= square.width() - 2:
            top = bar.bottom() + 1 if value < 0 else bar.top() - 13
            line = QRectF(square.left(), top, square.width(), 12)
            draw_text(painter, line, text, self.look.muted, NUMBER, CENTER)


_GRADIENT = (Run("∂"), Run("E", italic=True), Run("/∂"))


def _bar(scale: Scale, middle: float, wide: float, value: float) -> QRectF:
    zero, end = scale.y(0.0), scale.y(value)
    return QRectF(middle - wide / 2, min(zero, end), wide, abs(end - zero))
