"""Bars over the columns of a track, and the scale they stand on."""

from math import inf

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import scale_mark
from rnnviz.gui.views.track_scale import Floats

#: Heights from 0 to 1 with what is written there, from the lowest.
Levels = tuple[tuple[float, str], ...]

#: Room above the highest bar, and below the floor, where marks hang for what lies below it.
ABOVE, BELOW = 4.0, 7.0
#: A bar's share of its column, and its greatest width; two numbers of a scale are at least
#: so far apart.
BAR_SHARE, WIDEST, LEAST_MARK_DISTANCE = 0.72, 60.0, 11.0


def plot(area: QRectF) -> QRectF:
    """From the floor to the top of a scale, over a track's whole width."""
    return area.adjusted(0, ABOVE, 0, -BELOW)


def height_of(area: QRectF, share: float) -> float:
    """The y of a height from 0 to 1."""
    ground = plot(area)
    return round(ground.bottom() - share * ground.height())


def paint_bars(drawing: Drawing, area: QRectF, shares: Floats, color: QColor) -> None:
    """Bars of 0 … 1 of the plot's height, for the visible steps; none where that is 0."""
    left, width = drawing.edges
    ground, steps = plot(area), np.flatnonzero(shares > 0)
    # On whole pixels: sharper, and several times faster than with smoothed edges.
    bar = max(1, round(min(WIDEST, width * BAR_SHARE if width >= 4 else width)))
    lefts = np.rint(left + (steps + 0.5) * width - bar / 2).astype(int).tolist()
    heights = np.maximum(1, np.rint(shares[steps] * ground.height())).astype(int).tolist()
    bottom, painter = round(ground.bottom()), drawing.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects([QRect(x, bottom - h, bar, h) for x, h in zip(lefts, heights, strict=True)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_stubs(drawing: Drawing, area: QRectF, flags: NDArray[np.bool_]) -> None:
    """A small triangle hanging below the floor, for what is too small for a bar."""
    left, width = drawing.edges
    top, half = plot(area).bottom() + 1.5, min(3.5, 0.45 * width)
    path = QPainterPath()
    for x in (left + (np.flatnonzero(flags) + 0.5) * width).tolist():
        corners = (x - half, top), (x + half, top), (x, top + 1.3 * half), (x - half, top)
        path.addPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    drawing.painter.fillPath(path, drawing.look.muted)


def paint_levels(drawing: Drawing, area: QRectF, levels: Levels) -> None:
    """Thin lines over the columns at some heights."""
    columns, painter = drawing.axis.columns(drawing.area), drawing.painter
    ys = [height_of(area, share) for share, _ in levels]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(drawing.look.border, 1))
    painter.drawLines([QLineF(columns.left(), y, columns.right(), y) for y in ys])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_level_marks(drawing: Drawing, area: QRectF, levels: Levels) -> None:
    """The numbers of the heights, as many as there is room for."""
    last = inf
    for share, text in levels:
        y = height_of(area, share)
        if last - y >= LEAST_MARK_DISTANCE:
            scale_mark(drawing, area, y, text)
            last = y


def runs(flags: NDArray[np.bool_]) -> list[range]:
    """The stretches in which a flag is set."""
    padded = np.concatenate(([False], flags, [False]))
    edges = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
    return [range(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
