"""A person's own text: dropped or opened, and files that are none."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.gui.windows import LEFT, drop, message, opened, pause, trained, until_update

TEXT = "".join(f"Line {number}: the quick fox. He jumps!\n" for number in range(40))


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    return path


def facts(window):
    return dict(window.session.state.facts)


def learnt(window):
    """The file that is being learnt, None where it is a corpus of ours."""
    settings = window.session.state.settings
    return Path(settings.text) if settings.corpus == "file" else None


def test_that_a_dropped_text_is_learnt(qtbot, story):
    window = trained(qtbot)
    assert drop(window, story)
    assert learnt(window) == story
    assert f"{len(TEXT):,}" in " ".join(facts(window).values())
    assert "is kept" in message(window)
    window.session.start()
    until_update(qtbot, window, 3)
    pause(qtbot, window)
    assert set("".join(window.writing.scene.writing.text)) <= set(TEXT)


def test_that_only_files_can_be_dropped(qtbot, story):
    window = opened(qtbot)
    before = window.session.state
    assert not drop(window, "https://example.org/story.txt")
    assert window.session.state is before
    assert drop(window, "https://example.org/story.txt", story)
    assert learnt(window) == story


@pytest.mark.parametrize("way", ["key", "button", "choice"])
def test_that_a_text_is_opened(qtbot, monkeypatch, story, way):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(story), ""))
    window = opened(qtbot)
    rows = window.run_settings.rows
    if way == "key":
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    elif way == "choice":
        box = rows["corpus"].control
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_End)
    else:
        drop(window, story)
        other = story.with_name("other.txt")
        other.write_text(TEXT.upper(), "utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
        qtbot.mouseClick(rows["text"].control.button, LEFT)
        story = other
    assert learnt(window) == story
    assert rows["text"].control.edit.text() == str(story)


def test_that_nothing_happens_where_no_file_is_chosen(qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window = opened(qtbot)
    before = window.session.state
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state is before


def empty(path):
    path.touch()


def binary(path):
    path.write_bytes(bytes(range(256)) * 40)


def vanished(path):
    path.unlink(missing_ok=True)


def folder(path):
    path.mkdir()


def locked(path):
    path.write_text(TEXT, "utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


@pytest.mark.parametrize("make", [empty, binary, vanished, folder, locked])
def test_that_a_file_that_is_no_text_changes_nothing(qtbot, tmp_path, make):
    path = tmp_path / "file.txt"
    make(path)
    window = trained(qtbot)
    for start in (window.session.dismiss, window.session.start):
        start()
        before = window.session.state
        drop(window, path)
        assert str(path) in message(window)
        assert "Wanted is a plain text file of at least 100 characters" in message(window)
        state = window.session.state
        assert (state.run, state.settings, state.activity) == (1, before.settings, before.activity)
        assert state.update >= before.update
    until_update(qtbot, window, state.update + 2)
    pause(qtbot, window)


def test_that_a_text_that_vanished_meanwhile_is_told(qtbot, story):
    window = opened(qtbot)
    drop(window, story)
    story.unlink()
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert str(story) in message(window)
    window.session.start()
    until_update(qtbot, window, 2)
    pause(qtbot, window)
