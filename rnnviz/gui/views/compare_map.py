"""MapTrack: which step's loss reaches which step of a compared network, one row for each loss."""

from functools import cached_property
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.gui.painting import draw_math, draw_squares, draw_text, heat_map, ramp_image
from rnnviz.gui.theme import Look
from rnnviz.gui.views.gradient_legend import paint_hatched, stretches
from rnnviz.gui.views.log_range import LogRange, greatest_of
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import SMALL, decade, gutter, note, row
from rnnviz.gui.views.track_scale import DecadeScale, Floats
from rnnviz.trace.source_rows import SourceRows

MISSING = "not made at once; Gradient (Ctrl+4) makes it for the network shown"


class Made(NamedTuple):
    """The squares; and where they are hatched, as they lie below the scale or beyond it."""

    image: QImage
    below: list[QRectF]
    beyond: list[QRectF]


class MapTrack:
    """‖∂E_s/∂h_k‖: rows are the steps s that have a loss, the first at the top; columns the steps
    k, on the axis of time. Logarithmic, on the scale of all networks.

    rows  None where they were not made.
    """

    def __init__(self, rows: SourceRows | None, scale: DecadeScale, symbol: str) -> None:
        self.rows, self.scale, self.symbol = rows, scale, symbol
        self._drawn: Made | None = None
        self._drawn_for: tuple[object, ...] = ()

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
        painter, look = drawing.painter, drawing.look
        image, below, beyond = self._made(drawing, columns)
        with drawing.only_columns(area):
            painter.fillRect(columns, ground(look))
            heat_map(painter, columns, image, look.card)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            paint_hatched(painter, below, look)
            paint_hatched(painter, beyond, look, is_beyond=True)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _made(self, drawing: Drawing, columns: QRectF) -> Made:
        wanted = (
            drawing.look.name,
            columns.getRect(),
            drawing.pixels(columns),
            drawing.visible,
            self.scale.floor,
            self.scale.top,
        )
        if self._drawn is None or wanted != self._drawn_for:
            self._drawn, self._drawn_for = self._draw(drawing, columns), wanted
        return self._drawn

    def _draw(self, drawing: Drawing, columns: QRectF) -> Made:
        assert self.rows is not None
        seen, (across, down) = drawing.visible, drawing.pixels(columns)
        scale = LogRange(self.scale.floor, self.scale.top)
        fitted = greatest_of(self.rows.values[:, seen.start : seen.stop], down, across)
        return Made(
            scale.image(fitted, drawing.look),
            stretches(columns, scale.is_below(fitted)),
            stretches(columns, scale.is_beyond(fitted)),
        )

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
                draw_squares(drawing.painter, bar, ramp_image(drawing.look.magnitude))
                note(drawing, area, 2, "rows: the losses s")
                note(drawing, area, 3, "hatched: outside")

        drawing.stamp(gutter(area), ("map", self.symbol, floor, top, is_high), draw)


def ground(look: Look) -> QColor:
    """Where nothing arrives at all."""
    return look.window
