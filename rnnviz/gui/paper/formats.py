"""Pages as files: PNG of pixels, SVG and PDF of lines and text, with their source in them."""

import re
from math import ceil
from typing import Literal, get_args
from uuid import UUID, uuid5

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QRectF, QSizeF, QUuid
from PySide6.QtGui import (
    QImage,
    QImageWriter,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

from rnnviz.gui.paper.page import Page, in_pixels
from rnnviz.gui.paper.svg_text import with_widths
from rnnviz.gui.pictures import PictureError, checked_pixels
from rnnviz.interchange.figure_file import NAMESPACE, png_with, svg_with, xmp_of
from rnnviz.interchange.figure_source import FigureSource, Paper, written

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: Dots per inch of a logical pixel, and of a PDF's own unit.
LOGICAL, POINTS, INCH = 96, 72, 25.4
#: A fixed date: the same figure has the same bytes whenever it is made.
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[0-9]{14}")
_EPOCH = rb"/\1 (D:20000101000000"
_SIDES = re.compile(rb'<svg width="[^"]*" height="[^"]*"')
_BOX = re.compile(rb"/(MediaBox|TrimBox) \[0 0 ([0-9.]+ [0-9.]+)\]")


def encoded(page: Page, source: FigureSource, kind: Format) -> bytes:
    """The whole file. Raises PictureError where the page has too many pixels."""
    make = {"png": _png, "svg": _svg, "pdf": _pdf}[kind]
    return make(page, source)


def image_of(page: Page, paper: Paper) -> QImage:
    """A page as pixels. Raises PictureError where there would be too many."""
    size = checked_pixels(in_pixels(page, paper), paper.scale)
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0 if page.ground is None else page.ground.rgba())
    if paper.width is not None:
        dots = round(size.width() / paper.width * 1000)
        image.setDotsPerMeterX(dots)
        image.setDotsPerMeterY(dots)
    _paint(page, image, paper.scale, with_ground=False)
    return image


class _SvgPainter(QPainter):
    """Qt's SVG forgets, where a state is restored that clips too, that what it drew since was
    clipped otherwise; it is told again."""

    def restore(self) -> None:
        super().restore()
        if self.hasClipping():
            self.setClipPath(self.clipPath())


def _paint(page: Page, device: QPaintDevice, scale: float, with_ground: bool = True) -> None:
    painter = _SvgPainter(device) if isinstance(device, QSvgGenerator) else QPainter(device)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.LosslessImageRendering
        )
        painter.scale(scale, scale)
        if with_ground and page.ground is not None:
            painter.fillRect(QRectF(0, 0, page.size.width(), page.size.height()), page.ground)
        page.paint(painter)
    finally:
        painter.end()


def _png(page: Page, source: FigureSource) -> bytes:
    buffer = _opened()
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    if not writer.write(image_of(page, source.paper)):
        raise PictureError(f"The picture could not be made: {writer.errorString()}.")
    return png_with(_content(buffer), source)


def _svg(page: Page, source: FigureSource) -> bytes:
    size, buffer = in_pixels(page, source.paper), _opened()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setResolution(LOGICAL)
    generator.setTitle(_title(source))
    generator.setDescription(f"Made with rnnviz {source.version}")
    _paint(page, generator, source.paper.scale)
    width, height = _millimetres(page, source.paper)
    sides = f'<svg width="{width:.4f}mm" height="{height:.4f}mm"'.encode()
    return svg_with(with_widths(_SIDES.sub(sides, _content(buffer), count=1)), source)


def _pdf(page: Page, source: FigureSource) -> bytes:
    buffer = _opened()
    width, height = (side / INCH * POINTS for side in _millimetres(page, source.paper))
    writer = QPdfWriter(buffer)
    # The resolution is what paints one logical pixel as `scale` dots, whatever the page's size.
    writer.setResolution(round(POINTS * page.size.width() * source.paper.scale / width))
    whole = QSizeF(ceil(width), ceil(height))
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(whole, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(_title(source))
    writer.setCreator(f"rnnviz {source.version}")
    writer.setDocumentXmpMetadata(QByteArray(xmp_of(source)))
    name = uuid5(UUID(int=0), NAMESPACE + written(source).decode("ascii"))
    writer.setDocumentId(QUuid(str(name)))
    _paint(page, writer, width / POINTS * writer.resolution() / page.size.width())
    return _fixed(_content(buffer), width, height)


def _fixed(content: bytes, width: float, height: float) -> bytes:
    """Without the time of day; and cut to the page's size, which Qt rounds to whole points. Every
    byte stays in its place, for a PDF tells where its parts begin."""

    def cut(found: re.Match[bytes]) -> bytes:
        top = float(found[2].split()[1])
        room = len(found[0]) - len(found[1]) - 4
        box = f"0 {top - height:.3f} {width:.3f} {top:g}".ljust(room).encode("ascii")
        return b"/%b [%b]" % (found[1], box) if len(box) == room else found[0]

    return _BOX.sub(cut, _DATE.sub(_EPOCH, content))


def _millimetres(page: Page, paper: Paper) -> tuple[float, float]:
    """Width and height in print."""
    width = page.size.width() / LOGICAL * INCH if paper.width is None else paper.width
    return width, width * page.size.height() / page.size.width()


def _title(source: FigureSource) -> str:
    return f"{source.settings.scenario}, {', '.join(source.views)}, update {source.update:,}"


def _opened() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    return bytes(buffer.data().data())
