"""The stack: what every step k adds to ∂E/∂W, in parts by the distance of the loss they come from,
with the norm of their sum."""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QImage, QPen

from rnnviz.gui.painting import CENTER, Colors, draw_squares, draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.number_axis import number, ticks
from rnnviz.gui.views.track_bars import BAR_SHARE, WIDEST
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import scale_mark
from rnnviz.gui.views.track_scale import Floats
from rnnviz.trace.source_rows import SourceRows

#: The colours of distance 0 and of the greatest, as shares of the ramp.
NEAREST, FARTHEST = 1.0, 0.12
#: Room above the bars for a ratio, and the least column in which one can be read.
ABOVE, LEAST_WRITTEN, SIZE = 14.0, 23.0, 7.0


@dataclass(frozen=True)
class Stack:
    """One bar for each step k.

    rows      ‖G[s, k]‖.
    together  ‖Σ_s G[s, k]‖, (T,).
    bound     how high the plot goes.
    """

    rows: SourceRows
    together: Floats
    bound: float

    @property
    def heights(self) -> Floats:
        """Σ_s ‖G[s, k]‖, (T,)."""
        heights: Floats = self.rows.values.sum(axis=0)
        return heights

    def ratio(self, time: int) -> float | None:
        """‖Σ‖ / Σ‖·‖ at a step: how much is left when the parts are added; None where there is
        nothing."""
        parts = float(self.heights[time])
        return float(self.together[time]) / parts if parts > 0 else None

    def ordered(self, time: int) -> tuple[NDArray[np.intp], Floats]:
        """The rows at a step from the nearest source on, and the heights up to which they go."""
        order = np.argsort(self.distances(time), kind="stable")
        return order, np.cumsum(self.rows.values[order, time])

    def distances(self, time: int) -> NDArray[np.int_]:
        """How far each source is from a step."""
        found: NDArray[np.int_] = np.abs(np.array(self.rows.sources, dtype=int) - time)
        return found

    def source_at(self, time: int, height: float) -> int | None:
        """The source whose part lies at a height; None above the bar."""
        order, ends = self.ordered(time)
        place = int(np.searchsorted(ends, height, side="right"))
        return self.rows.sources[order[place]] if place < len(order) else None


def distance_color(distances: NDArray[np.int_], steps: int, look: Look) -> Colors:
    """The colour of each distance: the nearer, the stronger, in powers, so that the first few are
    told apart."""
    share = np.log1p(distances) / max(log(max(steps, 2)), 1e-9)
    at = NEAREST + (FARTHEST - NEAREST) * np.clip(share, 0.0, 1.0)
    colors: Colors = look.magnitude[(255 * at).round().astype(int)]
    return colors


def height_at(area: QRectF, value: float, bound: float) -> float:
    """The y of a number."""
    return area.bottom() - (area.height() - ABOVE) * min(1.0, value / bound)


def value_at(area: QRectF, y: float, bound: float) -> float:
    """The number at a y."""
    return (area.bottom() - y) / (area.height() - ABOVE) * bound


def paint_stack(drawing: Drawing, area: QRectF, stack: Stack) -> None:
    """The bars of the visible steps, their marks and their ratios."""
    _paint_levels(drawing, area, stack.bound)
    painter, (left, width) = drawing.painter, drawing.edges
    bar = max(1.0, round(min(WIDEST, width * BAR_SHARE if width >= 4 else width)))
    plot = area.adjusted(0, ABOVE, 0, 0)
    down = max(1, drawing.pixels(plot)[1])
    with drawing.only_columns(area):
        for place, time in enumerate(drawing.visible):
            x = round(left + (place + 0.5) * width - bar / 2)
            image = _bar_image(stack, time, down, drawing.look)
            draw_squares(painter, QRectF(x, plot.top(), bar, plot.height()), image)
        drawing.mark_beyond(plot, _beyond(stack, drawing.visible))
        for place, time in enumerate(drawing.visible):
            middle = left + (place + 0.5) * width
            _paint_sum(drawing, area, stack, time, middle, bar)
            if width >= LEAST_WRITTEN:
                _paint_ratio(drawing, area, stack, time, middle)


def _beyond(stack: Stack, visible: range) -> NDArray[np.bool_]:
    heights = stack.heights[visible.start : visible.stop]
    beyond: NDArray[np.bool_] = ~(heights <= stack.bound)
    return beyond


def _bar_image(stack: Stack, time: int, down: int, look: Look) -> QImage:
    """One bar, a pixel wide, from the top of the plot to its foot."""
    order, ends = stack.ordered(time)
    at = (np.arange(down)[::-1] + 0.5) / down * stack.bound
    part = np.searchsorted(ends, at, side="right")
    colors = distance_color(stack.distances(time)[order], stack.rows.steps, look)
    pixels = np.append(colors, np.uint32(0))[part].astype(np.uint32)
    column = np.ascontiguousarray(pixels[:, None])
    return QImage(column.data, 1, down, 4, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _paint_sum(
    drawing: Drawing, area: QRectF, stack: Stack, time: int, middle: float, bar: float
) -> None:
    """A mark across the bar, as high as the norm of the sum; with a rim, so that it is seen."""
    value = float(stack.together[time])
    if not value > 0:
        return
    y, half = round(height_at(area, value, stack.bound)), max(1.5, bar / 2 + 1.5)
    line = QLineF(middle - half, y, middle + half, y)
    for color, width in ((drawing.look.card, 4.0), (drawing.look.text, 2.0)):
        drawing.painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        drawing.painter.drawLine(line)


def _paint_ratio(drawing: Drawing, area: QRectF, stack: Stack, time: int, middle: float) -> None:
    ratio = stack.ratio(time)
    if ratio is not None:
        top = height_at(area, float(stack.heights[time]), stack.bound)
        line = QRectF(middle - 16, top - 13, 32, 12)
        draw_text(drawing.painter, line, f"{ratio:.2f}", drawing.look.muted, SIZE, CENTER)


def _paint_levels(drawing: Drawing, area: QRectF, bound: float) -> None:
    columns, painter = drawing.axis.columns(drawing.area), drawing.painter
    for value in ticks(0.0, bound, max(1, int(area.height() / 30))):
        y = round(height_at(area, value, bound)) + 0.5
        painter.setPen(QPen(drawing.look.border, 1))
        painter.drawLine(QLineF(columns.left(), y, columns.right(), y))
        scale_mark(drawing, area, y, number(value))
