"""The two strips of a unit's sum: the row of weights, and below it what comes in."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import (
    CENTER,
    RIGHT,
    Floats,
    color_of,
    draw_text,
    heat_image,
    heat_map,
    text_width,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_scale import nice, peak
from rnnviz.gui.views.unit_place import BarsPlace
from rnnviz.gui.views.unit_progress import FAINT, Stage
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_place import Place
from rnnviz.trace.trace import Trace
from rnnviz.trace.unit_sum import Group, UnitSum

NAME, NUMBER, ACTIVE = 8.0, 7.5, 9.0
#: Columns have names where they are at least so wide.
LEAST_NAMED = 18.0


@dataclass(frozen=True)
class Strips:
    """All that is drawn of them."""

    look: Look
    trace: Trace
    here: Place
    total: UnitSum
    stage: Stage

    def paint(self, painter: QPainter, place: BarsPlace, pointed: int | None) -> None:
        """Draw them where they belong, with a frame around the column under the pointer."""
        look, total = self.look, self.total
        for strip, name in ((place.weights, "weights"), (place.read, "comes in")):
            draw_text(painter, place.gutter_of(strip), name, look.muted, NAME, RIGHT)
        self._paint_strip(painter, place, place.weights, total.weights)
        if total.bias_name:
            bound = _bound(np.array([total.bias]))
            image = heat_image(np.array([[total.bias]]), -bound, bound, look.signed, look.text)
            heat_map(painter, place.bias, image, look.card)
            self._write(painter, place.bias, total.bias, bound)
        for group in total.groups:
            is_readout = total.key == "y"
            knows = self.stage.knows_state if is_readout else self.stage.knows_source
            known = knows(group.source)
            painter.setOpacity(1.0 if known else FAINT)
            self._paint_strip(painter, place, place.read, total.read, group)
            active = self._active(group) if known else None
            self._paint_names(painter, place, group, active)
            painter.setOpacity(1.0)
            if active is not None:
                self._paint_frame(painter, place, active, look.accent)
        if pointed is not None and pointed >= 0:
            self._paint_frame(painter, place, pointed, look.text)

    # --- numbers -----------------------------------------------------------------------

    def _paint_strip(
        self,
        painter: QPainter,
        place: BarsPlace,
        strip: QRectF,
        values: Floats,
        group: Group | None = None,
    ) -> None:
        """A row of colours with, where they have room, their numbers; or a group of it."""
        look = self.look
        start, stop = (group.start, group.stop) if group else (0, len(values))
        # Inputs and states may differ much in size: each source has colours of its own.
        bound = _bound(values[start:stop])
        part = place.square(strip, start)
        part.setWidth((stop - start) * place.column)
        image = heat_image(values[None, start:stop], -bound, bound, look.signed, look.text)
        heat_map(painter, part, image, look.card)
        if place.column >= LEAST_NAMED:
            for column in range(start, stop):
                self._write(painter, place.square(strip, column), float(values[column]), bound)

    def _write(self, painter: QPainter, square: QRectF, value: float, bound: float) -> None:
        text = number_text(value)
        if text_width(text, NUMBER) > square.width() - 3:
            return
        look = self.look
        ground = color_of(value, -bound, bound, look.signed)
        inks = sorted((look.text, look.card), key=lambda ink: _apart(ink, ground))
        draw_text(painter, square, text, inks[1], NUMBER, CENTER)

    # --- names -------------------------------------------------------------------------

    def _paint_names(
        self, painter: QPainter, place: BarsPlace, group: Group, active: int | None
    ) -> None:
        """Of each number that comes in; where there is no room, of the one active input."""
        look = self.look
        if place.column < LEAST_NAMED:
            if active is not None:
                self._paint_active_name(painter, place, active)
            return
        for column in range(group.start, group.stop):
            is_active = column == active
            color = look.accent if is_active else look.muted
            square = place.square(place.names, column)
            name = self._column_name(column)
            draw_text(painter, square, name, color, NUMBER, CENTER, is_active)

    def _column_name(self, column: int) -> str:
        """The name of an input of the network, or the number of a unit."""
        group = self.total.group_at(column)
        index = column - group.start
        names = self.trace.input_names(self.here.lane) if group.source == "x" else ()
        return names[index] if names else str(index % self.trace.hidden + 1)

    # --- the active input --------------------------------------------------------------

    def _active(self, group: Group) -> int | None:
        """The column of the one input that is 1 while all others are 0."""
        if group.source != "x" or self.trace.below(self.here.lane):
            return None
        read = self.total.read[group.start : group.stop]
        is_one_hot = len(read) > 1 and np.count_nonzero(read) == 1 and float(read.max()) == 1.0
        return group.start + int(read.argmax()) if is_one_hot else None

    def _paint_frame(self, painter: QPainter, place: BarsPlace, column: int, color: QColor) -> None:
        """A frame around what is multiplied."""
        frame = at_least(place.square(place.weights, column), 4.0).adjusted(-1.5, -1.5, 1.5, 0)
        frame.setBottom(place.read.bottom() + 1.5)
        painter.setPen(QPen(color, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame)

    def _paint_active_name(self, painter: QPainter, place: BarsPlace, column: int) -> None:
        text = f"‘{self._column_name(column)}’"
        wide = text_width(text, ACTIVE, True) + 2
        middle = place.square(place.names, column).center().x()
        left = max(place.left, min(place.area.right() - wide, middle - wide / 2))
        line = QRectF(left, place.names.top() + 1, wide, place.names.height())
        draw_text(painter, line, text, self.look.accent, ACTIVE, CENTER, True)


def at_least(area: QRectF, width: float) -> QRectF:
    """An area made wide enough to be seen."""
    more = max(0.0, width - area.width()) / 2
    return area.adjusted(-more, 0, more, 0)


def _bound(values: Floats) -> float:
    greatest = peak(values)
    return nice(greatest) if greatest > 0 else 1.0


def _apart(ink: QColor, ground: QColor) -> int:
    """How much a text in this colour stands out."""
    return abs(ink.lightness() - ground.lightness())
