"""The check of the gradient from the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.gradient_check_dialog import GradientCheckDialog
from tests.gui.windows import LEFT, message, trained, until

KEYS = Qt.KeyboardModifier


@pytest.fixture
def window(qtbot):
    return trained(qtbot, cell="gru", hidden=4)


def opened_dialog(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_G, KEYS.ControlModifier)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, GradientCheckDialog)]
    (dialog,) = [each for each in dialogs if each.isVisible()]
    return dialog


def test_that_it_says_of_every_parameter_that_it_agrees(qtbot, window):
    dialog = opened_dialog(qtbot, window)
    until(qtbot, lambda: dialog.close_button.text() == "Close")
    assert dialog.verdict.text().startswith("✓ the gradient agrees")
    items = [dialog.table.topLevelItem(n) for n in range(dialog.table.topLevelItemCount())]
    assert [item.text(0) for item in items] == list(window.session.run.network.parameters)
    assert {item.text(4) for item in items} == {"✓ agrees"}
    qtbot.mouseClick(dialog.close_button, LEFT)


def test_that_escape_ends_the_check(qtbot, window):
    dialog = opened_dialog(qtbot, window)
    check = dialog.check
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not check.is_running


def test_that_states_set_by_hand_are_refused(qtbot, window):
    picked = window.session.state.scene.marks.picked
    window.session.editing.set_number(picked, "0.5")
    qtbot.keyClick(window, Qt.Key.Key_G, KEYS.ControlModifier)
    assert "undo" in message(window)
