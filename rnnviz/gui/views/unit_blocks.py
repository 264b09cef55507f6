"""What a unit computes number by number: every factor a block, the products, their sum."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import CENTER, draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_scale import nice, peak
from rnnviz.gui.views.unit_block_place import BlocksPlace, Box
from rnnviz.gui.views.unit_progress import FAINT, Stage
from rnnviz.gui.views.unit_readout import gradient_text
from rnnviz.gui.views.unit_scale import sign_colors
from rnnviz.gui.views.unit_text import (
    Part,
    draw_line,
    factor_symbol,
    gradient_symbol,
    line_width,
)
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.gradient_paths import Factor
from rnnviz.trace.trace import Family, Trace
from rnnviz.trace.unit_sum import UnitBlocks

#: Heights from which a block has room for its meter and for its gradient.
FOR_METER, FOR_GRADIENT = 46.0, 60.0
METER = 7.0


@dataclass(frozen=True)
class Blocks:
    """All that is drawn of it; backward with the gradients of all that is read."""

    look: Look
    trace: Trace
    blocks: UnitBlocks
    stage: Stage
    backward: bool

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw it into an area."""
        place = BlocksPlace(area, self.blocks)
        for sign, text in place.signs:
            draw_text(painter, sign, text, self.look.muted, 12.0, CENTER)
        self._paint_equals(painter, place)
        greatest = peak(np.array([box.value for box in place.boxes]))
        bound = nice(greatest) if greatest else 1.0
        for box in place.boxes:
            known = self._is_known(box)
            self._paint_frame(painter, box, box is place.result)
            painter.setOpacity(1.0 if known else FAINT)
            self._paint_box(painter, box, bound)
            painter.setOpacity(1.0)

    def _paint_equals(self, painter: QPainter, place: BlocksPlace) -> None:
        """Between the products and the sum a bracket, else an equals sign."""
        area = place.equals
        if not place.is_sum:
            draw_text(painter, area, "=", self.look.muted, 12.0, CENTER)
            return
        top = min(box.area.top() for box in place.boxes) + 4
        bottom = max(box.area.bottom() for box in place.boxes) - 4
        painter.setPen(QPen(self.look.faint, 1.4))
        x, middle = round(area.center().x()) + 0.5, round(area.center().y()) + 0.5
        painter.drawLine(round(area.left() + 3), int(top), int(x), int(top))
        painter.drawLine(round(area.left() + 3), int(bottom), int(x), int(bottom))
        painter.drawLine(int(x), int(top), int(x), int(bottom))
        painter.drawLine(int(x), int(middle), round(area.right() - 3), int(middle))

    def _is_known(self, box: Box) -> bool:
        if box.block is not None:
            return self.stage.knows_source(box.source)
        return self.stage.knows(self.blocks.key)

    def _paint_frame(self, painter: QPainter, box: Box, is_result: bool) -> None:
        look, key = self.look, box.source
        ground = look.accent_soft if is_result else look.control
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(ground if key else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.area, 6, 6)
        is_own = bool(key) and not key.endswith("-")
        if is_own and self.stage.is_at(f"d_{key}" if self.backward else key):
            painter.setPen(QPen(look.accent, 2.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.area.adjusted(-3, -3, 3, 3), 8, 8)

    def _paint_box(self, painter: QPainter, box: Box, bound: float) -> None:
        look, area = self.look, box.area.adjusted(4, 3, -4, -3)
        shows_gradient = self.backward and bool(box.source) and area.height() >= FOR_GRADIENT
        shows_meter = area.height() >= FOR_METER
        lines = 2 + shows_gradient
        high = min(21.0, (area.height() - (METER + 4 if shows_meter else 0)) / lines)
        used = high * lines + (METER + 4 if shows_meter else 0)
        line = QRectF(area.left(), area.center().y() - used / 2, area.width(), high)
        draw_line(painter, line, self._symbol(box), look.text, 12.5, CENTER)
        line = line.translated(0, high)
        color = look.text if np.isfinite(box.value) else look.error
        draw_line(painter, line, (number_text(box.value),), color, 12.5, CENTER)
        if shows_meter:
            meter = QRectF(area.left() + 4, line.bottom() + 2, area.width() - 8, METER)
            self._paint_meter(painter, meter, box, bound)
            line = line.translated(0, METER + 4)
        if shows_gradient:
            self._paint_gradient(painter, line.translated(0, high), box)

    def _symbol(self, box: Box) -> tuple[Part, ...]:
        if box.source:
            factor = box.block.factor if box.block is not None else Factor(box.source)
            return (factor_symbol(self.trace, factor, before=self.stage.before),)
        parts: list[Part] = []
        before = self.stage.before
        for block in box.factors:
            parts += [" · ", factor_symbol(self.trace, block.factor, True, before)]
        return tuple(parts[1:])

    def _paint_meter(self, painter: QPainter, area: QRectF, box: Box, bound: float) -> None:
        """How large the number is: of a gate from 0 to 1, of all else to both sides."""
        look = self.look
        painter.fillRect(area, look.border)
        if not np.isfinite(box.value):
            return
        name = box.source.removesuffix("-")
        is_gate = bool(name) and self.trace.quantity(name).family is Family.GATE
        if is_gate:
            share = max(0.0, min(1.0, box.value))
            filled = QRectF(area.left(), area.top(), share * area.width(), area.height())
            painter.fillRect(filled, look.teal)
            return
        reach = max(-1.0, min(1.0, box.value / bound)) * area.width() / 2
        middle = area.center().x()
        above, below = sign_colors(look)
        bar = QRectF(min(middle, middle + reach), area.top(), abs(reach), area.height())
        painter.fillRect(bar, above if reach > 0 else below)
        painter.fillRect(QRectF(middle - 0.5, area.top() - 1, 1, METER + 2), QColor(look.muted))

    def _paint_gradient(self, painter: QPainter, line: QRectF, box: Box) -> None:
        value = box.block.gradient if box.block is not None else self.blocks.gradient
        painter.setOpacity(1.0 if self.stage.knows_gradient(box.source) else FAINT)
        number = gradient_text(value)
        long = (gradient_symbol(self.trace, box.source, self.stage.before), f" = {number}")
        parts: tuple[Part, ...] = (
            long if line_width(long, 8.5) <= line.width() else (f"∂ {number}",)
        )
        draw_line(painter, line, parts, self.look.warm, 11.0, CENTER)
