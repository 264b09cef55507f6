"""The losses of compared networks over each other, smoothed."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import CENTER, RIGHT, Floats, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.compare_strokes import color, pen
from rnnviz.gui.views.number_axis import Scale, number, ticks
from rnnviz.gui.views.running_mean import RunningMean
from rnnviz.trace.scene import Member

GUTTER, CAPTION, AXIS, SMALL = 38.0, 16.0, 17.0, 7.5
#: Of the smoothed losses the first updates do not decide how high the plot goes.
SETTLED = 0.05
#: A plot never goes higher than so many times the baseline.
MOST_BASELINES = 3.0


class CompareCurves:
    """Keeps the running means, since they are long."""

    def __init__(self) -> None:
        self._means: list[RunningMean] = []

    def paint(self, painter: QPainter, area: QRectF, look: Look, members: Sequence[Member]) -> None:
        """The curves, the baseline, the update in sight, and where a network stopped."""
        caption = QRectF(area.left(), area.top(), area.width(), CAPTION)
        unit = members[0].history.unit
        said = f"loss, smoothed ({unit})"
        draw_text(painter, caption, said, look.muted, SMALL)
        baseline = members[0].history.baseline
        if baseline is not None:
            _paint_key(painter, caption, look, text_width(said, SMALL) + 16, baseline)
        last = max(len(member.history) for member in members)
        if not last:
            draw_text(painter, area, "appears with the first update", look.muted, 8.5, CENTER)
            return
        plot = QRectF(
            area.left() + GUTTER,
            caption.bottom() + 2,
            area.width() - GUTTER - 4,
            area.height() - CAPTION - AXIS - 4,
        )
        means = self._smoothed(members)
        top = _top(means, members[0].history.baseline)
        across = Scale(1, max(2, last), plot.left(), plot.right())
        up = Scale(0.0, top, plot.bottom(), plot.top())
        _paint_axes(painter, look, plot, across, up)
        _paint_baseline(painter, look, plot, up, members[0].history.baseline)
        painter.save()
        painter.setClipRect(plot.adjusted(-1, -2, 2, 2), Qt.ClipOperation.IntersectClip)
        _paint_viewed(painter, look, plot, across, members)
        for place, mean in enumerate(means):
            _paint_curve(painter, look, place, mean, across, up)
        painter.restore()
        for place, (member, mean) in enumerate(zip(members, means, strict=True)):
            if member.stopped and len(mean):
                _paint_end(painter, color(look, place), across, up, mean)

    def _smoothed(self, members: Sequence[Member]) -> list[Floats]:
        while len(self._means) < len(members):
            self._means.append(RunningMean())
        pairs = zip(self._means, members, strict=False)
        return [mean.of(member.history.losses) for mean, member in pairs]


def _top(means: Sequence[Floats], baseline: float | None) -> float:
    """How high the plot goes: to the highest smoothed loss but for the first updates."""
    highest = 0.0
    for mean in means:
        settled = mean[int(SETTLED * len(mean)) :]
        known = settled[np.isfinite(settled)]
        highest = max(highest, float(known.max())) if len(known) else highest
    if baseline is not None:
        highest = max(1.05 * baseline, min(highest, MOST_BASELINES * baseline))
    return 1.06 * highest or 1.0


def _paint_axes(painter: QPainter, look: Look, plot: QRectF, across: Scale, up: Scale) -> None:
    for value in ticks(up.low, up.high, max(2, int(plot.height() / 24))):
        y = round(up.at(value))
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), look.border)
        label = QRectF(plot.left() - GUTTER, y - 7, GUTTER - 5, 14)
        draw_text(painter, label, number(value), look.muted, SMALL, RIGHT)
    line = QRectF(plot.left(), plot.bottom() + 2, plot.width(), AXIS)
    for value in ticks(across.low, across.high, max(2, int(plot.width() / 60))):
        if value == int(value):
            text = number(value)
            half = text_width(text, SMALL) / 2 + 1
            middle = min(across.at(value), line.right() + 3 - half)
            place = QRectF(middle - half, line.top(), 2 * half, AXIS)
            draw_text(painter, place, text, look.muted, SMALL, CENTER)
    unit = QRectF(plot.left() - GUTTER, line.top(), GUTTER - 5, AXIS)
    draw_text(painter, unit, "update", look.muted, SMALL, RIGHT)


def _paint_baseline(
    painter: QPainter, look: Look, plot: QRectF, up: Scale, baseline: float | None
) -> None:
    if baseline is None or not up.low <= baseline <= up.high:
        return
    y = up.at(baseline)
    painter.setPen(QPen(look.muted, 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(plot.left(), y, plot.right(), y))


def _paint_key(painter: QPainter, line: QRectF, look: Look, left: float, baseline: float) -> None:
    """What the dashed line is."""
    x, y = line.left() + left, line.center().y()
    painter.setPen(QPen(look.muted, 1, Qt.PenStyle.DashLine))
    painter.drawLine(QLineF(x, y, x + 18, y))
    text = f"baseline {baseline:.3g}"
    draw_text(painter, line.adjusted(left + 23, 0, 0, 0), text, look.muted, SMALL)


def _paint_viewed(
    painter: QPainter, look: Look, plot: QRectF, across: Scale, members: Sequence[Member]
) -> None:
    """The update in sight, where later ones are known."""
    viewed = max(member.trace.origin.update for member in members)
    if viewed < max(len(member.history) for member in members):
        x = across.at(max(1, viewed))
        painter.setPen(QPen(look.accent, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))


def _paint_curve(
    painter: QPainter, look: Look, place: int, mean: Floats, across: Scale, up: Scale
) -> None:
    if not len(mean):
        return
    # A point for every second pixel is enough.
    count = max(2, int((across.end - across.start) / 2))
    at = np.unique(np.linspace(0, len(mean) - 1, min(count, len(mean))).astype(int))
    most = up.high * 1.5
    heights = np.clip(np.nan_to_num(mean[at], nan=most, posinf=most), up.low, most)
    xs = across.start + at / (across.high - 1) * (across.end - across.start)
    ys = up.start + (heights - up.low) / (up.high - up.low) * (up.end - up.start)
    painter.setPen(pen(look, place))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
    painter.drawPolyline(QPolygonF(points))


def _paint_end(painter: QPainter, ink: QColor, across: Scale, up: Scale, mean: Floats) -> None:
    """A cross where a network stopped."""
    x = across.at(len(mean))
    y = up.at(min(up.high, float(np.nan_to_num(mean[-1], nan=up.high, posinf=up.high))))
    painter.setPen(QPen(ink, 2))
    painter.drawLines([QLineF(x - 4, y - 4, x + 4, y + 4), QLineF(x - 4, y + 4, x + 4, y - 4)])
