"""WatchRow: one watched expression, its value, and how this runs."""

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from rnnviz.gui.controls.condition_line import Check, ConditionLine
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.sparkline import Sparkline
from rnnviz.gui.controls.watch_text import WatchText
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import Look
from rnnviz.session.watches import Watch
from rnnviz.trace.formula_numbers import number_text


class WatchRow(QWidget):
    """Emits `edited` (number, text), `removed` and `cause_wanted` (number).

    check  says what is wrong with a text while it is edited.
    """

    edited = Signal(int, str)
    removed = Signal(int)
    cause_wanted = Signal(int)

    def __init__(self, number: int, check: Check) -> None:
        super().__init__()
        self._number, self._check = number, check
        self.text, self.value, self.error = WatchText(), QLabel(), QLabel()
        self.editor: ConditionLine | None = None
        self.steps, self.updates = Sparkline("Over time steps"), Sparkline("Over updates")
        self.cause, self.remove = QToolButton(), QToolButton()
        self._dress()
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 3, 0, 3)
        self._layout.setHorizontalSpacing(6)
        self._layout.setVerticalSpacing(1)
        self._lay_out()
        self.text.edit_wanted.connect(self.edit_text)
        self.remove.clicked.connect(lambda: self.removed.emit(number))
        self.cause.clicked.connect(lambda: self.cause_wanted.emit(number))
        KeyGuard(self)

    def show_watch(self, watch: Watch, time: int | None) -> None:
        """Show its values; `time`: the time step to mark, from 0."""
        self.text.setText(watch.text)
        self.value.setText("–" if watch.value is None else number_text(watch.value))
        self.error.setText(f"✗ {watch.error}")
        for part in (self.value, self.steps, self.updates, self.cause):
            part.setVisible(not watch.error)
        self.error.setVisible(bool(watch.error))
        steps = watch.over_steps
        self.steps.show_values(
            np.arange(1.0, len(steps) + 1), steps, None if time is None else time + 1
        )
        self.updates.show_values(watch.updates, watch.over_updates)
        said = watch.error or self.value.text()
        self.text.setAccessibleName(f"Watch {watch.text}: {said}")
        self.value.setAccessibleName(f"{watch.text} is {said}")
        self.remove.setAccessibleName(f"Remove watch: {watch.text}")
        self.cause.setAccessibleName(f"Go to the cause: {watch.text}")

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.remove.setIcon(icon("close", look.muted, look.faint))
        self.cause.setIcon(icon("back", look.muted, look.faint))
        self.steps.set_look(look)
        self.updates.set_look(look)

    def check_with(self, check: Check) -> None:
        """Ask this of every text from now on."""
        self._check = check
        if self.editor is not None:
            self.editor.check_with(check)

    def edit_text(self) -> None:
        """Put a line to type into above the row; Enter takes what is right, Escape nothing."""
        if self.editor is not None:
            return
        editor = self.editor = ConditionLine(f"Expression in place of {self.text.text()}", "")
        editor.names.hide()
        editor.check_with(self._check)
        editor.line.setText(self.text.text())
        editor.committed.connect(self._commit)
        self._layout.addWidget(editor, 0, 0, 1, 3)
        QWidget.setTabOrder(self.text, editor.line)
        KeyGuard(editor)
        editor.show()
        editor.line.setFocus()
        editor.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.editor is not None and event.key() == Qt.Key.Key_Escape:
            self._close_editor()
        else:
            super().keyPressEvent(event)

    def _commit(self, text: str) -> None:
        changes = text != self.text.text()
        self._close_editor()
        if changes:
            self.edited.emit(self._number, text)

    def _close_editor(self) -> None:
        editor, self.editor = self.editor, None
        if editor is not None:
            self.text.setFocus()
            editor.hide()
            editor.deleteLater()

    def _dress(self) -> None:
        font = QFont(self.value.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.value.setFont(font)
        self.value.setProperty("role", "live")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.error.setProperty("role", "refusal")
        self.error.setWordWrap(True)
        self.error.setTextFormat(Qt.TextFormat.PlainText)
        # Its words may not widen the panel.
        self.error.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.remove.setToolTip("Watch this no more")
        self.cause.setToolTip("Go to the cause: back to where this first left its usual range")
        for button in (self.remove, self.cause):
            button.setProperty("flat", True)
            button.setIconSize(QSize(ICON_SIZE - 2, ICON_SIZE - 2))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _lay_out(self) -> None:
        """Row 0 is for the editor."""
        lines = QGridLayout()
        lines.setHorizontalSpacing(8)
        for column in (0, 1):
            lines.setColumnStretch(column, 1)
        lines.addWidget(self.steps, 0, 0)
        lines.addWidget(self.updates, 0, 1)
        self._layout.setColumnStretch(0, 1)
        self._layout.addWidget(self.text, 1, 0)
        self._layout.addWidget(self.value, 1, 1)
        self._layout.addWidget(self.remove, 1, 2)
        self._layout.addLayout(lines, 2, 0, 1, 2)
        self._layout.addWidget(self.cause, 2, 2)
        self._layout.addWidget(self.error, 3, 0, 1, 3)
