"""Sparkline: a small curve without axes."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.gui.painting import Floats
from rnnviz.gui.theme import LIGHT, Look

HEIGHT = 22


class Sparkline(QWidget):
    """`name` says what its values run over. A value that is not finite leaves a gap."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._look = name, LIGHT
        self._x: Floats = np.empty(0)
        self._y: Floats = np.empty(0)
        self._mark: float | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        self.update()

    def show_values(self, x: Floats, y: Floats, mark: float | None = None) -> None:
        """Show values (N,) at places (N,) in rising order, and mark one of the places."""
        self._x, self._y, self._mark = x, y, mark
        finite = y[np.isfinite(y)]
        tip = f"{self._name}: no values yet"
        if len(finite):
            tip = f"{self._name}: {finite.min():.4g} to {finite.max():.4g}"
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleDescription(tip)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 3, -2, -3)
        look = self._look
        painter.fillRect(QRectF(area.left(), area.bottom() + 1, area.width(), 1), look.border)
        for line in self._lines(area):
            painter.setPen(QPen(look.accent, 1.4))
            if len(line) > 1:
                painter.drawPolyline(QPolygonF(line))
            else:
                painter.setBrush(look.accent)
                painter.drawEllipse(line[0], 1.2, 1.2)
        if self._mark is not None and len(self._x):
            painter.setPen(QPen(look.muted, 1, Qt.PenStyle.DotLine))
            x = self._place(self._mark, area)
            painter.drawLine(QPointF(x, area.top() - 2), QPointF(x, area.bottom() + 2))
        painter.end()

    def _place(self, x: float, area: QRectF) -> float:
        first, last = float(self._x[0]), float(self._x[-1])
        share = (x - first) / (last - first) if last > first else 0.5
        return area.left() + share * area.width()

    def _lines(self, area: QRectF) -> list[list[QPointF]]:
        """The curve, in pieces where values are missing; of very many values the first and the
        extreme ones of each half pixel."""
        finite = np.flatnonzero(np.isfinite(self._y))
        if not len(finite):
            return []
        low, high = float(self._y[finite].min()), float(self._y[finite].max())
        scale = area.height() / (high - low) if high > low else 0.0
        middle = area.center().y() if high == low else area.bottom()
        pieces = np.split(finite, np.flatnonzero(np.diff(finite) > 1) + 1)
        return [
            [
                QPointF(self._place(float(self._x[n]), area), middle - (self._y[n] - low) * scale)
                for n in _thinned(piece, self._y, max(8, int(area.width())))
            ]
            for piece in pieces
        ]


def _thinned(indices: np.ndarray, values: Floats, columns: int) -> list[int]:
    """At most two of each column: its least and its greatest value, in order."""
    if len(indices) <= 2 * columns:
        return [int(n) for n in indices]
    kept: list[int] = []
    for part in np.array_split(indices, columns):
        ends = {int(part[values[part].argmin()]), int(part[values[part].argmax()])}
        kept += sorted(ends)
    return kept
