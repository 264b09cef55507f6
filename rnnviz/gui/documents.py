"""Documents: which networks belong to which project file, and what of them would be lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from rnnviz.engine.cells import CELLS
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.scenarios import scenario
from rnnviz.session.belongings import Belongings, belongings
from rnnviz.session.session import Session
from rnnviz.session.state import State
from rnnviz.session.training_run import TrainingRun, own_path


@dataclass(eq=False)
class Document:
    """A network, or several that are compared, and their file.

    path   where they were saved, or read from; None: nowhere.
    kept   what is in that file; None: nothing is.
    is_recovered   whether they come from a copy that a program left which ended unexpectedly.
    """

    path: Path | None = None
    kept: Belongings | None = None
    is_recovered: bool = False

    def is_unsaved(self, now: Belongings) -> bool:
        """Whether something would be lost. Breakpoints of a session without a file are none of it:
        they are there at the next start."""
        if self.is_recovered:
            return True
        return not now.is_fresh if self.kept is None else now != self.kept


@dataclass(frozen=True)
class Left:
    """What can be brought back: a document, its name, and whether it would be lost."""

    document: Document
    name: str
    is_unsaved: bool


class Documents:
    """Follows the session. Another network begins another document, so that it never takes the
    place of a saved one unasked; the former one comes back with its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: WeakKeyDictionary[TrainingRun, Document] = WeakKeyDictionary()
        self.shown = Document()
        self.former: Left | None = None
        self.introduce(self._runs, self.shown)
        session.listen(self._heard)

    def introduce(self, runs: Iterable[TrainingRun], document: Document) -> None:
        """These networks, perhaps not shown yet, belong to a document."""
        for run in runs:
            self._known[run] = document

    @property
    def name(self) -> str:
        """What the one shown is called."""
        if self.shown.path is not None:
            return self.shown.path.stem
        return subject(self._session.state, self._session.run)

    @property
    def is_unsaved(self) -> bool:
        """Whether something of the one shown would be lost."""
        return self.shown.is_unsaved(belongings(self._session.state))

    @property
    def _runs(self) -> tuple[TrainingRun, ...]:
        return self._session.others.all(self._session.run)

    def _heard(self, old: State, new: State) -> None:
        if old.run != new.run:
            self._turn(old, new)

    def _turn(self, old: State, new: State) -> None:
        left, runs = self.shown, self._runs
        found = next((self._known[run] for run in runs if run in self._known), None)
        self.shown = found or Document()
        self.introduce(runs, self.shown)
        if self.shown is left:
            return
        if old.newest:
            name = left.path.stem if left.path else subject(old)
            self.former = Left(left, name, left.is_unsaved(belongings(old)))
        if not new.former or (self.former and self.former.document is self.shown):
            self.former = None


def subject(state: State, run: TrainingRun | None = None) -> str:
    """What there is to see, in a few words: "Character model, LSTM"."""
    if isinstance(run, CapturedRun):
        return run.capture.name
    settings, own = state.settings, own_path(state.settings)
    task = own.name if own else scenario(settings.scenario).title
    networks = state.scene.comparison.members if state.scene.comparison else ()
    if networks:
        return f"{task}, {len(networks)} networks"
    cells = {cell.key: cell.title for cell in CELLS}
    return f"{task}, {cells[settings.cell]}"
