"""Autosave: a copy of what is not saved, for the case that the program ends unexpectedly."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer

from rnnviz.gui.documents import Documents
from rnnviz.gui.kept_copy import KeptCopy, new_copy
from rnnviz.gui.project_writing import ProjectWriting
from rnnviz.interchange.projects.layout import Layout
from rnnviz.session.belongings import Belongings, belongings
from rnnviz.session.lighter_record import LIGHT
from rnnviz.session.session import Session

#: Seconds between two copies, at least; and how many times as long as one takes the next is waited
#: for.
INTERVAL, PATIENCE = 60.0, 30.0
#: The part of a copy's layout that says which file it belongs to.
ORIGIN = "autosaved from"


class Autosave(QObject):
    """Does nothing before `start`.

    layout   how the window stands.
    """

    def __init__(
        self,
        session: Session,
        documents: Documents,
        layout: Callable[[], Layout],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._documents, self._layout = session, documents, layout
        self._copy: KeptCopy | None = None
        self._writing: ProjectWriting | None = None
        self._written: Belongings | None = None
        self._unwanted: KeptCopy | None = None
        self._is_refused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """From now on there are copies."""
        self._timer.start(round(INTERVAL * 1000))

    @property
    def is_busy(self) -> bool:
        """Whether a copy is being written."""
        return self._writing is not None

    def look(self) -> None:
        """Write a copy, where something changed since the last one that would be lost."""
        now = belongings(self._session.state)
        if self._writing or now == self._written or not self._documents.is_unsaved:
            self.start()
            return
        self._copy = self._copy or new_copy()
        if self._copy is None:
            self._refuse("nothing can be written there")
            return
        layout = self._with_origin(self._layout())
        path = self._copy.path
        self._writing = ProjectWriting(self._session, layout, path, self, LIGHT)
        self._writing.ended.connect(self._conclude)

    def _with_origin(self, layout: Layout) -> Layout:
        path = self._documents.shown.path
        if path is None:
            return layout
        parts = {**layout.parts, ORIGIN: str(path.absolute())}
        return msgspec.structs.replace(layout, parts=parts)

    def _conclude(self) -> None:
        writing, self._writing = self._writing, None
        assert writing is not None
        writing.deleteLater()
        if writing.refusal:
            self._refuse(writing.refusal)
        else:
            self._written, self._is_refused = writing.kept, False
        if self._unwanted is not None:
            self._unwanted.remove()
            self._unwanted = self._written = None
        self._timer.start(round(1000 * max(INTERVAL, PATIENCE * writing.seconds)))

    def _refuse(self, why: str) -> None:
        """Told once: the next minute it would be the same."""
        self.start()
        if not self._is_refused:
            self._is_refused = True
            text = f"No copy could be kept for the case that rnnviz ends unexpectedly: {why}"
            self._session.tell("error", text)

    def adopt(self, copy: KeptCopy) -> None:
        """Go on with a copy that was left: it stays until what is in it is saved."""
        self.forget()
        self._copy = copy

    def forget(self) -> None:
        """There is nothing that would be lost: no copy is wanted."""
        copy, self._copy, self._written = self._copy, None, None
        if self._writing is not None:
            self._unwanted = copy
        elif copy is not None:
            copy.remove()
