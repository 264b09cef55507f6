"""BookmarkList: the moments that a person wants to find again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from rnnviz.gui.controls.bookmark_row import BookmarkRow
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.theme import LIGHT, Look
from rnnviz.session.bookmarks import Bookmark

EMPTY = (
    "No moment is bookmarked yet. A bookmark keeps the update, the operation and what is picked."
)
Moment = tuple[int, int, int]


class BookmarkList(QFrame):
    """The bookmarks as rows, in the order of their moments, below buttons for three actions.

    chosen   the number of the one to go to.
    changed  a bookmark as it should be; `removed` the number of one.
    """

    chosen = Signal(int)
    changed = Signal(object)
    removed = Signal(int)

    def __init__(self, add: QAction, previous: QAction, following: QAction) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName("Bookmarks")
        self.add = _button(add, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.previous, self.following = _button(previous), _button(following)
        self.empty = QLabel(EMPTY)
        self.empty.setProperty("role", "note")
        self.empty.setWordWrap(True)
        self.rows: dict[int, BookmarkRow] = {}
        self._look = LIGHT
        self._shown: tuple[tuple[Bookmark, ...], Moment, bool, bool] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        above = QHBoxLayout()
        above.addWidget(self.add)
        above.addStretch(1)
        above.addWidget(self.previous)
        above.addWidget(self.following)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.empty)
        layout.addLayout(self._rows)
        layout.addStretch(1)
        KeyGuard(self)

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self._look = look
        for row in self.rows.values():
            row.set_look(look)

    def show_bookmarks(
        self, bookmarks: tuple[Bookmark, ...], here: Moment, with_branch: bool, is_paused: bool
    ) -> None:
        """Show them; `here` is where one stands. Branches are told where there are several."""
        shown = bookmarks, here, with_branch, is_paused
        if shown == self._shown:
            return
        self._shown = shown
        numbers = {each.number for each in bookmarks}
        for number in [number for number in self.rows if number not in numbers]:
            self.rows.pop(number).deleteLater()
        ordered = sorted(bookmarks, key=lambda each: (each.moment, each.number))
        before: QWidget = self.following
        for place, each in enumerate(ordered):
            if each.number not in self.rows:
                self._insert(each, place, before)
            row = self.rows[each.number]
            # While the network learns, no moment is stood at.
            is_here = is_paused and each.moment == here
            row.show_bookmark(each, with_branch, is_here, is_paused)
            before = row.remove
        self.empty.setVisible(not bookmarks)

    def edit(self, number: int) -> QWidget:
        """Let one type the name and the note of a bookmark; returns the row where."""
        row = self.rows[number]
        row.show()
        row.open_editor()
        return row

    def _insert(self, each: Bookmark, place: int, before: QWidget) -> None:
        """`before` is what Tab comes from."""
        row = BookmarkRow(each)
        row.set_look(self._look)
        row.chosen.connect(self.chosen)
        row.changed.connect(self.changed)
        row.removed.connect(self.removed)
        self.rows[each.number] = row
        self._rows.insertWidget(place, row)
        for part in (row.title, row.edit, row.remove):
            QWidget.setTabOrder(before, part)
            before = part


def _button(
    action: QAction, style: Qt.ToolButtonStyle = Qt.ToolButtonStyle.ToolButtonIconOnly
) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(style)
    button.setAccessibleName(action.text())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
