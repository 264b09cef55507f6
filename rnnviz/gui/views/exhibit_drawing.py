"""Drawing: one exhibit laid out in an area. There is one kind of it for each kind of exhibit."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.gui.theme import Look
from rnnviz.trace.scene import Spot

#: Height of a line of text, and the size of its letters.
ROW, SIZE = 16.0, 9.0
#: So many pixels wide and high, a part is a picture.
LARGE = 36.0
#: What is right and what is wrong has these signs, as colours alone tell too little.
RIGHT_SIGN, WRONG_SIGN = "✓", "✗"


@dataclass(frozen=True)
class Part:
    """A part of the drawing that belongs to a time step.

    area  where it stands.
    spot  what it is, for those who point at it.
    says  what it is, in words.
    """

    area: QRectF
    spot: Spot
    says: str = ""


@dataclass(frozen=True)
class Ground:
    """What a drawing stands on.

    area    all the room that there is.
    look    the palette.
    picked  the time step that has to be in sight.
    source  how many of the steps are an encoder's.
    """

    area: QRectF
    look: Look
    picked: int = 0
    source: int = 0


class Drawing(ABC):
    """Laid out once; painted whenever it is wanted.

    parts   all that can be pointed at; a part that stands on another comes behind it.
    is_cut  whether there is no room for all of it, so that the picked step decides what is shown.
    is_tight  whether it had to be made smaller than it should be.
    breaks    how often what belongs in one row goes on in the next.
    """

    is_cut = False
    is_tight = False
    breaks = 0

    def __init__(self, ground: Ground) -> None:
        self.ground, self.look, self.area = ground, ground.look, ground.area
        self.parts: list[Part] = []

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Draw all that stays the same wherever one points."""

    def paint_marks(self, painter: QPainter, picked: int, pointed: int) -> None:
        """Mark what belongs to the picked and to the pointed time step."""
        if pointed != picked:
            mark(painter, self.look, self._areas(pointed), strong=False)
        mark(painter, self.look, self._areas(picked), strong=True)

    def _areas(self, time: int) -> list[QRectF]:
        return [part.area for part in self.parts if part.spot.time == time]

    def part(self, x: float, y: float) -> Part | None:
        """What lies at a point."""
        at = QPointF(x, y)
        return next((part for part in reversed(self.parts) if part.area.contains(at)), None)


def mark(painter: QPainter, look: Look, areas: Iterable[QRectF], strong: bool) -> None:
    """A soft ground over some areas, and a frame around them where they are picked; a picture
    keeps its colours."""
    painter.setPen(QPen(look.accent, 1.4) if strong else Qt.PenStyle.NoPen)
    for area in areas:
        soft = QColor(look.accent)
        soft.setAlpha((48 if strong else 30) if min(area.width(), area.height()) < LARGE else 16)
        painter.setBrush(soft)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)


def underline(painter: QPainter, look: Look, left: float, right: float, y: float) -> None:
    """The line below what is wrong."""
    painter.setPen(QPen(look.error, 1.5))
    painter.drawLine(QPointF(left, y), QPointF(right, y))


def quantity_of(share: float) -> str:
    """A share in words, "12 %"; what is not 0 and not 1 is never rounded to it."""
    percent = 100 * share
    if 0 < percent < 0.5:
        return "< 1 %"
    if 99.5 <= percent < 100:
        return "> 99 %"
    return f"{percent:.0f} %"
