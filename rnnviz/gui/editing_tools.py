"""EditingTools: numbers in views that a person types anew, joined to the session."""

from functools import partial

from PySide6.QtCore import QObject, QRect

from rnnviz.gui.controls.value_editor import ValueEditor
from rnnviz.gui.views.view import View
from rnnviz.session.session import Session
from rnnviz.trace.scene import Spot


class EditingTools(QObject):
    """Opens an editor over a number when a view asks for it, and sets what was typed."""

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self._session = session

    def listen_to(self, view: View) -> None:
        """Let numbers in a view be set."""
        view.edit_wanted.connect(partial(self._edit, view))

    def undo(self) -> None:
        """Take back the number that was set last, or else the change of network."""
        if self._session.state.edits:
            self._session.editing.undo()
        else:
            self._session.bring_back()

    def _edit(self, view: View, spot: Spot, place: QRect) -> None:
        state, value = self._session.state, self._session.editing.value(spot)
        if value is None or state.activity != "paused":
            return
        trace, is_input = state.scene.trace, spot.quantity == "x" and not spot.lane
        words = trace.input_names(trace.lane_at(trace.lanes[0].key, spot.time)) if is_input else ()
        editor = ValueEditor(view, place, value, words)
        editor.committed.connect(partial(self._session.editing.set_number, spot))
