"""PanelRoom: a panel in front gets the height that it needs from the panels below it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow

from rnnviz.gui.scroll_area import ScrollArea


class PanelRoom(QObject):
    """Once a person has moved the line between the two, it stays where it was put.

    missing   how many pixels more the panel needs.
    yielding  what scrolls in the panels below while it lies in front, and is whole otherwise.
    """

    def __init__(
        self,
        window: QMainWindow,
        dock: QDockWidget,
        missing: Callable[[], int],
        yielding: Sequence[ScrollArea],
    ) -> None:
        super().__init__(window)
        self._window, self._dock, self._missing, self._yielding = window, dock, missing, yielding
        self._before: int | None = None  # its height before it got more
        self._pressed: int | None = None  # its height when the mouse took hold of a line
        self._is_by_hand = False
        # How high it is is known only when the window has laid it out.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make)
        self._let_yield(False)
        window.installEventFilter(self)

    def make(self) -> None:
        """Make room for what it shows; not where a person chose the height."""
        if not self._is_by_hand:
            self._let_yield(True)
            self._timer.start()

    def leave(self) -> None:
        """The height that it has now was chosen, until it comes forward the next time."""
        self._timer.stop()

    def give_back(self) -> None:
        """Another panel lies in front: all is as it was."""
        self._timer.stop()
        if not self._is_by_hand:
            self._let_yield(False)
            if self._before is not None:
                self._resize(self._before)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                is_line = self._window.isSeparator(event.position().toPoint())
                self._pressed = self._height if is_line else None
            elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
                self._is_by_hand |= self._height != self._pressed
                self._pressed = None
        return False

    def _make(self) -> None:
        missing = self._missing()
        if missing > 0:
            self._before = self._before or self._height
            self._resize(self._height + missing)

    def _resize(self, height: int) -> None:
        """As far as what is below can do with less."""
        upper = _in_front(self._stack)
        around = self._window.findChildren(QDockWidget)
        area = self._window.dockWidgetArea(self._dock)
        same = [each for each in around if self._window.dockWidgetArea(each) == area]
        lower = _in_front([each for each in same if each not in self._stack])
        if upper is not None and lower is not None:
            left = max(1, upper.height() + lower.height() - height)
            self._window.resizeDocks([upper, lower], [height, left], Qt.Orientation.Vertical)

    @property
    def _stack(self) -> list[QDockWidget]:
        """The panel and those that lie at the same place."""
        return [self._dock, *self._window.tabifiedDockWidgets(self._dock)]

    @property
    def _height(self) -> int:
        upper = _in_front(self._stack)
        return 0 if upper is None else upper.height()

    def _let_yield(self, is_yielding: bool) -> None:
        for area in self._yielding:
            area.stay_whole(not is_yielding)


def _in_front(docks: Sequence[QDockWidget]) -> QDockWidget | None:
    return next((dock for dock in docks if not dock.visibleRegion().isEmpty()), None)
