"""A drawing of words, as large as its area allows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.exhibits import Exhibit
from rnnviz.gui.views.exhibit_drawing import Drawing, Ground

#: How many times as large as usual, the largest first.
SIZES = (1.8, 1.6, 1.4, 1.2, 1.0)


class Enlarged(Drawing):
    """The same drawing laid out in a smaller area, and painted larger."""

    def __init__(
        self, make: Callable[[Any, Ground], Drawing], exhibit: Exhibit, ground: Ground
    ) -> None:
        super().__init__(ground)
        for size in SIZES:
            self.size, room = size, ground.area
            area = QRectF(0, 0, room.width() / size, room.height() / size)
            self.inner = make(exhibit, replace(ground, area=area))
            if not self.inner.is_cut and not self.inner.is_tight:
                break
        self.is_cut = self.inner.is_cut
        self.parts = [replace(part, area=self._outer(part.area)) for part in self.inner.parts]

    def _outer(self, area: QRectF) -> QRectF:
        left, top = self.area.left() + self.size * area.left(), self.area.top()
        top += self.size * area.top()
        return QRectF(left, top, self.size * area.width(), self.size * area.height())

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.translate(self.area.topLeft())
        painter.scale(self.size, self.size)
        self.inner.paint(painter)
        painter.restore()
