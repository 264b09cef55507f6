"""ProjectReading: a project on its way out of a file, in a thread, while the window is alive."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.project_file import Project, load_project
from rnnviz.session.errand import Errand

#: Milliseconds between two looks whether it is read.
INTERVAL = 20

#: What is done with a project, or with what is wrong with its file.
Then = Callable[[Project | FileError], None]


class ProjectReading(QObject):
    """One file at a time; of several that are asked for, the last one is read to its end."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted: tuple[Path, Then] | None = None
        self._begun: Path | None = None
        self._errand: Errand[Project | FileError] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)

    def read(self, path: Path, then: Then) -> None:
        """Read a file, and call `then` a little later."""
        self._wanted = path, then
        if self._errand is None:
            self._begin(path)
        self._timer.start()

    def _begin(self, path: Path) -> None:
        self._begun, self._errand = path, Errand(lambda: _read(path))

    def _look(self) -> None:
        if self._errand is None or self._wanted is None or not self._errand.is_done:
            return
        (path, then), errand = self._wanted, self._errand
        self._errand = None
        if path != self._begun:
            self._begin(path)
            return
        self._timer.stop()
        self._wanted = None
        then(errand.result or FileError(errand.refusal))


def _read(path: Path) -> Project | FileError:
    try:
        return load_project(path)
    except FileError as error:
        return error
