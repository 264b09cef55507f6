"""FocusReturn: the keyboard goes back to the canvas when a choice in a list was made."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.focus_loss import is_lost

#: Where Tab and Shift+Tab lead to.
_WAYS = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}


class FocusReturn(QObject):
    """Gives the focus to `home` after a choice in any list within `parent`, as it is when this is
    made: Space then runs and pauses again, and arrows walk in time.

    Tab pressed next goes on from that list, so that a form can be gone through by the keyboard.
    """

    def __init__(self, parent: QWidget, home: QWidget) -> None:
        super().__init__(parent)
        self._home = home
        self._left: ChoiceBox | None = None
        for box in parent.findChildren(ChoiceBox):
            box.settled.connect(lambda box=box: self._go_home(box))
        home.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = self._left
        if is_lost(event):
            self._left = None
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = _WAYS.get(Qt.Key(event.key()))
            if left is not None and way is not None and left.isVisible():
                left.setFocus()
                left.focusNextPrevChild(way)
                return True
        return False

    def _go_home(self, box: ChoiceBox) -> None:
        self._home.setFocus()
        self._left = box
