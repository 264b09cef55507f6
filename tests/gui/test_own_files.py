"""A person's own file: opened or dropped, recognised, corrected, and files that are none."""

import os
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog

from rnnviz.gui import choosing
from rnnviz.gui.own_file_dialog import OwnFileDialog
from rnnviz.session.training_run import task_of
from tests.gui.windows import LEFT, drop, message, opened, pause, trained, until, until_update
from tests.scenarios.own.files import idx_files, reviews, tagged, write, yearly

TEXT = "".join(f"Line {number}: the quick fox. He jumps!\n" for number in range(40))


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    return path


def facts(window):
    return dict(window.session.state.facts)


def learnt(window):
    """The file that is being learnt, None where it is other data."""
    settings = window.session.state.settings
    return Path(settings.text) if settings.corpus == "file" else None


def dialog_over(window):
    """The dialog that is open, or None."""
    dialogs = [each for each in window.findChildren(OwnFileDialog) if each.isVisible()]
    return dialogs[0] if dialogs else None


def shown(qtbot, window):
    """The dialog that is open, once the file was read."""
    dialog = dialog_over(window)
    until(qtbot, lambda: not dialog.verdict.text().startswith("Reading"))
    return dialog


def accept(qtbot, window):
    """Learn the file of the dialog that is open."""
    dialog = shown(qtbot, window)
    assert dialog.learn_button.isEnabled(), dialog.verdict.text()
    qtbot.mouseClick(dialog.learn_button, LEFT)
    until(qtbot, lambda: window.choosing.wanted is None)


def texts(dialog):
    """What the table shows: its heads, and its first row."""
    table = dialog.preview.table
    heads = [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())]
    items = [table.item(0, n) for n in range(table.columnCount())]
    return heads, [item.text() if item else "" for item in items]


def choose(qtbot, dialog, name, text):
    """Choose from a box of the form."""
    box = dialog.form.controls[name]
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


# --- opening ---------------------------------------------------------------------------


def test_that_a_dropped_text_is_learnt(qtbot, story):
    window = trained(qtbot)
    assert drop(window, story)
    assert learnt(window) is None, "first it is shown"
    accept(qtbot, window)
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
    accept(qtbot, window)
    assert learnt(window) == story


@pytest.mark.parametrize("way", ["key", "button", "choice"])
def test_that_a_file_is_opened(qtbot, monkeypatch, story, way):
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
        accept(qtbot, window)
        other = story.with_name("other.txt")
        other.write_text(TEXT.upper(), "utf-8")
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
        qtbot.mouseClick(rows["text"].control.button, LEFT)
        story = other
    accept(qtbot, window)
    assert learnt(window) == story
    assert rows["text"].control.edit.text() == str(story)


def test_that_nothing_happens_where_no_file_is_chosen(qtbot, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window = opened(qtbot)
    before = window.session.state
    qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert dialog_over(window) is None
    assert window.session.state is before


def test_that_looking_alone_changes_nothing(qtbot, story):
    window = opened(qtbot)
    before = window.session.state
    drop(window, story)
    qtbot.keyClick(shown(qtbot, window), Qt.Key.Key_Escape)
    assert dialog_over(window) is None
    assert window.session.state is before


# --- what it is and how it is read -----------------------------------------------------


def test_that_the_kind_the_rows_and_what_was_read_are_shown(qtbot, tmp_path):
    window = opened(qtbot)
    drop(window, write(tmp_path, "a.csv", "review,verdict", *reviews(40)))
    dialog = shown(qtbot, window)
    assert dialog.kind.currentText() == "Texts with labels"
    assert "2 columns, divided by commas" in dialog.why.text()
    assert dialog.scenario.currentData() == "sentiment"
    heads = ["review  →  text", "verdict  →  label"]
    assert texts(dialog) == (heads, ["number 0 was worth it", "bad"])
    assert dialog.words.text() == "In words: delimiter=comma header=yes text=1 label=2"
    accept(qtbot, window)
    settings = window.session.state.settings
    assert (settings.scenario, settings.corpus, settings.reading) == ("sentiment", "file", "")


def test_that_it_can_be_corrected(qtbot, tmp_path):
    window = opened(qtbot)
    rows = [f"{n % 2};good;{text}" for n, text in enumerate(reviews(40))]
    drop(window, write(tmp_path, "a.csv", "flag;all;text,label", *rows))
    dialog = shown(qtbot, window)
    choose(qtbot, dialog, "label", "all")
    assert not shown(qtbot, window).learn_button.isEnabled()
    assert "column 2 has the label “good” only" in dialog.verdict.text()
    choose(qtbot, dialog, "label", "flag")
    assert texts(dialog)[0] == ["flag  →  label", "all", "text,label  →  text"]
    assert shown(qtbot, window).learn_button.isEnabled()
    qtbot.mouseClick(dialog.form.controls["header"], LEFT)
    assert texts(dialog)[1] == ["flag", "all", "text,label"]
    qtbot.mouseClick(dialog.form.controls["header"], LEFT)
    accept(qtbot, window)
    assert window.session.state.settings.reading == "header=yes label=1"


def test_that_another_kind_can_be_chosen(qtbot, tmp_path):
    window = opened(qtbot)
    drop(window, write(tmp_path, "a.csv", "review,verdict", *reviews(40)))
    dialog = shown(qtbot, window)
    dialog.kind.setFocus()
    dialog.kind.show_value("text")
    dialog.kind.activated.emit(dialog.kind.currentIndex())
    assert dialog.scenario.currentData() == "character-model", "the present one reads texts"
    assert not dialog.form.controls["label"].isVisible()
    accept(qtbot, window)
    assert learnt(window) == tmp_path / "a.csv"
    assert window.session.state.settings.scenario == "character-model"


def test_that_the_line_of_what_does_not_fit_is_told_before_anything_begins(qtbot, tmp_path):
    window = opened(qtbot)
    path = write(tmp_path, "a.csv", "text,label", *reviews(20), "only this", *reviews(20))
    drop(window, path)
    dialog = shown(qtbot, window)
    assert f"{path}, line 22: a row of 1 column was met" in dialog.verdict.text()
    table = dialog.preview.table
    assert table.item(20, 0).text() == "only this"
    assert table.verticalHeaderItem(20).text() == "22"
    assert not dialog.learn_button.isEnabled()


@pytest.mark.parametrize(
    ("lines", "kind", "scenario"),
    [(tagged(40), "conll", "named-entities"), (yearly(120), "series", "series")],
)
def test_that_other_kinds_are_learnt(qtbot, tmp_path, lines, kind, scenario):
    window = opened(qtbot)
    drop(window, write(tmp_path, "file", *lines))
    dialog = shown(qtbot, window)
    assert dialog.kind.currentData() == kind
    accept(qtbot, window)
    assert window.session.state.settings.scenario == scenario


def test_that_pictures_are_shown_and_learnt(qtbot, tmp_path):
    window = opened(qtbot)
    drop(window, idx_files(tmp_path, 200)[0])
    dialog = shown(qtbot, window)
    assert dialog.preview.currentWidget() is not dialog.preview.table
    accept(qtbot, window)
    assert window.session.state.settings.scenario == "digit-rows"


def test_that_labels_elsewhere_can_be_pointed_at_where_there_are_none_beside(qtbot, tmp_path):
    window = opened(qtbot)
    pictures, labels = idx_files(tmp_path, 200)
    labels.rename(tmp_path / "my-labels")
    drop(window, pictures)
    dialog = shown(qtbot, window)
    assert "there are no labels beside it" in dialog.verdict.text()
    seen = [name for name, each in dialog.form.controls.items() if each.isVisible()]
    assert seen == ["label_file"]
    choose(qtbot, dialog, "label_file", "my-labels")
    accept(qtbot, window)
    assert window.session.state.settings.reading == "label-file=my-labels"


def test_that_several_columns_of_values_can_be_ticked(qtbot, tmp_path):
    window = opened(qtbot)
    drop(window, write(tmp_path, "a.csv", "t,a,b", *(f"{n},{n % 5},{n % 3}" for n in range(90))))
    dialog = shown(qtbot, window)
    box = dialog.form.controls["values"]
    assert box.toolTip() == "a, b"
    box.menu().actions()[1].trigger()
    assert texts(dialog)[0] == ["t  →  time", "a", "b  →  value"]
    box.menu().actions()[2].trigger()
    assert dialog.words.text().endswith("values=3"), "the last one cannot be left out"


def test_that_the_reading_of_the_present_file_can_be_looked_at(qtbot, story):
    window = opened(qtbot)
    drop(window, story)
    choose(qtbot, shown(qtbot, window), "encoding", "Latin-1")
    accept(qtbot, window)
    row = window.run_settings.rows["reading"].control
    assert row.edit.text() == "encoding=latin-1"
    qtbot.mouseClick(row.button, LEFT)
    dialog = shown(qtbot, window)
    assert dialog.form.controls["encoding"].currentText() == "Latin-1"
    choose(qtbot, dialog, "encoding", "as recognised")
    accept(qtbot, window)
    assert row.edit.text() == ""


# --- what is none ----------------------------------------------------------------------


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
def test_that_a_file_that_cannot_be_read_changes_nothing(qtbot, tmp_path, make):
    path = tmp_path / "file.txt"
    make(path)
    window = trained(qtbot)
    for start in (window.session.dismiss, window.session.start):
        start()
        before = window.session.state
        drop(window, path)
        assert dialog_over(window) is None
        assert str(path) in message(window)
        assert "Wanted is a text, a table (CSV), words with tags" in message(window)
        state = window.session.state
        assert (state.run, state.settings, state.activity) == (1, before.settings, before.activity)
        assert state.update >= before.update
    until_update(qtbot, window, state.update + 2)
    pause(qtbot, window)


def test_that_a_text_that_is_too_short_is_told_in_the_dialog(qtbot, tmp_path):
    window = opened(qtbot)
    drop(window, write(tmp_path, "a.txt", "Too short."))
    dialog = shown(qtbot, window)
    assert "Wanted is a plain text file of at least 100 characters" in dialog.verdict.text()
    assert not dialog.learn_button.isEnabled()


def test_that_a_text_that_vanished_meanwhile_is_told(qtbot, story):
    window = opened(qtbot)
    drop(window, story)
    accept(qtbot, window)
    story.unlink()
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    until(qtbot, lambda: str(story) in message(window))
    window.session.start()
    until_update(qtbot, window, 2)
    pause(qtbot, window)


# --- what takes long -------------------------------------------------------------------


@pytest.fixture
def large(tmp_path):
    """A text of which the first 20 MB are read, and which is larger than that."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        for _ in range(22):
            file.write(TEXT.encode() * (1_000_000 // len(TEXT)))
    return path


@pytest.mark.alone
@pytest.mark.slow
def test_that_the_window_goes_on_while_a_large_file_is_read(qtbot, large):
    window = opened(qtbot)
    began = time.monotonic()
    drop(window, large)
    assert dialog_over(window).preview.table.rowCount() > 20, "its first lines are there at once"
    assert time.monotonic() - began < 1.0
    gaps, ticked = [], [time.monotonic()]

    def tick():
        now = time.monotonic()
        gaps.append(now - ticked[0])
        ticked[0] = now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(10)
    dialog = shown(qtbot, window)
    timer.stop()
    assert "only the first 20,000,000 of" in dict(dialog.facts._shown)["Read"]
    assert len(gaps) > 20, "it took long enough to be told"
    assert max(gaps) < 0.5
    accept(qtbot, window)
    assert learnt(window) == large


class SlowReading:
    """Reading that takes until it is let go; counts how many read at the same time."""

    def __init__(self):
        self.go = threading.Event()
        self.asked, self.most, self._now = [], 0, 0

    def task_of(self, settings):
        self.asked.append(settings.scenario)
        self._now += 1
        self.most = max(self.most, self._now)
        self.go.wait(20)
        self._now -= 1
        return task_of(settings)


@pytest.fixture
def slow(monkeypatch):
    reading = SlowReading()
    monkeypatch.setattr(choosing, "task_of", reading.task_of)
    monkeypatch.setattr(choosing, "PATIENCE", 0.0)
    return reading


def test_that_the_panel_shows_the_wish_and_the_bar_that_it_is_read(qtbot, slow, story):
    window = opened(qtbot)
    window.run_settings.changed.emit({"scenario": "copy-memory"})
    assert message(window) == "Reading the data of Copy memory …"
    assert window.run_settings.rows["scenario"].value == "copy-memory"
    assert window.session.state.settings.scenario == "character-model"
    slow.go.set()
    until(qtbot, lambda: window.session.state.settings.scenario == "copy-memory")
    assert message(window) == ""


def test_that_what_is_chosen_while_data_are_read_comes_with_them(qtbot, slow, story):
    window = opened(qtbot)
    window.choosing.choose({"corpus": "file", "text": str(story)})
    window.choosing.choose({"hidden": 5})
    assert window.session.state.settings.hidden == 8
    slow.go.set()
    until(qtbot, lambda: learnt(window) == story)
    assert window.session.state.settings.hidden == 5
    assert slow.asked == ["character-model"]
    assert window.session.state.run == 2, "one new network, not two"


def test_that_of_many_wishes_only_the_last_one_is_read_next(qtbot, slow):
    window = opened(qtbot)
    for key in ("copy-memory", "adding-problem", "digit-rows", "copy-memory", "dna-splice"):
        window.choosing.choose({"scenario": key})
    slow.go.set()
    until(qtbot, lambda: window.session.state.settings.scenario == "dna-splice")
    assert slow.asked == ["copy-memory", "dna-splice"]
    assert slow.most == 1
    assert window.session.state.run == 2


def test_that_a_wish_can_be_taken_back_while_data_are_read(qtbot, slow):
    window = opened(qtbot)
    window.choosing.choose({"scenario": "copy-memory"})
    window.choosing.choose({"scenario": "character-model"})
    assert window.choosing.wanted is None
    slow.go.set()
    until(qtbot, lambda: not window.choosing._timer.isActive())
    assert window.session.state.settings.scenario == "character-model"
    assert window.session.state.run == 1


def test_that_data_that_cannot_be_read_are_told_and_the_panel_shows_what_holds(qtbot, slow):
    window = opened(qtbot)
    window.choosing.choose({"corpus": "file", "text": "nowhere.txt"})
    assert window.run_settings.rows["text"].value == "nowhere.txt"
    slow.go.set()
    until(qtbot, lambda: "there is no such file" in message(window))
    assert window.run_settings.rows["corpus"].value == "reference"
    assert window.choosing.wanted is None
