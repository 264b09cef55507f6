"""The application: Qt, fonts, the palette, and what happens to errors nobody foresaw."""

import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pyqtgraph
from PySide6.QtCore import QHashSeed, QObject, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.theme import DARK, LIGHT, LOOKS, Look, load_fonts
from rnnviz.gui.window_layout import kept_look
from rnnviz.resource import resource
from rnnviz.session.session import Session
from rnnviz.session.settings import Settings
from rnnviz.session.starting_weights import StartingWeights
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker

NAME = "rnnviz"


def application() -> QApplication:
    """The one QApplication, made where there is none, with our fonts and Qt's Fusion style."""
    # Or a PDF would list its fonts in another order each time.
    QHashSeed.setDeterministicGlobalSeed()
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    if app.applicationName() != NAME:
        _dress(app)
    return app


def _dress(app: QApplication) -> None:
    app.setApplicationName(NAME)
    app.setOrganizationName(NAME)
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource("icons", "rnnviz.svg"))))
    load_fonts()
    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=True)


def preferred_look(app: QApplication) -> Look:
    """The one that a person chose last; else dark where the desktop asks for it, and light."""
    dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return kept_look() or (DARK if dark else LIGHT)


class ErrorHook(QObject):
    """Takes errors that nobody caught, from any thread, to the window instead of the terminal."""

    met = Signal(str, str)

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        details = "".join(traceback.format_exception(error))
        # The error is kept somewhere until the next one; a painter in its frames would be too.
        traceback.clear_frames(trace)
        # Only a signal: the error may come from another thread than the window's.
        self.met.emit(f"{kind.__name__}: {error}", details)

    def of_thread(self, ended: threading.ExceptHookArgs) -> None:
        """The same for a thread that an error has ended."""
        if ended.exc_value is not None:
            self(ended.exc_type, ended.exc_value, ended.exc_traceback)

    @contextmanager
    def in_charge(self) -> Iterator[None]:
        """Take all errors within a `with`, and let Ctrl+C in the terminal end the program at
        once: Qt, waiting for events, would not let Python see it."""
        errors, threads = sys.excepthook, threading.excepthook
        interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.excepthook, threading.excepthook = self, self.of_thread
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = errors, threads
            signal.signal(signal.SIGINT, interrupt)


def run_window(
    settings: Settings,
    look_name: str | None,
    shown: Callable[[MainWindow], None] | None = None,
    weights: StartingWeights | None = None,
    project: Path | None = None,
) -> int:
    """Open the window and stay until it is closed. Returns the exit status.

    shown  called with the window as soon as it was asked to appear.
    weights  to start from; None: they are drawn.
    project  to open as soon as the window is there; the settings are those until then.
    Raises SettingError or ScenarioError where the settings cannot be carried out.
    """
    run = TrainingRun(settings, 1, weights)
    app = application()
    look = LOOKS[look_name] if look_name else preferred_look(app)
    window = MainWindow(Session(run, Worker()), look)
    hook = ErrorHook()
    hook.met.connect(window.messages.show_unforeseen)
    with hook.in_charge():
        window.restore()
        window.show()
        if project is not None:
            window.projects.open(project, with_look=look_name is None)
        if shown is not None:
            shown(window)
        return app.exec()
