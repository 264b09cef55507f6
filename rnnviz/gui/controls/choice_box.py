"""ChoiceBox: one of several values, as a list that drops down."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

#: All scenarios are seen at once, where the screen is high enough.
MOST_IN_SIGHT = 30
#: Pixels beside the titles in the open list: its frame, their margins, and a bar to scroll.
AROUND = 44


class ChoiceBox(QComboBox):
    """A choice among many or long words.

    options  (value, title, tip) each.
    Emits `committed` with the value that the person chose, and then `settled` where it was chosen
    in the open list: whoever goes through the values with arrows or the wheel may want to go on.
    """

    committed = Signal(object)
    settled = Signal()

    def __init__(self, options: Sequence[tuple[object, str, str]]) -> None:
        super().__init__()
        self._options: Sequence[tuple[object, str, str]] = ()
        self._is_closed = False  # whether what is chosen is chosen without the list
        self.set_options(options)
        self.setMaxVisibleItems(MOST_IN_SIGHT)
        # As narrow as the panel is; the list is as wide as its longest title.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(self._activated)

    def set_options(self, options: Sequence[tuple[object, str, str]]) -> None:
        """Offer these from now on; nothing is done where they are offered already."""
        if options == self._options:
            return
        self._options = options
        self.clear()
        for value, title, tip in options:
            self.addItem(title, value)
            self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)

    def show_value(self, value: object) -> None:
        """Show a choice without emitting; `activated` comes only from the person."""
        self.setCurrentIndex(self.findData(value))

    def showPopup(self) -> None:
        """Qt would make the list no wider than the box, and cut its titles."""
        metrics = self.view().fontMetrics()
        widths = [metrics.horizontalAdvance(self.itemText(n)) for n in range(self.count())]
        self.view().setMinimumWidth(max(widths, default=0) + AROUND)
        super().showPopup()

    def _activated(self, number: int) -> None:
        in_list = not self._is_closed
        self.committed.emit(self.itemData(number))
        if in_list:
            self.settled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The open list has its keys for itself: these are those of the closed box."""
        self._is_closed = True
        super().keyPressEvent(event)
        self._is_closed = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """As Qt draws it, but for a title that is too long: that ends in …"""
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        style, box = self.style(), QStyle.ComplexControl.CC_ComboBox
        part = QStyle.SubControl.SC_ComboBoxEditField
        area = style.subControlRect(box, option, part, self).adjusted(0, 0, -4, 0)
        elided = Qt.TextElideMode.ElideRight
        title = self.fontMetrics().elidedText(option.currentText, elided, area.width())
        painter.drawComplexControl(box, option)
        # Qt's own label sets a clip, which in a picture of the window forgets those around it: a
        # box that is scrolled out of sight would leave its title there.
        where, role = Qt.AlignmentFlag.AlignVCenter, QPalette.ColorRole.ButtonText
        style.drawItemText(painter, area, where, option.palette, self.isEnabled(), title, role)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the panel must change nothing in passing."""
        self._is_closed = True
        super().wheelEvent(event) if self.hasFocus() else event.ignore()
        self._is_closed = False
