"""OfferBar: something that can be done, above the canvas, for as long as one likes. It stops
nobody."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import LIGHT, Look


class OfferBar(QFrame):
    """A text and some buttons; hidden where there is nothing to offer.

    options  (value, title, tip) of every button.
    taken    the value of the button that was clicked.
    """

    taken = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._kind, self._look = "information", LIGHT
        self.sign, self.text = QLabel(), QLabel()
        self.buttons = {value: QPushButton(title) for value, title, _ in options}
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.text, 1)
        for value, _, tip in options:
            button = self.buttons[value]
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, value=value: self.taken.emit(value))
            layout.addWidget(button)
        KeyGuard(self)
        self.hide()

    def offer(self, kind: str, text: str, values: Sequence[str]) -> None:
        """Show an "error" or an "information" with the buttons of these values."""
        self._kind = kind
        self.text.setText(text)
        for value, button in self.buttons.items():
            button.setVisible(value in values)
        self.setAccessibleName(f"{kind.capitalize()}: {text}")
        self._dress()
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        self._dress()

    def _dress(self) -> None:
        color = self._look.error if self._kind == "error" else self._look.accent
        self.sign.setPixmap(icon(self._kind, color, color).pixmap(ICON_SIZE, ICON_SIZE))
        if self.property("banner") != self._kind:
            self.setProperty("banner", self._kind)
            self.style().polish(self)
