"""MessageBar: what there is to tell, above the canvas, until it is closed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import LIGHT, Look


class MessageBar(QFrame):
    """An error or a piece of information; hidden where there is none. It stops nobody.

    offer_taken  the name of what was offered, when its button was pressed.
    closed       the person closed the bar.
    """

    offer_taken = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kind, self._offer, self._look = "", "", LIGHT
        self.sign, self.text = QLabel(), QLabel()
        self.button, self.close_button = QPushButton(), QToolButton()
        self._set_up()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self.close_button)
        self.button.clicked.connect(self._take_offer)
        self.close_button.clicked.connect(self._close)
        KeyGuard(self)
        self.hide()

    def show_message(self, kind: str, text: str, offer: tuple[str, str] | None = None) -> None:
        """Show an "error" or an "information"; `offer`: a name, and the words on its button."""
        if (kind, text) == (self._kind, self.text.text()) and not self.isHidden():
            return
        self._kind = kind
        self._offer, words = offer or ("", "")
        self.text.setText(text)
        self.button.setText(words)
        self.button.setVisible(bool(words))
        self.setAccessibleName(f"{kind.capitalize()}: {text}")
        self._dress()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Show nothing."""
        self.text.clear()
        self.hide()

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        self.close_button.setIcon(icon("close", look.text, look.faint))
        self._dress()

    def _set_up(self) -> None:
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button.setAutoDefault(False)
        self.close_button.setProperty("flat", True)
        self.close_button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.close_button.setToolTip("Close this message")
        self.close_button.setAccessibleName("Close this message")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _dress(self) -> None:
        name = self._kind or "information"
        color = self._look.error if name == "error" else self._look.accent
        self.sign.setPixmap(icon(name, color, color).pixmap(ICON_SIZE, ICON_SIZE))
        if self.property("banner") != name:
            self.setProperty("banner", name)
            self.style().polish(self)

    def _take_offer(self) -> None:
        self.offer_taken.emit(self._offer)

    def _close(self) -> None:
        self.clear()
        self.closed.emit()
