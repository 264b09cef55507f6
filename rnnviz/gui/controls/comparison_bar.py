"""ComparisonBar: which networks are compared, and what to do with them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.style import icon
from rnnviz.gui.theme import LIGHT, Look

#: So many letters all names together may have, so that a small window has room for them.
LETTERS = 44


class ComparisonBar(QWidget):
    """A button for each network, the one shown in all views is down; beside it one that takes it
    away.

    look_wanted, removal_wanted   with the number of a network.
    more_wanted, end_wanted       another network, none but the one shown.
    """

    look_wanted = Signal(object)
    removal_wanted = Signal(int)
    more_wanted = Signal()
    end_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Compared networks")
        self._look: Look = LIGHT
        self._names: tuple[str, ...] = ()
        self.choice: Segmented | None = None
        self.remove, self.more, self.end = (
            QToolButton(),
            QPushButton("Compare…"),
            QPushButton("End"),
        )
        self.caption = QLabel("Shown in all views")
        self.caption.setProperty("role", "caption")
        self.caption.setToolTip(
            "Settings in which the networks differ are changed in this one alone,\n"
            "all other settings in all of them."
        )
        self.remove.setToolTip("Take the network shown out of the comparison; the others go on")
        self.remove.setAccessibleName("Take the network shown away")
        self.remove.setProperty("square", True)
        self.more.setToolTip("Put another network beside these, or begin another comparison")
        self.end.setToolTip("End the comparison: the network shown stays, as it is")
        self.remove.clicked.connect(self._remove)
        self.more.clicked.connect(self.more_wanted)
        self.end.clicked.connect(self.end_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.caption)
        layout.addWidget(self.remove)
        layout.addStretch(1)
        layout.addWidget(self.more)
        layout.addWidget(self.end)
        self.set_look(self._look)

    def show_networks(self, names: Sequence[str], shown: int) -> None:
        """Show these; nothing is done where nothing changed."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._renew()
        if self.choice is not None:
            self.choice.show_value(shown)
        several = len(names) > 1
        for widget in (self.remove, self.end, self.caption):
            widget.setVisible(several)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        self.remove.setIcon(icon("close", look.text, look.faint))

    def _renew(self) -> None:
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        if self.choice is not None:
            layout.removeWidget(self.choice)
            self.choice.deleteLater()
            self.choice = None
        if len(self._names) < 2:
            return
        options = [
            (number, _short(name, len(self._names)), f"Show {name} in all views")
            for number, name in enumerate(self._names)
        ]
        self.choice = Segmented(options)
        self.choice.name("Network shown")
        self.choice.setProperty("roomy", True)
        self.choice.committed.connect(self.look_wanted)
        layout.insertWidget(1, self.choice)

    def _remove(self) -> None:
        shown = self.choice.value() if self.choice else None
        if isinstance(shown, int):
            self.removal_wanted.emit(shown)


def _short(name: str, count: int) -> str:
    """A name that leaves room for the others; the tip has all of it."""
    most = LETTERS // count
    return name if len(name) <= most else f"{name[: most - 1].rstrip(' ·')}…"
