"""TimeNavigation: a View on a shared time axis that the mouse zooms and moves.

The wheel zooms (with Ctrl, or plainly where a view asks for it), a horizontal wheel moves,
dragging moves what is zoomed in, a double click shows all steps again. A click picks when
the button is released, so that a drag is never taken for one.
"""

from typing import ClassVar

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene

#: How far the pointer may stray, in logical pixels, while a press is still a click.
CLICK_SLACK = 4.0
#: One notch of a wheel, in eighths of a degree; how much of the range it leaves; and which
#: share of the range it moves.
NOTCH, ZOOM, PAN = 120.0, 0.8, 0.1


class TimeNavigation(View):
    """A view whose columns stand on `axis`.

    Subclasses override `click` where a click can mean more than picking a spot.
    """

    #: Whether the wheel zooms without Ctrl; else it is left to the scroll bar around the view.
    plain_wheel_zooms: ClassVar[bool] = False

    def __init__(self, axis: TimeAxis) -> None:
        super().__init__()
        self.axis = axis
        axis.changed.connect(self.update)
        self._pressed: QPointF | None = None
        self._dragged_to: float | None = None

    @property
    def zoomed(self) -> bool:
        """Whether some steps are out of sight."""
        return self.axis.last - self.axis.first < self.axis.steps

    def draw(self, scene: Scene) -> None:
        self.axis.set_steps(self.steps_of(scene))
        super().draw(scene)

    def steps_of(self, scene: Scene) -> int:
        """How many columns there are."""
        return scene.trace.steps

    def click(self, x: float, y: float) -> None:
        """The left button was pressed and released at about this point."""
        spot = self.spot(x, y, QRectF(self.rect()))
        if spot is not None:
            self.picked.emit(spot)

    def wheelEvent(self, event: QWheelEvent) -> None:
        area, turn = QRectF(self.rect()), event.angleDelta()
        keys = Qt.KeyboardModifier
        # A touch pad's strokes are never quite straight: the greater part counts.
        across = turn.x() if abs(turn.x()) > abs(turn.y()) else 0
        sideways = turn.y() if event.modifiers() & keys.ShiftModifier else across
        if sideways:
            self.axis.pan(-sideways / NOTCH * PAN * (self.axis.last - self.axis.first))
        elif turn.y() and (self.plain_wheel_zooms or event.modifiers() & keys.ControlModifier):
            at = self.axis.time(event.position().x(), area)
            within = max(self.axis.first, min(self.axis.last, at))
            self.axis.zoom(ZOOM ** (turn.y() / NOTCH), within)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.scene is not None:
            self._pressed, self._dragged_to = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._pressed = None  # It was released where this view did not hear of it.
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self._dragged_to is not None:
            self._drag(x)
        elif (event.position() - self._pressed).manhattanLength() > CLICK_SLACK:
            self._dragged_to = self._pressed.x()
            if self.zoomed:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._drag(x)

    def _drag(self, x: float) -> None:
        assert self._dragged_to is not None
        width = self.axis.column_width(QRectF(self.rect()))
        self.axis.pan((self._dragged_to - x) / width)
        self._dragged_to = x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        pressed, dragged = self._pressed, self._dragged_to is not None
        self._pressed = self._dragged_to = None
        if dragged:
            self.unsetCursor()
        else:
            self.click(pressed.x(), pressed.y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        on_a_step = self.axis.step_at(event.position().x(), QRectF(self.rect())) is not None
        if self.zoomed and on_a_step:
            self.axis.reset()
        else:
            self.mousePressEvent(event)
