"""HistoryTicks: the operations of one update, forward, backward and the update itself."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.controls.history_rail import HistoryRail
from rnnviz.gui.painting import CENTER, draw_text, text_width

NAMES = ("forward", "backward", "update")
SMALL = 7.5


class HistoryTicks(HistoryRail):
    """Place n is the operation number n; a handle stands there only while one walks."""

    def __init__(self) -> None:
        super().__init__("Operation in sight", 24)
        self._bounds = (0, 0, 0, 0)
        self._walks = False

    def show_tick(self, tick: int | None, count: int, backward: int, update: int) -> None:
        """Show an operation, or None; of `count` those from `backward` and from `update` on
        belong to the backward pass and to the update."""
        self._bounds, self._walks = (0, backward, update, count), tick is not None
        said = "the whole sequence" if tick is None else f"operation {tick + 1} of {count}"
        self.show_place(-1 if tick is None else tick, count, said)

    def tip(self, place: int) -> str:
        return f"operation {place + 1:,} of {self.count:,}"

    def paint(self, painter: QPainter) -> None:
        for name, begin, end in zip(NAMES, self._bounds, self._bounds[1:], strict=False):
            left, right = self.x_of(begin - 0.5), self.x_of(end - 0.5)
            area = QRectF(left + 0.5, 8, max(1.0, right - left - 1), self.height() - 9)
            ground = QColor(self.look.warm if name == "backward" else self.look.accent)
            ground.setAlpha(70 if name == "update" else 36)
            painter.fillRect(area, ground)
            if text_width(name, SMALL) + 6 < area.width():
                draw_text(painter, area, name, self.look.muted, SMALL, CENTER)

    def _paint_handle(self, painter: QPainter) -> None:
        if self._walks:
            super()._paint_handle(painter)
