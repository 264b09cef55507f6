"""HistoryCurve: loss and gradient norm of every update, with a handle at the one in sight."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from rnnviz.gui.controls.bookmark_title import bookmark_tip
from rnnviz.gui.controls.history_flags import HistoryFlags
from rnnviz.gui.controls.history_rail import END, HistoryRail
from rnnviz.gui.painting import CENTER, RIGHT, Floats, draw_text
from rnnviz.session.bookmarks import Bookmark
from rnnviz.trace.history import History

#: A norm of 0 has no logarithm.
LEAST_NORM = 1e-12
SMALL = 7.5
#: So many points are joined by a smooth line; of more, each pixel has a column.
MOST_POINTS = 300
#: More columns take longer than a frame has time for while the network learns.
MOST_COLUMNS = 400
ABOVE, BELOW = 9.0, 13.0


def bounds(values: Floats, columns: int) -> tuple[Floats, Floats, Floats]:
    """For at most so many columns: where each stands, from 0 to 1, and the least and the
    greatest finite value in it, so that no peak is lost. Columns without one are left out."""
    count = len(values)
    edges = np.unique(np.linspace(0, count, min(columns, count) + 1).astype(np.intp)[:-1])
    finite = np.isfinite(values)
    low = np.minimum.reduceat(np.where(finite, values, np.inf), edges)
    high = np.maximum.reduceat(np.where(finite, values, -np.inf), edges)
    there: NDArray[np.bool_] = low <= high
    places = (edges + 1) / count
    return places[there], low[there], high[there]


class HistoryCurve(HistoryRail):
    """Place n is the run after n updates.

    flag_chosen  the number of a bookmark whose flag was pressed.
    """

    flag_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("Update in sight", 54)
        self._history: History | None = None
        self.flags, self._is_flag_pressed = HistoryFlags(self.x_of), False

    def show_flags(self, bookmarks: tuple[Bookmark, ...]) -> None:
        """Show the bookmarks of the branch, which `show_history` tells of."""
        if bookmarks != self.flags.bookmarks:
            self.flags.bookmarks = bookmarks
            self.update()

    def show_history(self, history: History, viewing: int) -> None:
        """Show the updates of a branch, and which one is in sight."""
        self._history = history
        said = f"update {viewing} of {len(history)}"
        if count := len(self.flags.bookmarks):
            said += f", {count} bookmark{'s' if count > 1 else ''}"
        self.show_place(viewing, len(history) + 1 if len(history) else 0, said)

    def tip(self, place: int) -> str:
        history = self._history
        if history is None or not 1 <= place <= len(history):
            return "before the first update"
        loss, norm = history.losses[place - 1], history.norms[place - 1]
        return f"update {place:,}: loss {loss:.3g}, ‖∂E/∂W‖ {norm:.3g}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        flag = self._flag_at(event)
        self._is_flag_pressed = flag is not None and event.button() == Qt.MouseButton.LeftButton
        if flag is not None and self._is_flag_pressed:
            self.flag_chosen.emit(flag.number)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_flag_pressed:  # A hand that trembles does not drag.
            return
        super().mouseMoveEvent(event)
        if flag := self._flag_at(event):
            self.setToolTip(bookmark_tip(flag))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_flag_pressed = False
        super().mouseReleaseEvent(event)

    def _flag_at(self, event: QMouseEvent) -> Bookmark | None:
        return self.flags.at(event.position(), self.width()) if self.count else None

    def paint(self, painter: QPainter) -> None:
        area = QRectF(END, ABOVE, self.width() - 2 * END, self.height() - ABOVE - BELOW)
        painter.fillRect(QRectF(END, area.bottom() + 1, area.width(), 1), self.look.border)
        history = self._history
        if history is None or not len(history):
            text = "the history appears with the first update"
            draw_text(painter, area, text, self.look.muted, 8.5, CENTER)
            return
        norms = np.log10(np.maximum(history.norms, LEAST_NORM))
        self._paint_curve(painter, area, norms, self.look.warm)
        self._paint_curve(painter, area, history.losses, self.look.accent)
        self._paint_numbers(painter, area, len(history))

    def _paint_handle(self, painter: QPainter) -> None:
        super()._paint_handle(painter)
        self.flags.paint(painter, self.look, self.width(), self.height() - BELOW)

    def _paint_curve(self, painter: QPainter, area: QRectF, values: Floats, color: QColor) -> None:
        """What follows the update in sight is paler."""
        places, low, high = bounds(values, max(1, min(MOST_COLUMNS, int(area.width()))))
        if not len(places):
            return
        least, greatest = float(low.min()), float(high.max())
        scale = (area.height() - 1) / (greatest - least) if greatest > least else 0.0
        x = area.left() + places * area.width()
        top = area.bottom() - 0.5 - (high - least) * scale
        bottom = area.bottom() - 0.5 - (low - least) * scale
        pale = QColor(color)
        pale.setAlpha(90)
        known = int(np.searchsorted(x, self.x_of(self.place) + 0.5))
        for part, ink in ((slice(0, known), color), (slice(max(0, known - 1), None), pale)):
            if len(x) <= MOST_POINTS:
                _paint_line(painter, x[part], top[part], ink)
            else:
                _paint_band(painter, x[part], top[part], bottom[part], ink)

    def _paint_numbers(self, painter: QPainter, area: QRectF, count: int) -> None:
        line = QRectF(area.left(), area.bottom() + 1, area.width(), BELOW)
        draw_text(painter, line, "0", self.look.muted, SMALL)
        draw_text(painter, line, f"{count:,}", self.look.muted, SMALL, RIGHT)


def _paint_line(painter: QPainter, x: Floats, y: Floats, ink: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1.4))
    points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
    painter.drawPolyline(QPolygonF(points))


def _paint_band(painter: QPainter, x: Floats, top: Floats, bottom: Floats, ink: QColor) -> None:
    """A column for each pixel, each reaching to where the next one begins, so that there are
    no gaps. A line through thousands of points takes Qt a second, rectangles a millisecond."""
    joined_top = np.minimum(top[:-1], bottom[1:])
    joined_bottom = np.maximum(bottom[:-1], top[1:])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.drawRects(
        [
            QRectF(a, b, max(1.0, c - a), max(1.4, d - b))
            for a, b, c, d in zip(
                x[:-1].tolist(),
                joined_top.tolist(),
                x[1:].tolist(),
                joined_bottom.tolist(),
                strict=True,
            )
        ]
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
