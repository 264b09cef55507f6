"""ProjectWriting: a session on its way into a file, in a thread, while it goes on learning."""

import time
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.own_file import note_on_own_file
from rnnviz.interchange.projects.project_file import save_project
from rnnviz.session.belongings import Belongings, belongings_kept
from rnnviz.session.errand import Errand
from rnnviz.session.lighter_record import lighter
from rnnviz.session.project_desk import SessionRecord
from rnnviz.session.restore_points import MOST_BYTES
from rnnviz.session.session import Session

#: Milliseconds between two looks whether it is written.
INTERVAL = 20


class ProjectWriting(QObject):
    """Begins at once, and emits `ended`.

    path     what was written; None where nothing was, and `refusal` says why.
    note     what else has to be said of it.
    most_bytes   of each network's moments to go back to; where there are more, some are left out.
    seconds  that it took.
    """

    ended = Signal()

    def __init__(
        self,
        session: Session,
        layout: Layout,
        path: Path,
        parent: QObject,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        super().__init__(parent)
        self._most_bytes = most_bytes
        self.path: Path | None = None
        self.refusal, self.note, self.seconds = "", "", 0.0
        self._layout, self._to, self._began = layout, path, 0.0
        self._records: deque[SessionRecord] = deque()
        self._refusals: deque[str] = deque()
        self._errand: Errand[Path | FileError] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        # Another thread hands it over, and must not be kept waiting.
        session.projects.record(self._records.append, self._refusals.append)

    @property
    def kept(self) -> Belongings:
        """What is in the file; only where there is one."""
        return belongings_kept(self._records[0])

    def _look(self) -> None:
        if self._errand is None:
            if self._records:
                self._began = time.monotonic()
                self._errand = Errand(self._write)
            elif self._refusals:
                self._timer.stop()
                self.refusal = f"{self._to} cannot be written: {self._refusals[0]}"
                self.ended.emit()
        elif self._errand.is_done:
            self._timer.stop()
            self._conclude(self._errand)
            self.ended.emit()

    def _write(self) -> Path | FileError:
        try:
            record = self._records[0]
            self.note = note_on_own_file(record.networks[0][0])
            if self._most_bytes < MOST_BYTES:
                record = lighter(record, self._most_bytes)
            return save_project(record, self._layout, self._to, time.time())
        except FileError as error:
            return error

    def _conclude(self, errand: Errand[Path | FileError]) -> None:
        self.seconds = time.monotonic() - self._began
        if isinstance(errand.result, Path):
            self.path = errand.result
        else:
            self.refusal = errand.refusal or str(errand.result)
