"""A drawing of words, as large as its area allows."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.exhibits import Exhibit
from rnnviz.gui.views.exhibit_drawing import Drawing, Ground

#: How many times as large as usual, the largest first.
SIZES = (1.8, 1.6, 1.4, 1.2)


class Enlarged(Drawing):
    """The same drawing laid out in a smaller area, and painted larger."""

    def __init__(
        self, make: Callable[[Any, Ground], Drawing], exhibit: Exhibit, ground: Ground
    ) -> None:
        super().__init__(ground)
        self.size, self.inner = 1.0, make(exhibit, _within(ground, 1.0))
        # What is in one row stays there; where there are more, one more does no harm.
        most = self.inner.breaks + bool(self.inner.breaks)
        for size in SIZES:
            larger = make(exhibit, _within(ground, size))
            if not larger.is_cut and not larger.is_tight and larger.breaks <= most:
                self.size, self.inner = size, larger
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


def _within(ground: Ground, size: float) -> Ground:
    """The same ground with a smaller area, which begins at 0, 0."""
    area = QRectF(0, 0, ground.area.width() / size, ground.area.height() / size)
    return replace(ground, area=area)
