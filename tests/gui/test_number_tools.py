"""The numbers of a view, from its context menu."""

import pytest
from PySide6.QtWidgets import QApplication

from rnnviz.gui import number_tools
from tests.gui.windows import message, trained


def test_that_every_view_copies_its_numbers_as_a_table(qtbot):
    window = trained(qtbot, scenario="copy-memory")
    for view in window.views:
        menu = window.pictures.numbers.menu(view)
        QApplication.clipboard().clear()
        menu.actions()[0].trigger()
        text = QApplication.clipboard().text()
        if text:
            assert view.title in message(window)
            assert "\t" in text
        else:
            assert "no numbers just now" in message(window), view.key
    window.pictures.numbers.copy(window.loss)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["update", "loss"]
    assert len(lines) == window.session.state.update + 1


# Said by the offscreen platform of whatever pops up.
@pytest.mark.qt_log_ignore("support raise", "grabbing the keyboard", extend=True)
def test_that_the_menu_opens_over_the_view(qtbot):
    window = trained(qtbot)
    window.weights.customContextMenuRequested.emit(window.weights.rect().center())
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Copy as table", "Save numbers…"]
    menu.close()


def test_that_numbers_are_saved(qtbot, monkeypatch, tmp_path):
    window = trained(qtbot)
    monkeypatch.setattr(number_tools, "ask_for_file", lambda *_: tmp_path / "a")
    window.pictures.numbers.ask(window.canvas.tracks)
    assert message(window) == f"Written: {tmp_path / 'a.csv'}"
    window.pictures.numbers.write(window.canvas.tracks, tmp_path / "no" / "a.csv")
    assert "cannot be written" in message(window)
