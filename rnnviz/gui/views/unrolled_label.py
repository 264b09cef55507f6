"""A short text in a box of the unrolled network."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from rnnviz.gui.painting import is_raster, kept_font, text_width
from rnnviz.gui.views.unrolled_layout import Row, UnrolledLayout
from rnnviz.gui.views.unrolled_text import LEAST_LABEL_WIDTH, LabelFont, families

#: A text that is cut has at least so many letters left, the … among them.
LEAST_LEFT = 4


class LabelRow:
    """The texts of one row, painted at the least cost: on the screen, where every text is a stamp,
    a look-up and one call for each."""

    def __init__(self, painter: QPainter, place: UnrolledLayout, row: Row, used: LabelFont) -> None:
        self._painter, self._row, self._font = painter, row, used
        self._can_be_read = place.column_width >= LEAST_LABEL_WIDTH
        self._may_be_bold = place.column_width > 11
        self._raster = is_raster(painter)
        self._ratio = painter.deviceTransform().m11()
        self._stamps: dict[tuple[str, bool], tuple[QImage, float, float]] = {}

    def paint(self, box: QRectF, text: str, color: QColor, bold: bool) -> None:
        """Write a text in the middle of a box; a text of one weight has one colour."""
        if not text or not self._can_be_read:
            return
        if not self._raster:
            self._paint_on_paper(box, text, color, bold and self._may_be_bold)
            return
        kept = self._stamps.get((text, bold))
        if kept is None:
            kept = self._stamps[text, bold] = self._made(text, color, bold)
        image, half, y = kept
        if image.isNull():
            return
        # On a whole pixel of the device, so that the stamp is not blurred.
        x = round((box.center().x() - half) * self._ratio) / self._ratio
        self._painter.drawImage(QPointF(x, y), image)

    @property
    def _base_line(self) -> int:
        # Capitals are about 0.73 of the size in points × 4/3 high.
        return round(self._row.middle + 0.48 * self._font.size)

    def _cut(self, text: str, bold: bool) -> str:
        """A text that fits; single letters always do."""
        return text if len(text) == 1 else _cut(text, self._font.size, bold, int(self._font.room))

    def _paint_on_paper(self, box: QRectF, text: str, color: QColor, bold: bool) -> None:
        size = self._font.size
        text = self._cut(text, bold)
        self._painter.setFont(kept_font(size, bold, families(text)))
        self._painter.setPen(color)
        left = box.center().x() - text_width(text, size, bold, families(text)) / 2
        self._painter.drawText(QPointF(left, self._base_line), text)

    def _made(self, text: str, color: QColor, bold: bool) -> tuple[QImage, float, float]:
        size, bold = self._font.size, bold and self._may_be_bold
        text = self._cut(text, bold)
        if not text:
            return QImage(), 0.0, 0.0
        image = _stamp(text, size, bold, color.rgba(), self._ratio)
        half = text_width(text, size, bold, families(text)) / 2 + 1
        return image, half, self._base_line - 2 * size


@lru_cache(maxsize=512)
def _cut(text: str, size: float, bold: bool, room: int) -> str:
    """A text that fits. Where hardly any letters and … would be left, as many as have room; of a
    number none, since it would be another one."""
    metrics = QFontMetricsF(kept_font(size, bold, families(text)))
    short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    if len(short) >= LEAST_LEFT or short == text:
        return short
    if text[0].isdigit():
        return ""
    letters = [n for n in range(1, len(text)) if metrics.horizontalAdvance(text[:n]) <= room]
    return text[: max(letters, default=1)].rstrip()


@lru_cache(maxsize=1024)
def _stamp(text: str, size: float, bold: bool, color: int, ratio: float) -> QImage:
    """The text on a transparent ground, painted once: a stamp costs a fifth of a text. Its
    base line lies 2 × size below its upper edge."""
    wide, high = text_width(text, size, bold, families(text)) + 2, 2.6 * size
    image = QImage(
        round(wide * ratio) + 1, round(high * ratio) + 1, QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(Qt.GlobalColor.transparent)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    painter.setFont(kept_font(size, bold, families(text)))
    painter.setPen(QColor.fromRgba(color))
    painter.drawText(QPointF(1, 2 * size), text)
    painter.end()
    return image
