"""HeatTrack: what a quantity of the cell did, a row for each unit, a column for each step."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, qGray

from rnnviz.gui.painting import (
    CENTER,
    RIGHT,
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
from rnnviz.gui.views.track_lanes import gaps
from rnnviz.gui.views.track_scale import Floats, LinearScale
from rnnviz.trace.trace import Family, Quantity

#: The least square in which a number can be read.
LEAST_NUMBER_WIDTH, LEAST_NUMBER_HEIGHT = 36.0, 12.5
#: The least row beside which its name can be read.
LEAST_NAME_HEIGHT = 8.5
ROUNDING = 1e-6


class HeatTrack:
    """One quantity of one trace, in the lanes that share a track.

    values  (T, H), or (T, S) for the S steps of a source.
    scale   of a quantity without bounds; None where its range is known.
    spans   the steps at which it is computed; elsewhere nothing is drawn.
    names   of the rows, where each is a step of the source; else each is a unit.
    words   what the track is called.
    The images are made when first painted, and kept while look, height and range of time stay.
    """

    def __init__(
        self,
        quantity: Quantity,
        values: Floats,
        scale: LinearScale | None,
        spans: tuple[range, ...],
        names: tuple[str, ...] = (),
        words: str = "",
    ) -> None:
        self.quantity, self.values, self.scale = quantity, values, scale
        self.spans, self.names = spans, names
        self.words = words or quantity.title.partition(", ")[0]
        self._images: dict[range, QImage] = {}
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
        visible, columns = drawing.visible, drawing.columns(area)
        wanted = (drawing.look.name, drawing.pixels(columns), visible)
        if wanted != self._made_for:
            self._images, self._made_for = {}, wanted
        empty = gaps(self.spans, len(self.values))
        if self.names and area.height() / len(self.names) >= LEAST_NAME_HEIGHT:
            self._paint_names(drawing, area)
            empty = [steps for steps in empty if steps.start]
        drawing.hatch(area, empty)
        with drawing.only_columns(area):
            for span in self.spans:
                shown = range(max(span.start, visible.start), min(span.stop, visible.stop))
                if shown:
                    columns = drawing.columns(area, shown)
                    image = self._made(drawing, columns, shown)
                    heat_map(drawing.painter, columns, image, drawing.look.card)
            if self.beyond is not None:
                beyond = self.beyond[visible.start : visible.stop]
                drawing.mark_beyond(area, np.logical_or.reduce(beyond, axis=1))

    def _made(self, drawing: Drawing, columns: QRectF, shown: range) -> QImage:
        if shown not in self._images:
            across, down = drawing.pixels(columns)
            in_sight = averaged_rows(self.values[shown.start : shown.stop], across)
            fitting = averaged_rows(in_sight.T, down)
            look = drawing.look
            image = heat_image(fitting, *self.limits, self.colors(look), look.error)
            self._images[shown] = image
        return self._images[shown]

    def _paint_names(self, drawing: Drawing, area: QRectF) -> None:
        """What the encoder read at each step of the source, left of its row."""
        height = area.height() / len(self.names)
        columns = drawing.axis.columns(drawing.area)
        right = drawing.columns(area, self.spans[0]).left() - 6
        for number, text in enumerate(self.names):
            line = QRectF(columns.left(), area.top() + number * height, 0, height)
            line.setRight(max(columns.left(), right))
            draw_text(drawing.painter, line, text, drawing.look.muted, 7.5, RIGHT)

    def _paint_gutter(self, drawing: Drawing, area: QRectF) -> None:
        notes, fixed = self._notes(drawing, area), self.scale is not None and self.scale.fixed
        key = (self.quantity.title, self.quantity.symbol, self.limits, fixed, notes)

        def draw(drawing: Drawing) -> None:
            name(drawing, area, self.words, self.quantity.symbol)
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
            notes.append((f"{units} steps" if self.names else f"H = {units}", False))
        return tuple(notes)

    def paint_numbers(self, drawing: Drawing, area: QRectF, step: int) -> None:
        """The values of one step written into their squares, where these are large enough."""
        if not any(step in span for span in self.spans):
            return
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
