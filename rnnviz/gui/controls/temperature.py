"""Temperature: how boldly the network writes, and which sequence is shown."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSlider, QWidget

from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.segmented import Segmented
from rnnviz.session.setting_fields import field

#: Places of the slider per unit of temperature.
FINENESS = 100
#: While the slider moves, a value is emitted at most so often, in milliseconds.
PAUSE = 80
SAMPLES = (
    ("pinned", "pinned sequence", "The same sequence at every update"),
    ("batch", "first of the batch", "The first sequence of the batch that is learnt next"),
)


class Temperature(QWidget):
    """Emits `changed` with {"temperature": number} or {"sample": "pinned" or "batch"}."""

    changed = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        setting = field("temperature")
        self.slider, self.text = QSlider(Qt.Orientation.Horizontal), QLabel()
        self.slider.setRange(round(setting.least * FINENESS), round(setting.most * FINENESS))
        self.slider.setAccessibleName(setting.title)
        self.slider.setToolTip(f"Temperature {setting.explanation}")
        self.sample = Segmented(SAMPLES)
        self.sample.name("Shown sequence")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.slider.valueChanged.connect(self._slid)
        self._pause.timeout.connect(self._emit_temperature)
        self.sample.committed.connect(self._emit_sample)
        KeyGuard(self)

    def show_settings(self, temperature: float, sample: str, generates: bool = True) -> None:
        """Show these, without emitting; a task that writes no text has no temperature."""
        self.slider.setEnabled(generates)
        self.caption.setEnabled(generates)
        self.text.setEnabled(generates)
        self.sample.show_value(sample)
        if not self.slider.isSliderDown() and not self._pause.isActive():
            self.slider.blockSignals(True)
            self.slider.setValue(round(temperature * FINENESS))
            self.slider.blockSignals(False)
            self._say()

    def _lay_out(self) -> None:
        self.caption = QLabel("temperature")
        self.caption.setBuddy(self.slider)
        for label in (self.caption, self.text):
            label.setProperty("role", "caption")
        self.text.setMinimumWidth(30)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setHorizontalSpacing(10)
        layout.setVerticalSpacing(4)
        layout.addWidget(self.caption, 0, 0)
        layout.addWidget(self.slider, 0, 1)
        layout.addWidget(self.text, 0, 2)
        layout.addWidget(self.sample, 1, 0, 1, 3)
        layout.setColumnStretch(1, 1)

    def _slid(self) -> None:
        self._say()
        if not self._pause.isActive():
            self._pause.start()

    def _say(self) -> None:
        self.text.setText(f"{self.slider.value() / FINENESS:.2f}")

    def _emit_temperature(self) -> None:
        self.changed.emit({"temperature": self.slider.value() / FINENESS})

    def _emit_sample(self, value: object) -> None:
        self.changed.emit({"sample": value})
