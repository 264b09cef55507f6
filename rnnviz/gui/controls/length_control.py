"""LengthControl: a whole number with a slider beside it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from rnnviz.gui.controls.number_box import PAUSE, NumberBox, even_steps


class LengthControl(QWidget):
    """Emits `committed` when the slider is let go, or as the number beside it does."""

    committed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.slider, self.box = QSlider(Qt.Orientation.Horizontal), NumberBox(self._stepped)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.slider, 4)
        layout.addWidget(self.box, 5)
        self.setFocusProxy(self.slider)
        self.box.committed.connect(self.committed)
        self.slider.valueChanged.connect(self._slid)
        self.slider.sliderReleased.connect(self._commit)
        self._pause.timeout.connect(self._commit)

    def set_range(self, least: int, most: int) -> None:
        """The numbers that it takes."""
        self.slider.blockSignals(True)
        self.slider.setRange(least, most)
        self.slider.blockSignals(False)

    def show_value(self, value: object) -> None:
        """Show a number without emitting."""
        self._pause.stop()
        self.slider.blockSignals(True)
        self.slider.setValue(int(str(value)))
        self.slider.blockSignals(False)
        self.box.show_value(value)

    def name(self, text: str) -> None:
        """The accessible names of both parts."""
        self.setAccessibleName(text)
        self.slider.setAccessibleName(f"{text}, slider")
        self.box.setAccessibleName(text)

    def _stepped(self, number: float, count: int) -> float:
        return even_steps(1, self.slider.minimum(), self.slider.maximum())(number, count)

    def _slid(self, value: int) -> None:
        """Keys and the wheel let nothing go: they are done when nothing follows."""
        self.box.show_value(value)
        if not self.slider.isSliderDown():
            self._pause.start()

    def _commit(self) -> None:
        self._pause.stop()
        self.committed.emit(self.slider.value())
