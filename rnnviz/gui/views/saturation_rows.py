"""Rows of saturation: shares as bars over the time steps, as bands over the updates."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import Floats
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_lanes import gaps
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.update_axis import UpdateAxis
from rnnviz.trace.saturation import Saturation
from rnnviz.trace.summary import Summary

#: Columns so wide are parted by a line; a single update is so wide.
LEAST_PARTED, SINGLE = 6.0, 3.0


class Line(NamedTuple):
    """A nonlinearity over the updates: its shares, (N,) each; `dead` is NaN where it is no ReLU."""

    updates: Floats
    low: Floats
    high: Floats
    dead: Floats


def line_of(summaries: tuple[Summary, ...], of: Saturation) -> Line:
    """From those summaries that have it."""
    found = [each for each in summaries if of.key in each.saturation]
    shares = [each.saturation[of.key] for each in found]
    return Line(
        np.array([each.update for each in found], float),
        np.array([each.low for each in shares], float),
        np.array([each.high for each in shares], float),
        np.array([np.nan if each.dead is None else each.dead for each in shares], float),
    )


def end_colors(look: Look) -> tuple[QColor, QColor]:
    """Of what is at the lower end, and at the upper one."""
    return look.accent, look.warm


def paint_bars(drawing: Drawing, area: QRectF, each: Saturation) -> None:
    """Bars from below and from above at every step; `area` goes over the whole width."""
    computed = np.flatnonzero(each.computed)
    span = range(int(computed[0]), int(computed[-1]) + 1) if len(computed) else range(0)
    drawing.hatch(area, gaps((span,), drawing.axis.steps))
    columns = area.adjusted(LEFT_GUTTER, 0, -RIGHT_GUTTER, 0)
    _paint_frame(drawing, drawing.columns(area, span).intersected(columns))
    seen = slice(drawing.visible.start, drawing.visible.stop)
    low, high = end_colors(drawing.look)
    with drawing.only_columns(area):
        _paint_shares(drawing, area, each.low[seen], low, from_below=True)
        _paint_shares(drawing, area, each.high[seen], high, from_below=False)
    if drawing.scene.marks.tick is not None:
        known = Progress(drawing.scene.trace, drawing.scene.marks.tick)
        drawing.veil(area, known.unknown(each.lane, each.quantity))


def paint_bands(
    drawing: Drawing, area: QRectF, each: Saturation, axis: UpdateAxis, line: Line
) -> None:
    """Bands over the updates; of ReLU a dashed line at the share of dead units."""
    painter = drawing.painter
    _paint_frame(drawing, QRectF(axis.left, area.top(), axis.right - axis.left, area.height()))
    xs: list[float] = axis.x(line.updates).tolist()
    low, high = end_colors(drawing.look)
    painter.setPen(Qt.PenStyle.NoPen)
    for shares, color, from_below in ((line.low, low, True), (line.high, high, False)):
        painter.setBrush(color)
        painter.drawPolygon(_band(xs, shares, area, from_below))
    if each.dead is not None:
        ys = (area.bottom() - line.dead * area.height()).tolist()
        painter.setPen(dead_pen(drawing.look))
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs, ys, strict=True)]))


def dead_pen(look: Look) -> QPen:
    """Of the line at the share of dead units."""
    return QPen(look.text, 1.4, Qt.PenStyle.DashLine)


def _paint_frame(drawing: Drawing, place: QRectF) -> None:
    """All units, and half of them."""
    painter = drawing.painter
    painter.setPen(QPen(drawing.look.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(0, -0.5, 0, 0.5))
    y = round(place.center().y()) + 0.5
    painter.drawLine(QLineF(place.left(), y, place.right(), y))


def _paint_shares(
    drawing: Drawing, area: QRectF, shares: Floats, color: QColor, from_below: bool
) -> None:
    left, width = drawing.edges
    bars, gap = [], 1.0 if width >= LEAST_PARTED else 0.0
    for step in np.flatnonzero(shares > 0).tolist():
        height = max(1.0, float(shares[step]) * area.height())
        top = area.bottom() - height if from_below else area.top()
        bars.append(QRectF(left + step * width, top, width - gap, height))
    painter = drawing.painter
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects(bars)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _band(xs: list[float], shares: Floats, area: QRectF, from_below: bool) -> QPolygonF:
    """What the shares cover, from one edge of a row; a single one as a narrow bar."""
    if not xs:
        return QPolygonF()
    edge, sign = (area.bottom(), -1.0) if from_below else (area.top(), 1.0)
    ys = (edge + sign * shares * area.height()).tolist()
    if len(xs) == 1:
        xs, ys = [xs[0], xs[0] + SINGLE], 2 * ys
    over = [QPointF(x, y) for x, y in zip(xs, ys, strict=True)]
    return QPolygonF([QPointF(xs[0], edge), *over, QPointF(xs[-1], edge)])
