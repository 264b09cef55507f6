"""Whether the focus goes for good, or comes back of itself."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent

#: As after another window, an open list or a menu.
_PASSING = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def is_lost(event: QEvent) -> bool:
    """Whether an event takes the focus from its widget, to give it to another one."""
    return isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _PASSING
