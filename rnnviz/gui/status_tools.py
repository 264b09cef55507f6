"""StatusTools: what is said of a state around the canvas: where one stands, what lies under the
pointer, and which actions there are."""

from PySide6.QtWidgets import QLabel, QStatusBar

from rnnviz.gui.action_list import ONLY_WHILE_PAUSED
from rnnviz.gui.actions import Actions
from rnnviz.gui.controls.transport import Transport
from rnnviz.gui.panels import GAP
from rnnviz.gui.readout import figures, readout
from rnnviz.session.session import Session
from rnnviz.session.state import State
from rnnviz.trace.ticks import ticks


class StatusTools:
    """`figures` and `readout` are the texts at the foot of the window, left and right."""

    def __init__(self, session: Session, commands: Actions, transport: Transport) -> None:
        self._session, self._commands, self._transport = session, commands, transport
        self.figures, self.readout = QLabel(), QLabel()

    def lay_out(self, bar: QStatusBar) -> None:
        """Put the texts into the bar."""
        for text in (self.figures, self.readout):
            text.setContentsMargins(GAP, 0, GAP, 0)
        bar.addWidget(self.figures)
        bar.addPermanentWidget(self.readout)

    def show(self, state: State, by_weights: bool) -> None:
        """Show a state; `by_weights`: how the track of gradients is read."""
        marks, trace = state.scene.marks, state.scene.trace
        phase = "" if marks.tick is None else ticks(trace)[marks.tick].phase.value
        self._transport.show_state(state.activity, state.granularity, state.pace)
        self._transport.show_position(state.update, marks.picked.time, trace.steps, phase)
        self._commands["bring-back"].setEnabled(state.former)
        self._commands["undo"].setEnabled(bool(state.edits) or state.former)
        self._commands["redo"].setEnabled(self._session.editing.can_redo)
        at = marks.pointed
        _write(self.readout, readout(state.scene, at, by_weights) if at else "")
        _write(self.figures, figures(state))

    def show_activity(self, state: State) -> None:
        """Offer what can be done while the network learns, or while it stands still."""
        for key in ONLY_WHILE_PAUSED:
            self._commands[key].setEnabled(state.activity == "paused")


def _write(label: QLabel, text: str) -> None:
    if text != label.text():
        label.setText(text)
