"""Playing: steps by themselves, on or back, so many a second."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from rnnviz.gui.controls.history_strip import USUAL
from rnnviz.session.session import Session


class Playing(QObject):
    """Steps of a session by a timer; a step is as far as the granularity says.

    changed  1 while it plays on, −1 while it plays back, 0 when it has stopped.
    """

    changed = Signal(int)

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self._session, self.way = session, 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self.set_speed(USUAL)

    def set_speed(self, steps_per_second: int) -> None:
        """How fast it plays."""
        self._timer.setInterval(1000 // steps_per_second)

    def play(self, way: int) -> None:
        """On (1), back (−1), or not any more (0)."""
        if way == self.way:
            return
        self.way = way
        if way:
            self._timer.start()
        else:
            self._timer.stop()
        self.changed.emit(way)

    def _step(self) -> None:
        before = self._session.state
        if before.activity == "travelling":
            return
        if before.activity != "paused":
            self.play(0)
            return
        self._session.walk.step(self.way)
        after = self._session.state
        # At the start, and where an update cannot be made, there is nothing more to play.
        stands = after.scene.marks.tick == before.scene.marks.tick
        if stands and after.update == before.update and after.activity == "paused":
            self.play(0)


class OncePerFrame:
    """Lets a key that is held down do no more than is drawn: while a step is not yet on the
    screen, the key's repeats are dropped, so that none of them waits in a queue."""

    def __init__(self) -> None:
        self._is_drawn = True
        self.is_repeat = False

    def __call__(self, verb: Callable[[], object]) -> None:
        """Do it, unless it is a repeat that comes too soon."""
        if self.is_repeat and not self._is_drawn:
            return
        self._is_drawn = False
        # A timer of 0 fires only when all events at hand, the painting too, are done.
        QTimer.singleShot(0, self._drawn)
        verb()

    def _drawn(self) -> None:
        self._is_drawn = True
