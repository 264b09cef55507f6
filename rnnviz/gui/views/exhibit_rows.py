"""A picture that is read row by row, or at once."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from rnnviz.exhibits import RowsExhibit
from rnnviz.gui.painting import RIGHT, Colors, Floats, draw_squares, draw_text, heat_image, heat_map
from rnnviz.gui.theme import Look, ramp
from rnnviz.gui.views.exhibit_drawing import Drawing, Ground, Part
from rnnviz.trace.scene import Spot

#: Room for the numbers of the time steps beside the picture.
NUMBERS = 22.0
#: Squares of so many pixels are parted by lines.
PARTED = 10.0


def ink(look: Look) -> Colors:
    """Colours of a picture: from the ground to the colour of text."""
    return ramp(look.card.name(), look.text.name())


def fitted(area: QRectF, columns: int, rows: int) -> QRectF:
    """The largest area with square pixels, to the left and from the top."""
    size = max(0.5, min(area.width() / columns, area.height() / rows))
    if size > 1:
        size = float(int(size))
    return QRectF(area.left(), area.top(), size * columns, size * rows)


def paint_pixels(painter: QPainter, area: QRectF, picture: Floats, look: Look) -> None:
    """A picture of ink, 0 … 1, in a frame; its squares are parted where they are large."""
    image = heat_image(picture, 0.0, 1.0, ink(look))
    if area.width() >= PARTED * image.width():
        heat_map(painter, area, image, look.border)
    else:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        draw_squares(painter, area, image)
        painter.restore()
    painter.setPen(QPen(look.faint, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)


class RowsDrawing(Drawing):
    """The picture with a number beside each row: the time step that reads it."""

    def __init__(self, exhibit: RowsExhibit, ground: Ground) -> None:
        super().__init__(ground)
        self.exhibit = exhibit
        rows, columns = exhibit.picture.shape
        #: Read at once, it is one part, and its rows have no numbers.
        self.at_once = len(set(exhibit.times)) == 1
        room = ground.area.adjusted(0 if self.at_once else NUMBERS, 1, -1, -1)
        self.picture = fitted(room, columns, rows)
        height = self.picture.height() / rows
        if self.at_once:
            says = "t = 1: reads the whole picture"
            self.parts = [Part(self.picture, Spot(exhibit.times[0], "", "x"), says)]
            return
        for row, time in enumerate(exhibit.times):
            top = self.picture.top() + row * height
            area = QRectF(self.picture.left(), top, self.picture.width(), height)
            says = f"t = {time + 1}: reads row {row + 1}"
            self.parts.append(Part(area, Spot(time, "", "x"), says))

    def paint(self, painter: QPainter) -> None:
        paint_pixels(painter, self.picture, self.exhibit.picture, self.look)
        for part in self.parts if not self.at_once else ():
            beside = QRectF(self.area.left(), part.area.top(), NUMBERS - 5, part.area.height())
            if beside.height() >= 9 or part.spot.time % 5 == 4:
                draw_text(painter, beside, str(part.spot.time + 1), self.look.muted, 7.5, RIGHT)
