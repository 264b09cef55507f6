"""SavingQuestion: whether what is not saved is to be saved."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QMessageBox, QWidget

from rnnviz.gui.dialog_buttons import without_icons

BUTTONS = QMessageBox.StandardButton


def nothing() -> None:
    """Everything stays as it is."""


@dataclass(frozen=True)
class Answers:
    """What is done where it is to be saved, where not, and where the question is cancelled."""

    save: Callable[[], object]
    drop: Callable[[], object]
    stay: Callable[[], object] = nothing


class SavingQuestion:
    """Stands before its window, which stays alive; never twice."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._box: QMessageBox | None = None

    def ask(self, name: str, details: str, answers: Answers) -> None:
        """Ask about the session of that name."""
        if self._box is not None:
            return
        box = self._box = QMessageBox(self._window)
        box.setObjectName("saving-question")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Save changes?")
        box.setText(f"Save the changes to “{name}”?")
        box.setInformativeText(details)
        box.setStandardButtons(BUTTONS.Save | BUTTONS.Discard | BUTTONS.Cancel)
        box.button(BUTTONS.Discard).setText("&Don’t save")
        box.setDefaultButton(BUTTONS.Save)
        without_icons(box)
        box.finished.connect(lambda answer: self._answered(answer, answers))
        box.open()

    def _answered(self, answer: int, answers: Answers) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if answer == BUTTONS.Save:
            answers.save()
        elif answer == BUTTONS.Discard:
            answers.drop()
        else:
            answers.stay()
