"""A series: what came, what was forecast, and what a simple guess would be."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.exhibits import Curve, SeriesExhibit
from rnnviz.gui.painting import CENTER, RIGHT, draw_text, text_width
from rnnviz.gui.views.exhibit_drawing import ROW, Drawing, Ground, Part
from rnnviz.gui.views.number_axis import Scale, number, ticks
from rnnviz.trace.scene import Spot

#: Room for the numbers of the two axes, and the length of a line in the legend.
LEFT_ROOM, RIGHT_ROOM, BOTTOM_ROOM, SAMPLE = 40.0, 12.0, 26.0, 18.0
SMALL = 7.5


class SeriesDrawing(Drawing):
    """The curves, told apart by colour and by how their lines are broken."""

    def __init__(self, exhibit: SeriesExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        self.legend = self._legend()
        rows = 1 + max((row for _, row, _ in self.legend), default=0)
        area = ground.area
        self.plot = area.adjusted(LEFT_ROOM, rows * ROW + 6, -RIGHT_ROOM, -BOTTOM_ROOM)
        at = np.concatenate([curve.at for curve in exhibit.curves])
        values = np.concatenate([curve.values for curve in exhibit.curves])
        self.x = self._scale(at, self.plot.left(), self.plot.right(), 0.0)
        self.y = self._scale(values, self.plot.bottom(), self.plot.top(), 0.06)
        self._list_parts(float(at.max()))

    def _scale(self, values: np.ndarray, start: float, end: float, margin: float) -> Scale:
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
        more = margin * (high - low) or (0.0 if high > low else 0.5)
        return Scale(low - more, high + more, start, end)

    def _list_parts(self, last: float) -> None:
        exhibit, half = self.exhibit, self.exhibit.apart / 2
        for time in range(round((last - exhibit.first) / exhibit.apart) + 1):
            at = exhibit.first + time * exhibit.apart
            left, right = self.x.at(at - half), self.x.at(at + half)
            area = QRectF(left, self.plot.top(), right - left, self.plot.height())
            area = area.intersected(self.plot)
            self.parts.append(Part(area, Spot(time, "", "x"), self._says(at)))

    def _says(self, at: float) -> str:
        says = [f"{self.exhibit.axis} {at:g}"]
        for curve in self.exhibit.curves:
            there = np.flatnonzero(np.isclose(curve.at, at))
            if len(there):
                says.append(f"{curve.name} {curve.values[there[0]]:.4g}")
        return ": ".join([says[0], ", ".join(says[1:])])

    def _pen(self, curve: Curve) -> QPen:
        look, style = self.look, Qt.PenStyle
        color, width, line = {
            "truth": (look.text, 1.8, style.SolidLine),
            "one step": (look.accent, 1.6, style.SolidLine),
            "alone": (look.warm, 1.8, style.DashLine),
            "baseline": (look.muted, 1.3, style.DotLine),
        }[curve.kind]
        return QPen(color, width, line)

    def _legend(self) -> list[tuple[Curve, int, float]]:
        """Each curve with its row and its place in the legend."""
        found, row, left = [], 0, 0.0
        for curve in self.exhibit.curves:
            wide = SAMPLE + 5 + text_width(curve.name, SMALL) + 14
            if left and left + wide > self.area.width():
                row, left = row + 1, 0.0
            found.append((curve, row, left))
            left += wide
        return found

    # --- painting ------------------------------------------------------------------------

    def paint(self, painter: QPainter) -> None:
        self._paint_axes(painter)
        for curve, row, left in self.legend:
            y = self.area.top() + row * ROW + ROW / 2 - 1
            x = self.area.left() + left
            painter.setPen(self._pen(curve))
            painter.drawLine(QLineF(x, y, x + SAMPLE, y))
            if curve.kind == "one step":
                self._paint_dots(painter, [QPointF(x + SAMPLE / 2, y)])
            name = QRectF(x + SAMPLE + 5, y - ROW / 2, self.area.width() - left - SAMPLE, ROW)
            draw_text(painter, name, curve.name, self.look.muted, SMALL)
        painter.save()
        painter.setClipRect(self.plot.adjusted(-3, -3, 3, 3))
        for curve in sorted(self.exhibit.curves, key=lambda each: each.kind == "truth"):
            self._paint_curve(painter, curve)
        painter.restore()

    def _paint_curve(self, painter: QPainter, curve: Curve) -> None:
        pairs = zip(curve.at.tolist(), curve.values.tolist(), strict=True)
        points = [QPointF(self.x.at(at), self.y.at(v)) for at, v in pairs if np.isfinite(v)]
        painter.setPen(self._pen(curve))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if curve.kind == "one step" and self.plot.width() > 5 * len(points):
            self._paint_dots(painter, points)

    def _paint_dots(self, painter: QPainter, points: list[QPointF]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.accent)
        for point in points:
            painter.drawEllipse(point, 2.2, 2.2)

    def _paint_axes(self, painter: QPainter) -> None:
        look, plot, exhibit = self.look, self.plot, self.exhibit
        for value in ticks(self.y.low, self.y.high, max(2, int(plot.height() / 30))):
            y = self.y.at(value)
            painter.setPen(QPen(look.border, 1))
            painter.drawLine(QLineF(plot.left(), y, plot.right(), y))
            beside = QRectF(self.area.left(), y - 7, LEFT_ROOM - 5, 14)
            draw_text(painter, beside, number(value), look.muted, SMALL, RIGHT)
        for value in ticks(self.x.low, self.x.high, max(2, int(plot.width() / 60))):
            below = QRectF(self.x.at(value) - 30, plot.bottom() + 1, 60, 13)
            # A year has no comma.
            draw_text(painter, below, f"{value:g}", look.muted, SMALL, CENTER)
        names = QRectF(self.area.left(), plot.bottom() + 13, self.area.width(), 13)
        draw_text(painter, names, f"{exhibit.quantity} by {exhibit.axis}", look.muted, SMALL)
        if exhibit.begins is not None:
            self._paint_beginning(painter, self.x.at(exhibit.begins))

    def _paint_beginning(self, painter: QPainter, x: float) -> None:
        """Where the network is left alone, on a ground of its own."""
        ground = QColor(self.look.warm)
        ground.setAlpha(20)
        plot = self.plot
        painter.fillRect(QRectF(x, plot.top(), plot.right() - x, plot.height()), ground)
        painter.setPen(QPen(self.look.warm, 1))
        painter.drawLine(QLineF(x, plot.top(), x, plot.bottom()))
        note = QRectF(x + 4, plot.top() + 1, plot.right() - x - 4, 13)
        if plot.height() >= 60:
            draw_text(painter, note, "left alone from here", self.look.muted, SMALL)
