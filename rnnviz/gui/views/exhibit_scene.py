"""A picture in colours, with its right description and the one that the network writes."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from rnnviz.exhibits import SceneExhibit
from rnnviz.gui.painting import Floats, draw_squares, draw_text, text_width
from rnnviz.gui.views.exhibit_alignment import aligned
from rnnviz.gui.views.exhibit_drawing import ROW, SIZE, Drawing, Ground, Part, underline
from rnnviz.gui.views.exhibit_lines import lines_of
from rnnviz.gui.views.exhibit_rows import fitted
from rnnviz.trace.scene import Spot

#: At most so much of the width is the picture's.
PICTURE = 0.45
NAMES, BETWEEN, GAP, MISSING = 46.0, 9.0, 8.0, "–"


class SceneDrawing(Drawing):
    """The picture, read at the first step, and beside it the words, each said at a step."""

    def __init__(self, exhibit: SceneExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        height, width, _ = exhibit.picture.shape
        area = ground.area.adjusted(0, 1, 0, -1)
        area.setWidth(PICTURE * area.width())
        self.picture = fitted(area, width, height)
        self.parts = [Part(self.picture, Spot(0, "", "x"), "t = 1: reads the picture")]
        self.pairs = aligned(exhibit.said, exhibit.wanted)
        self.words = QRectF(ground.area)
        self.words.setLeft(self.picture.right() + 14)
        self.tops: list[float] = []
        self._lay_out()

    def _texts(self, number: int) -> tuple[str, str]:
        """What is wanted and what is said at a place."""
        said, wanted = self.pairs[number]
        return (
            MISSING if wanted is None else self.exhibit.wanted[wanted],
            MISSING if said is None else self.exhibit.said[said],
        )

    def _lay_out(self) -> None:
        line = 2 * ROW + GAP
        widths = [
            max(text_width(text, SIZE) for text in self._texts(n)) + BETWEEN
            for n in range(len(self.pairs))
        ]
        most = max(1, int((self.words.height() + GAP) / line))
        lines = lines_of(widths, self.words.width() - NAMES, most, self.ground.picked)
        self.is_cut = self.is_tight = lines.is_cut
        self.tops = [self.words.top() + n * line for n in range(lines.count)]
        self.places: dict[int, QRectF] = {}
        for cell in lines.cells:
            left = self.words.left() + NAMES + cell.left
            area = QRectF(left, self.tops[cell.line], widths[cell.number] - BETWEEN + 4, 2 * ROW)
            self.places[cell.number] = area
            self._list_parts(cell.number, area)

    def _list_parts(self, number: int, area: QRectF) -> None:
        said, wanted = self.pairs[number]
        texts = self._texts(number)
        for at, row in ((wanted, 0), (said, 1)):
            if at is not None:
                place = QRectF(area.left(), area.top() + row * ROW, area.width(), ROW)
                says = f"t = {at + 1}: wanted “{texts[0]}”, says “{texts[1]}”"
                self.parts.append(Part(place, Spot(at, "", "y"), says))

    def paint(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        draw_squares(painter, self.picture, image_of(self.exhibit.picture))
        painter.restore()
        painter.setPen(QPen(self.look.faint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.picture)
        for top in self.tops:
            for row, name in enumerate(("wanted", "says")):
                area = QRectF(self.words.left(), top + row * ROW, NAMES, ROW)
                draw_text(painter, area, name, self.look.muted, 7.5)
        for number, area in self.places.items():
            self._paint_word(painter, number, area)

    def _paint_word(self, painter: QPainter, number: int, area: QRectF) -> None:
        wanted, said = self._texts(number)
        above = QRectF(area.left() + 2, area.top(), area.width(), ROW)
        draw_text(painter, above, wanted, self.look.muted, SIZE)
        is_right = said == wanted
        color = self.look.teal if is_right else self.look.error
        draw_text(painter, above.translated(0, ROW), said, color, SIZE)
        if not is_right:
            right = above.left() + text_width(said, SIZE)
            underline(painter, self.look, above.left(), right, area.bottom() - 1)


def image_of(picture: Floats) -> QImage:
    """An image of (height, width, 3), 0 … 1."""
    height, width, _ = picture.shape
    pixels = np.ascontiguousarray((picture.clip(0, 1) * 255 + 0.5).astype(np.uint8))
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
