"""TimeAxis: which time steps are in sight. All views that stand in one column share one."""

from PySide6.QtCore import QObject, QRectF, Signal

#: Room left and right of the columns, in logical pixels, the same in every view of the stack.
LEFT_GUTTER, RIGHT_GUTTER = 112.0, 18.0
LEAST_STEPS = 3.0


class TimeAxis(QObject):
    """The visible range of time, in steps: column t covers t to t + 1.

    Emits `changed` whenever the range does.
    """

    changed = Signal()

    def __init__(self, steps: int = 1):
        super().__init__()
        self.steps = steps
        self.first, self.last = 0.0, float(steps)

    def reset(self, steps: int | None = None) -> None:
        """Show all steps; `steps` says how many there are now."""
        self.steps = self.steps if steps is None else steps
        self._show(0.0, float(self.steps))

    def set_steps(self, steps: int) -> None:
        """A new number of steps; the range is kept only where there are as many as before."""
        if steps != self.steps:
            self.reset(steps)

    def zoom(self, factor: float, at: float) -> None:
        """Show `factor` times as many steps around time `at`, which stays in its place."""
        width = self.last - self.first
        least = min(LEAST_STEPS, float(self.steps))
        wanted = max(least, min(float(self.steps), width * factor))
        share = (at - self.first) / width
        self._show(at - share * wanted, at + (1 - share) * wanted)

    @property
    def is_nearest(self) -> bool:
        """Whether no fewer steps can be shown."""
        return self.last - self.first <= min(LEAST_STEPS, float(self.steps)) + 1e-6

    def pan(self, by: float) -> None:
        """Move by a number of steps."""
        self._show(self.first + by, self.last + by)

    def reveal(self, time: int) -> None:
        """Bring a time step into sight."""
        if time < self.first:
            self.pan(time - self.first)
        elif time + 1 > self.last:
            self.pan(time + 1 - self.last)

    def columns(self, area: QRectF) -> QRectF:
        """The part of a view's area in which the columns stand."""
        return area.adjusted(LEFT_GUTTER, 0, -RIGHT_GUTTER, 0)

    def x(self, time: float, area: QRectF) -> float:
        """Where a time lies in a view's area; t + 0.5 is the middle of column t."""
        columns = self.columns(area)
        share = (time - self.first) / (self.last - self.first)
        return columns.left() + share * columns.width()

    def time(self, x: float, area: QRectF) -> float:
        """The time at an x; it may lie outside the steps."""
        columns = self.columns(area)
        return self.first + (x - columns.left()) / columns.width() * (self.last - self.first)

    def step_at(self, x: float, area: QRectF) -> int | None:
        """The time step under an x, or None beside the columns."""
        columns = self.columns(area)
        step = int(self.time(x, area) // 1)
        inside = columns.left() <= x < columns.right() and 0 <= step < self.steps
        return step if inside else None

    def visible(self) -> range:
        """The steps in sight, also those in part."""
        return range(max(0, int(self.first)), min(self.steps, int(-(-self.last // 1))))

    def column_width(self, area: QRectF) -> float:
        """How wide one step is."""
        return self.columns(area).width() / (self.last - self.first)

    def _show(self, first: float, last: float) -> None:
        width = min(last - first, float(self.steps))
        first = max(0.0, min(first, self.steps - width))
        if (first, first + width) != (self.first, self.last):
            self.first, self.last = first, first + width
            self.changed.emit()
