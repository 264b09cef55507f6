"""Keys that a control itself understands, which the window's shortcuts must not take from it.

Space presses a button that has the focus, arrows move a slider: that must hold although
Space also runs and pauses and the arrows also walk in time.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_KEY = Qt.Key
_ARROWS = frozenset((_KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Up, _KEY.Key_Down))
_ENDS = frozenset((_KEY.Key_Home, _KEY.Key_End))
#: What each kind of control does with which keys.
_OWN_KEYS: tuple[tuple[type[QWidget], frozenset[Qt.Key]], ...] = (
    (QAbstractButton, frozenset((_KEY.Key_Space,))),
    (QAbstractSlider, _ARROWS | _ENDS),
    (QComboBox, _ARROWS | _ENDS | {_KEY.Key_Space}),
    (QAbstractSpinBox, _ARROWS | _ENDS | {_KEY.Key_Space}),
    (QLineEdit, _ARROWS | _ENDS | {_KEY.Key_Space}),
    (QPlainTextEdit, _ARROWS | _ENDS | {_KEY.Key_Space}),
)


class KeyGuard(QObject):
    """Keeps the keys of every control within `parent`, as it is when the guard is made."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        for control in parent.findChildren(QWidget):
            if _own_keys(control):
                control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and isinstance(watched, QWidget) and event.key() in _own_keys(watched):
                event.accept()
                return True
        return False


def _own_keys(control: QWidget) -> frozenset[Qt.Key]:
    for kind, keys in _OWN_KEYS:
        if isinstance(control, kind):
            in_a_row = isinstance(control, QAbstractButton) and control.group() is not None
            return keys | _ARROWS if in_a_row else keys
    return frozenset()
