"""UpdateAxis: from updates to pixels, and what is written below an axis of updates."""

from dataclasses import dataclass
from typing import overload

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.gui.painting import CENTER, RIGHT, Floats, draw_text, text_width
from rnnviz.gui.theme import Look
from rnnviz.gui.views.number_axis import number, ticks
from rnnviz.trace.scene import Scene

SIZE, LEAST_APART = 7.5, 56.0


@dataclass(frozen=True)
class UpdateAxis:
    """All updates of the branch, from the first to the newest, between two x."""

    newest: int
    left: float
    right: float

    @property
    def last(self) -> int:
        """The update at the right end; before any was made there is room for one."""
        return max(1, self.newest)

    @overload
    def x(self, update: float) -> float: ...

    @overload
    def x(self, update: Floats) -> Floats: ...

    def x(self, update: float | Floats) -> float | Floats:
        """Where an update lies."""
        return self.left + update / self.last * (self.right - self.left)

    def update_at(self, x: float) -> float | None:
        """The update at an x; None beside the axis."""
        if not self.left <= x <= self.right:
            return None
        return (x - self.left) / (self.right - self.left) * self.last

    def nearest(self, updates: Floats, x: float) -> int | None:
        """Which of some updates, which follow one another, lies nearest to an x."""
        update = self.update_at(x)
        if update is None or not len(updates):
            return None
        return int(np.abs(updates - update).argmin())

    def paint_numbers(self, painter: QPainter, look: Look, line: QRectF) -> None:
        """Round numbers of updates below the axis, and left of them what they are."""
        before = QRectF(line.left(), line.top(), self.left - line.left() - 8, line.height())
        if text_width("update", SIZE) <= before.width():
            draw_text(painter, before, "update", look.muted, SIZE, RIGHT)
        for value in ticks(0, self.last, max(2, int((self.right - self.left) / LEAST_APART))):
            if value == int(value):
                text, middle = number(value), self.x(value)
                half = text_width(text, SIZE) / 2 + 2
                middle = min(max(middle, line.left() + half), line.right() - half)
                place = QRectF(middle - half, line.top(), 2 * half, line.height())
                draw_text(painter, place, text, look.muted, SIZE, CENTER)

    def paint_viewed(self, painter: QPainter, look: Look, scene: Scene, area: QRectF) -> None:
        """The update in sight, where later ones are known: a dashed line."""
        viewed = scene.trace.origin.update
        if viewed >= self.newest:
            return
        painter.setPen(QPen(look.accent, 1, Qt.PenStyle.DashLine))
        x = round(self.x(viewed)) + 0.5
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))


def newest_of(scene: Scene) -> int:
    """The newest update of the branch."""
    return max(len(scene.history), scene.trace.origin.update)
