"""Pieces that several views draw: cards with a title, heat maps, colour bars, marks. Texts
and stamps, which have files of their own, can be had from here too."""

from functools import lru_cache
from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from rnnviz.gui.painting_squares import draw_squares, is_raster
from rnnviz.gui.painting_stamps import Stamps
from rnnviz.gui.painting_text import (
    CENTER,
    LEFT,
    RIGHT,
    at_time,
    draw_math,
    draw_text,
    kept_font,
    math_width,
    text_width,
)
from rnnviz.gui.theme import Look
from rnnviz.trace.trace import Trace

__all__ = [
    "BUTTONS_WIDTH",
    "CENTER",
    "LEFT",
    "PADDING",
    "RIGHT",
    "TITLE_HEIGHT",
    "Colors",
    "Floats",
    "Stamps",
    "at_time",
    "averaged_rows",
    "card",
    "color_bar",
    "color_of",
    "draw_math",
    "draw_squares",
    "draw_text",
    "heat_image",
    "heat_map",
    "is_raster",
    "kept_font",
    "levels",
    "math_width",
    "mixed",
    "provenance",
    "ramp_image",
    "text_width",
    "time_line",
    "time_mark",
    "title",
]

Floats = NDArray[np.floating]
Colors = NDArray[np.uint32]

#: Height of a card's title line, in logical pixels.
TITLE_HEIGHT = 30.0
PADDING = 12.0
#: Of the pictures of the canvas: at the right end of the title stand the buttons that lead
#: nearer.
BUTTONS_WIDTH = 186.0
#: Squares of a heat map are parted by lines where they are at least so wide and high.
LEAST_PARTED_WIDTH, LEAST_PARTED_HEIGHT = 10.0, 5.0


def card(painter: QPainter, area: QRectF, look: Look) -> None:
    """The rounded ground on which a view stands; its rim alone, or nothing, where the look wants
    it so."""
    painter.setPen(Qt.PenStyle.NoPen if look.is_bare else QPen(look.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if look.is_clear else look.card)
    painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)


def title(
    painter: QPainter,
    area: QRectF,
    look: Look,
    text: str,
    caption: str = "",
    taken: float = 0.0,
) -> None:
    """A card's title, with a caption behind it that is cut short where there is no room.

    taken  how much of the line's right end is taken by something else.
    """
    if look.is_bare:
        return
    width = area.width() - 2 * PADDING - taken
    line = QRectF(area.left() + PADDING, area.top() + 2, width, TITLE_HEIGHT)
    draw_text(painter, line, text, look.text, 9.75, bold=True)
    used = text_width(text, 9.75, bold=True) + 10
    draw_text(painter, line.adjusted(used, 0, 0, 0), caption, look.muted, 8.5)


def provenance(trace: Trace, part: str = "") -> str:
    """Where a picture comes from, for its caption: "LSTM · layer 1 · update 1,240 · pinned
    sample"; `part` is what it shows of the network."""
    origin = trace.origin
    cell = {"elman": "RNN"}.get(origin.cell, origin.cell.upper())
    batch = f"sequence {origin.sequence + 1} of the next batch"
    samples = {"pinned": "pinned sample", "batch": batch}
    sample = samples.get(origin.sample, origin.sample)
    parts = (cell, part, f"update {origin.update:,}", sample)
    return "  ·  ".join(filter(None, parts))


def mixed(one: QColor, other: QColor, share: float = 0.5) -> QColor:
    """A colour between two, with this share of the other one."""
    a, b = (one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue())
    red, green, blue = (round(x + share * (y - x)) for x, y in zip(a, b, strict=True))
    return QColor(red, green, blue)


def levels(values: Floats, low: float, high: float) -> NDArray[np.uint8]:
    """The colour number, 0 to 255, of each value between `low` and `high`; NaN gets 0."""
    with np.errstate(invalid="ignore", over="ignore"):
        scaled = values * (255.0 / (high - low))
        scaled += 0.5 - low * (255.0 / (high - low))
        # fmax takes the number where the other is NaN.
        numbers: NDArray[np.uint8] = np.fmin(np.fmax(scaled, 0.0), 255.0).astype(np.uint8)
    return numbers


def heat_image(
    values: Floats, low: float, high: float, colors: Colors, missing: QColor | None = None
) -> QImage:
    """An image with one pixel per number: values (rows, columns), colours from low to high.

    missing  the colour of what is not a number; without it that is drawn as `low`.
    """
    pixels = colors.take(levels(np.ascontiguousarray(values), low, high))
    if missing is not None:
        absent = np.isnan(values)
        if absent.any():
            pixels[absent] = missing.rgb()
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def color_of(value: float, low: float, high: float, colors: Colors) -> QColor:
    """The colour of one value."""
    return QColor.fromRgb(int(colors[levels(np.array([value]), low, high)[0]]))


@lru_cache(maxsize=64)
def _shares(count: int, wanted: int) -> Floats:
    """How much of each of `count` equal pieces lies in each of `wanted`, (wanted, count)."""
    edges = np.arange(wanted + 1) * (count / wanted)
    before = np.clip(edges[:, None] - np.arange(count), 0.0, 1.0)
    shares: Floats = np.diff(before, axis=0) * (wanted / count)
    return shares


def averaged_rows(values: Floats, wanted: int) -> Floats:
    """As many rows as there are pixels, each the mean of what falls into it, so that no row
    is left out where there is no room for all of them."""
    wanted = max(1, wanted)
    if wanted >= len(values):
        return values
    with np.errstate(invalid="ignore", over="ignore"):
        mean: Floats = _shares(len(values), wanted) @ values
    if np.isfinite(mean).all():
        return mean
    # One number that is none would spoil all the means of its column.
    return values[np.arange(wanted) * len(values) // wanted]


def heat_map(painter: QPainter, area: QRectF, image: QImage, ground: QColor) -> None:
    """A heat map: sharp squares, parted by thin lines where they are large enough."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    draw_squares(painter, area, image)
    painter.setPen(QPen(ground, 1))
    lines = _parting_lines(area, image.width(), image.height())
    if lines:
        painter.drawLines(lines)
    painter.restore()


def _parting_lines(area: QRectF, columns: int, rows: int) -> list[QLineF]:
    return _kept_lines(area.left(), area.top(), area.width(), area.height(), columns, rows)


@lru_cache(maxsize=128)
def _kept_lines(
    left: float, top: float, width: float, height: float, columns: int, rows: int
) -> list[QLineF]:
    across, down, lines = width / columns, height / rows, []
    if across >= LEAST_PARTED_WIDTH:
        at = [left + column * across for column in range(1, columns)]
        lines += [QLineF(x, top, x, top + height) for x in at]
    if down >= LEAST_PARTED_HEIGHT:
        at = [top + row * down for row in range(1, rows)]
        lines += [QLineF(left, y, left + width, y) for y in at]
    return lines


def color_bar(
    painter: QPainter,
    area: QRectF,
    look: Look,
    colors: Colors,
    low: str,
    high: str,
    width: float = 54.0,
) -> None:
    """A legend: the colours from low to high in the middle, with the two ends written out."""
    if look.is_bare:
        return
    bar = QRectF(area.center().x() - width / 2, area.center().y() - 4, width, 8)
    draw_squares(painter, bar, ramp_image(colors))
    left = QRectF(area.left(), area.top(), bar.left() - area.left() - 4, area.height())
    right = QRectF(bar.right() + 4, area.top(), area.right() - bar.right() - 4, area.height())
    draw_text(painter, left, low, look.muted, 7.5, RIGHT)
    draw_text(painter, right, high, look.muted, 7.5, LEFT)


def ramp_image(colors: Colors) -> QImage:
    """All colours of a map from left to right, one pixel high."""
    ramp = np.ascontiguousarray(colors[None, ::2])
    size = ramp.shape[1]
    return QImage(ramp.data, size, 1, 4 * size, QImage.Format.Format_RGB32).copy()


def time_mark(
    painter: QPainter, look: Look, left: float, right: float, area: QRectF, strong: bool
) -> None:
    """Mark the column between two x: a soft ground, and a dashed line where it is picked."""
    soft = QColor(look.accent)
    soft.setAlpha(36 if strong else 22)
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), soft)
    if strong:
        time_line(painter, look, (left + right) / 2, area)


def time_line(painter: QPainter, look: Look, x: float, area: QRectF) -> None:
    """The dashed line through a picked time step, its gaps filled, so that it is seen on
    every ground."""
    middle = floor(x) + 0.5
    top, bottom = QPointF(middle, area.top()), QPointF(middle, area.bottom())
    for color, style in ((look.card, Qt.PenStyle.SolidLine), (look.accent, Qt.PenStyle.DashLine)):
        painter.setPen(QPen(color, 1, style))
        painter.drawLine(top, bottom)
