"""OwnDataTools: files of the user's own, opened or dropped, joined to the session."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from rnnviz.gui.choosing import Choosing
from rnnviz.gui.export_dialog import ask_for_own_file
from rnnviz.gui.own_file_dialog import OwnFileDialog
from rnnviz.scenarios.own.recognition import Recognised, recognise
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.own_files import kinds_of
from rnnviz.session.session import Session


class OwnDataTools:
    """Recognises a file, shows how it will be read, and lets it be learnt."""

    def __init__(self, window: QWidget, session: Session, choosing: Choosing):
        self._window, self._session, self._choosing = window, session, choosing

    def ask(self) -> None:
        """Ask for a file and open it."""
        path = ask_for_own_file(self._window)
        if path is not None:
            self.open(path)

    def open(self, path: Path) -> bool:
        """Show what a file is; where it is nothing that can be read, say so, and be False."""
        try:
            found = recognise(path)
        except ScenarioError as error:
            self._session.tell("error", str(error))
            return False
        self._show(found, "")
        return True

    def look(self) -> None:
        """Show how the present file is read."""
        settings = self._session.state.settings
        kinds = kinds_of(settings.scenario)
        try:
            found = recognise(Path(settings.text))
        except ScenarioError as error:
            self._session.tell("error", str(error))
            return
        if kinds and found.kind not in kinds:
            others = (found.kind, *(kind for kind in found.others if kind != kinds[0]))
            found = replace(found, kind=kinds[0], why="So it is read now.", others=others)
        self._show(found, settings.reading)

    def _show(self, found: Recognised, reading: str) -> None:
        session = self._session
        present = session.state.settings.scenario
        dialog = OwnFileDialog(self._window, found, present, reading, session.chosen)
        dialog.chosen.connect(self._choosing.choose)
        dialog.open()
