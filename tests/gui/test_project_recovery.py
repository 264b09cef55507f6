"""What is kept for the case that the program ends unexpectedly, and how it is offered then."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QMessageBox

import rnnviz
from rnnviz.gui import kept_copy
from rnnviz.gui.recovery import DISCARD, LATER, OPEN
from rnnviz.interchange.projects.project_file import load_project
from tests.gui.windows import LEFT, message, opened, pause, trained, until, until_update

ROOT = Path(rnnviz.__file__).parent.parent
TASK = {"scenario": "adding-problem", "cell": "lstm"}
#: Trains, and keeps a copy as soon as something was learnt.
PROGRAM = """
import os, pathlib, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from rnnviz.gui.app import run_window
from rnnviz.gui import autosave
from rnnviz.session.starting_settings import settings_for

autosave.INTERVAL = 0.3

def shown(window):
    window.session.start()
    saving = window.projects.saving
    if {path!r}:
        saving.save_to(pathlib.Path({path!r}))

raise SystemExit(run_window(settings_for("adding-problem", {{"hidden": 4}}), "light", shown))
"""


def copies():
    return sorted(kept_copy.folder().glob("*.rnnviz"))


@pytest.fixture
def crash(qtbot):
    """Starts the program, lets it train until it has kept a copy, and really kills it."""
    running = []

    def make(path=""):
        program = PROGRAM.format(path=str(path))
        process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
        running.append(process)
        before = len(copies())
        qtbot.waitUntil(lambda: len(copies()) > before, timeout=60_000)
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    yield make
    for process in running:
        process.kill()
        process.wait(10)


@pytest.fixture
def starts(qtbot):
    """Makes windows that look for what was left."""

    def make(**settings):
        window = opened(qtbot, **settings)
        window.projects.start()
        return window

    return make


def bar(window):
    return window.projects.recovery.bar


def click(qtbot, window, option):
    until(qtbot, lambda: bar(window).isVisible())
    qtbot.mouseClick(bar(window).buttons[option], LEFT)


def kept(qtbot, window):
    """Keep a copy at once; its path."""
    window.projects.autosave.look()
    until(qtbot, lambda: not window.projects.autosave.is_busy)
    return copies()[-1]


def abandoned(qtbot, name, **settings):
    """A copy that no process has any more, without the need to kill one."""
    window = trained(qtbot, 5, **{**TASK, **settings})
    kept_copy.folder().mkdir(parents=True, exist_ok=True)
    window.projects.saving.save_to(kept_copy.folder() / name)
    until(qtbot, lambda: not window.projects.saving.is_busy)
    return kept_copy.folder() / name, window.session.state.update


# --- copies ----------------------------------------------------------------------------


def test_that_a_copy_is_kept_only_of_what_would_be_lost(qtbot):
    window = opened(qtbot, **TASK)
    window.projects.autosave.look()
    assert not window.projects.autosave.is_busy
    window.session.bookmarks.add()
    path = kept(qtbot, window)
    assert len(load_project(path).standing.bookmarks) == 1
    first = path.stat().st_mtime_ns
    window.projects.autosave.look()
    assert not window.projects.autosave.is_busy
    window.session.bookmarks.add("another")
    assert kept(qtbot, window) == path
    assert path.stat().st_mtime_ns != first


def test_that_a_copy_is_kept_while_the_network_learns(qtbot):
    window = trained(qtbot, **TASK)
    window.session.start()
    until_update(qtbot, window, 12)
    path = kept(qtbot, window)
    assert window.session.state.activity == "running"
    pause(qtbot, window)
    assert load_project(path).run.training.update >= 12


def test_that_no_copy_stays_once_it_is_saved(qtbot, tmp_path):
    window = trained(qtbot, **TASK)
    kept(qtbot, window)
    window.projects.saving.save_to(tmp_path / "a.rnnviz")
    until(qtbot, lambda: not window.projects.saving.is_busy)
    assert not list(kept_copy.folder().iterdir())


def test_that_no_copy_stays_of_what_is_saved_while_it_is_written(qtbot):
    window = trained(qtbot, **TASK)
    window.projects.autosave.look()
    window.projects.autosave.forget()
    until(qtbot, lambda: not window.projects.autosave.is_busy)
    assert not list(kept_copy.folder().iterdir())


def test_that_a_large_copy_is_kept_more_seldom(qtbot, monkeypatch):
    window = trained(qtbot, **TASK)
    monkeypatch.setattr("rnnviz.gui.autosave.PATIENCE", 1e6)
    kept(qtbot, window)
    assert window.projects.autosave._timer.interval() > 120_000


def test_that_it_is_told_once_where_no_copy_can_be_kept(qtbot):
    kept_copy.folder().parent.mkdir(parents=True, exist_ok=True)
    kept_copy.folder().write_text("in the way")
    window = trained(qtbot, **TASK)
    window.projects.autosave.look()
    assert "No copy could be kept" in message(window)
    window.session.dismiss()
    window.projects.autosave.look()
    assert message(window) == ""


# --- offers ----------------------------------------------------------------------------


@pytest.mark.slow
def test_that_a_killed_program_leaves_what_it_had_learnt(qtbot, crash, starts):
    crash()
    window = starts(cell="gru")
    until(qtbot, lambda: bar(window).isVisible())
    said = bar(window).text.text()
    assert said.startswith("rnnviz ended unexpectedly. Adding problem, ")
    assert "update " in said
    assert ", kept at " in said
    update = load_project(copies()[0]).run.training.update
    assert update > 0
    click(qtbot, window, OPEN)
    until(qtbot, lambda: window.session.state.update == update)
    assert window.session.state.settings.scenario == "adding-problem"
    assert window.isWindowModified()
    assert not bar(window).isVisible()
    assert "It is not saved yet" in message(window)
    assert window.projects.documents.shown.path is None


@pytest.mark.slow
def test_that_what_was_left_knows_its_project(qtbot, crash, starts, tmp_path):
    path = tmp_path / "mine.rnnviz"
    crash(path)
    before = load_project(path).run.training.update
    window = starts()
    until(qtbot, lambda: bar(window).isVisible())
    assert "unexpectedly. mine.rnnviz: Adding problem, " in bar(window).text.text()
    assert bar(window).text.toolTip() == str(path)
    click(qtbot, window, OPEN)
    until(qtbot, lambda: window.windowTitle() == "mine[*] — rnnviz")
    assert window.isWindowModified()
    window.commands["save-project"].trigger()
    until(qtbot, lambda: not window.isWindowModified())
    assert load_project(path).run.training.update > before
    assert not list(kept_copy.folder().iterdir())


def test_that_a_copy_stays_until_what_is_in_it_is_saved(qtbot, starts, tmp_path):
    path, update = abandoned(qtbot, "1-a.rnnviz")
    window = starts(cell="gru")
    click(qtbot, window, OPEN)
    until(qtbot, lambda: window.session.state.update == update)
    assert copies() == [path]
    assert kept(qtbot, window) == path
    window.projects.saving.save_to(tmp_path / "a.rnnviz")
    until(qtbot, lambda: not window.projects.saving.is_busy)
    assert copies() == []


def test_that_what_was_kept_is_asked_about_in_its_own_words(qtbot, starts):
    abandoned(qtbot, "a.rnnviz")
    window = starts()
    click(qtbot, window, OPEN)
    until(qtbot, lambda: window.projects.documents.shown.is_recovered)
    window.close()
    box = window.findChild(QMessageBox, "saving-question")
    assert box.informativeText() == (
        "Otherwise what was kept when rnnviz ended unexpectedly would be lost."
    )


def test_that_it_can_be_discarded(qtbot, starts):
    abandoned(qtbot, "1-a.rnnviz")
    window = starts()
    click(qtbot, window, DISCARD)
    assert not bar(window).isVisible()
    assert not list(kept_copy.folder().iterdir())


def test_that_later_means_at_the_next_start(qtbot, starts):
    path, _ = abandoned(qtbot, "1-a.rnnviz")
    first = starts()
    click(qtbot, first, LATER)
    assert not bar(first).isVisible()
    assert copies() == [path]
    second = starts()
    until(qtbot, lambda: bar(second).isVisible())


def test_that_several_are_offered_one_after_the_other(qtbot, starts):
    abandoned(qtbot, "1-a.rnnviz")
    abandoned(qtbot, "2-b.rnnviz", cell="gru")
    os.utime(kept_copy.folder() / "1-a.rnnviz", (1e9, 1e9))
    window = starts()
    until(qtbot, lambda: bar(window).isVisible())
    assert "GRU" in bar(window).text.text()
    assert bar(window).text.text().endswith("There is 1 more.")
    click(qtbot, window, LATER)
    assert "LSTM" in bar(window).text.text()
    assert "more" not in bar(window).text.text()


@pytest.mark.parametrize("size", [0, 10, 3000])
def test_that_a_damaged_one_says_so_and_can_be_discarded(qtbot, starts, size):
    path, _ = abandoned(qtbot, "1-a.rnnviz")
    path.write_bytes(path.read_bytes()[:size])
    window = starts()
    until(qtbot, lambda: bar(window).isVisible())
    assert "cannot be opened: it is damaged (" in bar(window).text.text()
    assert not bar(window).buttons[OPEN].isVisible()
    click(qtbot, window, DISCARD)
    assert copies() == []


def test_that_damage_found_on_opening_is_told_there(qtbot, starts):
    path, _ = abandoned(qtbot, "1-a.rnnviz")
    content = bytearray(path.read_bytes())
    # Within the arrays, which are not read before it is opened.
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    window = starts(cell="gru")
    until(qtbot, lambda: bar(window).buttons[OPEN].isVisible())
    click(qtbot, window, OPEN)
    until(qtbot, lambda: bar(window).isVisible())
    assert "cannot be opened" in bar(window).text.text()
    assert window.session.state.settings.cell == "gru"
    click(qtbot, window, DISCARD)
    assert copies() == []


def test_that_two_windows_do_not_offer_each_others(qtbot, starts):
    path, _ = abandoned(qtbot, "1-a.rnnviz")
    other = QLockFile(f"{path}.lock")
    assert other.tryLock(0)
    window = starts()
    qtbot.wait(300)
    assert not bar(window).isVisible()
    assert copies() == [path]
    other.unlock()


def test_that_what_one_window_offers_no_other_one_does(qtbot, starts):
    abandoned(qtbot, "1-a.rnnviz")
    first = starts()
    until(qtbot, lambda: bar(first).isVisible())
    second = starts()
    qtbot.wait(300)
    assert not bar(second).isVisible()


def test_that_closing_leaves_what_was_not_decided(qtbot, starts):
    path, _ = abandoned(qtbot, "1-a.rnnviz")
    window = starts()
    until(qtbot, lambda: bar(window).isVisible())
    window.close()
    assert not window.isVisible()
    assert copies() == [path]
    assert not list(kept_copy.folder().glob("*.lock"))


def test_that_what_was_begun_and_never_finished_is_cleared_away(qtbot, starts):
    kept_copy.folder().mkdir(parents=True)
    part = kept_copy.folder() / ".rnnviz-1234.part"
    part.write_bytes(b"half")
    os.utime(part, (1e9, 1e9))
    (kept_copy.folder() / "9-a.rnnviz.lock").write_text("")
    starts()
    until(qtbot, lambda: not part.exists())
