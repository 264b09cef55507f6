"""FrameClock: notes when a widget is painted, to measure frames and the first picture."""

import time

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class FrameClock(QObject):
    """Watches one widget.

    times  seconds at which it was painted.
    Emits `painted` after each.
    """

    painted = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.times: list[float] = []
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
            self.painted.emit()
        return False

    def intervals(self) -> list[float]:
        """Seconds between two frames, one after the other."""
        return [b - a for a, b in zip(self.times, self.times[1:], strict=False)]
