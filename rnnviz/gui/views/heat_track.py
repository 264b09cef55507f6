"""HeatTrack: what a quantity of the cell did, a row for each unit, a column for each step."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, qGray

from rnnviz.gui.painting import (
    CENTER,
    Colors,
    averaged_rows,
    draw_text,
    heat_image,
    heat_map,
    levels,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import Note, gutter, legend, name, paint_notes, scale_switch
from rnnviz.gui.views.track_scale import Floats, LinearScale
from rnnviz.trace.trace import Family, Quantity

#: The least square in which a number can be read.
LEAST_NUMBER_WIDTH, LEAST_NUMBER_HEIGHT = 36.0, 12.5
ROUNDING = 1e-6


class HeatTrack:
    """One quantity in one lane of one trace.

    values  (T, H).
    scale   of a quantity without bounds; None where its range is known.
    The image is made when first painted, and kept while look, height and range of time stay.
    """

    def __init__(self, quantity: Quantity, values: Floats, scale: LinearScale | None) -> None:
        self.quantity, self.values, self.scale = quantity, values, scale
        self._image: QImage | None = None
        self._made_for: tuple[object, ...] = ()

    @cached_property
    def limits(self) -> tuple[float, float]:
        """The least and the greatest value that has a colour of its own."""
        span = self.quantity.range
        if self.quantity.family is Family.GATE and span is not None:
            return span
        # The middle colour of a signed map means 0.
        bound = self.scale.bound if self.scale else max(map(abs, span or (1.0,)))
        return -bound, bound

    @cached_property
    def beyond(self) -> NDArray[np.bool_] | None:
        """Which values lie beyond the limits or are no numbers, (T, H); None where none are."""
        # A convex combination of numbers up to 1 may come out a rounding error above.
        bound = max(map(abs, self.limits)) * (1 + ROUNDING)
        beyond = ~(np.abs(self.values) <= bound)
        return beyond if beyond.any() else None

    def colors(self, look: Look) -> Colors:
        """The colour map."""
        return look.gate if self.quantity.family is Family.GATE else look.signed

    def paint(self, drawing: Drawing, area: QRectF) -> None:
        """The squares and the gutter beside them; `area` goes over the whole width."""
        self._paint_gutter(drawing, area)
        columns, visible = drawing.columns(area), drawing.visible
        with drawing.only_columns(area):
            heat_map(drawing.painter, columns, self._made(drawing, columns), drawing.look.card)
            if self.beyond is not None:
                beyond = self.beyond[visible.start : visible.stop]
                drawing.mark_beyond(area, np.logical_or.reduce(beyond, axis=1))

    def _made(self, drawing: Drawing, columns: QRectF) -> QImage:
        visible, (across, down) = drawing.visible, drawing.pixels(columns)
        wanted = (drawing.look.name, across, down, visible)
        if self._image is None or wanted != self._made_for:
            in_sight = averaged_rows(self.values[visible.start : visible.stop], across)
            fitting = averaged_rows(in_sight.T, down)
            look = drawing.look
            self._image = heat_image(fitting, *self.limits, self.colors(look), look.error)
            self._made_for = wanted
        return self._image

    def _paint_gutter(self, drawing: Drawing, area: QRectF) -> None:
        notes, fixed = self._notes(drawing, area), self.scale is not None and self.scale.fixed
        key = (self.quantity.title, self.quantity.symbol, self.limits, fixed, notes)

        def draw(drawing: Drawing) -> None:
            words = self.quantity.title.partition(", ")[0]
            name(drawing, area, words, self.quantity.symbol)
            legend(drawing, area, self.colors(drawing.look), *self.limits)
            button = scale_switch(area) if self.scale is not None else None
            paint_notes(drawing, area, notes, button, fixed)

        drawing.stamp(gutter(area), key, draw)

    def _notes(self, drawing: Drawing, area: QRectF) -> tuple[Note, ...]:
        """Small texts, each with whether it warns, the most important first."""
        notes, units = [], self.values.shape[1]
        if self.beyond is not None:
            what = "NaN" if np.isnan(self.values).any() else "clipped"
            notes.append((f"▲ {np.count_nonzero(self.beyond):,} {what}", True))
        _, _, more = self.quantity.title.partition(", ")
        if more:
            notes.append((more, False))
        if drawing.pixels(area)[1] < units:
            notes.append((f"H = {units}", False))
        return tuple(notes)

    def paint_numbers(self, drawing: Drawing, area: QRectF, step: int) -> None:
        """The values of one step written into their squares, where these are large enough."""
        column = drawing.columns(area, range(step, step + 1))
        values = self.values[step]
        height = column.height() / len(values)
        if column.width() < LEAST_NUMBER_WIDTH or height < LEAST_NUMBER_HEIGHT:
            return
        pixels = self.colors(drawing.look)[levels(values, *self.limits)].tolist()
        for unit, (value, pixel) in enumerate(zip(values.tolist(), pixels, strict=True)):
            middle = QPointF(column.center().x(), column.top() + (unit + 0.5) * height)
            _paint_number(drawing, middle, f"{value:.2f}".replace("-", "−"), QColor(pixel))


def _paint_number(drawing: Drawing, middle: QPointF, text: str, ground: QColor) -> None:
    """On the square's own colour, which hides the line through the picked step."""
    place = QRectF(middle.x() - 16, middle.y() - 6, 32, 12)
    drawing.painter.fillRect(place, ground)
    dark = qGray(ground.rgb()) < 128
    ink = QColor(Qt.GlobalColor.white) if dark else QColor(Qt.GlobalColor.black)
    draw_text(drawing.painter, place, text, ink, 7.5, CENTER)
