"""BookmarkTitle: the name of a bookmark, from which keys lead to its moment or edit it."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from rnnviz.gui.controls.focus_label import FocusLabel
from rnnviz.session.bookmarks import Bookmark

#: A tooltip of more would not stay within the screen.
MOST_TOLD = 600
#: The weight that our fonts have; Qt would make up a bolder one.
STRONG = "font-weight: 600"


class BookmarkTitle(FocusLabel):
    """Emits `wanted` at Enter and `edit_wanted` at F2 while it has the focus."""

    wanted = Signal()
    edit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleDescription("Double click or Enter goes there, F2 edits it")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.edit_wanted.emit()
        else:
            super().keyPressEvent(event)


def bookmark_tip(bookmark: Bookmark) -> str:
    """Name, moment and note as a tooltip, in HTML; what a person typed stays as it is."""
    note = bookmark.note
    if len(note) > MOST_TOLD:
        note = note[:MOST_TOLD].rstrip() + " …"
    lines = [
        f"<span style='{STRONG}'>{escape(bookmark.name)}</span>",
        escape(bookmark.where(with_branch=True)),
    ]
    if note:
        lines.append(escape(note).replace("\n", "<br>"))
    return "<br>".join(lines)
