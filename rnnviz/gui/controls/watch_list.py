"""WatchList: expressions, their values, and how these run."""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.condition_line import ConditionLine
from rnnviz.gui.controls.sparkline import Sparkline
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import LIGHT, Look
from rnnviz.session.watches import Watch
from rnnviz.trace.formula_numbers import number_text

EMPTY = "Nothing is watched yet. Type an expression, e.g. norm(dh), and press Enter."


class WatchRow(QWidget):
    """One watch. Emits `edited` (number, text), `removed` and `cause_wanted` (number)."""

    edited = Signal(int, str)
    removed = Signal(int)
    cause_wanted = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._text = number, ""
        self.text, self.value = QLineEdit(), QLabel()
        self.steps, self.updates = Sparkline("Over time steps"), Sparkline("Over updates")
        self.cause, self.remove = QToolButton(), QToolButton()
        self._dress()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 3, 0, 3)
        layout.setHorizontalSpacing(6)
        layout.setVerticalSpacing(1)
        layout.setColumnStretch(0, 1)
        layout.setColumnStretch(1, 1)
        layout.addWidget(self.text, 0, 0)
        layout.addWidget(self.value, 0, 1)
        layout.addWidget(self.remove, 0, 2)
        layout.addWidget(self.steps, 1, 0)
        layout.addWidget(self.updates, 1, 1)
        layout.addWidget(self.cause, 1, 2)
        self.text.editingFinished.connect(self._commit)
        self.remove.clicked.connect(lambda: self.removed.emit(number))
        self.cause.clicked.connect(lambda: self.cause_wanted.emit(number))

    def show_watch(self, watch: Watch, time: int | None) -> None:
        """Show its values; `time`: the time step to mark."""
        if not self.text.hasFocus() and watch.text != self.text.text():
            self.text.setText(watch.text)
            self.text.setCursorPosition(0)
        self._text = watch.text
        self.value.setText(watch.error or number_text(watch.value or 0.0))
        self.value.setProperty("role", "refusal" if watch.error else "live")
        self.value.setToolTip(watch.error)
        self.value.style().polish(self.value)
        steps = watch.over_steps
        self.steps.show_values(
            np.arange(1.0, len(steps) + 1), steps, None if time is None else time + 1
        )
        self.updates.show_values(watch.updates, watch.over_updates)
        self.text.setAccessibleName(f"Watch {watch.text}")
        self.value.setAccessibleName(f"{watch.text} is {self.value.text()}")

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.remove.setIcon(icon("close", look.muted, look.faint))
        self.cause.setIcon(icon("back", look.muted, look.faint))
        self.steps.set_look(look)
        self.updates.set_look(look)

    def _dress(self) -> None:
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.remove.setToolTip("Watch this no more")
        self.remove.setAccessibleName("Remove this watch")
        self.cause.setToolTip("Go to the cause: back to where this first left its usual range")
        self.cause.setAccessibleName("Go to the cause")
        for button in (self.remove, self.cause):
            button.setProperty("flat", True)
            button.setIconSize(QSize(ICON_SIZE - 2, ICON_SIZE - 2))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _commit(self) -> None:
        text = self.text.text().strip()
        if text and text != self._text:
            self.edited.emit(self._number, text)
        self.text.setText(self._text)


class WatchList(QFrame):
    """The watches as rows; what a person does is emitted, nothing is kept."""

    added = Signal(str)
    edited = Signal(int, str)
    removed = Signal(int)
    cause_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("Watches")
        self.line = ConditionLine("Expression", "watch, e.g. norm(dh)")
        self.empty = QLabel(EMPTY)
        self.empty.setProperty("role", "note")
        self.empty.setWordWrap(True)
        self.rows: dict[int, WatchRow] = {}
        self._look = LIGHT
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(6)
        layout.addWidget(self.line)
        layout.addWidget(self.empty)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        self.line.committed.connect(self.added)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        for row in self.rows.values():
            row.set_look(look)

    def show_watches(self, watches: tuple[Watch, ...], time: int | None) -> None:
        """Show them, with a mark at a time step."""
        numbers = {each.number for each in watches}
        for number in [number for number in self.rows if number not in numbers]:
            self.rows.pop(number).deleteLater()
        for each in watches:
            if each.number not in self.rows:
                self._append(each.number)
            self.rows[each.number].show_watch(each, time)
        self.empty.setVisible(not watches)

    def _append(self, number: int) -> None:
        row = WatchRow(number)
        row.set_look(self._look)
        row.edited.connect(self.edited)
        row.removed.connect(self.removed)
        row.cause_wanted.connect(self.cause_wanted)
        self.rows[number] = row
        self._rows.addWidget(row)
