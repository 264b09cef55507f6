"""HistoryFlags: bookmarks as small flags above the updates of a branch."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.gui.theme import Look
from rnnviz.session.bookmarks import Bookmark

#: Of the cloth, in pixels; the pole is as high as the curve.
WIDTH, HEIGHT = 9.0, 8.0
#: So far around the cloth a press still means the flag.
AROUND = 2.0


class HistoryFlags:
    """Where they stand is told by `x_of`, from an update to a place in pixels."""

    def __init__(self, x_of: Callable[[float], float]) -> None:
        self._x_of = x_of
        self.bookmarks: tuple[Bookmark, ...] = ()

    def at(self, point: QPointF, room: float) -> Bookmark | None:
        """The bookmark whose flag lies at a point of a strip so many pixels wide; of several the
        one whose pole is nearest, and of those the last."""
        near = []
        for each in self.bookmarks:
            pole, end = self._span(each, room)
            within = min(pole, end) - AROUND <= point.x() <= max(pole, end) + AROUND
            if within and point.y() <= HEIGHT + AROUND:
                near.append((abs(point.x() - pole), -each.number, each))
        return min(near, key=lambda one: one[:2])[2] if near else None

    def paint(self, painter: QPainter, look: Look, room: float, foot: float) -> None:
        """Draw them down to a height."""
        for each in self.bookmarks:
            pole, end = self._span(each, room)
            painter.setPen(QPen(look.teal, 1.2))
            painter.drawLine(QLineF(pole, HEIGHT, pole, foot))
            # A seam in the colour of the ground, so that it is seen on the handle as well.
            painter.setPen(QPen(look.card, 1.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(look.teal)
            notch = pole + 0.6 * (end - pole)
            corners = ((pole, 0), (end, 0), (notch, HEIGHT / 2), (end, HEIGHT), (pole, HEIGHT))
            painter.drawPolygon(QPolygonF([QPointF(x, y + 0.5) for x, y in corners]))

    def _span(self, each: Bookmark, room: float) -> tuple[float, float]:
        """The pole and the free end of the cloth, which waves to the left at the right end."""
        pole = self._x_of(each.update)
        return pole, pole + WIDTH if pole + WIDTH <= room else pole - WIDTH
