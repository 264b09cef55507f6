"""Curves over the updates of a branch, at those for which there is a number."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.painting import CENTER, RIGHT, Floats, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.number_axis import Scale, number, roomy, ticks
from rnnviz.gui.views.track_scale import peak

SMALL, ROOM, APART = 7.5, 26.0, 50.0


class UpdateCurve(NamedTuple):
    """Numbers of one kind, (N,)."""

    values: Floats
    color: QColor
    style: Qt.PenStyle = Qt.PenStyle.SolidLine


def paint_update_curves(
    painter: QPainter,
    area: QRectF,
    look: Look,
    updates: NDArray[np.intp],
    curves: Sequence[UpdateCurve],
    viewed: int,
) -> None:
    """From 0 to above the greatest number, with a line at 1; `viewed` is the update in sight.

    The numbers of the axes stand left of the area and below it.
    """
    last = max(1, int(updates[-1]), viewed)
    across = Scale(0, last, area.left() + 2, area.right() - 4)
    top = roomy(max(1.25, *(1.02 * peak(curve.values) for curve in curves)))
    upward = Scale(0.0, top, area.bottom(), area.top())
    _paint_levels(painter, area, look, upward, top)
    _paint_updates(painter, area, look, across, last)
    if viewed < last:
        x = across.at(viewed)
        painter.setPen(QPen(look.accent, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    for curve in curves:
        points = [
            QPointF(across.at(float(update)), upward.at(float(value)))
            for update, value in zip(updates, curve.values, strict=True)
            if np.isfinite(value)
        ]
        painter.setPen(QPen(curve.color, 1.8, curve.style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if len(points) <= 40:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(curve.color)
            for point in points:
                painter.drawEllipse(point, 2.0, 2.0)


def _paint_levels(painter: QPainter, area: QRectF, look: Look, upward: Scale, top: float) -> None:
    one = upward.at(1.0)
    for value in ticks(0.0, top, max(2, int(area.height() / 26))):
        y = round(upward.at(value))
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), look.border)
        if value == 1.0 or abs(y - one) >= 11:
            line = QRectF(area.left() - ROOM - 6, y - 7, ROOM, 14)
            draw_text(painter, line, number(value), look.muted, SMALL, RIGHT)
    painter.setPen(QPen(look.text, 1))
    painter.drawLine(QLineF(area.left(), round(one) + 0.5, area.right(), round(one) + 0.5))
    line = QRectF(area.left() - ROOM - 6, one - 7, ROOM, 14)
    draw_text(painter, line, "1", look.text, SMALL, RIGHT, bold=True)


def _paint_updates(painter: QPainter, area: QRectF, look: Look, across: Scale, last: int) -> None:
    for value in ticks(0, last, max(1, int(area.width() / APART))):
        if value == int(value):
            text = number(value)
            half = text_width(text, SMALL) / 2 + 1
            middle = min(across.at(value), area.right() - half + 4)
            line = QRectF(middle - half, area.bottom() + 2, 2 * half, 13)
            draw_text(painter, line, text, look.muted, SMALL, CENTER)
    name = QRectF(area.left() - ROOM - 8, area.bottom() + 2, ROOM + 2, 13)
    draw_text(painter, name, "upd.", look.muted, SMALL, RIGHT)
