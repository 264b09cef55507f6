"""A film, frame by frame."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from rnnviz.exhibits import FramesExhibit
from rnnviz.gui.painting import CENTER, draw_text
from rnnviz.gui.views.exhibit_drawing import Drawing, Ground, Part
from rnnviz.gui.views.exhibit_rows import fitted, paint_pixels
from rnnviz.trace.scene import Spot

#: Between two frames, and room for the number below each.
GAP, NUMBER = 6.0, 13.0


class FramesDrawing(Drawing):
    """The frames in as many rows as make them largest."""

    def __init__(self, exhibit: FramesExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        count, height, width = exhibit.frames.shape
        across = max(range(count, 0, -1), key=lambda n: self._size(n, count, height, width))
        for number in range(count):
            area = self._frame(number, across, count, height, width)
            says = f"t = {number + 1}: reads frame {number + 1} of {count}"
            self.parts.append(Part(area, Spot(number, "", "x"), says))

    def _room(self, across: int, count: int) -> tuple[float, float]:
        """Width and height that a frame may take."""
        down = -(-count // across)
        return (
            (self.area.width() + GAP) / across - GAP,
            (self.area.height() + GAP) / down - GAP - NUMBER,
        )

    def _size(self, across: int, count: int, height: int, width: int) -> float:
        wide, high = self._room(across, count)
        return fitted(QRectF(0, 0, wide, high), width, height).width()

    def _frame(self, number: int, across: int, count: int, height: int, width: int) -> QRectF:
        wide, high = self._room(across, count)
        size = fitted(QRectF(0, 0, wide, high), width, height).size()
        column, row = number % across, number // across
        left = self.area.left() + column * (size.width() + GAP)
        top = self.area.top() + row * (size.height() + NUMBER + GAP)
        return QRectF(left, top, size.width(), size.height())

    def paint(self, painter: QPainter) -> None:
        for frame, part in zip(self.exhibit.frames, self.parts, strict=True):
            paint_pixels(painter, part.area, frame, self.look)
            below = QRectF(part.area.left(), part.area.bottom() + 1, part.area.width(), NUMBER)
            draw_text(painter, below, str(part.spot.time + 1), self.look.muted, 7.5, CENTER)
