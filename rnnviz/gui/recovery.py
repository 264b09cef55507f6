"""Recovery: what a program kept that ended unexpectedly, offered at the next start."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from rnnviz.engine.cells import CELLS
from rnnviz.gui.autosave import ORIGIN
from rnnviz.gui.controls.offer_bar import OfferBar
from rnnviz.gui.kept_copy import KeptCopy, left_copies
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import ProjectPart
from rnnviz.interchange.projects.project_file import read_about
from rnnviz.interchange.projects.shelf import MOST_BYTES, Unpacker
from rnnviz.scenarios import scenario
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.session.errand import Errand
from rnnviz.trace import npz

OPEN, DISCARD, LATER = "open", "discard", "later"
OPTIONS = (
    (OPEN, "Open", "Go on from there"),
    (DISCARD, "Discard", "Delete it for good"),
    (LATER, "Later", "Ask again at the next start"),
)
#: What reading the words of a damaged copy raises.
UNREADABLE = (
    *(npz.NpzError, FileError, ScenarioError),
    *(KeyError, StopIteration, ValueError, OverflowError, OSError),
)
#: Milliseconds between two looks whether the folder has been looked through.
INTERVAL = 50


@dataclass(frozen=True)
class LeftCopy:
    """A copy, what it is of, and what is wrong with it; "" for nothing.

    origin   the file that it belongs to; "" for none.
    """

    copy: KeptCopy
    words: str
    wrong: str = ""
    origin: str = ""


class Recovery(QObject):
    """`bar` is the widget.

    open_copy   is given a copy that is to be opened, and calls what it is given with what is wrong
                with it, "" where it was opened, and None where it was not wanted after all.
    """

    def __init__(
        self,
        open_copy: Callable[[KeptCopy, Callable[[str | None], None]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.bar, self._open_copy = OfferBar(OPTIONS), open_copy
        self._left: list[LeftCopy] = []
        self._errand: Errand[list[LeftCopy]] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)
        self.bar.taken.connect(self._take)

    def start(self) -> None:
        """Look for what was left."""
        self._errand = Errand(lambda: [_told(copy) for copy in left_copies()])
        self._timer.start()

    def stop(self) -> None:
        """Leave everything to the next start."""
        self._timer.stop()
        for each in self._left:
            each.copy.let_go()
        self._left = []

    def _look(self) -> None:
        if self._errand is not None and self._errand.is_done:
            self._timer.stop()
            self._left = self._errand.result or []
            self._offer_next()

    def _offer_next(self) -> None:
        """One at a time."""
        if not self._left:
            self.bar.hide()
            return
        first, others = self._left[0], len(self._left) - 1
        more = f" There is {others} more." if others else ""
        if first.wrong:
            text = f"{first.words} It cannot be opened: {first.wrong}.{more}"
            self.bar.offer("error", text, (DISCARD, LATER))
        else:
            self.bar.offer("information", f"{first.words}{more}", (OPEN, DISCARD, LATER))
        self.bar.text.setToolTip(first.origin)

    def _take(self, option: str) -> None:
        first = self._left[0]
        if option == OPEN:
            self.bar.hide()
            self._open_copy(first.copy, self._concluded)
            return
        self._left.pop(0)
        if option == DISCARD:
            first.copy.remove()
        else:
            first.copy.let_go()
        self._offer_next()

    def _concluded(self, wrong: str | None) -> None:
        if not self._left:
            return
        first = self._left.pop(0)
        if wrong is None:
            self._left.insert(0, first)
        elif wrong:
            self._left.insert(0, replace(first, wrong=wrong))
        self._offer_next()


def _told(copy: KeptCopy) -> LeftCopy:
    """What it is of. Only its words are read, not its arrays."""
    began = "rnnviz ended unexpectedly."
    try:
        with npz.opened(copy.path, MOST_BYTES) as archive:
            about = read_about(Unpacker(archive))
            origin = about.layout.parts.get(ORIGIN, "")
            return LeftCopy(copy, f"{began} {_words(about, origin)}", origin=origin)
    except UNREADABLE as error:
        words = f"{began} It left a copy of what was not saved."
        return LeftCopy(copy, words, f"it is damaged ({error})")


def _words(about: ProjectPart, origin: str) -> str:
    run = about.runs[min(about.shown, len(about.runs) - 1)]
    branch = next(each for each in run.branches if each.number == run.branch)
    settings = run.settings
    cell = {cell.key: cell.title for cell in CELLS}[settings.cell]
    what = f"{scenario(settings.scenario).title}, {cell}"
    name = f"{Path(origin).name}: {what}" if origin else what
    return f"{name}, update {branch.viewed:,}, kept {_when(about.saved)}."


def _when(seconds: float) -> str:
    """The time of day; the date too where it was another day."""
    then = datetime.fromtimestamp(seconds)
    if then.date() == datetime.now().date():
        return f"at {then:%H:%M}"
    return f"on {then:%Y-%m-%d} at {then:%H:%M}"
