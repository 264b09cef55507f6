"""The line over a number in a view: what keys do to it, and what it emits."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rnnviz.gui.controls.value_editor import WANTED, ValueEditor
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import DARK, LIGHT
from tests.gui.windows import LEFT, message, trained

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot):
    """A window with a view, beside which something else can have the keyboard."""
    made = QWidget()
    qtbot.addWidget(made)
    made.view, made.other = QWidget(), QWidget()
    made.other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    layout = QVBoxLayout(made)
    layout.addWidget(made.view)
    layout.addWidget(made.other)
    made.resize(300, 200)
    made.setStyleSheet(stylesheet(LIGHT))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def editor_over(window, value=0.25, words=(), place=QRect(100, 30, 40, 12)):  # noqa: B008
    """An editor, and what it emits."""
    editor, emitted = ValueEditor(window.view, place, value, words), []
    editor.committed.connect(emitted.append)
    return editor, emitted


def gone(qtbot, window):
    qtbot.waitUntil(lambda: window.view.findChild(ValueEditor) is None)
    return True


def typed(qtbot, editor, text):
    """Type a text in place of what is selected; what QTest has no key for is put there."""
    if text.isascii():
        qtbot.keyClicks(editor, text)
    else:
        editor.insert(text)


def test_that_the_value_is_there_and_selected(qtbot, window):
    editor, _ = editor_over(window, -0.125)
    assert editor.selectedText() == editor.text() == "-0.125"
    assert editor.hasFocus()


@pytest.mark.parametrize("text", ["0.5", "-3", "−1.5", "1e-3", "  2 ", ".5", "+4"])
@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
def test_that_enter_commits_a_number(qtbot, window, text, key):
    editor, emitted = editor_over(window)
    typed(qtbot, editor, text)
    qtbot.keyClick(editor, key)
    assert emitted == [text]
    assert gone(qtbot, window)


@pytest.mark.parametrize("text", ["abc", "", "1,5", "nan", "inf", "1e999", "1_000", "0.5x"])
def test_that_what_is_no_number_is_refused_and_stays(qtbot, window, text):
    editor, emitted = editor_over(window)
    qtbot.keyClick(editor, KEY.Key_Delete)
    typed(qtbot, editor, text)
    assert editor.property("refused")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert editor.toolTip() == editor.accessibleDescription() == WANTED
    assert editor.isVisible()
    assert emitted == []
    editor.selectAll()
    typed(qtbot, editor, "7")
    assert not editor.property("refused")
    assert editor.toolTip() == ""
    qtbot.keyClick(editor, KEY.Key_Return)
    assert emitted == ["7"]


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_what_is_refused_has_a_frame_in_the_colour_of_errors(qtbot, window, look):
    window.setStyleSheet(stylesheet(look))
    editor, _ = editor_over(window)
    frames = []
    for text in ("7", "x"):
        editor.selectAll()
        typed(qtbot, editor, text)
        frames.append(QColor(editor.grab().toImage().pixelColor(editor.width() // 2, 1)))
    assert frames == [look.accent, look.error]


def test_that_words_are_taken_where_they_are_allowed(qtbot, window):
    editor, emitted = editor_over(window, words=("a", "␣"))
    typed(qtbot, editor, "b")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert editor.toolTip() == f"{WANTED}, or one of a, ␣"
    editor.selectAll()
    typed(qtbot, editor, "a")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert emitted == ["a"]


def test_that_of_many_words_some_are_named(qtbot, window):
    editor, _ = editor_over(window, words=tuple("abcdefghijklmnopqrstuvwxyz"))
    typed(qtbot, editor, "?")
    assert editor.toolTip().endswith("or one of a, b, c, d, e, f, g, h, i, j, k, l, …")


def test_that_escape_leaves_the_number(qtbot, window):
    editor, emitted = editor_over(window)
    typed(qtbot, editor, "7")
    qtbot.keyClick(editor, KEY.Key_Escape)
    assert emitted == []
    assert gone(qtbot, window)


def test_that_a_click_elsewhere_leaves_the_number(qtbot, window):
    editor, emitted = editor_over(window)
    typed(qtbot, editor, "7")
    window.other.setFocus()
    assert emitted == []
    assert gone(qtbot, window)


def test_that_enter_without_typing_leaves_the_number_with_all_its_digits(qtbot, window):
    editor, emitted = editor_over(window, 1 / 3)
    assert editor.text() == "0.333333"
    qtbot.keyClick(editor, KEY.Key_Return)
    assert emitted == []
    assert gone(qtbot, window)


@pytest.mark.parametrize(
    ("value", "key", "modifier", "wanted"),
    [
        (2.0, KEY.Key_Up, None, "2.2"),
        (2.0, KEY.Key_Down, None, "1.8"),
        (2.0, KEY.Key_Up, SHIFT, "2.02"),
        (-2.0, KEY.Key_Up, None, "-1.8"),
        (0.0, KEY.Key_Down, None, "-0.1"),
    ],
)
def test_that_arrows_change_the_number(qtbot, window, value, key, modifier, wanted):
    editor, emitted = editor_over(window, value)
    qtbot.keyClick(editor, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert editor.text() == editor.selectedText() == wanted
    qtbot.keyClick(editor, KEY.Key_Return)
    assert emitted == [wanted]


@pytest.mark.parametrize("x", [-50, 0, 150, 270, 900])
@pytest.mark.parametrize("y", [-50, 0, 40, 300])
@pytest.mark.parametrize("size", [(300, 200), (60, 40)])
def test_that_it_stands_within_the_view(qtbot, window, x, y, size):
    window.view.setFixedSize(*size)
    editor, _ = editor_over(window, place=QRect(x, y, 30, 10))
    assert window.view.rect().contains(editor.geometry())


def test_that_it_stands_over_the_number(window):
    editor, _ = editor_over(window, place=QRect(100, 30, 40, 12))
    away = editor.geometry().center() - QRect(100, 30, 40, 12).center()
    assert abs(away.x()) + abs(away.y()) <= 2


def test_that_a_weight_is_set_in_the_window(qtbot):
    window = trained(qtbot, cell="elman", hidden=4)
    spot = window.session.state.scene.marks.picked
    before = window.session.editing.value(spot)
    view = window.canvas.unrolled
    view.edit_wanted.emit(spot, QRect(80, 40, 20, 10))
    editor = view.findChild(ValueEditor)
    # Its keys do nothing else in the window.
    assert editor.hasFocus()
    typed(qtbot, editor, "0.5")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert window.session.editing.value(spot) == pytest.approx(0.5)
    assert message(window) == ""
    qtbot.mouseClick(view, LEFT, pos=QPoint(5, 5))
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.editing.value(spot) == before
