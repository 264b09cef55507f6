"""BookmarkRow: one bookmark, to go to, to name and to remove."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from rnnviz.gui.controls.bookmark_editor import BookmarkEditor
from rnnviz.gui.controls.bookmark_title import BookmarkTitle, bookmark_tip
from rnnviz.gui.controls.elided_label import ElidedLabel
from rnnviz.gui.controls.key_guard import KeyGuard
from rnnviz.gui.style import ICON_SIZE, icon
from rnnviz.gui.theme import Look
from rnnviz.session.bookmarks import Bookmark

#: So much of a note is told in the row; its tooltip tells more.
MOST_SHOWN = 160


class BookmarkRow(QWidget):
    """Emits `changed` with the bookmark as it should be, and its number when one wants to go to it
    (`chosen`) or to remove it (`removed`)."""

    chosen = Signal(int)
    changed = Signal(object)
    removed = Signal(int)

    def __init__(self, shown: Bookmark) -> None:
        super().__init__()
        self.shown = shown
        self.title, self.where, self.note = BookmarkTitle(), ElidedLabel(), QLabel()
        self.edit, self.remove = _button("Change name and note"), _button("Remove this bookmark")
        self.editor: BookmarkEditor | None = None
        self._told: tuple[Bookmark, bool, bool, bool] | None = None
        self._dress()
        self._lay_out()
        self.title.wanted.connect(lambda: self.chosen.emit(self.shown.number))
        self.title.edit_wanted.connect(self.open_editor)
        self.edit.clicked.connect(self.open_editor)
        self.remove.clicked.connect(lambda: self.removed.emit(self.shown.number))
        KeyGuard(self)

    def show_bookmark(
        self, shown: Bookmark, with_branch: bool, is_here: bool, is_paused: bool
    ) -> None:
        """Show it as it is now; `is_here`: one stands there. Only while training is paused can it
        be changed."""
        told = shown, with_branch, is_here, is_paused
        if told == self._told:
            return
        self.shown, self._told = shown, told
        self.title.setText(f"▶ {shown.name}" if is_here else shown.name)
        font = self.title.font()
        font.setWeight(QFont.Weight.DemiBold if is_here else QFont.Weight.Normal)
        self.title.setFont(font)
        self.where.setText(shown.where(with_branch))
        self.note.setText(_shortened(shown.note))
        self.note.setVisible(bool(shown.note) and self.editor is None)
        self.setToolTip(bookmark_tip(shown))
        for button in (self.edit, self.remove):
            button.setEnabled(is_paused)
        self.title.setAccessibleName(f"Bookmark {shown.name}: {self.where.text()}")
        self.edit.setAccessibleName(f"Change bookmark: {shown.name}")
        self.remove.setAccessibleName(f"Remove bookmark: {shown.name}")

    def set_look(self, look: Look) -> None:
        """Change to another palette."""
        self.edit.setIcon(icon("edit", look.muted, look.faint))
        self.remove.setIcon(icon("close", look.muted, look.faint))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self.shown.number)

    # --- typing ------------------------------------------------------------------------

    def open_editor(self) -> None:
        """Put lines to type into in the place of the name."""
        if self.editor is None:
            editor = self.editor = BookmarkEditor(self.shown.name, self.shown.note)
            editor.committed.connect(self._commit)
            editor.cancelled.connect(self._close_editor)
            self._layout.addWidget(editor, 0, 0, 1, 3)
            QWidget.setTabOrder(self.title, editor.line)
            QWidget.setTabOrder(editor.line, editor.note)
            self._show_reading(False)
            editor.show()
        self.editor.line.setFocus()
        self.editor.line.selectAll()

    def _commit(self, name: str, note: str) -> None:
        self.changed.emit(replace(self.shown, name=name, note=note))
        # What was refused stays there to be set right.
        if (self.shown.name, self.shown.note) == (name.strip(), note.rstrip()):
            self._close_editor()

    def _close_editor(self) -> None:
        editor, self.editor = self.editor, None
        if editor is None:
            return
        self._show_reading(True)
        if editor.has_focus:
            self.title.setFocus()
        editor.hide()
        editor.deleteLater()

    def _show_reading(self, on: bool) -> None:
        for part in (self.title, self.edit, self.remove):
            part.setVisible(on)
        self.note.setVisible(on and bool(self.shown.note))

    # --- building ----------------------------------------------------------------------

    def _dress(self) -> None:
        for label in (self.where, self.note):
            label.setProperty("role", "note")
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        # A long word may not widen the panel.
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _lay_out(self) -> None:
        """The editor stands in the place of the first line."""
        layout = self._layout = QGridLayout(self)
        layout.setContentsMargins(0, 3, 0, 5)
        layout.setHorizontalSpacing(2)
        layout.setVerticalSpacing(2)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.title, 0, 0)
        layout.addWidget(self.edit, 0, 1)
        layout.addWidget(self.remove, 0, 2)
        layout.addWidget(self.where, 1, 0, 1, 3)
        layout.addWidget(self.note, 2, 0, 1, 3)
        self.where.setContentsMargins(2, 0, 2, 0)
        self.note.setContentsMargins(2, 0, 2, 0)


def _button(tip: str) -> QToolButton:
    button = QToolButton()
    button.setProperty("flat", True)
    button.setIconSize(QSize(ICON_SIZE - 2, ICON_SIZE - 2))
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _shortened(note: str) -> str:
    return note if len(note) <= MOST_SHOWN else note[:MOST_SHOWN].rstrip() + " …"
