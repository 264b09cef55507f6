"""Closing the window: everything ends at once, and nothing is said on the terminal."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import rnnviz
from tests.gui.windows import drop, opened, trained, until_update

ROOT = Path(rnnviz.__file__).parent.parent
#: Seconds within which training has ended when the window is closed.
AT_ONCE = 1.0


def training_threads():
    return [thread for thread in threading.enumerate() if thread.name == "training"]


@pytest.mark.alone
@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize(
    "settings", [{}, {"hidden": 128, "batch": 32, "length": 50}], ids=["small", "large"]
)
def test_that_closing_while_training_ends_everything_at_once(qtbot, capfd, settings, by_key):
    window = opened(qtbot, **settings)
    window.session.start()
    until_update(qtbot, window, 2)
    assert len(training_threads()) == 1
    began = time.perf_counter()
    if by_key:
        qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    else:
        window.close()
    assert time.perf_counter() - began < AT_ONCE
    assert not window.isVisible()
    assert training_threads() == []
    qtbot.wait(80)
    assert capfd.readouterr() == ("", "")


@pytest.mark.alone
def test_that_closing_does_not_wait_for_a_slow_pace(qtbot):
    window = opened(qtbot)
    window.session.set_pace(0.5)
    window.session.start()
    until_update(qtbot, window, 1)
    began = time.perf_counter()
    window.close()
    assert time.perf_counter() - began < AT_ONCE
    assert training_threads() == []


def test_that_no_network_leaves_a_thread_behind(qtbot, tmp_path):
    window = trained(qtbot)
    window.session.start()
    for cell in ("gru", "elman", "lstm"):
        window.session.choose({"cell": cell})
        assert len(training_threads()) == 1
    drop(window, tmp_path / "nothing")
    window.session.bring_back()
    assert len(training_threads()) == 1
    window.close()
    assert training_threads() == []


PROGRAM = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMessageBox
from rnnviz.gui.app import run_window
from rnnviz.session.settings import Settings

def leave(window):
    window.close()
    for box in window.findChildren(QMessageBox, "saving-question"):
        box.button(QMessageBox.StandardButton.Discard).click()

def shown(window):
    {what}
    print("shown", flush=True)

raise SystemExit(run_window(Settings(hidden=32), {look!r}, shown))
"""
START, CLOSE = (
    "QTimer.singleShot(50, window.session.start); ",
    "QTimer.singleShot(500, lambda: leave(window))",
)


def started(what, look=None):
    """The program as a process of its own, as `python main.py` starts it."""
    program = PROGRAM.format(what=what, look=look)
    words = [sys.executable, "-W", "error", "-c", program]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=ROOT, stdout=pipe, stderr=pipe, text=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "look"),
    [
        (START + CLOSE, "dark"),
        (START + "window.commands['shortcuts'].trigger(); " + CLOSE, "light"),
        ("QTimer.singleShot(100, window.commands['quit'].trigger)", None),
    ],
    ids=["training", "dialog", "quit"],
)
def test_that_the_program_ends_without_a_word(what, look):
    process = started(what, look)
    said, complaint = process.communicate(timeout=60)
    # Said by the offscreen platform alone, of a dialog.
    complaint = complaint.replace("This plugin does not support propagateSizeHints()\n", "")
    assert (said, complaint) == ("shown\n", "")
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", ["pass", "window.session.start()"])
def test_that_ctrl_c_in_the_terminal_ends_the_program(what):
    process = started(what)
    assert process.stdout.readline() == "shown\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == -signal.SIGINT
