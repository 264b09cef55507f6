"""The program started with a project."""

import subprocess
import sys
from pathlib import Path

import pytest

import rnnviz
from tests.gui.windows import trained, until

ROOT = Path(rnnviz.__file__).parent.parent
PROGRAM = """
import os, pathlib
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from rnnviz.gui.app import run_window
from rnnviz.session.settings import Settings

def look(window, left=400):
    message = window.session.state.message
    if left and (message is None or message.text.startswith("Reading")):
        QTimer.singleShot(50, lambda: look(window, left - 1))
        return
    print(window.windowTitle(), window.session.state.update, window.look.name, message.text)
    window.close()

raise SystemExit(run_window(Settings(hidden=4), {look!r}, look, project=pathlib.Path({path!r})))
"""


def said(path, look):
    program = PROGRAM.format(path=str(path), look=look)
    words = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize(("look", "shown"), [(None, "dark"), ("light", "light")])
def test_that_the_program_starts_with_a_project(qtbot, tmp_path, look, shown):
    window = trained(qtbot, 4, scenario="adding-problem", cell="lstm")
    window.toggle_look()
    path = tmp_path / "mine.rnnviz"
    window.projects.saving.save_to(path)
    until(qtbot, lambda: not window.projects.saving.is_busy)
    update = window.session.state.update
    assert said(path, look) == f"mine[*] — rnnviz {update} {shown} Opened: {path}."


@pytest.mark.slow
def test_that_it_starts_where_there_is_no_such_project(tmp_path):
    words = said(tmp_path / "none.rnnviz", "dark")
    assert words.startswith("Character model, LSTM[*] — rnnviz 0 dark")
    assert "there is no such file" in words
