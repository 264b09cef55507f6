"""The menu of files that were opened or saved last."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from rnnviz.gui.recent_files import MOST, recent, shortened
from tests.gui.windows import message, opened, trained, until

TASK = {"scenario": "adding-problem", "cell": "lstm"}


@pytest.fixture
def window(qtbot):
    return opened(qtbot, **TASK)


def entries(window):
    """What the menu shows when it opens."""
    menu = window.files.recent.menu
    menu.aboutToShow.emit()
    return [entry for entry in menu.actions() if not entry.isSeparator()]


def test_that_the_menu_stands_under_open(window):
    (menu,) = [e.menu() for e in window.menuBar().actions() if e.text() == "&File"]
    titles = [entry.text() for entry in menu.actions()]
    assert titles[:3] == ["Open…", "Open recent", "Save project"]


def test_that_there_is_nothing_to_clear_at_first(window):
    (clear,) = entries(window)
    assert clear.text() == "Clear"
    assert not clear.isEnabled()


def test_that_the_newest_stands_first_and_once(window, tmp_path):
    for name in ("a", "b", "a"):
        window.files.recent.add(tmp_path / name)
    assert recent() == [tmp_path / "a", tmp_path / "b"]
    first, *_ = entries(window)
    assert first.toolTip() == str(tmp_path / "a")
    assert first.text().startswith("a  –  ")


def test_that_there_are_at_most_ten(window, tmp_path):
    for number in range(MOST + 3):
        window.files.recent.add(tmp_path / str(number))
    assert len(recent()) == MOST
    assert recent()[0] == tmp_path / str(MOST + 2)


def test_that_one_file_alone_is_kept_too(window, tmp_path):
    window.files.recent.add(tmp_path / "alone.rnnviz")
    assert recent() == [tmp_path / "alone.rnnviz"]


def test_that_clear_forgets_them(window, tmp_path):
    window.files.recent.add(tmp_path / "a")
    entries(window)[-1].trigger()
    assert recent() == []


def test_that_what_is_gone_says_so_and_leaves_the_list(window, tmp_path):
    window.files.recent.add(tmp_path / "gone.rnnviz")
    entries(window)[0].trigger()
    assert f"{tmp_path / 'gone.rnnviz'} is not there any more" in message(window)
    assert recent() == []


def test_that_saved_and_opened_projects_are_in_it(qtbot, tmp_path):
    window = trained(qtbot, **TASK)
    window.projects.saving.save_to(tmp_path / "mine")
    until(qtbot, lambda: not window.projects.saving.is_busy)
    assert recent() == [tmp_path / "mine.rnnviz"]
    other = opened(qtbot)
    entries(other)[0].trigger()
    until(qtbot, lambda: other.windowTitle().startswith("mine"))
    assert recent() == [tmp_path / "mine.rnnviz"]


def test_that_refused_files_are_not(qtbot, window, tmp_path):
    (tmp_path / "odd.rnnviz").write_text("hello")
    window.files.open(tmp_path / "odd.rnnviz")
    until(qtbot, lambda: "odd.rnnviz is" in message(window))
    assert recent() == []


def test_that_data_of_ones_own_are_in_it(window, tmp_path):
    (tmp_path / "story.txt").write_text("Once upon a time. " * 200)
    window.files.open(tmp_path / "story.txt")
    assert recent() == [tmp_path / "story.txt"]


def test_that_a_name_with_an_ampersand_is_shown(window, tmp_path):
    window.files.recent.add(tmp_path / "you & me.rnnviz")
    assert entries(window)[0].text().startswith("you && me.rnnviz")


def test_that_home_is_short(own_home):
    assert shortened(own_home / "a.rnnviz") == "a.rnnviz  –  ~"
    assert shortened(own_home / "work" / "a.rnnviz") == f"a.rnnviz  –  {Path('~') / 'work'}"


def test_that_long_folders_keep_their_beginning_and_their_end():
    path = Path("/", *(f"folder-{number:03}" for number in range(20)), "a.rnnviz")
    text = shortened(path)
    assert text.startswith(f"a.rnnviz  –  {path.anchor}folder-000")
    assert text.endswith("folder-019")
    assert "…" in text
    assert len(text) < 70


def test_that_files_are_asked_for_where_the_last_one_was(qtbot, monkeypatch, tmp_path):
    window, asked = opened(qtbot), []
    window.files.recent.add(tmp_path / "a.rnnviz")

    def choose(_parent, _title, folder, *_):
        asked.append(folder)
        return "", ""

    def choose_new(_parent, name, _titles):
        asked.append(name)

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr("rnnviz.gui.project_saving.ask_for_file", choose_new)
    window.commands["open-file"].trigger()
    window.commands["save-project"].trigger()
    tmp_path.rmdir()
    window.commands["open-file"].trigger()
    window.commands["save-project"].trigger()
    name = "character-model-lstm.rnnviz"
    assert asked == [str(tmp_path), str(tmp_path / name), "", name]
