"""The example in the window: which panel lies on top, what is measured, what is saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from rnnviz.exhibits.midi import midi_bytes
from rnnviz.gui import example_tools
from rnnviz.gui.actions import spec
from tests.gui.exhibits import every_kind
from tests.gui.windows import LEFT, message, opened, pause, seen_views, trained, until, until_update

MUSIC = {"scenario": "music", "length": 8}


def save_as(monkeypatch, path):
    monkeypatch.setattr(example_tools, "ask_for_sound_file", lambda parent, name, kind: path)


def test_that_the_panel_that_suits_the_task_lies_on_top(qtbot):
    window = opened(qtbot)
    assert window.writing in seen_views(window)
    assert window.example.view not in seen_views(window)
    window.session.choose({"scenario": "adding-problem"})
    until(qtbot, lambda: window.example.view in seen_views(window))
    window.session.choose({"scenario": "character-model"})
    until(qtbot, lambda: window.writing in seen_views(window))


def test_that_a_panel_that_was_put_there_stays(qtbot):
    window = opened(qtbot)
    (watches,) = [dock for dock in window._docks if dock.objectName() == "watches-panel"]
    watches.raise_()
    until(qtbot, lambda: window.writing not in seen_views(window))
    window.session.choose({"scenario": "adding-problem"})
    QApplication.processEvents()
    assert window.example.view not in seen_views(window)
    assert not watches.visibleRegion().isEmpty()


def test_that_a_click_on_a_word_picks_its_step(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=10)
    view = window.example.view
    parts = view._drawing(view.rect().toRectF(), view.scene).parts
    qtbot.mouseClick(view, LEFT, pos=parts[3].area.center().toPoint())
    assert window.session.state.scene.marks.picked.time == 3
    assert window.canvas.unrolled.scene.marks.picked.time == 3


def test_that_the_example_is_new_wherever_training_stops(qtbot):
    window = trained(qtbot, scenario="adding-problem", length=10)
    state = window.session.state
    assert state.scene.example.update == state.update
    assert window.example.view.scene.example is state.scene.example


def test_that_a_network_that_stands_still_is_measured_by_itself(qtbot):
    window = trained(qtbot, scenario="adding-problem", length=4)
    state = window.session.state
    assert not state.scene.score.value
    until(qtbot, lambda: bool(window.session.state.scene.score.value))
    assert window.session.state.scene.score.update == state.update
    assert window.example.view.scene.score.value


def test_that_measuring_can_be_asked_for(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=4)
    window.commands["measure"].trigger()
    until(qtbot, lambda: bool(window.session.state.scene.score.value))
    assert window.session.state.scene.score.update == 0


def test_that_training_goes_on_where_the_example_fails(qtbot, monkeypatch):
    window = opened(qtbot, scenario="adding-problem", length=4)

    def fail(*arguments):
        raise ValueError("bad")

    monkeypatch.setattr(type(window.session.run.task), "exhibit", fail)
    window.session.start()
    until_update(qtbot, window, 3)
    pause(qtbot, window)
    assert window.session.state.scene.example.failure == "ValueError: bad"
    assert message(window) == ""


# Saving.


def test_that_buttons_are_there_where_there_is_something_to_hear(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=4)
    assert not window.example.buttons.isVisible()
    window.session.choose(MUSIC)
    buttons = window.example.buttons
    until(qtbot, buttons.isVisible)
    assert all(button.isVisible() for button in buttons.buttons.values())
    window.session.choose({"scenario": "sound-to-phonemes", "length": 2})
    until(qtbot, lambda: not buttons.buttons["mid"].isVisible())
    assert buttons.buttons["wav"].isVisible()
    assert not buttons.tune.isVisible()


@pytest.mark.parametrize("said", [True, False])
def test_that_a_tune_is_saved_by_its_button(qtbot, monkeypatch, tmp_path, said):
    window = opened(qtbot, **MUSIC)
    save_as(monkeypatch, tmp_path / "tune.mid")
    buttons = window.example.buttons
    qtbot.mouseClick(buttons.tune.button(said), LEFT)
    qtbot.mouseClick(buttons.buttons["mid"], LEFT)
    tune = window.session.state.scene.example.exhibit
    notes = tune.said if said else tune.wanted
    assert (tmp_path / "tune.mid").read_bytes() == midi_bytes(notes, tune.beat)
    assert message(window) == f"Written: {tmp_path / 'tune.mid'}"


def test_that_a_sound_is_saved_from_the_menu(qtbot, monkeypatch, tmp_path):
    window = opened(qtbot, **MUSIC)
    save_as(monkeypatch, tmp_path / "tune.wav")
    window.commands["save-sound"].trigger()
    assert (tmp_path / "tune.wav").read_bytes()[:4] == b"RIFF"


def test_that_nothing_is_asked_where_nothing_can_be_heard(qtbot, monkeypatch):
    window = opened(qtbot, scenario="adding-problem", length=4)
    monkeypatch.setattr(example_tools, "ask_for_sound_file", lambda *a: pytest.fail("asked"))
    window.example.ask("mid")
    assert message(window) == "This example cannot be saved as a MIDI file."


def test_that_saving_sound_is_offered_only_where_something_can_be_heard(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=4)
    sound, midi = (window.commands[key] for key in ("save-sound", "save-midi"))
    assert not sound.isEnabled()
    assert not midi.isEnabled()
    assert sound.statusTip() == "There is nothing to hear in this example"
    window.session.choose(MUSIC)
    until(qtbot, midi.isEnabled)
    assert sound.isEnabled()
    assert midi.statusTip() == spec("save-midi").tip
    window.session.choose({"scenario": "sound-to-phonemes", "length": 2})
    until(qtbot, lambda: not midi.isEnabled())
    assert sound.isEnabled()
    assert midi.statusTip() == "There is no tune in this example"


def test_that_nothing_is_written_where_nobody_wants_it(qtbot, monkeypatch, tmp_path):
    window = opened(qtbot, **MUSIC)
    save_as(monkeypatch, None)
    window.commands["save-sound"].trigger()
    assert message(window) == ""


def test_that_what_cannot_be_written_is_told(qtbot, tmp_path):
    window = opened(qtbot, **MUSIC)
    path = tmp_path / "nowhere" / "a.wav"
    window.example.write(every_kind()["sound"], "wav", path)
    assert message(window).startswith(f"{path} cannot be written")
    window.example.write(every_kind()["text"], "wav", path)
    assert message(window) == "There is nothing to hear in this example."


@pytest.mark.parametrize(("typed", "kind"), [("song", "mid"), ("song.wav", "wav")])
def test_that_the_dialog_adds_the_extension(qtbot, monkeypatch, tmp_path, typed, kind):
    window = opened(qtbot, scenario="adding-problem", length=4)

    def type_and_accept(dialog):
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile(typed)
        return QFileDialog.DialogCode.Accepted

    monkeypatch.setattr(QFileDialog, "exec", type_and_accept)
    path = example_tools.ask_for_sound_file(window, "rnnviz-music.mid", kind)
    assert path == tmp_path / f"song.{kind}"


def test_that_an_existing_file_is_asked_about(qtbot, tmp_path):
    window = opened(qtbot, scenario="adding-problem", length=4)
    (tmp_path / "song.mid").write_bytes(b"old")
    asked = []

    def answer():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            asked.append(box.text())
            box.button(QMessageBox.StandardButton.No).click()
            dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog))
            QTimer.singleShot(50, dialog.reject)
        elif isinstance(box, QFileDialog):
            box.setDirectory(str(tmp_path))
            box.selectFile("song")
            QTimer.singleShot(200, answer)
            box.accept()

    QTimer.singleShot(200, answer)
    assert example_tools.ask_for_sound_file(window, str(Path("song")), "mid") is None
    assert len(asked) == 1
    assert "song.mid" in asked[0]


def test_that_nothing_is_measured_once_it_is_closed(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=4)
    assert window.example._timer.isActive()
    window.close()
    assert not window.example._timer.isActive()
