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
    are read in a thread first, and kept, so that the session finds them read.

    Never more than one thread reads: who goes through the list of scenarios in passing only
    sees the last one begin, once what is being read has been.

    wanted  the settings whose data are being read, None where none are.
    """

    def __init__(self, session: Session, parent: QObject):
        super().__init__(parent)
        self._session = session
        self.wanted: Settings | None = None
        self._values: dict[str, object] = {}
        self._then: Callable[[], None] = session.restart
        #: What is being read, and the settings that it was begun for.
        self._errand: Errand[Task] | None = None
        self._begun: Settings | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self._look)

    def choose(self, values: Mapping[str, object]) -> None:
        """As Session.choose, perhaps a little later; what is chosen meanwhile comes with it."""
        merged = {**self._values, **values}
        try:
            settings = self._session.chosen(merged)
        except (SettingError, ScenarioError) as error:
            self._session.tell("error", str(error))
            return
        if _data(settings) == _data(self._session.state.settings):
            self.forget()
            self._session.choose(merged)
        else:
            self._values = merged
            self._want(settings, lambda: self._session.choose(merged))

    def restart(self) -> None:
        """As Session.restart, perhaps a little later: the file may have changed."""
        self._want(self._session.state.settings, self._session.restart)

    def forget(self) -> None:
        """What was wanted, and is still being read, is not wanted any more."""
        self.wanted, self._values = None, {}

    def _want(self, settings: Settings, then: Callable[[], None]) -> None:
        """Read the data of settings; whatever else is being read is no longer wanted."""
        self.wanted, self._then = settings, then
        if self._errand is None:
            self._begin(settings).wait(PATIENCE)
            self._look()
        if self.wanted is not None:
            self._session.tell("information", f"Reading {_name(settings)} …")
            self._timer.start()

    def _begin(self, settings: Settings) -> Errand[Task]:
        self._begun = settings
        self._errand = Errand(lambda: task_of(settings))
        return self._errand

    def _look(self) -> None:
        """Go on where what was begun is read."""
        errand = self._errand
        if errand is None or not errand.is_done:
            return
        self._errand = None
        if self.wanted is None:
            self._timer.stop()
        elif self._begun is None or _data(self.wanted) != _data(self._begun):
            self._begin(self.wanted)
        else:
            self._timer.stop()
            self.forget()
            self._conclude(errand.refusal)

    def _conclude(self, refusal: str) -> None:
        if refusal:
            self._session.tell("error", refusal)
        else:
            self._session.dismiss()
            self._then()


def _data(settings: Settings) -> tuple[object, ...]:
    """What decides which data are read."""
    own = settings.scenario, source_of(settings), settings.text, settings.reading
    return (*own, settings.length)


def _name(settings: Settings) -> str:
    if source_of(settings) == OWN_FILE:
        return Path(settings.text).name
    return f"the data of {scenario(settings.scenario).title}"
