"""ScrollArea: what scrolls up and down, by the keyboard too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class ScrollArea(QScrollArea):
    """A widget as wide as the area, that scrolls where there is no room for all of it.

    Tab leads here only while there is something to scroll; the handle of the scroll bar
    then shows the focus.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        self.setWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{widget.accessibleName()}, scrolled")
        self._room = 0
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)

    def keep_free(self, room: int) -> None:
        """At the right of the widget so many pixels stay free, whether or not a scroll bar stands
        there."""
        self._room = room
        self._make_room()

    def stay_whole(self, is_whole: bool) -> None:
        """Whether there is always as much height as the widget needs at least, so that nothing of
        it scrolls."""
        self.setMinimumHeight(self._widget.minimumHeight() if is_whole else 0)

    def missing_height(self, wanted: int) -> int:
        """How many pixels more are needed to see the widget at that height, or at its least where
        that is more."""
        least = max(self._widget.minimumHeight(), self._widget.minimumSizeHint().height())
        return max(0, max(wanted, least) - self.viewport().height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Laid out before it had its style, it would stay as wide as it was then.
        if layout := self._widget.layout():
            layout.invalidate()
            layout.activate()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_focus(False)

    def _range_changed(self, least: int, most: int) -> None:
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.TabFocus if most > least else policies.NoFocus)
        self._make_room()

    def _make_room(self) -> None:
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self.setViewportMargins(0, 0, max(0, self._room - taken), 0)

    def _show_focus(self, has_focus: bool) -> None:
        bar = self.verticalScrollBar()
        bar.setProperty("focused", has_focus)
        bar.style().polish(bar)
