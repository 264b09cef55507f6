"""HistoryStrip: a run's past at the window's foot, to walk through by update and operation."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnnviz.gui.controls.choice_box import ChoiceBox
from rnnviz.gui.controls.elided_label import ElidedLabel
from rnnviz.gui.controls.history_curve import HistoryCurve
from rnnviz.gui.controls.history_ticks import HistoryTicks
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import Look
from rnnviz.trace.history import History

#: Steps per second while playing.
SLOWEST, FASTEST, USUAL = 1, 30, 4
#: Milliseconds between two updates that are asked for while the handle is dragged.
DRAG_INTERVAL = 120
WIDTH_AT_THE_RIGHT = 232


class HistoryStrip(QWidget):
    """Two handles: which update, and which of its operations.

    update_chosen  0 … the newest, the number of updates made.
    tick_chosen    the index of an operation.
    branch_chosen  the number of a branch.
    bookmark_chosen  the number of a bookmark.
    play_chosen    1: play on, −1: play back, 0: stop.
    speed_chosen   steps per second.
    cancelled      a longer way is to be ended.
    """

    update_chosen = Signal(int)
    tick_chosen = Signal(int)
    branch_chosen = Signal(object)
    bookmark_chosen = Signal(int)
    play_chosen = Signal(int)
    speed_chosen = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("History")
        self.setProperty("bar", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.curve, self.ticks = HistoryCurve(), HistoryTicks()
        self.back, self.on = _play_button("Play back"), _play_button("Play on")
        self.speed = QSlider(Qt.Orientation.Horizontal)
        self.place, self.operation = ElidedLabel(), ElidedLabel()
        self.branches = ChoiceBox(())
        self.progress, self.cancel = QProgressBar(), QToolButton()
        self._look: Look | None = None
        self._way = 0
        self._wanted: int | None = None
        self._drag = QTimer(self)
        self._drag.setSingleShot(True)
        self._drag.setInterval(DRAG_INTERVAL)
        self._dress()
        self._lay_out()
        self._connect()
        KeyGuard(self)

    # --- showing -----------------------------------------------------------------------

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        self.curve.set_look(look)
        self.ticks.set_look(look)
        self._show_icons()

    def show_history(self, history: History, viewing: int) -> None:
        """Show the updates of the present branch, and after how many of them one looks."""
        self.curve.show_history(history, viewing)
        newest = len(history)
        if viewing < newest:
            self.place.setText(f"viewing update {viewing:,} of {newest:,}")
        else:
            self.place.setText(f"update {newest:,}, the newest")

    def show_tick(
        self, tick: int | None, count: int, backward: int, update: int, title: str
    ) -> None:
        """Show an operation, or None for the whole sequence; see HistoryTicks. `title`: its
        name."""
        self.ticks.show_tick(tick, count, backward, update)
        self.operation.setText(title)

    def show_branches(self, branches: Sequence[tuple[int, str]], current: int) -> None:
        """Show the branches by number and title; hidden where there is only one."""
        self.branches.set_options([(number, title, title) for number, title in branches])
        self.branches.show_value(current)
        self.branches.setVisible(len(branches) > 1)

    def show_playing(self, way: int) -> None:
        """1 or −1 while it plays, 0 while it does not."""
        self._way = way
        self._show_icons()

    def show_way(self, share: float | None) -> None:
        """What share of a longer way was made; None where there is none."""
        for part in (self.progress, self.cancel):
            part.setVisible(share is not None)
        if share is not None:
            self.progress.setValue(round(100 * share))

    def show_enabled(self, on: bool) -> None:
        """Whether one can walk: not while the network learns."""
        for part in (self.curve, self.ticks, self.back, self.on, self.branches):
            part.setEnabled(on)

    # --- what a person does ------------------------------------------------------------

    def _drag_to(self, update: int) -> None:
        """At most so often; the last place is always gone to."""
        if self._drag.isActive():
            self._wanted = update
            return
        self.update_chosen.emit(update)
        self._drag.start()

    def _dragged(self) -> None:
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.update_chosen.emit(wanted)
            self._drag.start()

    def _play(self, way: int) -> None:
        self.play_chosen.emit(0 if self._way == way else way)

    # --- building ----------------------------------------------------------------------

    def _dress(self) -> None:
        self.speed.setRange(SLOWEST, FASTEST)
        self.speed.setValue(USUAL)
        self.speed.setFixedWidth(64)
        self.speed.setAccessibleName("Steps per second")
        self.speed.setToolTip(f"{USUAL} steps per second")
        self.place.setProperty("role", "status")
        self.operation.setProperty("role", "status")
        self.branches.setAccessibleName("Branch")
        self.branches.setToolTip("Going on from the past begins a branch; all are kept")
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("Way through the past")
        self.cancel.setText("Stop here")
        self.cancel.setAccessibleName("Stop on the way")
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_way(None)
        self.branches.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.back)
        buttons.addWidget(self.on)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addLayout(buttons)
        left.addWidget(self.speed)
        rails = QVBoxLayout()
        rails.setSpacing(0)
        rails.addWidget(self.curve)
        rails.addWidget(self.ticks)
        facts = QWidget()
        facts.setFixedWidth(WIDTH_AT_THE_RIGHT)
        right = QGridLayout(facts)
        right.setContentsMargins(0, 0, 0, 0)
        right.setVerticalSpacing(3)
        right.addWidget(self.place, 0, 0, 1, 2)
        right.addWidget(self.operation, 1, 0, 1, 2)
        right.addWidget(self.branches, 2, 0, 1, 2)
        right.addWidget(self.progress, 3, 0)
        right.addWidget(self.cancel, 3, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.setSpacing(10)
        layout.addLayout(left)
        layout.addLayout(rails, 1)
        layout.addWidget(facts)

    def _connect(self) -> None:
        self.curve.chosen.connect(self._drag_to)
        self.curve.flag_chosen.connect(self.bookmark_chosen)
        self._drag.timeout.connect(self._dragged)
        self.ticks.chosen.connect(self.tick_chosen)
        self.branches.committed.connect(self.branch_chosen)
        self.back.clicked.connect(lambda: self._play(-1))
        self.on.clicked.connect(lambda: self._play(1))
        self.cancel.clicked.connect(self.cancelled)
        self.speed.valueChanged.connect(self._speed_changed)

    def _speed_changed(self, speed: int) -> None:
        self.speed.setToolTip(f"{speed} steps per second")
        self.speed_chosen.emit(speed)

    def _show_icons(self) -> None:
        if self._look is None:
            return
        for button, way, name in ((self.back, -1, "play-back"), (self.on, 1, "play")):
            shown = "pause" if self._way == way else name
            button.setIcon(icon(shown, self._look.text, self._look.faint))


def _play_button(title: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("square", True)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    button.setToolTip(f"{title}, step by step")
    button.setAccessibleName(title)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
