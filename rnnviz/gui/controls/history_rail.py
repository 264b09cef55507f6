"""HistoryRail: a row of places, one of them held by a handle that a person can drag."""

from PySide6.QtCore import QEvent, QLineF, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.gui.theme import LIGHT, Look

_KEY = Qt.Key
#: What the keys do while the rail has the focus: so many places on.
STEPS = {
    _KEY.Key_Left: -1,
    _KEY.Key_Right: 1,
    _KEY.Key_PageUp: -10,
    _KEY.Key_PageDown: 10,
}
#: Room at both ends, so that the handle is whole there.
END = 6.0


class HistoryRail(QWidget):
    """Places 0 … `count` − 1 from left to right.

    chosen  the place to go to: on a press, while dragging, and by a key.
    """

    chosen = Signal(int)

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        self.look: Look = LIGHT
        self.count, self.place = 0, 0
        self._asked: int | None = None
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.look = look
        self.update()

    def show_place(self, place: int, count: int, said: str) -> None:
        """Show where one is among how many places; `said` tells it in words."""
        self.place, self.count = place, count
        self.setAccessibleDescription(said)
        self.update()

    # --- places ------------------------------------------------------------------------

    def x_of(self, place: float) -> float:
        """The middle of a place."""
        width = self.width() - 2 * END
        return END + (place / (self.count - 1) if self.count > 1 else 0.0) * width

    def place_at(self, x: float) -> int:
        """The place nearest to a point."""
        share = (x - END) / max(1.0, self.width() - 2 * END)
        return max(0, min(self.count - 1, round(share * (self.count - 1))))

    # --- what a person does ------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(self.place_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.count:
            self.setToolTip(self.tip(self.place_at(event.position().x())))
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(self.place_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._asked = None

    def event(self, event: QEvent) -> bool:
        """Its keys are its own while it has the focus, whatever they are in the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and self._target(event) is not None:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        target = self._target(event)
        if target is None:
            super().keyPressEvent(event)
        else:
            self._asked = None
            self._ask(target)

    def _target(self, event: QKeyEvent) -> int | None:
        key = event.key()
        if key == _KEY.Key_Home:
            return 0
        if key == _KEY.Key_End:
            return self.count - 1
        step = STEPS.get(_KEY(key))
        return None if step is None else max(0, min(self.count - 1, self.place + step))

    def _ask(self, place: int) -> None:
        """Once for each place that is dragged over."""
        if self.isEnabled() and self.count and place not in (self._asked, self.place):
            self._asked = place
            self.chosen.emit(place)

    def tip(self, place: int) -> str:
        """What there is to say of a place."""
        return ""

    # --- drawing -----------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint(painter)
            if self.count:
                self._paint_handle(painter)
        finally:
            painter.end()

    def paint(self, painter: QPainter) -> None:
        """Draw what lies under the handle."""

    def _paint_handle(self, painter: QPainter) -> None:
        look, x, bottom = self.look, self.x_of(self.place), float(self.height())
        color = look.accent if self.isEnabled() else look.faint
        painter.setPen(QPen(color, 3.0 if self.hasFocus() else 2.0))
        painter.drawLine(QLineF(x, 2, x, bottom - 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 0), QPointF(x + 5, 0), QPointF(x, 7)]))
