"""ColumnsChoice: several columns of a table, to tick in a menu."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy


class ColumnsChoice(QPushButton):
    """Emits `committed` with the numbers, from 1, of those that are ticked: one at least."""

    committed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setAutoDefault(False)
        self.setProperty("choice", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_columns(self, names: Sequence[str], chosen: Sequence[int]) -> None:
        """Show the columns that there are, and tick some, without emitting."""
        self._menu.clear()
        for number, name in enumerate(names, 1):
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(number in chosen)
            action.setData(number)
            action.triggered.connect(self._committed)
        ticked = ", ".join(names[number - 1] for number in chosen if number <= len(names))
        room = max(60, self.width() - 40)
        elided = self.fontMetrics().elidedText(ticked, Qt.TextElideMode.ElideRight, room)
        # To the left of the text of a button with a menu, Qt leaves no room.
        self.setText(f"\u2002{elided or 'none'}")
        self.setToolTip(ticked)

    def _committed(self) -> None:
        ticked = tuple(each.data() for each in self._menu.actions() if each.isChecked())
        if ticked:
            self.committed.emit(ticked)
        else:  # one at least: what was unticked last stays
            sender = self.sender()
            for each in self._menu.actions():
                each.setChecked(each is sender)
