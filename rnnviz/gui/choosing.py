"""Choosing: settings whose data take long to read, without the window standing still."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from rnnviz.scenarios import scenario
from rnnviz.scenarios.scenario import ScenarioError, Task
from rnnviz.scenarios.source_titles import OWN_FILE
from rnnviz.session.errand import Errand
from rnnviz.session.session import Session
from rnnviz.session.setting_error import SettingError
from rnnviz.session.settings import Settings
from rnnviz.session.together import source_of
from rnnviz.session.training_run import task_of

#: Seconds that are waited for: data that are read so soon are there as if at once.
PATIENCE = 0.1
#: Milliseconds between two looks whether they are read.
INTERVAL = 30


class Choosing(QObject):
    """Between whoever wants other settings and the session: where they mean other data, these
    are read in a thread first, and kept, so that the session finds them read."""

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self._session = session
        self._errand: Errand[Task] | None = None
        self._then: Callable[[], None] = session.restart
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)

    @property
    def is_reading(self) -> bool:
        """Whether data are being read that were asked for last."""
        return self._errand is not None

    def choose(self, values: Mapping[str, object]) -> None:
        """As Session.choose, perhaps a little later."""
        try:
            settings = self._session.chosen(values)
        except (SettingError, ScenarioError):
            self._session.choose(values)  # which says why
            return
        if _data(settings) == _data(self._session.state.settings):
            self._session.choose(values)
        else:
            self._read(settings, lambda: self._session.choose(values))

    def restart(self) -> None:
        """As Session.restart, perhaps a little later: the file may have changed."""
        self._read(self._session.state.settings, self._session.restart)

    def _read(self, settings: Settings, then: Callable[[], None]) -> None:
        """Read the data of settings; whatever else was being read is no longer wanted."""
        self._then = then
        self._errand = Errand(lambda: task_of(settings))
        self._errand.wait(PATIENCE)
        if not self._look():
            self._session.tell("information", f"Reading {_name(settings)} …")
            self._timer.start()

    def _look(self) -> bool:
        """Go on where the data are read; whether they are."""
        errand = self._errand
        if errand is None or not errand.is_done:
            return errand is None
        self._timer.stop()
        self._errand = None
        if errand.refusal:
            self._session.tell("error", errand.refusal)
        else:
            self._session.dismiss()
            self._then()
        return True


def _data(settings: Settings) -> tuple[object, ...]:
    """What decides which data are read."""
    own = settings.scenario, source_of(settings), settings.text, settings.reading
    return (*own, settings.length)


def _name(settings: Settings) -> str:
    if source_of(settings) == OWN_FILE:
        return Path(settings.text).name
    return f"the data of {scenario(settings.scenario).title}"
