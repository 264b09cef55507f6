"""Projects in the window: saved, opened, and what the title says of them."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog

from rnnviz.gui.depths import Depth
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.gui.windows import drop, message, opened, trained, until, until_update

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TASK = {"scenario": "adding-problem", "cell": "lstm"}


def save_as(qtbot, window, path):
    """Save into a file without the dialog, which has tests of its own."""
    window.projects.saving.save_to(path)
    until(qtbot, lambda: not window.projects.saving.is_busy)


def open_project(qtbot, window, path):
    window.files.open(path)
    until(qtbot, lambda: not message(window).startswith("Reading"))


@pytest.fixture
def project(qtbot, tmp_path):
    """A file, and the window that it was saved from."""
    window = trained(qtbot, 6, **TASK)
    save_as(qtbot, window, tmp_path / "memory")
    return tmp_path / "memory.rnnviz", window


def weights(window):
    return window.session.run.network.parameters.flat


def answer(monkeypatch, path):
    """What the next dialog that saves answers, and what it offered."""
    offered = []

    def asked(_parent, name, _titles):
        offered.append(name)
        return path

    monkeypatch.setattr("rnnviz.gui.project_saving.ask_for_file", asked)
    return offered


# --- saving ----------------------------------------------------------------------------


def test_that_a_new_window_is_named_by_what_it_shows_and_not_unsaved(qtbot):
    window = opened(qtbot, **TASK)
    assert window.windowTitle() == "Adding problem, LSTM[*] — rnnviz"
    assert not window.isWindowModified()
    window.session.choose({"cell": "gru"})
    assert window.windowTitle() == "Adding problem, GRU[*] — rnnviz"
    assert not window.isWindowModified()


def test_that_ctrl_s_asks_once_and_then_saves(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot, **TASK)
    assert window.isWindowModified()
    offered = answer(monkeypatch, tmp_path / "mine")
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    until(qtbot, lambda: not window.isWindowModified())
    assert offered == ["adding-problem-lstm.rnnviz"]
    size = round((tmp_path / "mine.rnnviz").stat().st_size / 1000)
    assert message(window) == f"Saved: {tmp_path / 'mine.rnnviz'} ({size} kB)"
    assert window.windowTitle() == "mine[*] — rnnviz"
    window.session.bookmarks.add()
    assert window.isWindowModified()
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    until(qtbot, lambda: not window.isWindowModified())
    assert len(offered) == 1
    assert len(load_project(tmp_path / "mine.rnnviz").standing.bookmarks) == 1


def test_that_ctrl_shift_s_asks_again_and_offers_the_present_file(qtbot, monkeypatch, project):
    path, window = project
    offered = answer(monkeypatch, path.with_name("copy.rnnviz"))
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL | SHIFT)
    until(qtbot, lambda: window.windowTitle().startswith("copy"))
    assert offered == [str(path)]
    assert path.exists()


def test_that_who_cancels_saves_nothing(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot, **TASK)
    answer(monkeypatch, None)
    window.commands["save-project"].trigger()
    qtbot.wait(80)
    assert window.isWindowModified()
    assert not list(tmp_path.iterdir())


def test_that_it_is_saved_while_the_network_goes_on_learning(qtbot, tmp_path):
    window = trained(qtbot, **TASK)
    window.session.start()
    until_update(qtbot, window, 20)
    save_as(qtbot, window, tmp_path / "on.rnnviz")
    state = window.session.state
    assert state.activity == "running"
    assert message(window).startswith("Saved:")
    kept = load_project(tmp_path / "on.rnnviz").run.training.update
    until_update(qtbot, window, kept + 5)
    assert kept >= 20
    until(qtbot, window.isWindowModified)


@pytest.mark.parametrize("where", ["missing/a.rnnviz", "folder.rnnviz"])
def test_that_nothing_is_lost_where_it_cannot_be_written(qtbot, project, where):
    path, window = project
    (path.parent / "folder.rnnviz").mkdir()
    window.session.bookmarks.add()
    before = path.read_bytes()
    save_as(qtbot, window, path.parent / where)
    assert "cannot be written" in message(window)
    assert window.isWindowModified()
    assert window.windowTitle() == "memory[*] — rnnviz"
    assert path.read_bytes() == before


def test_that_the_file_stays_where_the_new_one_cannot_be_written(qtbot, monkeypatch, project):
    path, window = project
    before = path.read_bytes()

    def full(_file, _about, _record):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rnnviz.interchange.projects.project_file._write", full)
    window.session.bookmarks.add()
    window.commands["save-project"].trigger()
    until(qtbot, lambda: "No space left" in message(window))
    assert path.read_bytes() == before
    assert window.isWindowModified()


def test_that_where_it_cannot_be_copied_that_is_told_and_it_can_be_tried_again(
    qtbot, monkeypatch, tmp_path
):
    window = trained(qtbot, **TASK)

    def fail(_run):
        raise MemoryError("no room")

    with monkeypatch.context() as patched:
        patched.setattr("rnnviz.session.project_desk.record_of", fail)
        save_as(qtbot, window, tmp_path / "mine")
    assert "mine cannot be written: MemoryError: no room." in message(window)
    assert window.isWindowModified()
    save_as(qtbot, window, tmp_path / "mine")
    assert not window.isWindowModified()


def test_that_it_is_told_where_the_file_that_was_read_is_another_one_by_now(qtbot, tmp_path):
    story = tmp_path / "story.txt"
    story.write_text("It was a dark and stormy night. " * 40)
    window = trained(qtbot, scenario="character-model", corpus="file", text=str(story))
    story.write_text("It was a bright and stormy night. " * 40)
    save_as(qtbot, window, tmp_path / "mine")
    told = message(window)
    assert told.startswith(f"Saved: {tmp_path / 'mine.rnnviz'} (")
    assert ". story.txt is not any more what" in told
    assert not window.isWindowModified()


def test_that_two_savings_follow_each_other(qtbot, tmp_path):
    window = trained(qtbot, **TASK)
    for name in ("a.rnnviz", "b.rnnviz"):
        window.projects.saving.save_to(tmp_path / name)
    until(qtbot, lambda: (tmp_path / "b.rnnviz").exists() and not window.projects.saving.is_busy)
    assert (tmp_path / "a.rnnviz").exists()
    assert window.windowTitle() == "b[*] — rnnviz"


# --- what is unsaved -------------------------------------------------------------------

CHANGES = {
    "weight": lambda s: s.editing.set_number(Spot(0, "", "W_hy", 0, 0), "0.5"),
    "rate": lambda s: s.choose({"rate": 0.02}),
    "breakpoint": lambda s: s.breakpoints.add("clipped"),
    "watch": lambda s: s.watches.add("norm(h)"),
    "bookmark": lambda s: s.bookmarks.add(),
}
LOOKS = {
    "step": lambda s: s.walk.step(),
    "pick": lambda s: s.pick(Spot(2, "layer1", "f", 1)),
    "steps": lambda s: s.walk.set_granularity(Granularity.QUANTITY),
    "sample": lambda s: s.choose({"sample": "batch"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_that_the_title_shows_what_was_done_since(qtbot, project, what):
    _, window = project
    assert not window.isWindowModified()
    CHANGES[what](window.session)
    assert window.isWindowModified()


@pytest.mark.parametrize("what", LOOKS)
def test_that_looking_around_is_nothing_to_save(qtbot, project, what):
    _, window = project
    LOOKS[what](window.session)
    assert not window.isWindowModified()


def test_that_a_star_in_a_name_is_a_name(qtbot, tmp_path):
    window = trained(qtbot, **TASK)
    save_as(qtbot, window, tmp_path / "odd [*].rnnviz")
    assert window.windowTitle() == "odd [*][*][*] — rnnviz"


def test_that_another_network_never_takes_the_file_of_the_former_one(qtbot, monkeypatch, project):
    path, window = project
    before = path.read_bytes()
    window.session.choose({"cell": "gru"})
    assert window.windowTitle() == "Adding problem, GRU[*] — rnnviz"
    offered = answer(monkeypatch, None)
    window.commands["save-project"].trigger()
    assert [Path(each).name for each in offered] == ["adding-problem-gru.rnnviz"]
    window.session.bring_back()
    assert window.windowTitle() == "memory[*] — rnnviz"
    assert not window.isWindowModified()
    assert path.read_bytes() == before


# --- opening ---------------------------------------------------------------------------


def test_that_an_opened_project_stands_as_it_stood(qtbot, tmp_path):
    first = trained(qtbot, 6, **TASK)
    session = first.session
    session.breakpoints.add("clipped")
    session.watches.add("norm(h)")
    session.bookmarks.add("here")
    session.walk.set_granularity(Granularity.QUANTITY)
    session.walk.go_to_tick(5)
    session.pick(Spot(3, "layer1", "f", 2))
    first.canvas.depths.show_depth(Depth.CELL)
    first.toggle_look()
    save_as(qtbot, first, tmp_path / "all.rnnviz")
    second = opened(qtbot, cell="gru")
    assert drop(second, tmp_path / "all.rnnviz")
    until(qtbot, lambda: second.windowTitle().startswith("all"))
    old, new = session.state, second.session.state
    assert (weights(second) == weights(first)).all()
    for part in ("update", "seen", "settings", "granularity", "unit", "bookmarks", "branches"):
        assert getattr(new, part) == getattr(old, part)
    assert new.activity == "paused"
    assert [each.kind for each in new.breakpoints] == ["clipped"]
    assert [each.text for each in new.watches] == ["norm(h)"]
    assert new.scene.marks.picked == old.scene.marks.picked
    assert new.scene.marks.tick == old.scene.marks.tick
    assert second.canvas.depths.shown is Depth.CELL
    assert second.look is first.look
    assert not second.isWindowModified()
    assert message(second) == f"Opened: {tmp_path / 'all.rnnviz'}."


def test_that_an_opened_project_goes_on_bit_for_bit(qtbot, project):
    path, first = project
    second = opened(qtbot, cell="gru")
    open_project(qtbot, second, path)
    for window in (first, second):
        for _ in range(3):
            window.session.run.advance()
    assert (weights(second) == weights(first)).all()


def test_that_the_open_dialog_opens_a_project(qtbot, monkeypatch, project):
    path, _ = project
    window, asked = opened(qtbot), []

    def choose(_parent, _title, _folder, kinds):
        asked.append(kinds.split(";;"))
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    until(qtbot, lambda: window.windowTitle().startswith("memory"))
    assert [kind.split(" ")[0] for kind in asked[0]] == [
        "Everything",
        "Projects",
        "Data",
        "Weights",
        "Captures",
    ]


@pytest.mark.parametrize("damage", ["cut", "text", "gone"])
def test_that_a_refused_file_leaves_everything_as_it_was(qtbot, project, damage):
    path, window = project
    odd = path.with_name("odd.rnnviz")
    if damage == "cut":
        odd.write_bytes(path.read_bytes()[:-100])
    elif damage == "text":
        odd.write_text("hello")
    before = window.session.state
    window.projects.open(odd)
    until(qtbot, lambda: "odd.rnnviz" in message(window) and "Reading" not in message(window))
    after = window.session.state
    assert after.message.kind == "error"
    assert (after.scene, after.settings, after.run) == (before.scene, before.settings, before.run)
    assert window.windowTitle() == "memory[*] — rnnviz"


def test_that_where_it_will_differ_it_is_said(qtbot, monkeypatch, project):
    path, _ = project
    wrong = "It was saved with NumPy 1 on Plan 9; here it is another."
    monkeypatch.setattr("rnnviz.interchange.projects.project_file.difference", lambda _: wrong)
    window = opened(qtbot)
    open_project(qtbot, window, path)
    assert message(window) == f"Opened: {path}. {wrong}"


def test_that_of_two_files_the_last_one_is_opened(qtbot, project):
    path, window = project
    save_as(qtbot, window, path.with_name("other.rnnviz"))
    second = opened(qtbot)
    second.projects.open(path)
    second.projects.open(path.with_name("other.rnnviz"))
    until(qtbot, lambda: second.windowTitle().startswith("other"))
    qtbot.wait(100)
    assert second.windowTitle() == "other[*] — rnnviz"


def test_that_the_network_before_can_be_brought_back(qtbot, project):
    path, _ = project
    window = trained(qtbot, 3, cell="gru")
    before = weights(window)
    open_project(qtbot, window, path)
    assert "The network before it is kept." in message(window)
    qtbot.mouseClick(window.message_bar.button, Qt.MouseButton.LeftButton)
    assert weights(window) is before
    assert window.windowTitle() == "Character model, GRU[*] — rnnviz"
    assert window.isWindowModified()


def test_that_a_project_of_several_networks_is_opened(qtbot, tmp_path):
    window = opened(qtbot, **TASK)
    window.session.comparing.add({"cell": "gru"})
    window.session.set_pace(100.0)
    window.session.start()
    until_update(qtbot, window, 4)
    window.session.pause()
    until(qtbot, lambda: window.session.state.activity == "paused")
    assert window.windowTitle() == "Adding problem, 2 networks[*] — rnnviz"
    window.comparison.put_away()
    save_as(qtbot, window, tmp_path / "two.rnnviz")
    second = opened(qtbot)
    open_project(qtbot, second, tmp_path / "two.rnnviz")
    assert len(second.session.others.runs) == 1
    assert not second.comparison.is_seen
    assert not second.isWindowModified()
    second.session.comparing.look_at_next()
    assert second.windowTitle() == "two[*] — rnnviz"
    assert not second.isWindowModified()


def test_that_the_users_own_breakpoints_stay_theirs(qtbot, project):
    path, first = project
    first.session.breakpoints.add("clipped")
    save_as(qtbot, first, path)
    kept = QSettings()
    kept.setValue("breakpoints", '[{"number": 1, "kind": "plateau", "limit": 0.5}]')
    window = opened(qtbot)
    window.restore()
    open_project(qtbot, window, path)
    assert [each.kind for each in window.session.state.breakpoints] == ["clipped"]
    window.close()
    assert not window.isVisible()
    again = opened(qtbot)
    again.restore()
    assert [each.kind for each in again.session.state.breakpoints] == ["plateau"]


def test_that_the_name_that_is_offered_is_that_of_the_file_without_how_it_ends(
    qtbot, monkeypatch, tmp_path
):
    story = tmp_path / "My story.txt"
    story.write_text("It was a dark and stormy night. " * 40)
    window = trained(qtbot, scenario="character-model", corpus="file", text=str(story))
    offered = answer(monkeypatch, tmp_path / "mine")
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    until(qtbot, lambda: not window.isWindowModified())
    assert offered == ["my-story.rnnviz"]


def test_that_a_light_copy_is_smaller_and_leaves_the_project_as_it_is(qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr("rnnviz.gui.project_saving.LIGHT", 20_000)
    window = trained(qtbot, updates=80, **TASK)
    save_as(qtbot, window, tmp_path / "mine.rnnviz")
    window.session.walk.step()
    window.session.bookmarks.add()
    offered = answer(monkeypatch, tmp_path / "mine-light")
    window.commands["save-light-copy"].trigger()
    until(qtbot, lambda: message(window).startswith("A light copy"))
    mine, light = tmp_path / "mine.rnnviz", tmp_path / "mine-light.rnnviz"
    assert offered == [str(light)]
    assert light.stat().st_size < mine.stat().st_size / 2
    assert window.windowTitle() == "mine[*] — rnnviz"
    assert window.isWindowModified()
    run = load_project(light).run
    assert np.array_equal(run.network.parameters.flat, window.session.run.network.parameters.flat)
    for each in (run, window.session.run):
        each.timeline.go_to(41)
    assert np.array_equal(run.network.parameters.flat, window.session.run.network.parameters.flat)
