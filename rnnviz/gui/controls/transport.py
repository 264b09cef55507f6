"""Transport: the bar with which one runs, pauses, steps and sets the speed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from rnnviz.gui.actions import Actions, spec
from rnnviz.gui.controls.elided_label import ElidedLabel
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.controls.pace_slider import PaceSlider
from rnnviz.gui.controls.segmented import Segmented
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import Look
from rnnviz.trace.ticks import Granularity

STEPS = ("first-tick", "time-back", "step-back", "step", "time-on", "last-tick")
TIPS = {
    Granularity.QUANTITY: "A step computes one quantity of one lane",
    Granularity.TIME_STEP: "A step computes one time step",
    Granularity.SEQUENCE: "A step is a whole forward or backward pass",
    Granularity.UPDATE: "A step is one update of the weights",
    Granularity.EPOCH: "A step reads all of the data once",
}


#: Buttons with a word on them; the others have only their icon.
WORDS = {"run": "Run", "export-window": "Export", "theme": "Theme"}


class Transport(QWidget):
    """Its buttons trigger the actions; what has no action is emitted.

    granularity_chosen  a Granularity.
    pace_chosen         updates per second at most, or None for full speed.
    """

    granularity_chosen = Signal(object)
    pace_chosen = Signal(object)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setAccessibleName("Transport")
        self._actions = actions
        self.buttons = {
            key: _button(key, actions[key])
            for key in ("run", "pause", *STEPS, "export-window", "theme")
        }
        self.granularity = Segmented([(each, each.value, TIPS[each]) for each in Granularity])
        self.granularity.name("Step by")
        self.pace, self.status = PaceSlider(), ElidedLabel()
        self._name_parts()
        self._lay_out()
        self.granularity.committed.connect(self.granularity_chosen)
        self.pace.committed.connect(self.pace_chosen)
        KeyGuard(self)

    def set_look(self, look: Look) -> None:
        """Colour the icons; that of the main button stands on the accent."""
        for key, button in self.buttons.items():
            main = key == "run"
            colors = (look.card, look.accent) if main else (look.text, look.faint)
            button.setIcon(icon(spec(key).icon, *colors))

    def show_state(self, activity: str, granularity: Granularity, pace: float | None) -> None:
        """Show what goes on: "paused", "running" or "stopping". Emits nothing."""
        self._actions["run"].setEnabled(activity == "paused")
        self._actions["pause"].setEnabled(activity == "running")
        if self.granularity.value() is not granularity:
            self.granularity.show_value(granularity)
        self.pace.show_value(pace)

    def show_position(self, update: int, time: int, steps: int, phase: str = "") -> None:
        """Show which update is in sight, and time step `time` (from 0) of how many. `phase`:
        "forward" or "backward" while walking, "" where the whole sequence is shown."""
        parts = [f"update {update:,}", f"t = {time + 1} of {steps}"]
        text = "  ·  ".join(parts + ([phase] if phase else []))
        if text != self.status.text():
            self.status.setText(text)

    def _name_parts(self) -> None:
        self.setProperty("bar", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.granularity.setProperty("roomy", True)
        self.buttons["run"].setProperty("primary", True)
        self.status.setProperty("role", "status")
        self.status.setAccessibleName("Position")

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 7, 8, 7)
        layout.setSpacing(0)
        self._add(("run", "pause"))
        layout.addSpacing(12)
        self._add(STEPS)
        layout.addSpacing(12)
        layout.addWidget(self.granularity)
        layout.addSpacing(12)
        layout.addWidget(self.pace)
        layout.addSpacing(8)
        layout.addWidget(self.status, 1)
        layout.addSpacing(10)
        self._add(("export-window", "theme"))

    def _add(self, keys: Sequence[str]) -> None:
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        for number, key in enumerate(keys):
            if number:
                layout.addSpacing(4)
            layout.addWidget(self.buttons[key])


def _button(key: str, action: QAction) -> QToolButton:
    """A button that does what the action does, and can be pressed when it can be done."""
    button = QToolButton()
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    button.setToolTip(action.toolTip())
    button.setAccessibleName(action.text().rstrip("…"))
    if key in WORDS:
        button.setText(f" {WORDS[key]}")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    else:
        button.setProperty("square", True)
    # The mouse leaves the focus where it is, so that keys go on walking in time.
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoRepeat(action.autoRepeat())
    button.clicked.connect(action.trigger)
    button.setEnabled(action.isEnabled())
    action.enabledChanged.connect(button.setEnabled)
    return button
