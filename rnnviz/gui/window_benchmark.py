"""What the window costs: updates per second with and without it, and how even its frames are."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.frame_clock import FrameClock
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.theme import LIGHT
from rnnviz.session.session import Session
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from rnnviz.trace.ticks import Granularity

ROUNDS = 3
#: The cells that are compared.
COMPARED = ("elman", "lstm", "gru")


@dataclass(frozen=True)
class WindowSpeed:
    """Measured at H = 64, B = 16, T = 50, an LSTM, all tracks shown.

    alone, beside    updates per second without and with the window, medians of the rounds.
    share            beside / alone.
    frame_median, frame_p95   milliseconds between two frames while training.
    frames_within_40   the share of those intervals of at most 40 ms.
    compared_p95, compared_within_50   the same of three networks that are compared, with the maps
                     of where each one's gradient goes; the share of at most 50 ms.
    step_median, step_p95     milliseconds from a step of the cursor to its picture, paused, at
                     T = 100: on and back, by quantity and by time step.
    update_median, update_p95   the same for a step over an update, on and back.
    pan_median, pan_p95       the same for moving and zooming in time.
    first_picture    seconds from the start of the process to the first picture, all modules
                     compiled.
    """

    alone: float
    beside: float
    share: float
    frame_median: float
    frame_p95: float
    frames_within_40: float
    compared_p95: float
    compared_within_50: float
    step_median: float
    step_p95: float
    update_median: float
    update_p95: float
    pan_median: float
    pan_p95: float
    first_picture: float

    def as_dict(self) -> dict[str, float]:
        """The figures by name."""
        return asdict(self)


def measure_window(seconds: float = 4.0) -> WindowSpeed:
    """Open a window, train in it and without it by turns for `seconds` each, and close it."""
    application()
    alone, beside, frames = [], [], []
    for _ in range(ROUNDS):
        alone.append(_updates_alone(seconds))
        speed, intervals = _updates_beside(seconds)
        beside.append(speed)
        frames += intervals
    compared = np.array(_compared_frames(seconds)) * 1000
    pans, (steps, updates) = _paused_frames(), _walked_frames()
    milliseconds = np.array(frames) * 1000
    return WindowSpeed(
        alone=median(alone),
        beside=median(beside),
        share=median(beside) / median(alone),
        frame_median=float(np.median(milliseconds)),
        frame_p95=float(np.percentile(milliseconds, 95)),
        frames_within_40=float(np.mean(milliseconds <= 40.0)),
        compared_p95=float(np.percentile(compared, 95)),
        compared_within_50=float(np.mean(compared <= 50.0)),
        step_median=float(np.median(steps)),
        step_p95=float(np.percentile(steps, 95)),
        update_median=float(np.median(updates)),
        update_p95=float(np.percentile(updates, 95)),
        pan_median=float(np.median(pans)),
        pan_p95=float(np.percentile(pans, 95)),
        first_picture=median(_first_pictures()),
    )


def _run(length: int = 50) -> TrainingRun:
    return TrainingRun(changed(Settings(), {"hidden": 64, "batch": 16, "length": length}))


def _updates_alone(seconds: float) -> float:
    run, end, count = _run(), time.perf_counter() + seconds, 0
    run.advance()
    began = time.perf_counter()
    while time.perf_counter() < end:
        run.advance()
        count += 1
    return count / (time.perf_counter() - began)


def _updates_beside(seconds: float) -> tuple[float, list[float]]:
    window, session = _window()
    session.start()
    _events_for(0.5)
    clock = FrameClock(window.canvas.unrolled)
    first, began = session.state.update, time.perf_counter()
    _events_for(seconds)
    speed = (session.state.update - first) / (time.perf_counter() - began)
    intervals = clock.intervals()
    window.close()
    return speed, intervals


def _compared_frames(seconds: float) -> list[float]:
    window, session = _window()
    present = session.state.settings
    session.comparing.begin([changed(present, {"cell": cell}) for cell in COMPARED])
    _events_for(0.2)
    session.start()
    _events_for(0.5)
    clock = FrameClock(window.comparison.view)
    _events_for(seconds)
    for _ in range(20):  # A machine that has much else to do may not have come to a frame yet.
        if len(clock.times) < 3:
            _events_for(0.5)
    intervals = clock.intervals()
    window.close()
    return intervals


def _window(length: int = 50) -> tuple[MainWindow, Session]:
    session = Session(_run(length), Worker())
    window = MainWindow(session, LIGHT)
    window.resize(1680, 1050)
    window.show()
    _events_for(0.2)
    return window, session


def _events_for(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _paused_frames(count: int = 120) -> list[float]:
    window, _ = _window()
    axis = window.canvas.axis
    axis.zoom(0.5, 20.0)
    pans = [_until_painted(partial(axis.pan, 0.4 if n % 20 < 10 else -0.4)) for n in range(count)]
    window.close()
    return pans


def _walked_frames(count: int = 40) -> tuple[list[float], list[float]]:
    """Of steps within an update, and of steps over updates, as many on as back."""
    window, session = _window(100)
    times: dict[Granularity, list[float]] = {}
    for granularity in (Granularity.QUANTITY, Granularity.TIME_STEP, Granularity.UPDATE):
        session.walk.set_granularity(granularity)
        for by in (1, -1):
            step = partial(session.walk.step, by)
            times.setdefault(granularity, []).extend(_until_painted(step) for _ in range(count))
    window.close()
    within = times[Granularity.QUANTITY] + times[Granularity.TIME_STEP]
    return within, times[Granularity.UPDATE]


def _until_painted(change: Callable[[], None]) -> float:
    began = time.perf_counter()
    change()
    QApplication.processEvents()
    return (time.perf_counter() - began) * 1000


def _first_pictures() -> list[float]:
    """With all modules compiled, as an installed program has them: the first start, which compiles
    them into a folder of its own, is not counted."""
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return [_first_picture(environment) for _ in range(ROUNDS + 1)][1:]


def _first_picture(environment: Mapping[str, str]) -> float:
    command, began = [sys.executable, "-m", "rnnviz.gui.first_picture"], time.time()
    return float(subprocess.check_output(command, env=environment, text=True)) - began
