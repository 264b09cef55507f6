"""Inspector: the equations of one unit at one time step, in symbols and in recorded numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPixmap, QResizeEvent

from rnnviz.gui.views.formula_header import (
    TABS,
    arrow_at,
    draw_arrows,
    draw_header,
    draw_tabs,
    tab_at,
)
from rnnviz.gui.views.formula_paint import NumberPainter, draw_backdrop
from rnnviz.gui.views.formula_setting import Sheet
from rnnviz.gui.views.inspected import Inspected, inspected
from rnnviz.gui.views.view import View
from rnnviz.trace.formula_progress import current, marked_key, unreached
from rnnviz.trace.scene import Scene, Spot
from rnnviz.trace.ticks import Phase

#: The narrowest panel; and the widest sheet: a wider area gets larger type.
LEAST_WIDTH, WIDEST = 280.0, 1100.0
LEAST_SCALE = 0.1
PICTURE_WIDTH = 420.0


@contextmanager
def moved(painter: QPainter, area: QRectF, scale: float) -> Iterator[QRectF]:
    """Draw into an area, at a scale, as if it began at 0, 0; gives what it then covers."""
    painter.save()
    painter.translate(area.topLeft())
    painter.scale(scale, scale)
    yield QRectF(0, 0, area.width() / scale, area.height() / scale)
    painter.restore()


class Inspector(View):
    """The picked unit's equations, its output and loss, and its gradients.

    It grows downwards: `wanted_height` says how high it is at a width.
    """

    key: ClassVar[str] = "inspector"
    title: ClassVar[str] = "Inspector"

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(int(LEAST_WIDTH))
        self.tab = TABS[0]
        self._kept: Inspected | None = None
        self._symbols: tuple[object, QPixmap] | None = None

    def draw(self, scene: Scene) -> None:
        """Show another scene; where the debugger walks back, the backward tab."""
        tick = current(scene.trace, scene.marks)
        walks = self.scene is not None and scene.marks.tick != self.scene.marks.tick
        if tick is not None and walks and tick.phase is not Phase.UPDATE:
            self.tab = tick.phase.value
        super().draw(scene)
        self._keep_height()

    def show_tab(self, tab: str) -> None:
        """Show "forward" or "backward"."""
        self.tab = tab
        self._keep_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        wanted = self.wanted_height(self.width())
        if wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)

    def wanted_height(self, width: float) -> int:
        """How high the whole sheet is at a width; 0 while there is nothing to show."""
        if self.scene is None:
            return 0
        scale = _scale(width)
        return ceil(scale * self._sheet(self.scene, width / scale).height)

    def picture_size(self) -> QSizeF:
        return QSizeF(PICTURE_WIDTH, self.wanted_height(PICTURE_WIDTH))

    def sentence(self, scene: Scene) -> str:
        return self._shown(scene).sentence

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        """The symbols, which stay, from a picture of them."""
        assert self.scene is not None
        finely = painter.deviceTransform().m11()
        painter.drawPixmap(0, 0, self._picture_of_symbols(self.scene, area, finely))
        self._draw_numbers(painter, self.scene, area)
        self._draw_arrows(painter, self.scene, area)

    def paint(self, painter: QPainter, area: QRectF) -> None:
        assert self.scene is not None
        self._draw_symbols(painter, self.scene, area)
        self._draw_numbers(painter, self.scene, area)

    def _picture_of_symbols(self, scene: Scene, area: QRectF, ratio: float) -> QPixmap:
        key = (self._laid(scene, area), self.look.name, self.size(), ratio)
        if self._symbols is None or self._symbols[0] != key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_symbols(painter, scene, area)
            painter.end()
            self._symbols = key, picture
        return self._symbols[1]

    def _draw_symbols(self, painter: QPainter, scene: Scene, area: QRectF) -> None:
        scale, laid = self._laid(scene, area)
        with moved(painter, area, scale) as ground:
            draw_backdrop(painter, laid, ground, self.look)

    def _draw_numbers(self, painter: QPainter, scene: Scene, area: QRectF) -> None:
        trace, marks, shown = scene.trace, scene.marks, self._shown(scene)
        scale, laid = self._laid(scene, area)
        tick = current(trace, marks)
        with moved(painter, area, scale) as ground:
            draw_header(painter, laid.width, shown, self.look)
            NumberPainter(
                painter,
                laid,
                painter.clipBoundingRect() if painter.hasClipping() else ground,
                self.look,
                marked_key(marks, tick, shown.lane, shown.time),
                self._pointed_key(scene, shown),
                unreached(trace, tick, shown.lane, shown.time),
            ).draw(shown.rows, shown.listed())

    def _draw_arrows(self, painter: QPainter, scene: Scene, area: QRectF) -> None:
        """On the screen only: on paper nobody can press them."""
        scale, laid = self._laid(scene, area)
        with moved(painter, area, scale):
            draw_arrows(painter, laid.width, self._shown(scene), self.look)
            draw_tabs(painter, laid.width, self.tab, self.look)

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        if self.scene is None:
            return None
        shown, (scale, laid) = self._shown(self.scene), self._laid(self.scene, area)
        point = (QPointF(x, y) - area.topLeft()) / scale
        if by := arrow_at(point, laid.width):
            return shown.neighbour(by)
        key = laid.key_at(point)
        return None if key is None else shown.spot(key)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.scene is not None and event.button() == Qt.MouseButton.LeftButton:
            scale, laid = self._laid(self.scene, QRectF(self.rect()))
            tab = tab_at(event.position() / scale, laid.width)
            if tab:
                self.show_tab(tab)
                return
        super().mousePressEvent(event)

    def _pointed_key(self, scene: Scene, shown: Inspected) -> str:
        pointed = scene.marks.pointed
        if pointed is None or pointed.time != shown.time or not shown.is_about(pointed.lane):
            return ""
        return pointed.quantity

    def _shown(self, scene: Scene) -> Inspected:
        """What is picked; kept, since most of the time only the pointer moves."""
        trace, picked, kept = scene.trace, scene.marks.picked, self._kept
        if kept is None or kept.trace is not trace or kept.picked != picked:
            kept = self._kept = inspected(trace, picked)
        return kept

    def _sheet(self, scene: Scene, width: float) -> Sheet:
        width = max(LEAST_WIDTH, min(WIDEST, width))
        return self._shown(scene).sheet(self.tab == "backward", width)

    def _laid(self, scene: Scene, area: QRectF) -> tuple[float, Sheet]:
        """How large the sheet is drawn in an area, and its layout: only where the area is not
        as high as the sheet wants, or not as wide, is it smaller."""
        scale = _scale(area.width())
        laid = self._sheet(scene, area.width() / scale)
        while laid.height * scale > area.height() + 1 and scale > LEAST_SCALE:
            scale *= 0.95
            laid = self._sheet(scene, area.width() / scale)
        return scale, laid


def _scale(width: float) -> float:
    """How large a sheet is drawn: wider than the widest and narrower than the narrowest
    sheet, one of these is drawn larger or smaller."""
    return max(LEAST_SCALE, width / WIDEST if width > WIDEST else min(1.0, width / LEAST_WIDTH))
