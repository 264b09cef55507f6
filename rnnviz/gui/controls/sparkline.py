"""Sparkline: a small curve without axes."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
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
            painter.setBrush(Qt.BrushStyle.NoBrush)
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
        """The curve, in pieces where values are missing; of very many values the least and the
        greatest of each pixel."""
        finite = np.flatnonzero(np.isfinite(self._y))
        if not len(finite):
            return []
        kept = _thinned(finite, self._y, max(8, int(area.width())))
        heights = _shares(self._y[kept])
        xs = self._x[kept].astype(np.float64)
        # A gap is where a value that is not finite lies between two that are kept.
        broken = np.concatenate(([0], np.cumsum(~np.isfinite(self._y))))
        cuts = np.flatnonzero(np.diff(broken[kept]) > 0) + 1
        points = [
            QPointF(self._place(x, area), area.bottom() - share * area.height())
            for x, share in zip(xs.tolist(), heights.tolist(), strict=True)
        ]
        ends = [0, *cuts.tolist(), len(points)]
        return [points[first:last] for first, last in pairwise(ends)]


def _shares(values: Floats) -> Floats:
    """Finite values from 0, the least, to 1, the greatest; all equal: in the middle."""
    # Halved first: the range of the greatest floats is itself none.
    halves = values.astype(np.float64) / 2
    low, high = halves.min(), halves.max()
    if high <= low:
        return np.full(len(values), 0.5)
    return np.asarray((halves - low) / (high - low))


def _thinned(indices: NDArray[np.intp], values: Floats, columns: int) -> NDArray[np.intp]:
    """At most two of each column: its least and its greatest value, in order."""
    if len(indices) <= 2 * columns:
        return indices
    kept: list[int] = []
    for part in np.array_split(indices, columns):
        ends = {int(part[values[part].argmin()]), int(part[values[part].argmax()])}
        kept += sorted(ends)
    return np.array(kept)
