"""HistoryTools: the history strip and playing, joined to the session."""

from PySide6.QtCore import QObject

from rnnviz.gui.controls.history_strip import HistoryStrip
from rnnviz.gui.playing import Playing
from rnnviz.session.branch import BranchTitle
from rnnviz.session.session import Session
from rnnviz.session.state import State
from rnnviz.trace.tick_titles import tick_title
from rnnviz.trace.ticks import ticks


class HistoryTools(QObject):
    """`strip` is the widget; `show` gives it a state."""

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self.strip, self.playing = HistoryStrip(), Playing(session, self)
        self._session = session
        strip = self.strip
        strip.update_chosen.connect(self._go_to_update)
        strip.tick_chosen.connect(session.walk.go_to_tick)
        strip.branch_chosen.connect(session.walk.switch_branch)
        strip.bookmark_chosen.connect(session.bookmarks.go_to)
        strip.play_chosen.connect(self.playing.play)
        strip.speed_chosen.connect(self.playing.set_speed)
        strip.cancelled.connect(session.pause)
        self.playing.changed.connect(strip.show_playing)

    def play(self, way: int) -> None:
        """Play on (1) or back (−1); where it does so already, stop."""
        self.playing.play(0 if self.playing.way == way else way)

    def show(self, state: State) -> None:
        """Show where in the past one is."""
        scene, strip = state.scene, self.strip
        order, tick = ticks(scene.trace), scene.marks.tick
        title = "whole sequence"
        if tick is not None:
            at = order[tick]
            step = "" if tick >= order.update else f"t = {at.time + 1} · "
            title = step + tick_title(scene.trace, at)
        flags = (each for each in state.bookmarks if each.branch == state.branch)
        strip.curve.show_flags(tuple(flags))
        strip.show_history(scene.history, state.update)
        strip.show_tick(tick, len(order), order.backward, order.update, title)
        strip.show_branches([(b.number, branch_text(b)) for b in state.branches], state.branch)
        strip.show_way(state.share)
        strip.show_enabled(state.activity == "paused")

    def _go_to_update(self, update: int) -> None:
        """The operation stays the same where one walks."""
        walk, marks = self._session.walk, self._session.state.scene.marks
        walk.go_to_update(update, marks.tick)


def branch_text(branch: BranchTitle) -> str:
    """A branch in one line."""
    if not branch.parent:
        return f"branch {branch.number}: {branch.newest:,} updates"
    left = f"from update {branch.since:,} of {branch.parent}"
    return f"branch {branch.number}: {branch.newest:,} updates, {left}"
