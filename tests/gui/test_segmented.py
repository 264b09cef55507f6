"""A row of joined buttons: what is down, and where the ring of the focus stands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from rnnviz.gui.controls.segmented import Segmented
from tests.gui.windows import LEFT, trained, until

WORDS = ("one", "two", "three")


@pytest.fixture
def window(qtbot):
    """One with a row, and a line beside it that can have the keyboard."""
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    window.row, window.line = Segmented([(word, word, "") for word in WORDS]), QLineEdit()
    layout.addWidget(window.row)
    layout.addWidget(window.line)
    window.row.show_value("one")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def ringed(row):
    """The values whose buttons have the ring of the focus."""
    return [word for word in WORDS if row.button(word).hasFocus()]


def test_that_the_ring_follows_a_value_that_is_shown(qtbot, window):
    row = window.row
    qtbot.mouseClick(row.button("three"), LEFT)
    assert ringed(row) == ["three"]
    with qtbot.assertNotEmitted(row.committed):
        row.show_value("one")
    assert ringed(row) == ["one"]
    # From there arrow keys go on.
    with qtbot.waitSignal(row.committed) as met:
        qtbot.keyClick(row.button("one"), Qt.Key.Key_Right)
    assert met.args == ["two"]
    assert ringed(row) == ["two"]


def test_that_a_value_that_is_shown_takes_the_keyboard_from_nobody(window):
    window.line.setFocus()
    window.row.show_value("two")
    assert ringed(window.row) == []
    assert window.line.hasFocus()
    assert window.row.value() == "two"


def test_that_undo_takes_the_ring_along(qtbot):
    window = trained(qtbot, cell="lstm")
    row = window.run_settings.rows["cell"].control
    qtbot.mouseClick(row.button("gru"), LEFT, pos=QPoint(5, 5))
    assert row.button("gru").hasFocus()
    until(qtbot, lambda: window.session.state.settings.cell == "gru")
    qtbot.keyClick(row.button("gru"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.settings.cell == "lstm"
    assert row.value() == "lstm"
    assert row.button("lstm").hasFocus()
