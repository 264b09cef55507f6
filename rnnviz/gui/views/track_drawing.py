"""Drawing: what every track needs to know while it is painted."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from rnnviz.gui.painting import Stamps
from rnnviz.gui.theme import Look
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.trace.scene import Scene

#: How opaque the card lies over what the debugger has not computed yet, of 255.
VEIL = 222


@dataclass
class Drawing:
    """One painting of all tracks: the painter, where, in which colours, and of what."""

    painter: QPainter
    area: QRectF
    look: Look
    axis: TimeAxis
    scene: Scene
    stamps: Stamps

    @cached_property
    def visible(self) -> range:
        """The time steps in sight."""
        return self.axis.visible()

    @cached_property
    def edges(self) -> tuple[float, float]:
        """Where the visible columns start, and how wide one is."""
        return self.axis.x(self.visible.start, self.area), self.axis.column_width(self.area)

    def columns(self, area: QRectF, steps: range | None = None) -> QRectF:
        """Where some time steps (all visible ones) stand beside a gutter."""
        steps = self.visible if steps is None else steps
        left, width = self.edges
        x = left + (steps.start - self.visible.start) * width
        return QRectF(x, area.top(), len(steps) * width, area.height())

    def pixels(self, area: QRectF) -> tuple[int, int]:
        """How many of the device's own pixels an area has, across and down."""
        scale = self.painter.deviceTransform()
        return round(area.width() * scale.m11()), round(area.height() * scale.m22())

    @contextmanager
    def only_columns(self, area: QRectF) -> Iterator[None]:
        """Clip to the columns: zoomed in, the outermost are seen only in part."""
        if len(self.visible) == self.axis.steps:
            yield
            return
        columns = self.axis.columns(self.area)
        self.painter.save()
        clip = QRectF(columns.left(), area.top() - 2, columns.width(), area.height() + 4)
        self.painter.setClipRect(clip, Qt.ClipOperation.IntersectClip)
        yield
        self.painter.restore()

    def stamp(
        self, area: QRectF, key: tuple[Hashable, ...], draw: Callable[["Drawing"], None]
    ) -> None:
        """Paint what changes seldom; the key tells all it depends on, but for the colours."""
        self.stamps.paint(
            self.painter,
            area,
            (*key, self.look.name),
            lambda painter: draw(replace(self, painter=painter)),
        )

    def mark_beyond(self, area: QRectF, flags: NDArray[np.bool_]) -> None:
        """A bar along the upper edge of each visible step with a value beyond the scale."""
        if not flags.any():
            return
        left, width = self.edges
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.look.error)
        at = (left + np.flatnonzero(flags) * width).tolist()
        self.painter.drawRects([QRectF(x, area.top() - 1, width, 3) for x in at])

    def hatch(self, area: QRectF, steps: list[range]) -> None:
        """Mark steps at which nothing is computed."""
        for each in steps:
            first, last = max(each.start, self.visible.start), min(each.stop, self.visible.stop)
            if first < last:
                brush = QBrush(self.look.border, Qt.BrushStyle.BDiagPattern)
                with self.only_columns(area):
                    self.painter.fillRect(self.columns(area, range(first, last)), brush)

    def veil(self, area: QRectF, steps: range) -> None:
        """Lay the card's colour over steps that are not computed yet."""
        first, last = max(steps.start, self.visible.start), min(steps.stop, self.visible.stop)
        if first < last:
            color = QColor(self.look.card)
            color.setAlpha(VEIL)
            with self.only_columns(area):
                self.painter.fillRect(self.columns(area, range(first, last)), color)
