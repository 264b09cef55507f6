"""SoundButtons: what can be heard is saved from here, where there is anything to hear."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.segmented import Segmented

TUNES = (
    (True, "as played", "What the network plays by itself"),
    (False, "as wanted", "The tune that it was to play"),
)


class SoundButtons(QWidget):
    """Emits `wanted` with the kind of file: "wav" or "mid"."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tune = Segmented(TUNES)
        self.tune.name("Which tune")
        self.tune.show_value(True)
        self.tune.committed.connect(self.tune.show_value)
        self.buttons = {"wav": QPushButton("Save sound…"), "mid": QPushButton("Save MIDI…")}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 2, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self.tune, 1)
        for kind, button in self.buttons.items():
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, kind=kind: self.wanted.emit(kind))
            layout.addWidget(button)
        layout.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        KeyGuard(self)
        self.show_kinds(())

    @property
    def said(self) -> bool:
        """Whether the tune is to be saved as the network plays it."""
        return bool(self.tune.value())

    def show_kinds(self, kinds: tuple[str, ...]) -> None:
        """Offer these kinds of files; of tunes there are two."""
        for kind, button in self.buttons.items():
            button.setVisible(kind in kinds)
        self.tune.setVisible("mid" in kinds)
        self.setVisible(bool(kinds))
