"""Stamps: small pictures with much text in them, painted once and used many times."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from rnnviz.gui.painting_squares import is_raster


class Stamps:
    """Pictures that are painted once and stamped from then on.

    Each has a key that tells all it depends on. The oldest go when there are too many. On a
    page, where text is to stay text, everything is painted anew.
    """

    def __init__(self, most: int = 96) -> None:
        self._images: dict[tuple[Hashable, ...], QImage] = {}
        self._most = most

    def paint(
        self,
        painter: QPainter,
        area: QRectF,
        key: tuple[Hashable, ...],
        draw: Callable[[QPainter], None],
    ) -> None:
        """Paint `area`, which `draw` can paint in the same coordinates."""
        to_device = painter.deviceTransform()
        if not is_raster(painter) or to_device.isRotating():
            draw(painter)
            return
        there = to_device.mapRect(area).toAlignedRect()
        key = (*key, there.width(), there.height(), to_device.m11(), to_device.m22())
        image = self._images.get(key)
        if image is None:
            image = self._images[key] = _painted(there, to_device, draw)
            if len(self._images) > self._most:
                del self._images[next(iter(self._images))]
        target = to_device.inverted()[0].mapRect(QRectF(there))
        painter.drawImage(target, image)


def _painted(there: QRect, to_device: QTransform, draw: Callable[[QPainter], None]) -> QImage:
    image = QImage(there.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(to_device * QTransform.fromTranslate(-there.x(), -there.y()))
    draw(painter)
    painter.end()
    return image
