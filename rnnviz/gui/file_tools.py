"""FileTools: files from outside and for outside, asked for, opened, dropped and written."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from rnnviz.gui.choosing import Choosing
from rnnviz.gui.export_dialog import OWN_FILES
from rnnviz.gui.own_data_tools import OwnDataTools
from rnnviz.gui.recent_files import RecentFiles, recent_folder
from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.kinds_of_files import (
    CaptureKind,
    ProjectKind,
    TraceKind,
    WeightsKind,
    kind_of,
)
from rnnviz.interchange.pytorch_script import PyTorchScript
from rnnviz.interchange.torch_weights import torch_weights
from rnnviz.interchange.weight_file import save_weights
from rnnviz.interchange.weights_start import start_from_file
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.session import Session
from rnnviz.session.setting_error import SettingError
from rnnviz.session.training_run import TrainingRun

WEIGHTS = "Weights with PyTorch's names (*.safetensors *.npz)"
PROJECTS, EVERYTHING = "Projects of rnnviz (*.rnnviz)", "Everything that rnnviz reads (*)"
OWN_DATA = f"Data of your own ({OWN_FILES})"
CAPTURE, SCRIPT = "Captures of rnnviz.capture (*.npz)", "Python (*.py)"
#: How many batches a PyTorch script gets to go on with.
BATCHES = 300


class FileTools(QObject):
    """What became of a file is told by the session. `recent` is the menu of those used last.

    open_project   goes on with a project.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        choosing: Choosing,
        open_project: Callable[[Path], object],
    ):
        super().__init__(window)
        self._window, self._session, self._open_project = window, session, open_project
        self.recent = RecentFiles(session, self.open, window)
        self.own_data = OwnDataTools(window, session, choosing)

    @property
    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """What each action does."""
        return {
            "open-file": self.ask,
            "open-own-data": self.own_data.ask,
            "open-weights": lambda: self._ask("Open weights", WEIGHTS, self.open_weights),
            "save-weights": self._ask_for_weights,
            "open-capture": lambda: self._ask("Open a capture", CAPTURE, self.open_capture),
            "export-pytorch": self._ask_for_script,
        }

    def ask(self) -> None:
        """Ask for a file of any kind, and open it."""
        kinds = ";;".join((EVERYTHING, PROJECTS, OWN_DATA, WEIGHTS, CAPTURE))
        path, _ = QFileDialog.getOpenFileName(self._window, "Open", recent_folder(), kinds)
        if path:
            self.open(Path(path))

    def open(self, path: Path) -> None:
        """Open a file as what it is: a project, weights, a capture, or data to learn."""
        try:
            kind = kind_of(path)
        except FileError:
            kind = None  # The dialog of own data says why it cannot be read.
        if isinstance(kind, ProjectKind):
            self._open_project(path)
        elif isinstance(kind, WeightsKind):
            self.open_weights(path)
        elif isinstance(kind, CaptureKind):
            self.open_capture(path)
        elif isinstance(kind, TraceKind):
            text = f"{path.name} is a trace: of one sequence, without what would go on from there."
            self._session.tell("information", text)
        elif self.own_data.open(path):
            self.recent.add(path)

    # --- in ----------------------------------------------------------------------------

    def open_weights(self, path: Path) -> None:
        """Begin a run of the present scenario that starts from the weights of a file."""
        session = self._session
        try:
            settings, weights = start_from_file(session.state.settings, path)
            session.begin(TrainingRun(settings, weights=weights))
        except (FileError, SettingError, ScenarioError) as error:
            session.tell("error", str(error))
            return
        self.recent.add(path)
        self._say_too(f"The network starts from {path.name}.")

    def open_capture(self, path: Path) -> None:
        """Show what was recorded in somebody's own program."""
        session = self._session
        try:
            replay = Replay(load_capture(path))
            session.begin(CapturedRun(replay, session.state.settings))
        except FileError as error:
            session.tell("error", str(error))
            return
        self.recent.add(path)
        self._say_too(
            f"{replay.says}. To train it belongs to your own program; the settings are those that "
            f"a new network would have."
        )

    def _say_too(self, text: str) -> None:
        """Beside what the session has to say of the former network, and of bringing it back."""
        message = self._session.state.message
        if message is None:
            self._session.tell("information", text)
        else:
            self._session.put(message=replace(message, text=f"{text} {message.text}"))

    def _ask(self, title: str, kind: str, then: Callable[[Path], None]) -> None:
        path, _ = QFileDialog.getOpenFileName(self._window, title, "", f"{kind};;All files (*)")
        if path:
            then(Path(path))

    # --- out ---------------------------------------------------------------------------

    def _ask_for_weights(self) -> None:
        try:
            torch_weights(self._session.run.network)  # Before anybody is asked where to.
        except FileError as error:
            self._session.tell("error", str(error))
            return
        path, _ = QFileDialog.getSaveFileName(
            self._window, "Save weights", "weights.safetensors", WEIGHTS
        )
        if path:
            self.save_weights(Path(path))

    def save_weights(self, path: Path) -> None:
        """Write the weights shown, also while the network goes on learning."""
        session = self._session
        network = session.run.network.like(session.run.network.parameters.flat.dtype)
        for name, array in session.state.scene.trace.parameters.items():
            network.parameters[name][...] = array
        self._write(lambda: save_weights(network, path))

    def _ask_for_script(self) -> None:
        session = self._session
        if session.run.untrainable:
            session.tell("information", session.run.untrainable)
            return
        try:
            script = PyTorchScript(session.run, BATCHES)
        except FileError as error:
            session.tell("error", str(error))
            return
        path, _ = QFileDialog.getSaveFileName(
            self._window, "Export as PyTorch script", "train.py", SCRIPT
        )
        if path:
            self._write(lambda: script.save(Path(path)))

    def _write(self, write: Callable[[], Path]) -> None:
        try:
            self._session.tell("information", f"Written: {write()}")
        except FileError as error:
            self._session.tell("error", str(error))
