"""NumberBox: a number to type, or to step with the arrows and the wheel."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSizePolicy

#: A step counts as done when nothing follows for so many milliseconds.
PAUSE = 400


class NumberBox(QAbstractSpinBox):
    """Takes any text, and emits `committed` with it when the person is done: at Enter, when
    the focus goes, or a moment after the last step. What is no number, or out of range, is
    for others to refuse, with a word about it.

    step  from a number and a count of steps to the next number, kept within its range.
    """

    committed = Signal(object)

    def __init__(self, step: Callable[[float, int], float]) -> None:
        super().__init__()
        self._step, self._shown = step, ""
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._commit)
        self.editingFinished.connect(self._commit)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_value(self, value: object) -> None:
        """Show a number without emitting."""
        self._pause.stop()
        self._shown = number_text(value)
        self.lineEdit().setText(self._shown)

    def stepBy(self, steps: int) -> None:
        number = as_number(self.text())
        if isinstance(number, str) or not math.isfinite(number):
            return
        self.lineEdit().setText(number_text(self._step(number, steps)))
        self.selectAll()
        self._pause.start()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        both = QAbstractSpinBox.StepEnabledFlag
        return both.StepUpEnabled | both.StepDownEnabled

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the panel must change nothing in passing."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()

    def _commit(self) -> None:
        self._pause.stop()
        if self.text() != self._shown:
            self._shown = self.text()
            self.committed.emit(as_number(self.text()))


def number_text(value: object) -> str:
    """A number as it is shown and typed: 0.005, 1e-05, 64."""
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def as_number(text: str) -> int | float | str:
    """The number that a text stands for, or the text itself."""
    text = text.strip()
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text


def even_steps(step: float, least: float, most: float) -> Callable[[float, int], float]:
    """Steps of always the same size."""

    def stepped(number: float, count: int) -> float:
        wanted = max(least, min(most, round(number / step + count) * step))
        return int(wanted) if float(step).is_integer() else round(wanted, 10)

    return stepped


def factor_steps(least: float, most: float) -> Callable[[float, int], float]:
    """Steps by factors, 1, 2, 5, 10, 20, …: for rates, which people compare by ratios."""

    def stepped(number: float, count: int) -> float:
        for _ in range(abs(count)):
            number = _next_round(number) if count > 0 else _last_round(number)
        return max(least, min(most, number))

    return stepped


def _next_round(number: float) -> float:
    if number <= 0:
        return 1e-6
    power = 10.0 ** math.floor(math.log10(number))
    candidates = (factor * power for factor in (1, 2, 5, 10, 20))
    return float(f"{next(c for c in candidates if c > number * 1.001):.6g}")


def _last_round(number: float) -> float:
    return float(f"{1 / _next_round(1 / number):.6g}") if number > 0 else number
