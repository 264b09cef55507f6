"""About the data: opened from the menu, the settings and the palette; to read and to copy."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.data_dialog import DataDialog, as_html
from rnnviz.session.about_data import Section
from tests.gui.windows import LEFT, opened, until


def dialog(window):
    found = window.findChildren(DataDialog)
    return found[-1] if found else None


def open_by_key(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)


def open_by_button(qtbot, window):
    qtbot.mouseClick(window.run_settings.about, LEFT)


def open_by_action(qtbot, window):
    window.commands["about-data"].trigger()


@pytest.mark.parametrize("open_it", [open_by_key, open_by_button, open_by_action])
def test_that_it_opens(qtbot, open_it):
    window = opened(qtbot, scenario="adding-problem", length=4)
    open_it(qtbot, window)
    until(qtbot, lambda: dialog(window) is not None and dialog(window).isVisible())
    text = dialog(window).text.toPlainText()
    assert "Adding problem" in text
    assert "synthetic" in text
    assert window.session.run.task.baseline_says in text


def test_that_a_card_is_told_and_can_be_copied(qtbot):
    window = opened(qtbot, scenario="dna-splice", length=60)
    open_by_action(qtbot, window)
    until(qtbot, lambda: dialog(window) is not None and dialog(window).isVisible())
    text, card = dialog(window).text, window.session.run.task.card
    shown = text.toPlainText()
    for part in (card.source, card.version, card.licence, card.citation, card.changes, card.bias):
        assert part in shown
    text.selectAll()
    qtbot.keyClick(text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert card.sha256 in QApplication.clipboard().text()


def test_that_escape_closes_it(qtbot):
    window = opened(qtbot, scenario="adding-problem", length=4)
    open_by_action(qtbot, window)
    until(qtbot, lambda: dialog(window) is not None and dialog(window).isVisible())
    qtbot.keyClick(dialog(window), Qt.Key.Key_Escape)
    until(qtbot, lambda: dialog(window) is None)


def test_that_what_looks_like_html_is_text():
    html = as_html("<b>", [Section("a & b", (("x", "<script>"),))])
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "a &amp; b" in html


def test_that_indices_stand_lower():
    rows = (("In", "x_1 … x_60, x_{t+1}, phoneme_t"), ("File", "census_names.tsv"))
    html = as_html("", [Section("", rows)])
    assert "x<sub>1</sub> … x<sub>60</sub>, x<sub>t+1</sub>, phoneme<sub>t</sub>" in html
    assert "census_names.tsv" in html
