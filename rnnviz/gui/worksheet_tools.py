"""Worksheets of what is picked, with or without the answers, into a file."""

from pathlib import Path

from PySide6.QtWidgets import QMainWindow

from rnnviz.gui.export_dialog import ask_for_file
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.worksheet import worksheet
from rnnviz.interchange.worksheet_file import save_worksheet
from rnnviz.session.session import Session

TITLES = {"html": "HTML", "tex": "LaTeX", "csv": "CSV"}


class WorksheetTools:
    """What became of it is told by the session."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        self._window, self._session = window, session

    def ask(self, is_blank: bool) -> None:
        """Ask where to write the sheet of the picked unit and step, and do so."""
        picked = self._session.state.scene.marks.picked
        name = f"rnnviz-worksheet-t{picked.time + 1}{'-blank' if is_blank else ''}"
        path = ask_for_file(self._window, name, TITLES)
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
