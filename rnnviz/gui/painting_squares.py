"""Squares of colour, one for each pixel of a small image, that stay sharp at any size: on the
screen as an image, on a page as rectangles."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter

#: Of more runs of one colour than these a page would be heavy: it gets an image of larger squares.
MOST_RUNS = 40_000
#: As far as such an image is enlarged, and how many pixels it then has at most in a line.
MOST_ENLARGED, MOST_ACROSS = 16, 4096

Pixels = NDArray[np.uint32]


def is_raster(painter: QPainter) -> bool:
    """Whether a painter paints pixels, not lines and text of a page."""
    return painter.paintEngine().type() == QPaintEngine.Type.Raster


def draw_squares(painter: QPainter, area: QRectF, image: QImage) -> None:
    """Fill an area with the pixels of an image, as sharp squares; transparent ones are left out."""
    if is_raster(painter):
        painter.drawImage(area, image)
        return
    pixels = _pixels(image)
    starts = _starts(pixels)
    if np.count_nonzero(starts) > MOST_RUNS:
        painter.drawImage(area, _enlarged(image))
        return
    _fill_runs(painter, area, pixels, starts)


def _pixels(image: QImage) -> Pixels:
    """(rows, columns), each 0xAARRGGBB."""
    plain = image.convertToFormat(QImage.Format.Format_ARGB32)
    lines = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), -1)
    pixels: Pixels = lines[:, : plain.width()].copy()
    return pixels


def _starts(pixels: Pixels) -> NDArray[np.bool_]:
    """Where another colour begins than that of the pixel before in the row."""
    starts = np.ones(pixels.shape, bool)
    starts[:, 1:] = pixels[:, 1:] != pixels[:, :-1]
    return starts


def _fill_runs(painter: QPainter, area: QRectF, pixels: Pixels, starts: NDArray[np.bool_]) -> None:
    """A rectangle for each run. Where something opaque comes after it, it reaches below that: a
    program that shows the page smooths edges, and what is behind would shine through."""
    rows, columns = pixels.shape
    xs = area.left() + np.arange(columns + 1) * (area.width() / columns)
    ys = area.top() + np.arange(rows + 1) * (area.height() / rows)
    opaque = pixels >= 0xFF000000
    for row in range(rows):
        edges = [*np.flatnonzero(starts[row]).tolist(), columns]
        for first, end in pairwise(edges):
            if not pixels[row, first] >> 24:
                continue
            right = end + (end < columns and bool(opaque[row, end]))
            below = row + 1 < rows and bool(opaque[row + 1, first:right].all())
            x, y = float(xs[first]), float(ys[row])
            place = QRectF(x, y, float(xs[right]) - x, float(ys[row + 1 + below]) - y)
            painter.fillRect(place, QColor.fromRgba(int(pixels[row, first])))


def _enlarged(image: QImage) -> QImage:
    """The program that shows the page smooths what it enlarges: give it larger squares."""
    longest = max(image.width(), image.height())
    factor = max(1, min(MOST_ENLARGED, MOST_ACROSS // longest))
    return image.scaled(image.width() * factor, image.height() * factor)
