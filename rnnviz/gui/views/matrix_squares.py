"""A square matrix with signs as squares of colour."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import Floats, draw_squares, heat_image
from rnnviz.gui.theme import Look

#: Squares are parted by lines where they are at least so large.
PARTED = 7.0


def paint_squares(
    painter: QPainter, area: QRectF, matrix: Floats, bound: float, look: Look
) -> None:
    """The colours go from −bound to bound; where there are more numbers than pixels, each pixel
    shows the largest of what falls into it, with its sign: in a mean they would cancel, and a
    diagonal would fade."""
    pixels = max(1, round(area.width() * painter.deviceTransform().m11()))
    fitted = _fitted(matrix, pixels)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_squares(painter, area, heat_image(fitted, -bound, bound, look.signed, look.error))
    size = area.width() / len(fitted)
    if size >= PARTED:
        painter.setPen(QPen(look.card, 1))
        for n in range(1, len(fitted)):
            x, y = round(area.left() + n * size), round(area.top() + n * size)
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
    painter.setPen(QPen(look.muted, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
    painter.restore()


def _fitted(matrix: Floats, pixels: int) -> Floats:
    """The number farthest from 0 of what falls into each of so many rows and columns."""
    count = len(matrix)
    if count <= pixels:
        return matrix
    edges = np.arange(pixels) * count // pixels
    most, least = (
        extreme.reduceat(extreme.reduceat(matrix, edges, axis=0), edges, axis=1)
        for extreme in (np.maximum, np.minimum)
    )
    farthest: Floats = np.where(most >= -least, most, least)
    return farthest
