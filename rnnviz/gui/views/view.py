"""View: what every view is. It draws a scene and says what was pointed at; nothing else."""

from typing import ClassVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from rnnviz.gui.theme import LIGHT, Look
from rnnviz.trace.scene import Scene, Spot

#: The size of the square in which a card's round corner lies, in pixels.
CORNER = 8


class View(QWidget):
    """A picture of a scene.

    `paint` is the one painter for screen and paper: the widget calls it for itself, an
    export calls it on a picture or a page of any size, without a window.

    Signals: `pointed` with the Spot under the pointer, or None when it leaves; `picked`
    with the Spot that was clicked; `edit_wanted` with the Spot of a number that a person wants
    to type anew, and the QRect of that number in the view.
    """

    pointed = Signal(object)
    picked = Signal(object)
    edit_wanted = Signal(object, object)

    key: ClassVar[str]
    title: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene | None = None
        self.look: Look = LIGHT
        #: What stands on top of the view and would be drawn anew with it, though it stays.
        self.covered = QRect()
        self.setMouseTracking(True)
        self.setAccessibleName(self.title)
        self.setObjectName(self.key)
        # Every view fills all of its area, so Qt need not draw what is behind it.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def draw(self, scene: Scene) -> None:
        """Show another scene."""
        moved = self.scene is None or self.scene.marks != scene.marks
        self.scene = scene
        # While a network learns the sentence changes thirty times a second: only where
        # somebody listens is it worth its time. A hidden view says nothing to anybody.
        if (moved or QAccessible.isActive()) and (self.isVisible() or self.isWindow()):
            self.setAccessibleDescription(self.sentence(scene))
        self.update(QRegion(self.rect()).subtracted(QRegion(self.covered)))

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.look = look
        self.update()

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the scene into `area`, in logical pixels. Called only when there is a scene."""
        raise NotImplementedError

    def paint_on_screen(self, painter: QPainter, area: QRectF) -> None:
        """Draw the same on the widget; a view may take parts from pictures that it keeps."""
        self.paint(painter, area)

    def sentence(self, scene: Scene) -> str:
        """What the view shows just now, in one sentence, for those who cannot see it."""
        return f"{self.title}, time step {scene.marks.time + 1} of {scene.trace.steps}"

    def spot(self, x: float, y: float, area: QRectF) -> Spot | None:
        """What lies at a point of the area; None where there is nothing."""
        return None

    def tip(self, x: float, y: float) -> str | None:
        """What lies at a point of the view, in words, to be shown there; None: the tool tip that
        the widget has."""
        return None

    def show_hand(self, is_over: bool) -> None:
        """Whether the pointer is over something that can be pressed."""
        shapes = Qt.CursorShape
        self.setCursor(shapes.PointingHandCursor if is_over else shapes.ArrowCursor)

    def picture_size(self) -> QSizeF:
        """A good size for a picture of this view alone, in logical pixels."""
        return QSizeF(900, 420)

    def showEvent(self, event: QShowEvent) -> None:
        """Say what was not said while nobody could hear it."""
        if self.scene is not None:
            self.setAccessibleDescription(self.sentence(self.scene))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.scene is None:
            return
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # What is scrolled out of sight costs nothing.
            painter.setClipRect(event.rect())
            self._fill_corners(painter)
            self.paint_on_screen(painter, QRectF(self.rect()))
        finally:
            # Qt breaks down where an error leaves a painter at work on a widget.
            painter.end()

    def paint_with_ground(self, painter: QPainter) -> None:
        """Paint what the widget shows, on a page: nothing from pictures that are kept."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._fill_corners(painter)
        self.paint(painter, QRectF(self.rect()))
        painter.restore()

    def _fill_corners(self, painter: QPainter) -> None:
        """Behind the round corners of the card, which covers all the rest."""
        right, bottom, size = self.width() - CORNER, self.height() - CORNER, CORNER
        for x, y in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
            painter.fillRect(x, y, size, size, self.look.window)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.tip(event.x(), event.y())
            if text is not None:
                QToolTip.showText(event.globalPos(), text, self)
                return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.scene is not None:
            where = event.position()
            self.pointed.emit(self.spot(where.x(), where.y(), QRectF(self.rect())))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.scene is None or event.button() != Qt.MouseButton.LeftButton:
            return
        where = event.position()
        spot = self.spot(where.x(), where.y(), QRectF(self.rect()))
        if spot is not None:
            self.picked.emit(spot)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)
