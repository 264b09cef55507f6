"""Curves over the updates: what pyqtgraph draws of them.

Neither pens nor texts of pyqtgraph's own are used. Its pens have the width of a pixel of
the device, a hairline on paper; its axes replay a recorded picture, whose text comes out
too large or too small wherever the resolution is not that of the screen.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Before pyqtgraph, which takes whichever binding of Qt is there already.
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

import pyqtgraph as pg  # isort: skip

from rnnviz.gui.painting import Floats

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Stretch:
    """The updates in sight, as indices of a history, and on how many columns they are drawn."""

    start: int
    end: int
    columns: int

    @property
    def group(self) -> int:
        """How many updates one column stands for: 1, 2, 3, 4, 6, 8, 12, …, changing seldom."""
        wanted = (self.end - self.start) / self.columns
        power = 1 << max(0, math.floor(math.log2(max(1.0, wanted))))
        return next(size for size in (power, power * 3 // 2, 2 * power) if size >= wanted)

    @property
    def edges(self) -> Indices:
        """Where the groups begin: at multiples of their size, so that they stay the same."""
        return np.arange(self.start // self.group * self.group, self.end, self.group)

    def points(self, values: Floats) -> tuple[Floats, Floats]:
        """A value of every fourth group, and the last one: for curves without peaks."""
        places = np.append(self.edges[:: 4 if self.group > 1 else 1], self.end - 1)
        return places + 1.0, values[places]

    def bounds(self, values: Floats) -> Floats:
        """The least and the greatest value of every group, so that no peak is lost. (2, groups)"""
        if self.group == 1:
            return np.stack(2 * [values[self.start : self.end]])
        # Together with the first value of the next group, so that the band has no gaps.
        edges = self.edges
        following = values[np.minimum(edges + self.group, self.end - 1)]
        low = np.minimum(np.minimum.reduceat(values[: self.end], edges), following)
        high = np.maximum(np.maximum.reduceat(values[: self.end], edges), following)
        return np.stack((low, high))


class Curve(pg.PlotCurveItem):
    """A line, or a band where a column stands for many updates.

    Its pen is measured in logical pixels, on screen and on paper.
    """

    def __init__(self) -> None:
        super().__init__(skipFiniteCheck=True)
        self.line, self.band, self.filled = QPen(), QColor(), False
        self.sight = QRectF()

    def set_line(self, color: QColor, width: float, band: QColor | None = None) -> None:
        """The colours of the line and of the band, and the width in logical pixels."""
        self.line, self.band = QPen(color, width), band or color
        self.update()

    def show_points(self, x: Floats, y: Floats) -> None:
        """Show a line."""
        self._show(x, y, filled=False)

    def show_bounds(self, stretch: Stretch, bounds: Floats) -> None:
        """Show a line where a group is one update, else the band between the bounds."""
        x, (low, high) = stretch.edges + 1.0, bounds
        if stretch.group == 1:
            self.show_points(x, low)
            return
        # At least as thick as a line.
        half = self.getViewBox().pixel_height() / 2
        around = np.concatenate((x, x[::-1]))
        self._show(around, np.concatenate((low - half, (high + half)[::-1])), filled=True)

    def _show(self, x: Floats, y: Floats, filled: bool) -> None:
        self.filled, self.sight = filled, self.getViewBox().viewRect()
        self.setData(x, y)

    def boundingRect(self) -> QRectF:
        """What the plot shows, whatever the numbers are: finding their bounds takes time."""
        return self.sight

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        if self.xData is None or not len(self.xData):
            return
        to_scene = self.sceneTransform()
        painter.save()
        painter.setTransform(to_scene.inverted()[0] * painter.transform())
        path = to_scene.map(self.getPath())
        # A jagged band is drawn fast only without smoothing.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self.filled)
        if self.filled:
            painter.fillPath(path, self.band)
        else:
            painter.strokePath(path, self.line)
        painter.restore()


class Plot(pg.ViewBox):
    """A rectangle with curves; the wheel and dragging move it in x, y is set."""

    def __init__(self, curves: int) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(x=True, y=False)
        self.curves = tuple(Curve() for _ in range(curves))
        for curve in self.curves:
            self.addItem(curve, ignoreBounds=True)

    def show_updates(self, first: float, last: float) -> None:
        """Show these updates."""
        self.setXRange(first, last, padding=0)

    def show_values(self, low: float, high: float) -> None:
        """Show the values between these."""
        self.setYRange(low, high, padding=0)

    def sight(self, axis: int) -> tuple[float, float]:
        """The updates (axis 0) or the values (axis 1) in sight."""
        low, high = self.viewRange()[axis]
        return float(low), float(high)

    def pixel_height(self) -> float:
        """How much of a value one logical pixel is."""
        low, high = self.sight(1)
        return (high - low) / max(1.0, float(self.geometry().height()))
