"""Worksheets of what is picked, with or without the answers, into a file."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMainWindow

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.worksheet import worksheet
from rnnviz.interchange.worksheet_file import KINDS, save_worksheet
from rnnviz.session.session import Session

FILTERS = {"html": "HTML (*.html)", "tex": "LaTeX (*.tex)", "csv": "CSV (*.csv)"}


class WorksheetTools:
    """What became of it is told by the session."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        self._window, self._session = window, session

    def ask(self, is_blank: bool) -> None:
        """Ask where to write the sheet of the picked unit and step, and do so."""
        picked = self._session.state.scene.marks.picked
        name = f"rnnviz-worksheet-t{picked.time + 1}{'-blank' if is_blank else ''}"
        path = ask_for_sheet(self._window, name)
        if path is not None:
            self.write(path, is_blank)

    def write(self, path: Path, is_blank: bool) -> None:
        """Write it."""
        scene = self._session.state.scene
        try:
            written = save_worksheet(worksheet(scene.trace, scene.marks.picked), path, is_blank)
        except FileError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", f"Written: {written}")


def ask_for_sheet(parent: QMainWindow, name: str) -> Path | None:
    """Where to write it, and in which format; None where nobody wants to. Asks before replacing."""
    dialog = QFileDialog(parent, "Save a worksheet", name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([FILTERS[kind] for kind in KINDS])

    def add_extension(chosen: str) -> None:
        # Before the dialog looks whether there is such a file.
        dialog.setDefaultSuffix(next(kind for kind in KINDS if FILTERS[kind] == chosen))

    dialog.filterSelected.connect(add_extension)
    add_extension(FILTERS[KINDS[0]])
    accepted, paths = dialog.exec(), dialog.selectedFiles()
    dialog.deleteLater()
    return Path(paths[0]) if accepted and paths else None
