"""MapTrack: which step's loss reaches which step of a compared network, one row for each loss."""

from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from rnnviz.gui.painting import (
    averaged_rows,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    ramp_image,
)
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import SMALL, decade, gutter, note, row
from rnnviz.gui.views.track_scale import DecadeScale, Floats
from rnnviz.trace.source_rows import SourceRows

MISSING = "not made while it trains"


class MapTrack:
    """‖∂E_s/∂h_k‖: rows are the steps s that have a loss, the first at the top; columns the steps
    k, on the axis of time. Logarithmic, on the scale of all networks.

    rows  None where they were not made.
    """

    def __init__(self, rows: SourceRows | None, scale: DecadeScale, symbol: str) -> None:
        self.rows, self.scale, self.symbol = rows, scale, symbol
        self._image: QImage | None = None
        self._made_for: tuple[object, ...] = ()

    @cached_property
    def norms(self) -> Floats:
        """All numbers that the scale has to hold."""
        return np.zeros(0) if self.rows is None else self.rows.values[self.rows.values > 0]

    def paint(self, drawing: Drawing, area: QRectF) -> None:
        """The squares and the gutter beside them; `area` goes over the whole width."""
        self._paint_gutter(drawing, area)
        columns = drawing.columns(area)
        if self.rows is None:
            within = drawing.axis.columns(drawing.area)
            place = QRectF(within.left(), area.top(), within.width(), area.height())
            draw_text(drawing.painter, place, MISSING, drawing.look.muted, SMALL)
            return
        with drawing.only_columns(area):
            heat_map(drawing.painter, columns, self._made(drawing, columns), drawing.look.card)

    def _made(self, drawing: Drawing, columns: QRectF) -> QImage:
        wanted = (
            drawing.look.name,
            drawing.pixels(columns),
            drawing.visible,
            self.scale.floor,
            self.scale.top,
        )
        if self._image is None or wanted != self._made_for:
            self._image, self._made_for = self._drawn(drawing, columns), wanted
        return self._image

    def _drawn(self, drawing: Drawing, columns: QRectF) -> QImage:
        assert self.rows is not None
        seen, (across, down) = drawing.visible, drawing.pixels(columns)
        values = self.rows.values[:, seen.start : seen.stop]
        with np.errstate(divide="ignore", invalid="ignore"):
            powers = np.log10(values)
        # What is 0 lies far below every floor; where there is no room for all, means are drawn.
        powers = np.where(np.isfinite(powers), powers, 2.0 * self.scale.floor)
        powers = np.where(np.isnan(values), np.nan, powers)
        fitting = averaged_rows(averaged_rows(powers.T, across).T, down)
        look = drawing.look
        image = heat_image(fitting, self.scale.floor, self.scale.top, look.magnitude, look.error)
        return _without_nothing(image, fitting, self.scale.floor, ground(look))

    def _paint_gutter(self, drawing: Drawing, area: QRectF) -> None:
        floor, top = self.scale.floor, self.scale.top
        is_high = area.height() > 32

        def draw(drawing: Drawing) -> None:
            place = row(area, 0)
            if place is not None:
                draw_math(drawing.painter, place, self.symbol, drawing.look.text)
            below = row(area, 1) if is_high else None
            if below is not None:
                text = f"{decade(floor)} … {decade(top)}"
                draw_text(drawing.painter, below, text, drawing.look.muted, SMALL)
                bar = QRectF(below.left() + 56, below.center().y() - 3, below.width() - 56, 7)
                drawing.painter.drawImage(bar, ramp_image(drawing.look.magnitude))
                note(drawing, area, 2, "rows: the losses s")

        drawing.stamp(gutter(area), ("map", self.symbol, floor, top, is_high), draw)


def ground(look: Look) -> QColor:
    """Where nothing arrives that is on the scale."""
    return look.window


def _without_nothing(image: QImage, powers: Floats, floor: int, color: QColor) -> QImage:
    """What lies below the floor in a colour of its own: it is not merely small."""
    below = powers < floor
    if not below.any():
        return image
    pixels = np.frombuffer(image.bits(), np.uint32).reshape(image.height(), -1)
    pixels[:, : image.width()][below] = color.rgb()
    return image
