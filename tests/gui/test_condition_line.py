"""The line for conditions: where it marks what is wrong."""

import pytest
from PySide6.QtCore import Qt

from rnnviz.gui.app import application
from rnnviz.gui.controls.condition_line import ConditionLine
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import DARK, LIGHT


def typed(qtbot, text, column, look=LIGHT):
    application()
    made = ConditionLine("Condition", "")
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(look))
    made.resize(240, 60)
    made.check_with(lambda _: ("no such name", column) if column else None)
    made.show()
    made.line.setText(text)
    return made


def test_that_the_character_in_question_is_marked(qtbot):
    line = typed(qtbot, "1 + qqq", 5).line
    line.setCursorPosition(0)
    left = line.marked().center().x()
    line.setCursorPosition(7)
    assert line.marked().center().x() == pytest.approx(left, abs=1.5)
    start = line.fontMetrics().horizontalAdvance("1 + ")
    assert left > start


def test_that_a_mark_scrolled_out_of_sight_is_not_drawn(qtbot):
    line = typed(qtbot, "norm(q) + " * 12, 6).line
    # It scrolls when it is painted.
    line.grab()
    assert line.marked().isEmpty()
    line.setCursorPosition(5)
    line.grab()
    assert not line.marked().isEmpty()


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_mark_has_the_colour_of_errors_and_goes(qtbot, look):
    made = typed(qtbot, "q", 1, look)
    place = made.line.marked().center().toPoint()

    def colors():
        image = made.line.grab().toImage()
        return {image.pixelColor(place.x(), y).name() for y in range(3, made.line.height() - 3)}

    assert look.error.name() in colors()
    made.check_with(lambda _: None)
    made.line.setText("qq")
    assert look.error.name() not in colors()
    assert made.line.property("refused") is False


def test_that_enter_puts_the_caret_where_the_error_is(qtbot):
    made = typed(qtbot, "1 + qqq", 5)
    qtbot.keyClick(made.line, Qt.Key.Key_Return)
    assert made.line.cursorPosition() == 4


def test_that_names_are_shown_anew_when_their_sizes_change(qtbot):
    made = typed(qtbot, "", None)
    made.show_names((("h", "hidden state, 8 numbers"),))
    made.show_names((("h", "hidden state, 16 numbers"),))
    assert made.list.tree.topLevelItem(0).text(1) == "hidden state, 16 numbers"
