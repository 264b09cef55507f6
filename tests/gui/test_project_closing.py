"""Before something is lost a person is asked: on closing, and on opening another project."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from rnnviz.gui.kept_copy import folder
from rnnviz.interchange.projects.project_file import load_project
from tests.gui.windows import LEFT, message, opened, pause, trained, until, until_update

TASK = {"scenario": "adding-problem", "cell": "lstm"}
BUTTONS = QMessageBox.StandardButton


@pytest.fixture
def windows(qtbot):
    """Makes trained windows as in the real program, which ask."""

    def make(updates=4, **settings):
        found = {**TASK, **settings}
        window = trained(qtbot, updates, **found) if updates else opened(qtbot, **found)
        window.projects.start()
        return window

    return make


def box(window):
    """The question that is open, or None."""
    shown = [each for each in window.findChildren(QMessageBox) if each.isVisible()]
    return shown[0] if shown else None


def click(qtbot, window, button):
    until(qtbot, lambda: box(window) is not None)
    qtbot.mouseClick(box(window).button(button), LEFT)
    QApplication.processEvents()


def saved(qtbot, window, path):
    window.projects.saving.save_to(path)
    until(qtbot, lambda: not window.projects.saving.is_busy)
    return path


def answer(monkeypatch, path):
    monkeypatch.setattr("rnnviz.gui.project_saving.ask_for_file", lambda *_: path)


def test_that_nobody_is_asked_where_nothing_was_done(qtbot, windows):
    window = windows(updates=0)
    window.session.choose({"hidden": 5})
    window.session.breakpoints.add("clipped")
    window.session.watches.add("norm(h)")
    window.close()
    assert box(window) is None
    assert not window.isVisible()


def test_that_nobody_is_asked_about_what_is_saved(qtbot, windows, tmp_path):
    window = windows()
    saved(qtbot, window, tmp_path / "a.rnnviz")
    window.session.walk.step()
    window.close()
    assert not window.isVisible()


def test_that_cancelling_really_cancels(qtbot, windows):
    window = windows()
    qtbot.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert box(window).text() == "Save the changes to “Adding problem, LSTM”?"
    update = window.session.state.update
    assert box(window).informativeText() == f"Otherwise {update} updates would be lost."
    click(qtbot, window, BUTTONS.Cancel)
    assert window.isVisible()
    assert box(window) is None
    update = window.session.state.update
    window.session.start()
    until_update(qtbot, window, update + 2)
    pause(qtbot, window)
    window.close()
    assert window.isVisible()
    assert box(window) is not None


def test_that_escape_is_cancelling(qtbot, windows):
    window = windows()
    window.close()
    qtbot.keyClick(box(window), Qt.Key.Key_Escape)
    assert window.isVisible()
    assert box(window) is None


def test_that_closing_twice_asks_once(qtbot, windows):
    window = windows()
    window.close()
    window.close()
    assert len([each for each in window.findChildren(QMessageBox) if each.isVisible()]) == 1


def test_that_without_saving_the_window_closes_and_no_copy_stays(qtbot, windows):
    window = windows()
    window.projects.autosave.look()
    until(qtbot, lambda: not window.projects.autosave.is_busy)
    assert list(folder().glob("*.rnnviz"))
    window.close()
    click(qtbot, window, BUTTONS.Discard)
    until(qtbot, lambda: not window.isVisible())
    assert not list(folder().iterdir())


def test_that_saving_asks_where_to_and_closes_then(qtbot, monkeypatch, windows, tmp_path):
    window = windows()
    answer(monkeypatch, tmp_path / "end")
    window.close()
    click(qtbot, window, BUTTONS.Save)
    until(qtbot, lambda: not window.isVisible())
    update = window.session.state.update
    assert load_project(tmp_path / "end.rnnviz").run.training.update == update


def test_that_the_window_stays_where_nobody_says_where_to_save(qtbot, monkeypatch, windows):
    window = windows()
    answer(monkeypatch, None)
    window.close()
    click(qtbot, window, BUTTONS.Save)
    qtbot.wait(150)
    assert window.isVisible()
    assert window.isWindowModified()


def test_that_the_window_stays_where_it_cannot_be_saved(qtbot, monkeypatch, windows, tmp_path):
    window = windows()
    answer(monkeypatch, tmp_path / "missing" / "end.rnnviz")
    window.close()
    click(qtbot, window, BUTTONS.Save)
    until(qtbot, lambda: "cannot be written" in message(window))
    qtbot.wait(100)
    assert window.isVisible()


def test_that_closing_while_training_saves_all_that_was_learnt(qtbot, windows, tmp_path):
    window = windows()
    path = saved(qtbot, window, tmp_path / "a.rnnviz")
    # On a busy machine it may have come far before it was saved.
    before = window.session.state.update
    window.session.start()
    until_update(qtbot, window, before + 10)
    window.close()
    click(qtbot, window, BUTTONS.Save)
    until(qtbot, lambda: not window.isVisible())
    assert load_project(path).run.training.update == window.session.run.training.update


def test_that_closing_waits_for_what_is_being_saved(qtbot, windows, tmp_path):
    window = windows()
    window.projects.saving.save_to(tmp_path / "a.rnnviz")
    window.close()
    assert window.isVisible()
    until(qtbot, lambda: not window.isVisible())
    assert box(window) is None
    assert load_project(tmp_path / "a.rnnviz")


def test_that_a_former_network_is_asked_about(qtbot, monkeypatch, windows, tmp_path):
    window = windows()
    window.session.choose({"cell": "gru"})
    assert not window.isWindowModified()
    window.close()
    assert "“Adding problem, LSTM”" in box(window).text()
    answer(monkeypatch, tmp_path / "former.rnnviz")
    click(qtbot, window, BUTTONS.Save)
    until(qtbot, lambda: not window.isVisible())
    assert load_project(tmp_path / "former.rnnviz").run.settings.cell == "lstm"


def test_that_a_former_network_which_is_saved_is_not_asked_about(qtbot, windows, tmp_path):
    window = windows()
    saved(qtbot, window, tmp_path / "a.rnnviz")
    window.session.choose({"cell": "gru"})
    window.close()
    assert not window.isVisible()


@pytest.fixture
def other(qtbot, tmp_path):
    """Another project."""
    return saved(qtbot, trained(qtbot, 3, cell="gru"), tmp_path / "other.rnnviz")


def test_that_opening_another_project_asks_too_and_can_be_cancelled(qtbot, windows, other):
    window = windows()
    before = window.session.state
    window.files.open(other)
    click(qtbot, window, BUTTONS.Cancel)
    assert window.session.state.scene is before.scene
    assert window.windowTitle() == "Adding problem, LSTM[*] — rnnviz"
    assert message(window) == ""


def test_that_another_project_is_opened_without_saving(qtbot, windows, other):
    window = windows()
    window.files.open(other)
    click(qtbot, window, BUTTONS.Discard)
    until(qtbot, lambda: window.windowTitle() == "other[*] — rnnviz")


def test_that_another_project_is_opened_once_this_one_is_saved(
    qtbot, monkeypatch, windows, other, tmp_path
):
    window = windows()
    answer(monkeypatch, tmp_path / "first.rnnviz")
    window.files.open(other)
    click(qtbot, window, BUTTONS.Save)
    until(qtbot, lambda: window.windowTitle() == "other[*] — rnnviz")
    assert load_project(tmp_path / "first.rnnviz").run.settings.cell == "lstm"
    assert not window.isWindowModified()


def test_that_a_file_that_cannot_be_opened_is_not_asked_about(qtbot, windows, tmp_path):
    window = windows()
    (tmp_path / "odd.rnnviz").write_text("hello")
    window.files.open(tmp_path / "odd.rnnviz")
    until(qtbot, lambda: "odd.rnnviz is" in message(window))
    assert box(window) is None
