"""A figure of the window stands again as the window stood."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from rnnviz.gui.app import application
from rnnviz.gui.main_window import MainWindow
from rnnviz.gui.rendering import render
from rnnviz.gui.theme import LIGHT
from rnnviz.interchange.figure_file import source_of
from rnnviz.interchange.figure_source import Paper
from rnnviz.session.session import Session
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import Worker
from tests.session.hand_driver import small_settings


def trained(updates: int) -> TrainingRun:
    run = TrainingRun(small_settings(length=8, hidden=6))
    for _ in range(updates):
        run.advance()
    return run


def pixels(content: bytes) -> np.ndarray:
    image = QImage.fromData(content).convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32)
    return flat.reshape(image.height(), image.width()).copy()


@pytest.fixture
def window(qtbot) -> MainWindow:
    application()  # Which brings its own fonts.
    window = MainWindow(Session(trained(3), Worker()), LIGHT)
    qtbot.addWidget(window)
    window.resize(1400, 900)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_that_the_panels_of_a_figure_of_the_window_stand_where_they_stood(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.png"
    window.pictures.write(("window",), Paper(), "png", plain)
    for key in ("gradient", "depth-cell"):
        window.commands[key].trigger()
    for dock in window.findChildren(type(window._docks[0])):
        if dock.objectName() in ("loss-panel", "attention-panel"):
            dock.hide()
    window.canvas.splitter.setSizes([500, 200])
    qtbot.wait(50)
    path = tmp_path / "window.png"
    window.pictures.write(("window",), Paper(), "png", path)
    source = source_of(path)
    wanted = pixels(path.read_bytes())
    found = pixels(render(trained(3), source, "png"))
    assert found.shape == wanted.shape
    assert np.array_equal(found, wanted)
    usual = pixels(plain.read_bytes())
    assert np.mean(usual != wanted) > 0.2
