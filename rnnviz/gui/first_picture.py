"""Run as a program: opens the window as `python main.py` does and closes it as soon as it
was painted, so that the time until then can be measured from outside."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import run_window
from rnnviz.gui.frame_clock import FrameClock
from rnnviz.gui.main_window import MainWindow
from rnnviz.session.settings import Settings


def close_after_first_picture(window: MainWindow) -> None:
    """Leave the event loop once the unrolled network was painted."""
    clock = FrameClock(window.canvas.unrolled)
    clock.painted.connect(QApplication.quit, Qt.ConnectionType.QueuedConnection)


if __name__ == "__main__":
    raise SystemExit(run_window(Settings(), None, close_after_first_picture))
