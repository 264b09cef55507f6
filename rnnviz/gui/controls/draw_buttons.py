"""DrawButtons: the sample text symbol by symbol, and among how many symbols each is drawn."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.number_box import NumberBox, even_steps
from rnnviz.session.setting_fields import field

TOP_K_WIDTH = 62


class DrawButtons(QWidget):
    """A button for each of two actions, and top-k. Emits `changed` with {"top_k": number}."""

    changed = Signal(dict)

    def __init__(self, draw: QAction, anew: QAction) -> None:
        super().__init__()
        setting = field("top_k")
        self.draw, self.anew = _button(draw, "Draw one"), _button(anew, "Whole text")
        self.top_k = NumberBox(even_steps(1, setting.least, setting.most))
        self.top_k.setAccessibleName(setting.title)
        self.top_k.setToolTip(f"Top k: {setting.explanation}")
        self.top_k.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.top_k.setFixedWidth(TOP_K_WIDTH)
        caption = QLabel("top k")
        caption.setProperty("role", "caption")
        caption.setBuddy(self.top_k)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(8)
        layout.addWidget(self.draw)
        layout.addWidget(self.anew)
        layout.addStretch(1)
        layout.addWidget(caption)
        layout.addWidget(self.top_k)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.top_k.committed.connect(lambda value: self.changed.emit({"top_k": value}))
        KeyGuard(self)

    def show_settings(self, top_k: int, is_drawing: bool, writes: bool) -> None:
        """Show these, without emitting; where no text is written there is nothing to show."""
        self.setVisible(writes)
        self.anew.setVisible(is_drawing)
        if not self.top_k.hasFocus():
            self.top_k.show_value(top_k)


def _button(action: QAction, text: str) -> QPushButton:
    """A button that does what the action does, and only while that can be done."""
    button = QPushButton(text)
    button.setAccessibleName(action.text())
    button.setAutoDefault(False)
    button.setToolTip(action.toolTip())
    button.clicked.connect(lambda _checked=False: action.trigger())
    action.enabledChanged.connect(button.setEnabled)
    return button
