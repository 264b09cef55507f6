"""PaceSlider: how many updates per second at most."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

#: The slider's last place is full speed; those before go from 1 to FASTEST by equal factors.
FULL, FASTEST = 60, 1000.0
FULL_SPEED = "full speed"


def pace_at(place: int) -> float | None:
    """Updates per second at a place of the slider; None for full speed."""
    if place >= FULL:
        return None
    pace = FASTEST ** (place / (FULL - 1))
    return float(f"{pace:.2g}")


def place_of(pace: float | None) -> int:
    """The place of the slider that is nearest to a pace."""
    if pace is None:
        return FULL
    return min(range(FULL), key=lambda place: abs((pace_at(place) or FASTEST) - pace))


class PaceSlider(QWidget):
    """Emits `committed` with the pace that the person chose."""

    committed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.slider, self.text = QSlider(Qt.Orientation.Horizontal), QLabel(FULL_SPEED)
        self._pace: float | None = None
        self.slider.setRange(0, FULL)
        self.slider.setValue(FULL)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(72)
        self.slider.setAccessibleName("Speed")
        self.slider.setToolTip("Updates per second at most; at the right end, full speed")
        caption = QLabel("speed")
        caption.setProperty("role", "caption")
        caption.setBuddy(self.slider)
        self.text.setProperty("role", "note")
        self.text.setFixedWidth(self.fontMetrics().horizontalAdvance(FULL_SPEED) + 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        for part in (caption, self.slider, self.text):
            layout.addWidget(part)
        self.slider.valueChanged.connect(self._slid)

    def show_value(self, pace: float | None) -> None:
        """Show a pace without emitting."""
        if pace == self._pace or self.slider.isSliderDown():
            return
        self._pace = pace
        self.slider.blockSignals(True)
        self.slider.setValue(place_of(pace))
        self.slider.blockSignals(False)
        self._say()

    def _slid(self, place: int) -> None:
        self._pace = pace_at(place)
        self._say()
        self.committed.emit(self._pace)

    def _say(self) -> None:
        self.text.setText(FULL_SPEED if self._pace is None else f"{self._pace:g} / s")
        self.slider.setAccessibleDescription(self.text.text())
