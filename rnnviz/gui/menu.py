"""Menu: a menu that says also of an action that is disabled what it does, or why it cannot."""

from PySide6.QtGui import QHideEvent, QMouseEvent, QStatusTipEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget


class Menu(QMenu):
    """Qt itself shows the status tips of actions that are enabled, and of no others."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._parent = parent

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        action = self.actionAt(event.position().toPoint())
        if action is None or not action.isEnabled():
            self._tell("" if action is None else action.statusTip())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell("")

    def _tell(self, tip: str) -> None:
        QApplication.sendEvent(self._parent, QStatusTipEvent(tip))
