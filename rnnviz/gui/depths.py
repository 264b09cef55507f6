"""Depths: three pictures of one network, from far to near, one of them in sight."""

from enum import Enum

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.views.cell_wiring import CellWiring
from rnnviz.gui.views.unit_arithmetic import UnitArithmetic
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.gui.views.view import View
from rnnviz.trace.scene import Scene

#: So many notches of the wheel, further than the network can be zoomed, lead nearer.
NOTCHES = 2
NOTCH = 120
RIGHT_MARGIN, TOP_MARGIN = 8, 3


class Depth(Enum):
    """How near one stands."""

    NETWORK = "network"
    CELL = "cell"
    UNIT = "unit"


TIPS = {
    Depth.NETWORK: "The network unrolled in time (Ctrl+1)",
    Depth.CELL: "The wiring of the cell at the picked time step (Ctrl+2)",
    Depth.UNIT: "The arithmetic of the picked unit (Ctrl+3)",
}


#: What is read where a network may read its own answers: the setting `forcing`.
RIGHT, OWN = 1.0, 0.0
FED = (
    (RIGHT, "right symbol", "Each step reads the right symbol of the step before: teacher forcing"),
    (OWN, "own", "Each step reads what the network itself said at the step before"),
)


class Depths(QWidget):
    """The wheel zooms in time, and from the nearest zoom on into the cell and the unit; back
    out it leads the same way. The buttons at the top do so at once.

    changed  the Depth that is in sight now.
    forcing_chosen  {"forcing": 1.0} where the network is to read the right symbol of the step
                    before, {"forcing": 0.0} where its own answer.
    """

    changed = Signal(object)
    forcing_chosen = Signal(object)

    def __init__(self, unrolled: UnrolledNetwork) -> None:
        super().__init__()
        self.unrolled, self.cell, self.unit = unrolled, CellWiring(), UnitArithmetic()
        self.choice = Segmented([(depth, depth.value, TIPS[depth]) for depth in Depth])
        self.choice.name("Depth")
        self.choice.setProperty("roomy", True)
        self.fed = Segmented(FED)
        self.fed.name("What is read")
        self._stack = QStackedWidget(self)
        self._turned = 0
        for view in self.views:
            self._stack.addWidget(view)
            view.installEventFilter(self)
        self.choice.setParent(self)
        self.choice.show_value(Depth.NETWORK)
        self.choice.committed.connect(self.show_depth)
        self.fed.setParent(self)
        self.fed.setProperty("roomy", True)
        self.fed.hide()
        self.fed.committed.connect(lambda share: self.forcing_chosen.emit({"forcing": share}))
        self.setMinimumHeight(unrolled.minimumHeight())
        KeyGuard(self)

    @property
    def views(self) -> tuple[View, ...]:
        """From far to near."""
        return self.unrolled, self.cell, self.unit

    @property
    def shown(self) -> Depth:
        """How near one stands."""
        return list(Depth)[self._stack.currentIndex()]

    def show_depth(self, depth: Depth) -> None:
        """Stand there."""
        self._turned = 0
        self._stack.setCurrentIndex(list(Depth).index(depth))
        self.choice.show_value(depth)
        self.choice.raise_()
        self.fed.raise_()
        self.changed.emit(depth)

    def draw(self, scene: Scene) -> None:
        """Show another scene."""
        self._show_forcing(scene)
        for view in self.views:
            view.draw(scene)
        if self.minimumHeight() != self.unrolled.minimumHeight():
            self.setMinimumHeight(self.unrolled.minimumHeight())

    def _show_forcing(self, scene: Scene) -> None:
        """The switch, only where something is fed; between its ends no button is down."""
        trace = scene.trace
        feeds, forcing = bool(trace.fed.any()), trace.origin.settings.get("forcing")
        if feeds and self.fed.value() != forcing:
            self.fed.show_value(forcing if forcing in (RIGHT, OWN) else None)
        if feeds == self.fed.isHidden():
            self.fed.setVisible(feeds)
            self._place_buttons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel, where it leads nearer or farther rather than along the time axis."""
        if isinstance(event, QWheelEvent) and watched in self.views:
            return self._wheel(event)
        return super().eventFilter(watched, event)

    def _wheel(self, event: QWheelEvent) -> bool:
        turn = event.angleDelta().y()
        if not turn or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        axis = self.unrolled.axis
        if self.shown is Depth.NETWORK and (turn < 0 or not axis.is_nearest):
            self._turned = 0
            return False
        # A touch pad turns by small parts of a notch.
        self._turned = self._turned + turn if self._turned * turn >= 0 else turn
        if abs(self._turned) >= NOTCHES * NOTCH:
            self._step(1 if turn > 0 else -1)
        return True

    def _step(self, by: int) -> None:
        index = self._stack.currentIndex() + by
        self._turned = 0
        if 0 <= index < len(Depth):
            self.show_depth(list(Depth)[index])

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stack.setGeometry(self.rect())
        self._place_buttons()

    def _place_buttons(self) -> None:
        """At the right end of the title, beside each other."""
        right, covered = self.width() - RIGHT_MARGIN, QRect()
        for buttons in (self.choice, self.fed):
            if not buttons.isHidden():
                size = buttons.sizeHint()
                area = QRect(right - size.width(), TOP_MARGIN, size.width(), size.height())
                buttons.setGeometry(area)
                covered, right = covered.united(area), area.left() - RIGHT_MARGIN
        for view in self.views:
            view.covered = covered
