"""The decay curve: one row of the map on a logarithmic axis, and the line fitted to it."""

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen, QPolygonF

from rnnviz.gui.painting import LEFT, draw_text
from rnnviz.gui.views.log_range import LogRange
from rnnviz.gui.views.track_bars import paint_stubs
from rnnviz.gui.views.track_drawing import Drawing
from rnnviz.gui.views.track_gutter import decade, scale_mark
from rnnviz.trace.source_rows import Fit, SourceRows

#: The greatest dot; between two numbers of the scale; below the floor hang marks.
DOT, LEAST_APART, BELOW = 3.2, 12.0, 7.0


def paint_decay(
    drawing: Drawing, area: QRectF, rows: SourceRows, source: int, scale: LogRange, line: Fit | None
) -> None:
    """The numbers of one source, at their steps; what is below the range hangs under its floor."""
    plot = area.adjusted(0, 4, 0, -BELOW)
    _paint_levels(drawing, plot, scale)
    values = rows.values[rows.sources.index(source)]
    with drawing.only_columns(area):
        if line is not None:
            _paint_fit(drawing, plot, rows, source, scale, line)
        _paint_curve(drawing, plot, rows, source, scale)
        visible = slice(drawing.visible.start, drawing.visible.stop)
        paint_stubs(drawing, area, scale.is_below(values)[visible])
        drawing.mark_beyond(plot, scale.is_beyond(values)[visible])


def height_of(plot: QRectF, share: float) -> float:
    """The y of a share of the range, kept within it."""
    return plot.bottom() - max(0.0, min(1.0, share)) * plot.height()


def _paint_levels(drawing: Drawing, plot: QRectF, scale: LogRange) -> None:
    columns, painter, last = drawing.axis.columns(drawing.area), drawing.painter, np.inf
    for power in range(scale.low, scale.high + 1):
        y = height_of(plot, (power - scale.low) / (scale.high - scale.low))
        if last - y >= LEAST_APART:
            last = y
            painter.setPen(QPen(drawing.look.border, 1))
            painter.drawLine(
                QLineF(columns.left(), round(y) + 0.5, columns.right(), round(y) + 0.5)
            )
            scale_mark(drawing, plot, y, decade(power))


def _paint_curve(
    drawing: Drawing, plot: QRectF, rows: SourceRows, source: int, scale: LogRange
) -> None:
    """Dots, joined along the strand where both ends are in the range."""
    painter, look = drawing.painter, drawing.look
    times, values = rows.faded(source)
    shares = scale.share(values)
    left, width = drawing.edges
    there = (shares >= 0) & (values < np.inf)
    points = [
        QPointF(left + (t - drawing.visible.start + 0.5) * width, height_of(plot, float(share)))
        if inside
        else None
        for t, share, inside in zip(times, shares, there, strict=True)
    ]
    painter.setPen(QPen(look.warm, 1.6))
    for one, other in pairwise(points):
        # Where a backward encoder ends, the decoder's first step stands far away.
        if one is not None and other is not None and abs(one.x() - other.x()) <= 1.5 * width:
            painter.drawLine(one, other)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.warm)
    size = min(DOT, max(0.8, width / 3))
    for point in points:
        if point is not None:
            painter.drawEllipse(point, size, size)


def _paint_fit(
    drawing: Drawing, plot: QRectF, rows: SourceRows, source: int, scale: LogRange, line: Fit
) -> None:
    """Dashed; and a mark where it has fallen to 1 %."""
    painter, look, (left, width) = drawing.painter, drawing.look, drawing.edges
    times, _ = rows.faded(source)
    heights = scale.share(np.array([line.at(n) for n in range(len(times))]))
    xs = [left + (t - drawing.visible.start + 0.5) * width for t in times]
    painter.setPen(QPen(look.accent, 1.4, Qt.PenStyle.DashLine))
    run: list[QPointF] = []
    for place, (x, share) in enumerate(zip(xs, heights.tolist(), strict=True)):
        if place and abs(x - xs[place - 1]) > 1.5 * width:
            painter.drawPolyline(QPolygonF(run))
            run = []
        if 0.0 <= share <= 1.0:
            run.append(QPointF(x, height_of(plot, share)))
    painter.drawPolyline(QPolygonF(run))
    reach = line.decay.reach
    if reach <= len(times) - 1:
        place = int(reach)
        after = xs[min(place + 1, len(xs) - 1)]
        x = xs[place] + (reach - place) * (after - xs[place])
        painter.setPen(QPen(look.accent, 1.2, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
        draw_text(
            painter, QRectF(x + 3, plot.top() - 2, 40, 12), "1 %", look.accent, 7.5, LEFT, bold=True
        )
