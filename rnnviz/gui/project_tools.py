"""ProjectTools: projects opened, saved and left, joined to the session and the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.autosave import ORIGIN, Autosave
from rnnviz.gui.breakpoint_tools import BreakpointTools
from rnnviz.gui.choosing import Choosing
from rnnviz.gui.documents import Document, Documents
from rnnviz.gui.kept_copy import KeptCopy
from rnnviz.gui.project_reading import ProjectReading
from rnnviz.gui.project_saving import ProjectSaving
from rnnviz.gui.recovery import Recovery
from rnnviz.gui.saved_layout import SavedLayout
from rnnviz.gui.saving_question import Answers, SavingQuestion
from rnnviz.gui.theme import LOOKS, Look
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import EXTENSION, Layout
from rnnviz.interchange.projects.project_file import Project
from rnnviz.session.belongings import belongings
from rnnviz.session.session import Session
from rnnviz.session.state import Message

#: Milliseconds until a window is closed again that waits for what is being written.
AGAIN = 50


@dataclass(frozen=True)
class Surroundings:
    """What projects have to do with beside the session.

    look, set_look   of the window.
    """

    window: QWidget
    layout: SavedLayout
    stops: BreakpointTools
    choosing: Choosing
    look: Callable[[], Look]
    set_look: Callable[[Look], None]


class ProjectTools(QObject):
    """Before `start` nothing is asked, copied or offered: so tests and figures use a window.

    opened   a project was read from a file, or saved in it: its path.
    owns_breakpoints   whether those of the session are the user's own, to be there at the next
                       start; those of a project are in its file.
    """

    opened = Signal(Path)

    def __init__(self, session: Session, around: Surroundings) -> None:
        window = around.window
        super().__init__(window)
        self._session, self._around = session, around
        self.owns_breakpoints = True
        self.documents = Documents(session)
        self.saving = ProjectSaving(window, session, self.documents, self._layout, self._saved)
        self.autosave = Autosave(session, self.documents, self._layout, self)
        self.recovery = Recovery(self._open_copy, self)
        self._reading, self._question = ProjectReading(self), SavingQuestion(window)
        self._asks, self._may_close = False, False

    @property
    def verbs(self) -> Mapping[str, Callable[[], object]]:
        """By the keys of ACTIONS."""
        return {
            "save-project": lambda: self.saving.save(),
            "save-project-as": lambda: self.saving.save_as(),
            "save-light-copy": self.saving.save_light_copy,
        }

    def start(self) -> None:
        """From now on a person is asked before something is lost."""
        self._asks = True
        self.autosave.start()
        self.recovery.start()

    def show(self) -> None:
        """Let the title say what is shown, and whether it is saved."""
        window, name = self._around.window, self.documents.name.replace("[*]", "[*][*]")
        title = f"{name}[*] — rnnviz"
        if window.windowTitle() != title:
            window.setWindowTitle(title)
        window.setWindowModified(self.documents.is_unsaved)

    def _layout(self) -> Layout:
        return self._around.layout.layout(self._around.look())

    # --- in ----------------------------------------------------------------------------

    def open(self, path: Path, with_look: bool = True) -> None:
        """Go on with a project. It is read in a thread; where it cannot be, nothing changes."""
        self._session.tell("information", f"Reading {path.name} …")
        self._reading.read(path, partial(self._read, path, with_look))

    def _read(self, path: Path, with_look: bool, found: Project | FileError) -> None:
        if isinstance(found, FileError):
            self._session.tell("error", str(found))
            return
        self._session.dismiss()
        self._leave(lambda: self._take_up(found, Document(path), with_look))

    def _leave(self, go: Callable[[], object], stay: Callable[[], object] = lambda: None) -> None:
        """Go on to another project, once the present one may be left."""
        if not (self._asks and self.documents.is_unsaved):
            go()
            return

        def drop() -> None:
            self.autosave.forget()
            go()

        save = partial(self.saving.save_when_paused, go)
        self._question.ask(self.documents.name, self._details(), Answers(save, drop, stay))

    def _take_up(self, project: Project, document: Document, with_look: bool = True) -> None:
        session, around = self._session, self._around
        around.choosing.forget()
        if document.path is not None:
            self._disown_breakpoints()
        self.documents.introduce(project.others.all(project.run), document)
        session.projects.take_up(project.run, project.others, project.standing)
        if not document.is_recovered:
            document.kept = belongings(session.state)
        around.layout.take(project.layout.parts)
        if with_look and project.layout.look in LOOKS:
            around.set_look(LOOKS[project.layout.look])
        self._tell_opened(project, document)

    def _tell_opened(self, project: Project, document: Document) -> None:
        before = self._session.state.message
        said = [f"Opened: {document.path}."]
        if document.is_recovered:
            said = ["This is what was kept when rnnviz ended unexpectedly. It is not saved yet."]
        elif document.path is not None:
            self.opened.emit(document.path)
        said += [project.differs] if project.differs else []
        said += ["The network before it is kept."] if before else []
        message = Message("information", " ".join(said))
        self._session.put(message=replace(message, offer=before.offer) if before else message)

    # --- out ---------------------------------------------------------------------------

    def _saved(self, document: Document, is_first: bool) -> None:
        if is_first:
            self._disown_breakpoints()
        if document is self.documents.shown:
            self.autosave.forget()
        if document.path is not None:
            self.opened.emit(document.path)

    def _disown_breakpoints(self) -> None:
        """They belong to a project from now on; as they were, they are there at the next start."""
        if self.owns_breakpoints and self._asks:
            self._around.stops.keep()
        self.owns_breakpoints = False

    # --- closing -----------------------------------------------------------------------

    def lets_close(self) -> bool:
        """Whether the window may close now; if not, it is asked or waited for, and closed then."""
        if self.saving.is_busy or self.autosave.is_busy:
            QTimer.singleShot(AGAIN, self, self._around.window.close)
            return False
        former = self.documents.former
        if self._may_close or not self._asks:
            pass
        elif self.documents.is_unsaved:
            answers = Answers(partial(self.saving.save_when_paused, self._close), self._close)
            self._question.ask(self.documents.name, self._details(), answers)
            return False
        elif former is not None and former.is_unsaved:
            text = "It is the former network, which can still be brought back."
            self._question.ask(former.name, text, Answers(self._save_former, self._close))
            return False
        self.autosave.forget()
        self.recovery.stop()
        return True

    def _details(self) -> str:
        kept, former = self.documents.shown.kept, self.documents.former
        updates = belongings(self._session.state).updates - (kept.updates if kept else 0)
        done = f"{updates:,} update{'s' * (updates != 1)}" if updates > 0 else "what was done"
        if self.documents.shown.is_recovered:  # Nobody knows how much of it the file has.
            done = "what was kept when rnnviz ended unexpectedly"
        since = " since it was saved" if kept else ""
        said = f"Otherwise {done}{since} would be lost."
        if former is not None and former.is_unsaved:
            said += f" The network before it, “{former.name}”, is not saved either."
        return said

    def _save_former(self) -> None:
        self._session.bring_back()
        self.saving.save_when_paused(self._close)

    def _close(self) -> None:
        self._may_close = True
        self._around.window.close()

    # --- copies that were left ---------------------------------------------------------

    def _open_copy(self, copy: KeptCopy, then: Callable[[str | None], None]) -> None:
        def opened(found: Project | FileError) -> None:
            if isinstance(found, FileError):
                then(str(found))
            else:
                self._leave(lambda: self._go_on(found, copy, then), lambda: then(None))

        self._reading.read(copy.path, opened)

    def _go_on(self, project: Project, copy: KeptCopy, then: Callable[[str | None], None]) -> None:
        origin = Path(project.layout.parts.get(ORIGIN, ""))
        path = origin if origin.is_absolute() and origin.suffix == EXTENSION else None
        self._take_up(project, Document(path, None, True))
        self.autosave.adopt(copy)
        then("")
