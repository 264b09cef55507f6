"""Vectors as strips of colour, one for each time step, drawn as one picture."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from rnnviz.gui.painting import draw_squares, heat_image, is_raster, levels
from rnnviz.gui.theme import Look
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.trace.trace import Quantity

#: A unit of at least so many pixels is parted from the next by a line.
LEAST_PARTED = 5.0
TRANSPARENT = np.uint32(0)


def paint_strips(
    painter: QPainter,
    look: Look,
    quantity: Quantity,
    values: NDArray[np.floating],
    steps: range,
    row: Row,
    place: UnrolledLayout,
) -> None:
    """A vector at each of some steps, where these are in sight: a row for each unit, blue below 0.

    values  (T, H).
    """
    shown = place.in_sight(steps)
    if not shown:
        return
    low, high = quantity.range or _symmetric(values)
    low, units = min(low, -high), values.shape[1]
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, units > row.height)
    in_sight = values[shown.start : shown.stop].T
    if is_raster(painter):
        _paint_at_once(painter, look, in_sight, (low, high), shown, row, place)
    else:
        image = heat_image(in_sight, low, high, look.signed)
        for column, box in enumerate(place.boxes(row, shown)):
            draw_squares(painter, box, image.copy(column, 0, 1, units))
    if row.height / units >= LEAST_PARTED and place.box_width >= 8:
        _part_units(painter, look, units, row, place.boxes(row, shown))


def _paint_at_once(
    painter: QPainter,
    look: Look,
    values: NDArray[np.floating],
    limits: tuple[float, float],
    shown: range,
    row: Row,
    place: UnrolledLayout,
) -> None:
    """All strips as one picture as wide as the columns, transparent between the strips."""
    ratio = painter.deviceTransform().m11()
    count = len(shown)
    width = round(count * place.column_width * ratio)
    steps = _step_of_pixel(width, count, place.box_width / place.column_width)
    colors = np.full((len(values), count + 1), TRANSPARENT)
    colors[:, :count] = look.signed[levels(np.ascontiguousarray(values), *limits)]
    pixels = colors.take(steps, axis=1)
    image = QImage(
        pixels.data, width, len(values), 4 * width, QImage.Format.Format_ARGB32_Premultiplied
    )
    area = QRectF(place.left(shown.start), row.top, count * place.column_width, row.height)
    painter.drawImage(area, image)


@lru_cache(maxsize=32)
def _step_of_pixel(width: int, count: int, share: float) -> NDArray[np.intp]:
    """Which of `count` steps each pixel of a row shows; `count` for the gaps between strips,
    which fill the middle `share` of their columns."""
    at = (np.arange(width) + 0.5) * count / width
    step = at.astype(np.intp)
    inside = np.abs(at - step - 0.5) <= share / 2
    steps: NDArray[np.intp] = np.where(inside, step, count)
    return steps


def _part_units(painter: QPainter, look: Look, units: int, row: Row, boxes: list[QRectF]) -> None:
    heights = [row.top + n * row.height / units for n in range(1, units)]
    painter.setPen(QPen(look.card, 1))
    painter.drawLines(
        [QLineF(box.left() + 0.5, y, box.right() - 0.5, y) for box in boxes for y in heights]
    )


def _symmetric(values: NDArray[np.floating]) -> tuple[float, float]:
    limit = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
    return -limit, limit
