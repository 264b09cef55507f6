"""BreakpointList: when training is to stop."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout

from rnnviz.gui.controls.breakpoint_row import BreakpointRow
from rnnviz.gui.controls.condition_line import ConditionLine
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.theme import LIGHT, Look
from rnnviz.session.breakpoints import BUILT_IN, Breakpoint

EMPTY = "Training runs until it is paused. Add a breakpoint, or press F9 at an operation."


class BreakpointList(QFrame):
    """The breakpoints as rows; what a person does is emitted, nothing is kept.

    added    kind, limit and text of a new one.
    changed  a breakpoint as it should be; `removed` the number of one.
    """

    added = Signal(str, float, str)
    changed = Signal(object)
    removed = Signal(int)
    hits_reset = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("Breakpoints")
        self.add, self.reset = QToolButton(), QToolButton()
        self.line = ConditionLine("Condition", "stop when, e.g. norm(dh) < 1e-6")
        self.empty = QLabel(EMPTY)
        self.rows: dict[int, BreakpointRow] = {}
        self._look = LIGHT
        self.menu = QMenu(self)
        self._dress()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(6)
        above = QHBoxLayout()
        above.addWidget(self.add)
        above.addStretch(1)
        above.addWidget(self.reset)
        layout.addLayout(above)
        layout.addWidget(self.line)
        layout.addWidget(self.empty)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        self.line.committed.connect(lambda text: self.added.emit("condition", 0.0, text))
        self.reset.clicked.connect(self.hits_reset)
        KeyGuard(self)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        for row in self.rows.values():
            row.set_look(look)

    def show_breakpoints(self, breakpoints: tuple[Breakpoint, ...], stopped: int | None) -> None:
        """Show them; `stopped`: the number of the one that stopped training last."""
        numbers = {each.number for each in breakpoints}
        for number in [number for number in self.rows if number not in numbers]:
            self.rows.pop(number).deleteLater()
        for each in breakpoints:
            if each.number not in self.rows:
                self._append(each)
            self.rows[each.number].show_breakpoint(each, each.number == stopped)
        self.empty.setVisible(not breakpoints)
        self.reset.setVisible(any(each.hits for each in breakpoints))

    def _append(self, each: Breakpoint) -> None:
        row = BreakpointRow(each)
        row.set_look(self._look)
        row.changed.connect(self.changed)
        row.removed.connect(self.removed)
        self.rows[each.number] = row
        self._rows.addWidget(row)

    def _dress(self) -> None:
        for kind in BUILT_IN:
            title = f"{kind.title} …" if kind.wanted else kind.title
            entry = self.menu.addAction(title)
            entry.setToolTip(kind.explains)
            key, limit = kind.key, kind.limit
            entry.triggered.connect(lambda _on, k=key, v=limit: self.added.emit(k, v, ""))
        self.menu.addSeparator()
        condition = self.menu.addAction("Condition …")
        condition.setToolTip("Stops where what you type comes true")
        condition.triggered.connect(lambda: self.line.line.setFocus())
        self.menu.setToolTipsVisible(True)
        self.add.setText("Add")
        self.add.setAccessibleName("Add a breakpoint")
        self.add.setMenu(self.menu)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.reset.setText("Count anew")
        self.reset.setAccessibleName("Count hits anew")
        self.reset.setToolTip("Set all counts of hits to 0")
        for button in (self.add, self.reset):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.empty.setProperty("role", "note")
        self.empty.setWordWrap(True)
