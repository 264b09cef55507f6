"""A strip: one parameter's histograms over the updates, a column for each update kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, overload

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import RIGHT, Colors, Floats, draw_squares, draw_text, levels
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.update_axis import UpdateAxis
from rnnviz.trace.histograms import (
    FIRST,
    GRADIENT_BINS,
    LEAST,
    MOST,
    PER_DECADE,
    TINY,
    WEIGHT_BINS,
    ZEROS,
    Histogram,
    medians,
    weight_place,
)
from rnnviz.trace.summary import Summary

Kind = Literal["weights", "gradients"]
KINDS: tuple[Kind, ...] = ("weights", "gradients")
#: A share s is as strong as s^GAMMA: one bin of a hundred can be seen beside one that has all.
GAMMA = 0.4
#: The least strength of what is not empty; and the bands for exact zeros, in pixels.
FAINTEST, ZEROS_HEIGHT, ZEROS_GAP = 0.06, 7.0, 2.0
#: Of the numbers of a scale: their size, how far they stand apart, and the least band for zeros.
SIZE, APART, LEAST_ZEROS = 7.0, 10.0, 5.0
#: Ticks of weights, the first of them where there is no room for all; and the least that is
#: shown of their scale.
WEIGHT_TICKS, LEAST_REACH = (0.0, 1.0, 0.1, 10.0, 0.5, 5.0, 0.2, 2.0), 0.15
#: A strip has at most so many columns, and one of a single update is so wide.
COLUMNS, NARROWEST = 400, 6.0


class Histograms(NamedTuple):
    """Of one parameter, of those summaries that have it."""

    updates: Floats
    found: tuple[Histogram, ...]
    shares: Floats  # (updates, bins)


def histograms_of(summaries: Sequence[Summary], kind: Kind, name: str) -> Histograms:
    """Of weights or of gradients."""
    there = [(each.update, getattr(each, kind)) for each in summaries]
    known = [(update, by_name[name]) for update, by_name in there if name in by_name]
    bins = WEIGHT_BINS if kind == "weights" else GRADIENT_BINS
    shares = [histogram.shares for _, histogram in known]
    return Histograms(
        np.array([update for update, _ in known], float),
        tuple(histogram for _, histogram in known),
        np.stack(shares) if shares else np.zeros((0, bins), np.float32),
    )


@dataclass(frozen=True)
class Reach:
    """Which bins are shown: from `low` to before `high`; of gradients exact zeros stand apart."""

    kind: Kind
    low: int
    high: int


def reach_of(kind: Kind, all_of_them: Sequence[Histograms]) -> Reach:
    """All that there is; weights symmetrically around 0, gradients over some powers of ten."""
    filled = np.zeros(WEIGHT_BINS if kind == "weights" else GRADIENT_BINS, bool)
    for each in all_of_them:
        filled |= (each.shares > 0).any(axis=0)
    if kind == "weights":
        places = np.flatnonzero(filled)
        middle = WEIGHT_BINS // 2
        least = int(weight_place(LEAST_REACH)) + 1 - middle
        far = max([least, *(abs(int(at) - middle) + 1 for at in places)])
        return Reach(kind, max(0, middle - far), min(WEIGHT_BINS, middle + far))
    places = np.flatnonzero(filled[TINY:]) + TINY
    if not len(places):
        return Reach(kind, FIRST + (-8 - LEAST) * PER_DECADE, FIRST - LEAST * PER_DECADE)
    # The scale begins at a whole power of ten.
    low = max(TINY, FIRST + (int(places[0]) - FIRST) // PER_DECADE * PER_DECADE)
    return Reach(kind, low, max(low + 2 * PER_DECADE, int(places[-1]) + 1))


class Strip:
    """Where the bins of a strip stand in an area."""

    def __init__(self, reach: Reach, area: QRectF) -> None:
        self.reach, self.area = reach, area
        self.scale, self.zeros = QRectF(area), QRectF()
        if reach.kind == "gradients":
            high = min(ZEROS_HEIGHT, area.height() / 5)
            self.zeros = QRectF(area.left(), area.bottom() - high, area.width(), high)
            self.scale.setBottom(self.zeros.top() - ZEROS_GAP)

    @overload
    def y(self, place: float) -> float: ...

    @overload
    def y(self, place: Floats) -> Floats: ...

    def y(self, place: float | Floats) -> float | Floats:
        """The height of a place on the scale, in bins."""
        share = (place - self.reach.low) / (self.reach.high - self.reach.low)
        return self.scale.bottom() - share * self.scale.height()

    def bin_at(self, y: float) -> int | None:
        """The bin at a height."""
        if self.zeros.top() <= y <= self.zeros.bottom() and self.reach.kind == "gradients":
            return ZEROS
        if not self.scale.top() <= y <= self.scale.bottom():
            return None
        share = (self.scale.bottom() - y) / self.scale.height()
        reach = self.reach
        return min(reach.high - 1, reach.low + int(share * (reach.high - reach.low)))

    def ticks(self) -> list[tuple[float, str]]:
        """Places on the scale with what is written there, the most important first."""
        if self.reach.kind == "weights":
            values = [value for each in WEIGHT_TICKS for value in {each, -each}]
            found = [(float(weight_place(v)), f"{v:g}".replace("-", "−")) for v in values]
        else:
            found = [(FIRST + (n - LEAST) * PER_DECADE, decade(n)) for n in range(MOST, LEAST, -1)]
        return [(at, text) for at, text in found if self.reach.low <= at <= self.reach.high]


def paint_strip(
    painter: QPainter, look: Look, strip: Strip, axis: UpdateAxis, shown: Histograms
) -> None:
    """The columns, with a line through the medians; nothing where no update was kept."""
    painter.setPen(QPen(look.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(strip.scale.adjusted(0, -0.5, 0, 0.5))
    if strip.zeros.height():
        painter.drawRect(strip.zeros.adjusted(0, -0.5, 0, 0.5))
    if not len(shown.updates):
        painter.fillRect(strip.area, QBrush(look.border, Qt.BrushStyle.BDiagPattern))
        return
    left, right = axis.x(shown.updates[0]), axis.x(shown.updates[-1])
    right = min(max(right, left + NARROWEST), strip.area.right())
    left = min(left, right - NARROWEST)
    # A column stands for the update that is nearest to it.
    count = max(1, min(COLUMNS, round(right - left)))
    at = np.linspace(shown.updates[0], shown.updates[-1], count)
    between = (shown.updates[1:] + shown.updates[:-1]) / 2
    columns = shown.shares[np.searchsorted(between, at)].T
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    scale = QRectF(left, strip.scale.top(), right - left, strip.scale.height())
    reach = strip.reach
    draw_squares(
        painter, scale, _image(columns[reach.low : reach.high][::-1], colors_of(look, reach.kind))
    )
    if strip.zeros.height():
        zeros = QRectF(left, strip.zeros.top(), right - left, strip.zeros.height())
        draw_squares(
            painter, zeros, _image(columns[ZEROS : ZEROS + 1], colors_of(look, reach.kind))
        )
    painter.restore()
    _paint_medians(painter, look, strip, axis, shown)


def colors_of(look: Look, kind: Kind) -> Colors:
    """From nothing to all."""
    return look.gate if kind == "weights" else look.magnitude


def strength(shares: Floats) -> Floats:
    """How strong the colour of a share is, 0…1."""
    strong: Floats = np.where(shares > 0, np.maximum(FAINTEST, np.power(shares, GAMMA)), 0.0)
    return strong


def _image(shares: Floats, colors: Colors) -> QImage:
    """One pixel for each share; where there is none, nothing is drawn."""
    pixels = colors.take(levels(strength(shares), 0.0, 1.0))
    pixels[shares == 0] = 0
    rows, columns = pixels.shape
    kind = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(np.ascontiguousarray(pixels).data, columns, rows, 4 * columns, kind).copy()


def _paint_medians(
    painter: QPainter, look: Look, strip: Strip, axis: UpdateAxis, shown: Histograms
) -> None:
    """Half of the numbers are below the line."""
    middles = medians(shown.shares)
    known = ~np.isnan(middles)
    places = np.clip(middles[known], strip.reach.low, strip.reach.high)
    ys = strip.y(places)
    if strip.reach.kind == "gradients":
        ys = np.where(middles[known] < TINY, strip.zeros.center().y(), ys)
    xs = axis.x(shown.updates[known])
    line = QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.card, 2.6))
    painter.drawPolyline(line)
    painter.setPen(QPen(look.text, 1.2))
    painter.drawPolyline(line)


def paint_ticks(painter: QPainter, look: Look, strip: Strip, width: float) -> None:
    """The numbers of the scale, at the left of a strip, as many as there is room for; and a line
    at each, over the strip."""
    taken: list[float] = []
    right = strip.area.left() - 3
    ticks = [(strip.y(place), text) for place, text in strip.ticks()]
    if strip.zeros.height() >= LEAST_ZEROS:
        ticks.insert(0, (strip.zeros.center().y(), "0"))
    for y, text in ticks:
        middle = max(strip.area.top() + 4, min(strip.area.bottom() - 3, y))
        if all(abs(middle - other) >= APART for other in taken):
            taken.append(middle)
            label = QRectF(right - width, middle - 6, width, 12)
            draw_text(painter, label, text, look.muted, SIZE, RIGHT)
            painter.fillRect(QRectF(strip.area.left() - 2, round(y), 2, 1), look.muted)


def paint_profile(
    painter: QPainter, look: Look, strip: Strip, area: QRectF, histogram: Histogram
) -> None:
    """One histogram beside a strip, on its scale, its bars to the right; the longest fills it."""
    reach, shares = strip.reach, histogram.shares
    longest = float(shares.max(initial=0.0)) or 1.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    color = QColor.fromRgb(int(colors_of(look, reach.kind)[190]))
    for place in range(reach.low, reach.high):
        if shares[place] > 0:
            top, bottom = round(strip.y(place + 1)), round(strip.y(place))
            long = max(1.0, float(shares[place]) / longest * area.width())
            painter.fillRect(QRectF(area.left(), top, long, max(1, bottom - top)), color)
    if strip.zeros.height() and shares[ZEROS] > 0 and reach.kind == "gradients":
        long = max(1.0, float(shares[ZEROS]) / longest * area.width())
        zeros = QRectF(area.left(), strip.zeros.top(), long, strip.zeros.height())
        painter.fillRect(zeros, color)
    painter.setPen(QPen(look.border, 1))
    painter.drawLine(QLineF(area.left(), strip.area.top(), area.left(), strip.area.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
