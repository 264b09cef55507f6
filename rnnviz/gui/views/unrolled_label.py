"""A short text in a box of the unrolled network."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter

from rnnviz.gui.painting import kept_font, text_width
from rnnviz.gui.theme import MONO, PLAIN
from rnnviz.gui.views.unrolled_layout import LEAST_LABEL_WIDTH, Row, UnrolledLayout


def paint_label(
    painter: QPainter,
    place: UnrolledLayout,
    box: QRectF,
    text: str,
    color: QColor,
    bold: bool,
    longest: int = 1,
) -> None:
    """As large as the column allows for a text of `longest` letters, so that a row of labels
    has one size; nothing where nobody could read it."""
    if place.column_width < LEAST_LABEL_WIDTH or not text:
        return
    size, bold = _size_and_weight(place, box.height(), max(longest, len(text)), bold)
    ratio = painter.deviceTransform().m11()
    wide = _width(text, size, bold)
    # Capitals are about 0.73 of the size in points × 4/3 high.
    at = QPointF(box.center().x() - wide / 2, round(box.center().y() + 0.48 * size))
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        image = _stamp(text, size, bold, color.rgba(), ratio)
        # On a whole pixel of the device, so that the stamp is not blurred.
        x = round((at.x() - 1) * ratio) / ratio
        painter.drawImage(QPointF(x, at.y() - 2 * size), image)
    else:
        painter.setFont(kept_font(size, bold, _families(text)))
        painter.setPen(color)
        painter.drawText(at, text)


class LabelRow:
    """Many labels of one letter in one row, painted at the least cost: on the screen, where
    every label is a stamp, a look-up and one call for each."""

    def __init__(self, painter: QPainter, place: UnrolledLayout, row: Row) -> None:
        self._painter, self._place, self._row = painter, place, row
        self._raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
        self._ratio = painter.deviceTransform().m11()
        self._stamps: dict[tuple[str, bool], tuple[QImage, float, float]] = {}

    def paint(self, box: QRectF, text: str, color: QColor, bold: bool) -> None:
        """As `paint_label`; a text of one weight has one colour."""
        if len(text) != 1 or not self._raster:
            paint_label(self._painter, self._place, box, text, color, bold)
            return
        if self._place.column_width < LEAST_LABEL_WIDTH:
            return
        kept = self._stamps.get((text, bold))
        if kept is None:
            kept = self._stamps[text, bold] = self._made(text, color, bold)
        image, half, y = kept
        x = round((box.left() + self._place.box_width / 2 - half) * self._ratio) / self._ratio
        self._painter.drawImage(QPointF(x, y), image)

    def _made(self, text: str, color: QColor, bold: bool) -> tuple[QImage, float, float]:
        size, bold = _size_and_weight(self._place, self._row.height, len(text), bold)
        image = _stamp(text, size, bold, color.rgba(), self._ratio)
        y = round(self._row.middle + 0.48 * size) - 2 * size
        return image, _width(text, size, bold) / 2 + 1, y


def _size_and_weight(
    place: UnrolledLayout, height: float, longest: int, bold: bool
) -> tuple[float, bool]:
    room = 1.25 * place.column_width / longest
    size = round(max(5.5, min(10.5, 0.42 * height, room)), 1)
    return size, bold and place.column_width > 11


def _families(text: str) -> tuple[str, ...]:
    return (*(MONO if len(text) == 1 else PLAIN),)


@lru_cache(maxsize=1024)
def _width(text: str, size: float, bold: bool) -> float:
    return text_width(text, size, bold, _families(text))


@lru_cache(maxsize=1024)
def _stamp(text: str, size: float, bold: bool, color: int, ratio: float) -> QImage:
    """The text on a transparent ground, painted once: a stamp costs a fifth of a text. Its
    base line lies 2 × size below its upper edge."""
    wide, high = _width(text, size, bold) + 2, 2.6 * size
    image = QImage(
        round(wide * ratio) + 1, round(high * ratio) + 1, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setFont(kept_font(size, bold, _families(text)))
    painter.setPen(QColor.fromRgba(color))
    painter.drawText(QPointF(1, 2 * size), text)
    painter.end()
    return image
