"""What goes wrong while the window is open: training that explodes, errors nobody foresaw."""

import re
import sys
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import ErrorHook
from tests.gui.windows import (
    LEFT,
    message,
    opened,
    pause,
    type_into,
    until,
    until_update,
)

EXPLOSIVE = {
    "scenario": "copy-memory",
    "length": 5,
    "cell": "elman",
    "activation": "relu",
    "hidden": 16,
    "batch": 2,
    "optimizer": "sgd",
    "rate": 1000,
    "clip_by": "off",
}


def test_that_an_explosion_pauses_and_the_program_goes_on(qtbot):
    window = opened(qtbot, **EXPLOSIVE)
    window.session.start()
    until(qtbot, lambda: window.session.state.activity == "paused")
    words = r"Training stopped at update \d+: (NaN|Inf) in \w+.*, time step \d+, \w+ pass"
    assert re.match(words, message(window))
    # All show the last weights, also those that take turns while training runs.
    scene = window.session.state.scene
    assert all(view.scene is scene for view in window.views)
    assert window.commands["run"].isEnabled()
    type_into(qtbot, window.run_settings.rows["rate"].control, "0.001")
    window.session.restart()
    window.session.start()
    assert message(window) == ""
    until_update(qtbot, window, 3)
    pause(qtbot, window)


@pytest.fixture
def hooked(qtbot):
    """A window whose errors are taken as in the program."""
    window, hook = opened(qtbot), ErrorHook()
    hook.met.connect(window.messages.show_unforeseen)
    with hook.in_charge():
        yield window


def fail():
    raise LookupError("no such thing")


def in_a_slot():
    QTimer.singleShot(0, fail)


def in_a_thread():
    threading.Thread(target=fail).start()


@pytest.mark.parametrize("error", [in_a_slot, in_a_thread])
def test_that_an_error_is_told_and_the_program_goes_on(qtbot, capfd, hooked, error):
    hooked.session.start()
    error()
    until(qtbot, lambda: message(hooked) != "")
    assert message(hooked).startswith(
        "Something went wrong inside rnnviz: LookupError: no such thing."
    )
    until_update(qtbot, hooked, hooked.session.state.update + 3)
    pause(qtbot, hooked)
    qtbot.mouseClick(hooked.message_bar.button, LEFT)
    copied = QApplication.clipboard().text()
    assert copied.startswith("Traceback")
    assert 'raise LookupError("no such thing")' in copied
    qtbot.mouseClick(hooked.message_bar.close_button, LEFT)
    assert message(hooked) == ""
    assert capfd.readouterr().err == ""


def test_that_an_error_while_painting_leaves_no_painter_at_work(qtbot, monkeypatch, hooked):
    view = hooked.canvas.unrolled
    monkeypatch.setattr(view, "paint_on_screen", lambda painter, area: fail())
    view.update()
    until(qtbot, lambda: "LookupError" in message(hooked))
    monkeypatch.undo()
    view.repaint()
    assert not view.grab().isNull()


def test_that_afterwards_errors_go_where_they_went_before():
    before = sys.excepthook, threading.excepthook
    with ErrorHook().in_charge():
        assert (sys.excepthook, threading.excepthook) != before
    assert (sys.excepthook, threading.excepthook) == before
