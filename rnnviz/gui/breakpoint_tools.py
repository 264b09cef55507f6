"""BreakpointTools: the panels of breakpoints and watches, joined to the session."""

import msgspec
from PySide6.QtCore import QObject, QSettings

from rnnviz.gui.controls.breakpoint_list import BreakpointList
from rnnviz.gui.controls.watch_list import WatchList
from rnnviz.gui.theme import Look
from rnnviz.session.breakpoints import Breakpoint
from rnnviz.session.session import Session
from rnnviz.session.state import State

BREAKPOINTS, WATCHES = "breakpoints", "watches"


class BreakpointTools(QObject):
    """`breakpoints` and `watches` are the widgets; `show` gives them a state."""

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self._session = session
        self.breakpoints, self.watches = BreakpointList(), WatchList()
        self.breakpoints.line.check_with(session.breakpoints.check)
        self.breakpoints.added.connect(session.breakpoints.add)
        self.breakpoints.changed.connect(session.breakpoints.change)
        self.breakpoints.removed.connect(session.breakpoints.remove)
        self.breakpoints.hits_reset.connect(session.breakpoints.reset_hits)
        self.watches.check_with(session.watches.check)
        self.watches.added.connect(session.watches.add)
        self.watches.edited.connect(session.watches.edit)
        self.watches.removed.connect(session.watches.remove)
        self.watches.cause_wanted.connect(session.watches.go_to_cause)
        self._named: tuple[object, ...] = ()

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.breakpoints.set_look(look)
        self.watches.set_look(look)

    def show(self, state: State) -> None:
        """Show what is set and what became of it."""
        stopped = state.stop.number if state.stop else None
        self.breakpoints.show_breakpoints(state.breakpoints, stopped)
        self.watches.show_watches(state.watches, state.scene.marks.picked.time)
        trace = state.scene.trace
        shapes = tuple((name, each.shape) for name, each in trace.parameters.items())
        named = trace.quantities, len(trace.lanes), shapes
        if named != self._named:
            self._named = named
            names = self._session.breakpoints.names()
            self.breakpoints.line.show_names(names)
            self.watches.line.show_names(names)

    def keep(self) -> None:
        """Keep them until the next start."""
        state, kept = self._session.state, QSettings()
        kept.setValue(BREAKPOINTS, msgspec.json.encode(state.breakpoints).decode())
        kept.setValue(WATCHES, msgspec.json.encode([each.text for each in state.watches]).decode())

    def restore(self) -> None:
        """Bring back those that were kept; what cannot be read is left out."""
        kept = QSettings()
        found = _decoded(kept.value(BREAKPOINTS), tuple[Breakpoint, ...])
        texts = _decoded(kept.value(WATCHES), tuple[str, ...])
        if found:
            self._session.breakpoints.restore(found)
        if texts:
            self._session.watches.restore(texts)


def _decoded(text: object, kind: type) -> tuple:  # type: ignore[type-arg]
    try:
        return msgspec.json.decode(text, type=kind) if isinstance(text, str) else ()
    except msgspec.DecodeError:
        return ()
