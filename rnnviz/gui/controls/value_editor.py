"""ValueEditor: a small line over a number in a view, to type another one."""

from math import isfinite

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

WIDTH, HEIGHT = 104, 28
WANTED = "wanted is a number, e.g. 0.5 or −1e-3"
#: Of the words that may be typed, so many are named.
MOST_WORDS = 12
#: Up and Down change a number by this share of it, with Shift by a tenth of that.
SHARE = 0.1


class ValueEditor(QLineEdit):
    """Enter takes what was typed; Escape, a click elsewhere, and Enter where nothing was typed
    leave the number as it is. Up and Down change it by a tenth, with Shift by a hundredth.

    committed  the text that was typed: a finite number, or one of the words allowed.
    """

    committed = Signal(str)

    def __init__(self, view: QWidget, place: QRect, value: float, words: tuple[str, ...] = ()):
        """Over `place` in `view` and nowhere outside of it, with `value` selected. `words` may
        be typed as well."""
        super().__init__(view)
        self._words, self._is_done = words, False
        self._given = f"{value:.6g}"
        self.setText(self._given)
        self.setAccessibleName("New value")
        width, height = min(WIDTH, view.width()), min(HEIGHT, view.height())
        self.setFixedSize(width, height)
        middle = place.center() - QPoint(width // 2, height // 2)
        x = max(0, min(middle.x(), view.width() - width))
        y = max(0, min(middle.y(), view.height() - height))
        self.move(x, y)
        self.textChanged.connect(self._typed)
        self.show()
        self.setFocus()
        self.selectAll()

    def is_right(self) -> bool:
        """Whether what stands there can be taken."""
        return self.text() in self._words or _number(self.text()) is not None

    def event(self, event: QEvent) -> bool:
        """All keys are its own, whatever they do in the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.text() == self._given:
                self._end(None)
            elif self.is_right():
                self._end(self.text())
        elif key == Qt.Key.Key_Escape:
            self._end(None)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._change((1 if key == Qt.Key.Key_Up else -1) * SHARE * (0.1 if is_fine else 1.0))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._end(None)

    def _change(self, share: float) -> None:
        number = _number(self.text())
        if number is not None:
            self.setText(f"{number + share * (abs(number) or 1.0):.6g}")
            self.selectAll()

    def _typed(self) -> None:
        wanted = "" if self.is_right() else self._wanted()
        self.setProperty("refused", bool(wanted))
        self.setToolTip(wanted)
        self.setAccessibleDescription(wanted)
        self.style().polish(self)

    def _wanted(self) -> str:
        if not self._words:
            return WANTED
        more = ", …" if len(self._words) > MOST_WORDS else ""
        return f"{WANTED}, or one of {', '.join(self._words[:MOST_WORDS])}{more}"

    def _end(self, text: str | None) -> None:
        if self._is_done:
            return
        self._is_done = True
        self.hide()
        self.deleteLater()
        if text is not None:
            self.committed.emit(text)


def _number(text: str) -> float | None:
    """The finite number that a text stands for, as people write it; None where it is none."""
    if "_" in text:  # Python reads 1_000.
        return None
    try:
        number = float(text.replace("−", "-"))
    except ValueError:
        return None
    return number if isfinite(number) else None
