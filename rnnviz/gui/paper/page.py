"""Page: what a figure shows and how large it is, for a painter of any kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPicture, QRegion
from PySide6.QtWidgets import QWidget

from rnnviz.gui.painting import TITLE_HEIGHT
from rnnviz.gui.style import finer_icons
from rnnviz.gui.theme import LOOKS, Look
from rnnviz.gui.views.view import View
from rnnviz.interchange.figure_source import Paper

#: Between two views, in logical pixels.
GAP = 8.0
#: Of a bare view as much is cut off at the top as its title would take.
HEAD = TITLE_HEIGHT - 4
#: A widget without those in it.
ALONE = QWidget.RenderFlag(0)


@dataclass(frozen=True)
class Page:
    """A figure before it has a format.

    size    in logical pixels.
    ground  what is behind everything; None: nothing.
    paint   paints it at that size.
    """

    size: QSizeF
    ground: QColor | None
    paint: Callable[[QPainter], None]


def look_of(paper: Paper) -> Look:
    """The palette in which a figure is drawn."""
    return LOOKS[paper.look].variant(paper.is_clear, paper.is_bare)


def page_of_views(views: Sequence[View], sizes: Sequence[QSizeF], paper: Paper) -> Page:
    """Views one below the other, each at its size; narrower ones stand at the left."""
    look, head = look_of(paper), HEAD if paper.is_bare else 0.0
    width = max(size.width() for size in sizes)
    heights = [max(1.0, size.height() - head * paper.font) for size in sizes]
    whole = QSizeF(width, sum(heights) + GAP * (len(views) - 1))

    def paint(painter: QPainter) -> None:
        top = 0.0
        for view, size, height in zip(views, sizes, heights, strict=True):
            painter.save()
            painter.translate(0, top)
            painter.scale(paper.font, paper.font)
            _paint_view(painter, view, look, QSizeF(size.width(), height) / paper.font, head)
            painter.restore()
            top += height + GAP

    ground = look.card if paper.is_bare else look.window
    return Page(whole, None if paper.is_clear else ground, paint)


def _paint_view(painter: QPainter, view: View, look: Look, size: QSizeF, head: float) -> None:
    """The view's scene at a size without its head. The view keeps its own look."""
    kept = view.look
    view.set_look(look)  # Curves and notes of its own take the colours too.
    try:
        painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
        view.paint(painter, QRectF(0, -head, size.width(), size.height() + head))
    finally:
        view.set_look(kept)


def page_of_window(window: QWidget, paper: Paper) -> Page:
    """A window as it stands."""

    def paint(painter: QPainter) -> None:
        with finer_icons(paper.scale):
            _paint_widget(painter, window, QPoint(), window.rect())

    return Page(QSizeF(window.size()), look_of(paper).window, paint)


def _paint_widget(painter: QPainter, widget: QWidget, origin: QPoint, seen: QRect) -> None:
    """A widget whose corner lies at `origin`, and what stands in it, where it is in sight.

    One by one: what Qt clips on the screen it would let run over on a page.
    """
    part = QRect(origin, widget.size()).intersected(seen)
    if part.isEmpty():
        return
    within = [child for child in widget.children() if isinstance(child, QWidget)]
    painter.save()
    painter.setClipRect(part)
    painter.translate(origin)
    if isinstance(widget, View) and widget.scene is not None:
        widget.paint_with_ground(painter)
    elif within or part.size() == widget.size():
        _paint_alone(painter, widget)
    else:
        _paint_in_part(painter, widget, part.translated(-origin))
    painter.restore()
    for child in within:
        if child.isVisible() and not child.isWindow():
            _paint_widget(painter, child, origin + child.pos(), part)


def _paint_alone(painter: QPainter, widget: QWidget) -> None:
    """By way of a record of what it paints, or an SVG would clip it in wrong places."""
    record = QPicture()
    # Called on the class: some widgets hide QWidget.render behind a method of their own.
    QWidget.render(widget, record, QPoint(), QRegion(), ALONE)
    # Played on a finer device it would be enlarged, as if inches were meant.
    dots = painter.device().logicalDpiX() / record.logicalDpiX()
    painter.scale(1 / dots, 1 / dots)
    painter.drawPicture(0, 0, record)


def _paint_in_part(painter: QPainter, widget: QWidget, part: QRect) -> None:
    """A control that is cut off by the edge of its panel, as an image: many of Qt's controls clip
    to themselves, and so would be painted whole on a page."""
    scale = painter.deviceTransform().m11()
    image = QImage(part.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    QWidget.render(widget, image, QPoint(), QRegion(part), ALONE)
    painter.drawImage(QRectF(part), image)


def in_pixels(page: Page, paper: Paper) -> QSize:
    """How many real pixels a page has."""
    return QSize(round(page.size.width() * paper.scale), round(page.size.height() * paper.scale))
