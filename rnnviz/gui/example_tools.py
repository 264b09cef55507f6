"""ExampleTools: the example and its score, joined to the session; what can be heard is saved."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnviz.exhibits import Exhibit
from rnnviz.gui.actions import Actions, spec
from rnnviz.gui.controls.sound_buttons import SoundButtons
from rnnviz.gui.sounds import (
    MIDI,
    TITLES,
    WAV,
    SoundError,
    kinds_of,
    save_sound,
    sound_bytes,
    with_extension,
)
from rnnviz.gui.views.exhibit import ExhibitView
from rnnviz.session.session import Session
from rnnviz.session.state import State
from rnnviz.trace.scene import Example

#: Milliseconds between two looks whether something was measured, or is to be.
INTERVAL = 200
#: The action that saves each kind of file, and why it cannot where it cannot.
SAVING = {
    WAV: ("save-sound", "There is nothing to hear in this example"),
    MIDI: ("save-midi", "There is no tune in this example"),
}


class ExampleTools(QObject):
    """`view` and `buttons` are the widgets."""

    def __init__(self, window: QWidget, session: Session, commands: Actions) -> None:
        super().__init__(window)
        self.view, self.buttons = ExhibitView(), SoundButtons()
        self._window, self._session, self._commands = window, session, commands
        self._shown: Example | None = None
        self._offer(())
        self.buttons.wanted.connect(self.ask)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(session.measuring.look)
        self._timer.start()

    def show(self, state: State) -> None:
        """Show what can be saved of the example."""
        if state.scene.example is not self._shown:
            self._shown = state.scene.example
            self._offer(kinds_of(self._exhibit))

    def _offer(self, kinds: tuple[str, ...]) -> None:
        """Let these kinds of files be saved; of others the menu says why they cannot."""
        self.buttons.show_kinds(kinds)
        for kind, (key, why_not) in SAVING.items():
            action, offered = self._commands[key], kind in kinds
            action.setEnabled(offered)
            action.setStatusTip(spec(key).tip if offered else why_not)

    def stop(self) -> None:
        """Measure nothing more."""
        self._timer.stop()

    def ask(self, kind: str) -> None:
        """Ask where to write a sound, and do so."""
        exhibit = self._exhibit
        if kind not in kinds_of(exhibit):
            self._session.tell("information", f"This example cannot be saved as a {TITLES[kind]}.")
            return
        name = f"rnnviz-{self._session.state.settings.scenario}.{kind}"
        path = ask_for_sound_file(self._window, name, kind)
        if path is not None:
            self.write(exhibit, kind, path)

    def write(self, exhibit: Exhibit | None, kind: str, path: Path) -> None:
        """Write a sound, and say what became of it."""
        try:
            written = save_sound(sound_bytes(exhibit, kind, self.buttons.said), path)
        except SoundError as error:
            self._session.tell("error", str(error))
        else:
            self._session.tell("information", f"Written: {written}")

    @property
    def _exhibit(self) -> Exhibit | None:
        return self._session.state.scene.example.exhibit


def ask_for_sound_file(parent: QWidget, name: str, kind: str) -> Path | None:
    """Where to write it; None where nobody wants to. Asks before replacing a file."""
    title, known = f"Save a {TITLES[kind]}", f"{TITLES[kind]} (*.{kind})"
    dialog = QFileDialog(parent, title, name, known)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # The dialog adds it before it looks whether there is such a file.
    dialog.setDefaultSuffix(kind)
    accepted, paths = dialog.exec(), dialog.selectedFiles()
    dialog.deleteLater()
    return with_extension(Path(paths[0]), kind) if accepted and paths else None
