"""BookmarkTools: the panel of bookmarks and their actions, joined to the session."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow

from rnnviz.gui.actions import Actions
from rnnviz.gui.controls.bookmark_list import BookmarkList
from rnnviz.gui.scroll_area import ScrollArea
from rnnviz.gui.theme import Look
from rnnviz.session.session import Session
from rnnviz.session.state import State


class BookmarkTools(QObject):
    """`area` is the widget, with the `list` in it; `show` gives it a state. `verbs` are by the keys
    of ACTIONS."""

    def __init__(self, window: QMainWindow, session: Session, commands: Actions):
        super().__init__(window)
        self._window, self._session = window, session
        self.list = BookmarkList(
            commands["bookmark"], commands["bookmark-previous"], commands["bookmark-next"]
        )
        self.area = ScrollArea(self.list)
        self.list.chosen.connect(session.bookmarks.go_to)
        self.list.changed.connect(session.bookmarks.change)
        self.list.removed.connect(session.bookmarks.remove)

    @property
    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do."""
        desk = self._session.bookmarks
        return {
            "bookmark": self.add,
            "bookmark-next": desk.go_to_next,
            "bookmark-previous": desk.go_to_previous,
        }

    def add(self) -> None:
        """Bookmark the present moment; while nothing is learnt, its name can be typed at once."""
        number = self._session.bookmarks.add()
        if number is not None and self._session.state.activity == "paused":
            for dock in self._window.findChildren(QDockWidget, "bookmarks-panel"):
                dock.show()
                dock.raise_()
            row = self.list.edit(number)
            # Only what was laid out has a place to scroll to.
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            self.area.ensureWidgetVisible(row)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.list.set_look(look)

    def show(self, state: State) -> None:
        """Show the bookmarks, and whether one stands at one of them."""
        tick = state.scene.marks.tick
        here = state.branch, state.update, -1 if tick is None else tick
        is_paused = state.activity == "paused"
        self.list.show_bookmarks(state.bookmarks, here, len(state.branches) > 1, is_paused)
