"""The complex plane with the unit circle, and eigenvalues in it."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.painting import CENTER, LEFT, RIGHT, draw_text
from rnnviz.gui.theme import Look
from rnnviz.gui.views.number_axis import roomy
from rnnviz.gui.views.track_scale import written
from rnnviz.trace.recurrent_matrices import MatrixSpectrum

#: The plane shows at least from −LEAST to LEAST.
LEAST = 1.25
DOT = 3.2


def reach_of(radius: float) -> float:
    """How far the plane is shown: a fixed reach, as long as all eigenvalues lie within it."""
    return LEAST if not radius > LEAST else roomy(1.05 * radius)


def paint_plane(painter: QPainter, area: QRectF, look: Look, found: MatrixSpectrum) -> None:
    """A square. Those within the circle fade, those outside of it grow: they are told apart by
    their colours and by their shapes."""
    eigenvalues = found.eigenvalues
    radius = float(np.abs(eigenvalues).max(initial=0.0))
    reach = reach_of(radius)
    scale, middle = area.width() / (2 * reach), area.center()
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(look.border, 1))
    x, y = round(middle.x()) + 0.5, round(middle.y()) + 0.5
    painter.drawLine(QLineF(area.left(), y, area.right(), y))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    soft = QColor(look.accent_soft)
    soft.setAlpha(110)
    painter.setBrush(soft)
    painter.setPen(QPen(look.text, 1.3))
    painter.drawEllipse(middle, scale, scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.warm, 1.2, Qt.PenStyle.DashLine))
    painter.drawEllipse(middle, radius * scale, radius * scale)
    dot = DOT if len(eigenvalues) <= 64 else 2.2
    for value, is_outside in zip(eigenvalues, found.outside, strict=True):
        at = QPointF(middle.x() + value.real * scale, middle.y() - value.imag * scale)
        _paint_eigenvalue(painter, at, bool(is_outside), dot, look)
    painter.restore()
    painter.setPen(QPen(look.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
    _paint_numbers(painter, area, look, reach)


def _paint_eigenvalue(
    painter: QPainter, at: QPointF, is_outside: bool, dot: float, look: Look
) -> None:
    painter.setPen(QPen(look.card, 1))
    painter.setBrush(look.warm if is_outside else look.accent)
    if is_outside:
        painter.drawRect(QRectF(at.x() - dot, at.y() - dot, 2 * dot, 2 * dot))
    else:
        painter.drawEllipse(at, dot, dot)


def _paint_numbers(painter: QPainter, area: QRectF, look: Look, reach: float) -> None:
    """1 and i at the circle, and how far the plane goes."""
    scale, middle = area.width() / (2 * reach), area.center()
    # Below the axis, inside of the circle, where few eigenvalues of small networks lie.
    if scale > 40:
        right = QRectF(middle.x() + scale - 14, middle.y() + 1, 11, 12)
        draw_text(painter, right, "1", look.muted, 7.5, RIGHT)
        above = QRectF(middle.x() + 4, middle.y() - scale + 2, 12, 12)
        draw_text(painter, above, "i", look.muted, 7.5, LEFT)
    below = QRectF(area.left(), area.bottom() + 1, area.width(), 13)
    text = written(reach)
    draw_text(painter, below, f"−{text}", look.muted, 7.0, LEFT)
    draw_text(painter, below, text, look.muted, 7.0, RIGHT)
    draw_text(painter, below, "Re λ", look.muted, 7.0, CENTER)
