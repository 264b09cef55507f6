"""Run as a program: opens the window as `python main.py` does, writes when it was painted first, in
seconds since the epoch, and closes it, so that the time until then can be measured from outside."""

import sys
import time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import run_window
from rnnviz.gui.frame_clock import FrameClock
from rnnviz.gui.main_window import MainWindow
from rnnviz.session.settings import Settings


def close_after_first_picture(window: MainWindow) -> None:
    """Leave the event loop once the unrolled network was painted."""
    clock = FrameClock(window.canvas.unrolled)
    clock.painted.connect(_tell_and_quit, Qt.ConnectionType.QueuedConnection)


def _tell_and_quit() -> None:
    sys.stdout.write(f"{time.time()}\n")
    QApplication.quit()


if __name__ == "__main__":
    raise SystemExit(run_window(Settings(), None, close_after_first_picture))
