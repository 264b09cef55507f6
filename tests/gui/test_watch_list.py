"""The panel of watches, by real presses and keys."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.controls.watch_list import WatchList
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import LIGHT
from rnnviz.session.watches import Watch
from tests.gui.windows import LEFT

KEY = Qt.Key


def check(text):
    return None if text in ("loss > 1", "2 * loss") else ("there is no such name", 3)


@pytest.fixture
def watches(qtbot):
    application()
    made = WatchList()
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(LIGHT))
    made.resize(330, 400)
    made.set_look(LIGHT)
    made.check_with(check)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def editing(qtbot, watches):
    """The one row of a panel, opened for editing by a double click."""
    watches.show_watches((Watch(3, "loss", 1.0),), None)
    QApplication.processEvents()
    row = watches.rows[3]
    qtbot.mouseDClick(row.text, LEFT)
    qtbot.waitUntil(row.editor.line.hasFocus)
    return row


def test_that_an_empty_panel_says_what_to_type(watches):
    watches.show_watches((), None)
    assert watches.empty.isVisible()
    assert "norm(dh)" in watches.empty.text()
    watches.show_watches((Watch(1, "loss", 1.0),), None)
    assert not watches.empty.isVisible()


def test_that_values_and_what_is_wrong_are_shown(watches):
    steps = np.array([0.5, 0.25])
    watches.show_watches(
        (Watch(1, "norm(h)", 0.25, "", steps), Watch(2, "f", None, "no f"), Watch(3, "loss")), 1
    )
    QApplication.processEvents()
    first, second, third = watches.rows.values()
    assert first.value.text() == "0.250"
    assert not first.error.isVisible()
    assert "0.25 to 0.5" in first.steps.toolTip()
    assert second.error.text() == "✗ no f"
    assert second.error.isVisible()
    assert not second.value.isVisible()
    assert third.value.text() == "–"
    assert "no f" in second.text.accessibleName()


def test_that_a_long_error_does_not_widen_the_panel(watches):
    watches.show_watches((Watch(1, "f + " * 90 + "f", None, "no such name " * 20),), None)
    watches.resize(240, 400)
    assert watches.width() == 240


def test_that_an_expression_is_added(qtbot, watches):
    qtbot.keyClicks(watches.line.line, "loss")
    with qtbot.assertNotEmitted(watches.added):
        qtbot.keyClick(watches.line.line, KEY.Key_Return)
    # The caret was put where the error is.
    assert watches.line.line.cursorPosition() == 2
    qtbot.keyClick(watches.line.line, KEY.Key_End)
    qtbot.keyClicks(watches.line.line, " > 1")
    with qtbot.waitSignal(watches.added) as added:
        qtbot.keyClick(watches.line.line, KEY.Key_Return)
    assert added.args == ["loss > 1"]


def test_that_a_row_is_removed_and_traced_back(qtbot, watches):
    watches.show_watches((Watch(3, "loss", 1.0), Watch(4, "t", 2.0)), None)
    with qtbot.waitSignal(watches.cause_wanted) as asked:
        qtbot.mouseClick(watches.rows[4].cause, LEFT)
    assert asked.args == [4]
    with qtbot.waitSignal(watches.removed) as removed:
        qtbot.mouseClick(watches.rows[3].remove, LEFT)
    assert removed.args == [3]
    watches.show_watches((Watch(4, "t", 2.0),), None)
    assert list(watches.rows) == [4]


def test_that_an_edited_expression_is_checked_and_taken(qtbot, watches):
    row = editing(qtbot, watches)
    assert row.editor.line.text() == "loss"
    qtbot.keyClicks(row.editor.line, "2 * los")
    assert row.editor.error.isVisible()
    with qtbot.assertNotEmitted(watches.edited):
        qtbot.keyClick(row.editor.line, KEY.Key_Return)
    qtbot.keyClick(row.editor.line, KEY.Key_End)
    qtbot.keyClicks(row.editor.line, "s")
    with qtbot.waitSignal(watches.edited) as edited:
        qtbot.keyClick(row.editor.line, KEY.Key_Return)
    assert edited.args == [3, "2 * loss"]
    assert row.editor is None
    assert row.text.hasFocus()


def test_that_escape_leaves_the_expression_as_it_was(qtbot, watches):
    row = editing(qtbot, watches)
    qtbot.keyClicks(row.editor.line, "2 * loss")
    with qtbot.assertNotEmitted(watches.edited):
        qtbot.keyClick(row.editor.line, KEY.Key_Escape)
    assert row.editor is None
    assert row.text.text() == "loss"


def test_that_what_is_being_typed_is_not_overwritten(qtbot, watches):
    row = editing(qtbot, watches)
    qtbot.keyClicks(row.editor.line, "2 *")
    watches.show_watches((Watch(3, "loss", 0.5),), 2)
    assert row.editor.line.text() == "2 *"
    assert row.editor.line.hasFocus()
    assert row.value.text() == "0.500"


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F2])
def test_that_a_key_opens_an_expression(qtbot, watches, key):
    watches.show_watches((Watch(1, "loss", 1.0),), None)
    row = watches.rows[1]
    row.text.setFocus()
    qtbot.waitUntil(row.text.hasFocus)
    qtbot.keyClick(row.text, key)
    assert row.editor is not None
