"""Pictures: a view or the whole window as an image, with or without a window on the screen."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSaveFile, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QWidget

from rnnviz.gui.theme import Look
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_source import LEAST_SCALE, MOST_SCALE

#: Pixels of a picture at most, so that its memory stays below 400 MB.
MOST_PIXELS = 100_000_000
SCALES = (LEAST_SCALE, MOST_SCALE)


class PictureError(Exception):
    """A picture that cannot be made or written; the message says why."""


def picture_of_view(view: View, look: Look, size: QSize, scale: float) -> QImage:
    """A view's scene drawn at a size in logical pixels, `scale` times as many real ones.

    Raises PictureError where size or scale are out of range.
    """
    image = blank(size, scale, look)
    kept = view.look
    view.set_look(look)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    view.paint(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    view.set_look(kept)
    return image


def picture_of_widget(widget: QWidget, look: Look, scale: float) -> QImage:
    """A widget as it stands, its text and lines drawn `scale` times as fine."""
    image = blank(widget.size(), scale, look)
    image.setDevicePixelRatio(scale)
    # Called on the class: some widgets hide QWidget.render behind a method of their own.
    QWidget.render(widget, image, QPoint())
    image.setDevicePixelRatio(1.0)
    return image


def checked_size(size: QSize, scale: float) -> QSize:
    """The real pixels of a picture. Raises PictureError where there cannot be so many."""
    return checked_pixels(QSize(round(size.width() * scale), round(size.height() * scale)), scale)


def checked_pixels(size: QSize, scale: float) -> QSize:
    """The same size in real pixels. Raises PictureError where it or the scale is out of range."""
    least, most = SCALES
    if not least <= scale <= most:
        raise PictureError(f"The scale is {scale:g}; wanted from {least:g} to {most:g}.")
    width, height = size.width(), size.height()
    if width < 1 or height < 1 or width * height > MOST_PIXELS:
        raise PictureError(
            f"The picture is {width} × {height} pixels; wanted at least 1 × 1 and at most "
            f"{MOST_PIXELS // 1_000_000} million in all."
        )
    return size


def blank(size: QSize, scale: float, look: Look) -> QImage:
    """An empty picture. Raises PictureError where size or scale are out of range."""
    image = QImage(checked_size(size, scale), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(look.window)
    return image


def save(image: QImage, path: Path) -> Path:
    """Write a PNG, whole or not at all; ".png" is added where it is missing.

    Returns the path written. Raises PictureError where it cannot be.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        raise PictureError(f"{path} could not be written whole: the picture is empty.")
    return save_bytes(bytes(buffer.data().data()), with_extension(path, "png"))


def with_extension(path: Path, extension: str) -> Path:
    """The path, with the extension added where it is missing."""
    if path.suffix.lower() == f".{extension}":
        return path
    return path.with_name(f"{path.name}.{extension}")


def save_bytes(content: bytes, path: Path) -> Path:
    """Write a file, whole or not at all. Returns its full path. Raises PictureError."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise PictureError(f"{path} cannot be written: {file.errorString()}.")
    if file.write(content) != len(content) or not file.commit():
        raise PictureError(f"{path} could not be written whole: {file.errorString()}.")
    return path.absolute()
