"""ProjectSaving: where a session is saved to, asked for where it is not known, and saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from rnnviz.gui.documents import Document, Documents
from rnnviz.gui.export_dialog import ask_for_file
from rnnviz.gui.project_writing import ProjectWriting
from rnnviz.gui.recent_files import recent_folder
from rnnviz.interchange.file_size import file_size
from rnnviz.interchange.projects.layout import EXTENSION, Layout
from rnnviz.session.lighter_record import LIGHT
from rnnviz.session.session import Session

#: Milliseconds between two looks whether training has paused.
INTERVAL = 20
#: Milliseconds after which it is told that something is being saved.
PATIENCE = 400
Done = Callable[[], object]


def nothing_more() -> None:
    """Nothing is to be done once it is saved."""


class ProjectSaving(QObject):
    """What became of it is told by the session.

    layout   how the window stands.
    saved    is called with every document that was saved, and whether it had no file before.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        documents: Documents,
        layout: Callable[[], Layout],
        saved: Callable[[Document, bool], None],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._documents = window, session, documents
        self._layout, self._saved = layout, saved
        self._writing: ProjectWriting | None = None
        self._next: list[Callable[[], None]] = []
        self._pausing = QTimer(self)
        self._pausing.setInterval(INTERVAL)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written."""
        return self._writing is not None

    def save(self, then: Done = nothing_more) -> None:
        """Save where it was saved before, or ask; `then` is called once it is in its file."""
        path = self._documents.shown.path
        if path is None:
            self.save_as(then)
        else:
            self.save_to(path, then)

    def save_as(self, then: Done = nothing_more) -> None:
        """Ask where to save, and do so."""
        path = self._asked(self._offered())
        if path is not None:
            self.save_to(path, then)

    def _asked(self, offered: str) -> Path | None:
        titles = {EXTENSION.removeprefix("."): "rnnviz project"}
        return ask_for_file(self._window, offered, titles)

    def _offered(self) -> str:
        path = self._documents.shown.path
        if path is not None:
            return str(path)
        # A file's name without how it ends.
        stem = Path(self._documents.name).stem.lower()
        plain = (each if each.isalnum() else "-" for each in stem)
        name = "-".join(part for part in "".join(plain).split("-") if part) + EXTENSION
        return str(Path(recent_folder()) / name)

    def save_when_paused(self, then: Done) -> None:
        """Let training pause, so that nothing is learnt that is not in the file."""
        self._session.pause()
        self._pausing.timeout.connect(lambda: self._look_whether_paused(then))
        self._pausing.start()

    def _look_whether_paused(self, then: Done) -> None:
        if self._session.state.activity == "paused":
            self._pausing.stop()
            self._pausing.timeout.disconnect()
            self.save(then)

    def save_to(self, path: Path, then: Done = nothing_more) -> None:
        """Save into a file."""
        self._in_turn(lambda: self._begin(path, then))

    def save_light_copy(self) -> None:
        """Ask where to write a smaller file, to be passed on. The session stays with its own."""
        offered = Path(self._offered())
        path = self._asked(str(offered.with_stem(f"{offered.stem}-light")))
        if path is not None:
            self._in_turn(lambda: self._begin_copy(path))

    def _in_turn(self, begin: Callable[[], None]) -> None:
        """After what is being written just now."""
        if self._writing is None:
            begin()
        else:
            self._next.append(begin)

    def _begin(self, path: Path, then: Done) -> None:
        document = self._documents.shown
        writing = ProjectWriting(self._session, self._layout(), path, self)
        self._follow(writing, path, lambda: self._keep(document, writing, then))

    def _begin_copy(self, path: Path) -> None:
        writing = ProjectWriting(self._session, self._layout(), path, self, LIGHT)
        self._follow(writing, path, lambda: self._tell_written("A light copy", writing))

    def _follow(self, writing: ProjectWriting, path: Path, written: Done) -> None:
        self._writing = writing
        writing.ended.connect(lambda: self._conclude(writing, written))
        QTimer.singleShot(PATIENCE, writing, lambda: self._tell_of(path))

    def _tell_of(self, path: Path) -> None:
        """Only where it takes a while."""
        if self._writing is not None:
            self._session.tell("information", f"Saving {path.name} …")

    def _conclude(self, writing: ProjectWriting, written: Done) -> None:
        self._writing = None
        writing.deleteLater()
        if writing.path is None:
            elsewhere = "“Save project as…” in the menu File writes it to another place."
            self._session.tell("error", f"{writing.refusal.rstrip('.')}. {elsewhere}")
        else:
            written()
        if self._next:
            self._next.pop(0)()

    def _keep(self, document: Document, writing: ProjectWriting, then: Done) -> None:
        is_first = document.path is None
        document.path, document.kept = writing.path, writing.kept
        document.is_recovered = False
        self._saved(document, is_first)
        self._tell_written("Saved", writing)
        then()

    def _tell_written(self, what: str, writing: ProjectWriting) -> None:
        assert writing.path is not None
        note = f". {writing.note}" if writing.note else ""
        told = f"{what}: {writing.path} ({file_size(writing.path)}){note}"
        self._session.tell("information", told)
