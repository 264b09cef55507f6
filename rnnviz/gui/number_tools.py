"""The numbers behind a view: copied as a table, or saved, from its context menu."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu

from rnnviz.gui.export_dialog import ask_for_file
from rnnviz.gui.views.gradient_view import GradientView
from rnnviz.gui.views.view import View
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.number_file import csv_of, save_numbers
from rnnviz.interchange.view_numbers import Table, tables_of
from rnnviz.session.session import Session

TITLES = {"csv": "CSV", "npz": "NPZ, for NumPy"}
#: Lines of a table on the clipboard at most: programs for tables take no more.
MOST_LINES = 1_000_000


class NumberTools:
    """What became of it is told by the session."""

    def __init__(self, window: QMainWindow, views: Sequence[View], session: Session) -> None:
        self._window, self._session = window, session
        for view in views:
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            view.customContextMenuRequested.connect(
                lambda where, view=view: self._open_menu(view, where)
            )

    def menu(self, view: View) -> QMenu:
        """What can be done with the numbers of a view."""
        menu = QMenu(view)
        menu.addAction("Copy as table", lambda: self.copy(view))
        menu.addAction("Save numbers…", lambda: self.ask(view))
        return menu

    def _open_menu(self, view: View, where: QPoint) -> None:
        menu = self.menu(view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(view.mapToGlobal(where))

    def tables(self, view: View) -> tuple[Table, ...]:
        """The numbers that a view draws just now."""
        if view.scene is None:
            return ()
        if isinstance(view, GradientView) and view.kind and view.strand:
            return tables_of(view.key, view.scene, view.kind.key, view.strand.key)
        return tables_of(view.key, view.scene)

    def copy(self, view: View) -> None:
        """Put the numbers on the clipboard, as programs for tables take them."""
        text = csv_of(self.tables(view), "\t")
        if not text or text.count("\n") > MOST_LINES:
            what = "too many numbers for" if text else "no numbers just now to put on"
            self._session.tell("error", f"There are {what} the clipboard; they can be saved.")
            return
        QApplication.clipboard().setText(text)
        self._session.tell("information", f"The numbers of “{view.title}” are on the clipboard.")

    def ask(self, view: View) -> None:
        """Ask where to write the numbers, and do so."""
        path = ask_for_file(self._window, f"rnnviz-{view.key}", TITLES)
        if path is not None:
            self.write(view, path)

    def write(self, view: View, path: Path) -> None:
        """Write the numbers."""
        try:
            written = save_numbers(self.tables(view), path)
        except FileError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", f"Written: {written}")
