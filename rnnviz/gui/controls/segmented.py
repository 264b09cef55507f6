"""Segmented: a row of joined buttons, one of which is down."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segmented(QWidget):
    """A choice among a few short words.

    options  (value, title, tip) each.
    Emits `committed` with the value that was clicked.
    """

    committed = Signal(object)

    def __init__(self, options: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._values = [value for value, _, _ in options]
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, (_, title, tip) in enumerate(options):
            button = _button(title, tip, number, len(options))
            self._group.addButton(button, number)
            layout.addWidget(button)
        self.setFocusProxy(self._group.button(0))
        self._group.idClicked.connect(self._clicked)

    def button(self, value: object) -> QPushButton:
        """The button of a value."""
        button = self._group.button(self._values.index(value))
        assert isinstance(button, QPushButton)
        return button

    def value(self) -> object:
        """What is chosen; None before the first `show_value`."""
        number = self._group.checkedId()
        return None if number < 0 else self._values[number]

    def show_value(self, value: object) -> None:
        """Show a choice, or None, without emitting. The keyboard goes with it, where it is in
        the row."""
        if value is None:
            self._show_none()
            return
        button = self.button(value)
        button.setChecked(True)
        self.setFocusProxy(button)
        if any(each.hasFocus() for each in self._group.buttons()):
            button.setFocus()

    def _show_none(self) -> None:
        # While a group is exclusive, one of its buttons stays down.
        self._group.setExclusive(False)
        for button in self._group.buttons():
            button.setChecked(False)
        self._group.setExclusive(True)

    def name(self, text: str) -> None:
        """The accessible name of the row and of its buttons."""
        self.setAccessibleName(text)
        for button in self._group.buttons():
            button.setAccessibleName(f"{text}: {button.text()}")

    def _clicked(self, number: int) -> None:
        self.setFocusProxy(self._group.button(number))
        self.committed.emit(self._values[number])


def _button(title: str, tip: str, number: int, count: int) -> QPushButton:
    button = QPushButton(title)
    button.setCheckable(True)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    place = "first" if number == 0 else "last" if number == count - 1 else "middle"
    button.setProperty("segment", place)
    return button
