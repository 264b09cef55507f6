"""Switch: yes or no."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

WIDTH, HEIGHT = 36.0, 20.0


class Switch(QCheckBox):
    """A check box drawn as a switch, in the colours of the palette."""

    committed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._clicked)

    def show_value(self, value: object) -> None:
        """Show yes or no without emitting; `clicked` comes only from the person."""
        self.setChecked(bool(value))

    def _clicked(self, checked: bool) -> None:
        self.committed.emit(checked)

    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH) + 6, int(HEIGHT) + 6)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, where: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(3, 3, WIDTH, HEIGHT)
        off = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        color = palette.color(QPalette.ColorRole.Highlight) if self.isChecked() else off
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        x = track.right() - HEIGHT / 2 if self.isChecked() else track.left() + HEIGHT / 2
        painter.drawEllipse(QPointF(x, track.center().y()), HEIGHT / 2 - 3, HEIGHT / 2 - 3)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), HEIGHT / 2 + 2, HEIGHT / 2 + 2)
