"""WatchList: expressions, their values, and how these run."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from rnnviz.gui.controls.condition_line import Check, ConditionLine
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.watch_row import WatchRow
from rnnviz.gui.theme import LIGHT, Look
from rnnviz.session.watches import Watch

EMPTY = "Nothing is watched yet. Type an expression, e.g. norm(dh), and press Enter."


class WatchList(QFrame):
    """The watches as rows; what a person does is emitted, nothing is kept.

    added    the text of a new one; `removed` the number of one.
    edited   a number, and another text for it.
    cause_wanted  the number of the one whose cause is looked for.
    """

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
        self._check: Check = lambda text: None
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
        KeyGuard(self)

    def check_with(self, check: Check) -> None:
        """Ask this of every text, of a new one and of one that is edited."""
        self._check = check
        self.line.check_with(check)
        for row in self.rows.values():
            row.check_with(check)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        for row in self.rows.values():
            row.set_look(look)

    def show_watches(self, watches: tuple[Watch, ...], time: int | None) -> None:
        """Show them, with a mark at a time step, from 0."""
        numbers = {each.number for each in watches}
        for number in [number for number in self.rows if number not in numbers]:
            self.rows.pop(number).deleteLater()
        for each in watches:
            if each.number not in self.rows:
                self._append(each.number)
            self.rows[each.number].show_watch(each, time)
        self.empty.setVisible(not watches)

    def _append(self, number: int) -> None:
        row = WatchRow(number, self._check)
        row.set_look(self._look)
        row.edited.connect(self.edited)
        row.removed.connect(self.removed)
        row.cause_wanted.connect(self.cause_wanted)
        self.rows[number] = row
        self._rows.addWidget(row)
