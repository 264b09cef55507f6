"""Bookmarks in the window: the panel, the flags on the history strip and the keys, by real
presses and keys."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget

from rnnviz.gui.app import application
from rnnviz.gui.controls.bookmark_list import BookmarkList
from rnnviz.gui.controls.history_strip import HistoryStrip
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.session import walk
from rnnviz.session.bookmarks import LONGEST_NAME, Bookmark
from rnnviz.trace.history import History
from rnnviz.trace.scene import Spot
from tests.gui.windows import LEFT, message, opened, pause, trained, until

KEY, KEYS = Qt.Key, Qt.KeyboardModifier
FIRST = Bookmark(1, "first", "", 1, 20)
SECOND = Bookmark(2, "second", "why\nit is kept", 1, 60, 4, Spot(3, "layer1", "h", 0))


@pytest.fixture
def panel(qtbot):
    application()
    made = BookmarkList(*(QAction(text) for text in ("Bookmark this moment", "Before", "Next")))
    made.actions_ = [made.add.defaultAction(), made.previous.defaultAction()]
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(LIGHT))
    made.resize(330, 500)
    made.set_look(LIGHT)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show(panel, *bookmarks, here=(1, 0, -1), with_branch=False, is_paused=True):
    panel.show_bookmarks(bookmarks, here, with_branch, is_paused)
    QApplication.processEvents()


def press_ctrl(qtbot, window, key, *more):
    keys = KEYS.ControlModifier
    for each in more:
        keys |= each
    qtbot.keyClick(window, key, keys)


def dock(window):
    return window.findChild(QDockWidget, "bookmarks-panel")


# --- the panel -------------------------------------------------------------------------


def test_that_rows_stand_in_the_order_of_their_moments(panel):
    show(panel, SECOND, FIRST, Bookmark(3, "between", "", 1, 60))
    rows = sorted(panel.rows.values(), key=lambda row: row.y())
    assert [row.title.text() for row in rows] == ["first", "between", "second"]
    assert rows[2].where.text() == "update 60 · operation 5 · t = 4"
    assert rows[2].note.text() == "why\nit is kept"
    assert not rows[0].note.isVisible()
    assert not panel.empty.isVisible()
    show(panel)
    assert panel.rows == {}
    assert panel.empty.isVisible()


def test_that_branches_are_told_where_there_are_several(panel):
    show(panel, FIRST, with_branch=True)
    assert panel.rows[1].where.text() == "branch 1 · update 20"


def test_that_the_bookmark_where_one_stands_is_marked(panel):
    show(panel, FIRST, SECOND, here=(1, 60, 4))
    assert [row.title.text() for row in panel.rows.values()] == ["first", "▶ second"]


def test_that_while_the_network_learns_one_stands_at_none(panel):
    show(panel, FIRST, here=(1, 20, -1), is_paused=False)
    assert panel.rows[1].title.text() == "first"


def test_that_a_double_click_and_enter_go_there(qtbot, panel):
    show(panel, FIRST, SECOND)
    row = panel.rows[2]
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.mouseDClick(row.title, LEFT)
    assert chosen.args == [2]
    row.title.setFocus()
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.keyClick(row.title, KEY.Key_Return)
    assert chosen.args == [2]


def test_that_a_press_removes_it(qtbot, panel):
    show(panel, FIRST, SECOND)
    with qtbot.waitSignal(panel.removed) as removed:
        qtbot.mouseClick(panel.rows[1].remove, LEFT)
    assert removed.args == [1]


def test_that_tab_leads_through_the_rows_as_they_stand(qtbot, panel):
    show(panel, SECOND)
    show(panel, SECOND, FIRST)
    first, second = panel.rows[1], panel.rows[2]
    first.title.setFocus()
    met = []
    for _ in range(6):
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], KEY.Key_Tab)
    assert met == [first.title, first.edit, first.remove, second.title, second.edit, second.remove]
    assert all(each.accessibleName() for each in met)


def test_that_name_and_note_are_edited_in_place(qtbot, panel):
    show(panel, FIRST)
    row = panel.rows[1]
    row.title.setFocus()
    qtbot.keyClick(row.title, KEY.Key_F2)
    editor = row.editor
    qtbot.waitUntil(editor.line.hasFocus)
    assert editor.line.selectedText() == "first"
    qtbot.keyClicks(editor.line, "the gate opens")
    qtbot.keyClick(editor.line, KEY.Key_Tab)
    qtbot.keyClicks(editor.note, "see page 4")
    qtbot.keyClick(editor.note, KEY.Key_Return)
    qtbot.keyClicks(editor.note, "and 5")
    with qtbot.waitSignal(panel.changed) as changed:
        qtbot.keyClick(editor.note, KEY.Key_Return, KEYS.ControlModifier)
    wanted = replace(FIRST, name="the gate opens", note="see page 4\nand 5")
    assert changed.args == [wanted]
    # Nobody has taken it yet: what was typed stays.
    assert row.editor is editor
    show(panel, wanted)
    qtbot.keyClick(editor.line, KEY.Key_Return)
    assert row.editor is None
    assert row.title.hasFocus()
    assert row.title.text() == "the gate opens"


def test_that_escape_leaves_it_as_it_was(qtbot, panel):
    show(panel, FIRST)
    qtbot.mouseClick(panel.rows[1].edit, LEFT)
    editor = panel.rows[1].editor
    qtbot.keyClicks(editor.line, "something else")
    with qtbot.assertNotEmitted(panel.changed):
        qtbot.keyClick(editor.line, KEY.Key_Escape)
        QApplication.processEvents()
    assert panel.rows[1].editor is None
    assert panel.rows[1].title.isVisible()


def test_that_leaving_takes_what_was_typed(qtbot, panel):
    show(panel, FIRST, SECOND)
    qtbot.mouseClick(panel.rows[1].edit, LEFT)
    qtbot.keyClicks(panel.rows[1].editor.line, "typed")
    with qtbot.waitSignal(panel.changed) as changed:
        panel.rows[2].title.setFocus()
    assert changed.args[0].name == "typed"


def test_that_a_name_cannot_be_typed_too_long(qtbot, panel):
    show(panel, FIRST)
    qtbot.mouseClick(panel.rows[1].edit, LEFT)
    line = panel.rows[1].editor.line
    QApplication.clipboard().setText("two\nlines " + "x" * 200)
    line.paste()
    assert len(line.text()) == LONGEST_NAME
    with qtbot.waitSignal(panel.changed) as changed:
        qtbot.keyClick(line, KEY.Key_Return)
    assert changed.args[0].name.startswith("two lines xxx")


def test_that_nothing_typed_is_taken_for_html(panel):
    show(panel, Bookmark(1, "<b>x</b> & <img src='y'>", "<i>note</i>", 1, 2))
    row = panel.rows[1]
    assert "&lt;img" in row.toolTip()
    assert "<i>" not in row.toolTip()
    assert row.note.textFormat() == Qt.TextFormat.PlainText


def test_that_while_training_rows_can_be_read_only(panel):
    show(panel, FIRST, is_paused=False)
    assert not panel.rows[1].edit.isEnabled()
    assert not panel.rows[1].remove.isEnabled()


# --- the flags -------------------------------------------------------------------------


@pytest.fixture
def strip(qtbot):
    application()
    made = HistoryStrip()
    qtbot.addWidget(made)
    made.resize(1000, 90)
    made.set_look(LIGHT)
    numbers = np.random.default_rng(0).random((2, 100)) + 0.5
    made.curve.show_flags((FIRST, SECOND, replace(FIRST, number=3, update=100)))
    made.show_history(History(numbers[0], numbers[1], numbers[1]), 40)
    made.show()
    qtbot.waitExposed(made)
    return made


def flag(strip, update):
    return QPoint(round(strip.curve.x_of(update)) + 3, 4)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_flags_stand_at_their_updates(strip, look):
    strip.set_look(look)
    image = strip.curve.grab().toImage()
    for update, side in ((20, 3), (60, 3), (100, -3)):
        x = round(strip.curve.x_of(update))
        assert image.pixelColor(x + side, 3) == look.teal
    assert image.pixelColor(round(strip.curve.x_of(80)) + 3, 3) != look.teal
    assert strip.curve.accessibleDescription() == "update 40 of 100, 3 bookmarks"


def test_that_a_press_on_a_flag_goes_to_its_bookmark_alone(qtbot, strip):
    with (
        qtbot.waitSignal(strip.bookmark_chosen) as chosen,
        qtbot.assertNotEmitted(strip.update_chosen, wait=50),
    ):
        qtbot.mousePress(strip.curve, LEFT, pos=flag(strip, 60))
        qtbot.mouseMove(strip.curve, flag(strip, 60) + QPoint(30, 20))
        qtbot.mouseRelease(strip.curve, LEFT, pos=flag(strip, 60))
    assert chosen.args == [2]


def test_that_a_press_below_a_flag_goes_to_the_update(qtbot, strip):
    with (
        qtbot.waitSignal(strip.update_chosen) as chosen,
        qtbot.assertNotEmitted(strip.bookmark_chosen),
    ):
        qtbot.mouseClick(strip.curve, LEFT, pos=flag(strip, 60) + QPoint(-3, 25))
    assert chosen.args == [60]


def test_that_a_flag_tells_its_name_and_note(qtbot, strip):
    qtbot.mouseMove(strip.curve, flag(strip, 60))
    tip = strip.curve.toolTip()
    assert ">second</span>" in tip
    assert "why<br>it is kept" in tip
    qtbot.mouseMove(strip.curve, flag(strip, 80))
    assert "second" not in strip.curve.toolTip()


def test_that_of_several_flags_at_one_place_the_last_is_meant(qtbot, strip):
    strip.curve.show_flags((FIRST, replace(FIRST, number=7)))
    with qtbot.waitSignal(strip.bookmark_chosen) as chosen:
        qtbot.mouseClick(strip.curve, LEFT, pos=flag(strip, 20))
    assert chosen.args == [7]


# --- in the window ---------------------------------------------------------------------


def test_that_a_key_bookmarks_this_moment_and_lets_one_name_it(qtbot):
    window = trained(qtbot, updates=3)
    update = window.session.state.update
    window.session.walk.go_to_tick(5)
    press_ctrl(qtbot, window, KEY.Key_B, KEYS.ShiftModifier)
    row = window.bookmarks.list.rows[1]
    until(qtbot, lambda: row.isVisible() and row.editor.line.hasFocus())
    line = row.editor.line
    qtbot.keyClicks(line, "first look ")
    qtbot.keyClick(line, KEY.Key_Left)
    qtbot.keyClick(line, KEY.Key_Return)
    made = window.session.state.bookmarks[0]
    assert (made.name, made.update, made.tick) == ("first look", update, 5)
    assert window.session.state.scene.marks.tick == 5
    assert row.editor is None
    assert row.title.text() == "▶ first look"
    # From the name, Space runs and pauses as everywhere.
    qtbot.keyClick(row.title, KEY.Key_Space)
    until(qtbot, lambda: window.session.state.update > update)
    pause(qtbot, window)


def test_that_a_name_that_is_refused_stays_to_be_set_right(qtbot):
    window = trained(qtbot, updates=2)
    window.commands["bookmark"].trigger()
    editor = window.bookmarks.list.rows[1].editor
    editor.line.clear()
    qtbot.keyClick(editor.line, KEY.Key_Return)
    assert "needs a name" in message(window)
    assert window.bookmarks.list.rows[1].editor is editor
    editor.note.setPlainText("x" * 2001)
    qtbot.keyClicks(editor.line, "a name")
    qtbot.keyClick(editor.line, KEY.Key_Return)
    assert "2,001 characters" in message(window)
    editor.note.setPlainText("short")
    qtbot.keyClick(editor.line, KEY.Key_Return)
    assert window.bookmarks.list.rows[1].editor is None
    assert window.session.state.bookmarks[0].note == "short"


def test_that_arrows_in_a_note_do_not_walk(qtbot):
    window = trained(qtbot, updates=2)
    window.commands["bookmark"].trigger()
    editor, marks = window.bookmarks.list.rows[1].editor, window.session.state.scene.marks
    editor.note.setFocus()
    until(qtbot, editor.note.hasFocus)
    qtbot.keyClicks(editor.note, "a b")
    for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End):
        qtbot.keyClick(editor.note, key)
    assert editor.note.toPlainText() == "a b"
    assert window.session.state.scene.marks == marks
    assert window.session.state.activity == "paused"


def test_that_a_double_click_in_the_panel_goes_back(qtbot):
    window = trained(qtbot, updates=5)
    window.session.walk.go_to_update(2)
    window.session.pick(Spot(6, "layer1", "h", 3))
    window.session.bookmarks.add("early")
    window.session.walk.go_to_update(5)
    window.session.pick(Spot(0, "", "x"))
    dock(window).raise_()
    row = window.bookmarks.list.rows[1]
    until(qtbot, row.isVisible)
    qtbot.mouseDClick(row, LEFT, pos=QPoint(40, row.height() // 2))
    assert window.session.state.update == 2
    assert window.session.state.scene.marks.picked == Spot(6, "layer1", "h", 3)
    assert row.title.text() == "▶ early"


def test_that_a_long_way_is_made_without_freezing(qtbot, monkeypatch):
    window = trained(qtbot, updates=8)
    window.session.walk.go_to_update(3)
    window.session.walk.go_to_tick(2)
    window.session.bookmarks.add("early")
    window.session.walk.go_to_update(8)
    monkeypatch.setattr(walk, "AT_ONCE", 0.0)
    curve = window.history.strip.curve
    qtbot.mouseClick(curve, LEFT, pos=QPoint(round(curve.x_of(3)) + 3, 4))
    assert window.session.state.activity == "travelling"
    until(qtbot, lambda: window.session.state.activity == "paused")
    marks = window.session.state.scene.marks
    assert (window.session.state.update, marks.tick) == (3, 2)


def test_that_keys_lead_from_one_to_the_next_and_back(qtbot):
    window = trained(qtbot, updates=5)
    for update in (1, 4):
        window.session.walk.go_to_update(update)
        window.session.bookmarks.add()
    window.session.walk.go_to_update(0)
    seen = []
    for key in (KEY.Key_Period, KEY.Key_Period, KEY.Key_Comma):
        press_ctrl(qtbot, window, key)
        seen.append(window.session.state.update)
    assert seen == [1, 4, 1]
    press_ctrl(qtbot, window, KEY.Key_Comma)
    assert message(window) == "No bookmark of this branch comes before update 1."


def test_that_while_training_the_update_in_sight_is_bookmarked(qtbot):
    window = opened(qtbot)
    window.session.set_pace(50.0)
    window.session.start()
    until(qtbot, lambda: window.session.state.update > 1)
    press_ctrl(qtbot, window, KEY.Key_B, KEYS.ShiftModifier)
    assert len(window.session.state.bookmarks) == 1
    assert message(window).startswith("Bookmarked: update ")
    assert window.bookmarks.list.rows[1].editor is None
    assert not window.commands["bookmark-next"].isEnabled()
    pause(qtbot, window)
    assert window.commands["bookmark-next"].isEnabled()


def test_that_only_flags_of_the_branch_are_shown(qtbot):
    window = trained(qtbot, updates=4)
    window.session.bookmarks.add("first branch")
    curve = window.history.strip.curve
    assert [each.name for each in curve.flags.bookmarks] == ["first branch"]
    window.session.walk.go_to_update(2)
    window.session.walk.set_granularity(window.session.state.granularity.UPDATE)
    window.session.start()
    until(qtbot, lambda: window.session.state.branch == 2 and window.session.state.update > 2)
    pause(qtbot, window)
    assert curve.flags.bookmarks == ()
    assert window.bookmarks.list.rows[1].where.text().startswith("branch 1 · update ")


def test_that_the_newest_of_many_is_scrolled_into_sight(qtbot):
    window = trained(qtbot, updates=2)
    for _ in range(30):
        window.session.bookmarks.add("one of many")
    window.commands["bookmark"].trigger()
    row = window.bookmarks.list.rows[31]
    until(qtbot, lambda: not row.editor.line.visibleRegion().isEmpty())
    until(qtbot, lambda: not row.editor.note.visibleRegion().isEmpty())
