"""The panel of breakpoints, by real presses and keys, alone and in the window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.controls.breakpoint_list import BreakpointList
from rnnviz.gui.style import stylesheet
from rnnviz.gui.theme import LIGHT
from rnnviz.session.breakpoints import BUILT_IN, Breakpoint
from tests.gui.windows import LEFT, message, opened, shown_again, trained, until

KEY = Qt.Key


@pytest.fixture
def stops(qtbot):
    application()
    made = BreakpointList()
    qtbot.addWidget(made)
    made.resize(330, 400)
    made.set_look(LIGHT)
    made.show()
    return made


def check(text):
    return None if text == "loss > 1" else ("there is no such name", 3)


# --- breakpoints -----------------------------------------------------------------------


def test_that_every_built_in_breakpoint_can_be_added(stops):
    added = []
    stops.added.connect(lambda *each: added.append(each))
    built_in = stops.menu.actions()[: len(BUILT_IN)]
    for entry in built_in:
        entry.trigger()
    assert added == [(kind.key, kind.limit, "") for kind in BUILT_IN]
    assert [entry.toolTip() for entry in built_in] == [kind.explains for kind in BUILT_IN]


def test_that_condition_in_the_menu_leads_to_the_line(qtbot, stops):
    stops.activateWindow()
    entry = stops.menu.actions()[-1]
    assert entry.text() == "Condition …"
    with qtbot.assertNotEmitted(stops.added):
        entry.trigger()
    qtbot.waitUntil(stops.line.line.hasFocus)


def test_that_a_row_explains_itself_and_says_what_is_cut(stops):
    stops.show_breakpoints((Breakpoint(1, "dead"), Breakpoint(2, "condition", text="x" * 90)), None)
    QApplication.processEvents()
    assert stops.rows[1].toolTip() == BUILT_IN[6].explains
    assert stops.rows[1].title.toolTip() == ""
    assert stops.rows[2].title.toolTip() == "x" * 90


@pytest.mark.parametrize("width", [240, 420])
def test_that_no_row_is_cut(qtbot, stops, width):
    shown = tuple(Breakpoint(n, kind.key, kind.limit, hits=1234) for n, kind in enumerate(BUILT_IN))
    stops.show_breakpoints(shown, None)
    stops.setStyleSheet(stylesheet(LIGHT))
    stops.resize(width, 700)
    row = stops.rows[0]
    qtbot.waitUntil(lambda: row.hits.shown_text() == "1,234 hits")
    assert stops.width() == width
    for row in stops.rows.values():
        assert row.hits.shown_text() == "1,234 hits"
        assert row.note.width() >= row.note.sizeHint().width()
        if row.limit is not None:
            line = row.limit.lineEdit()
            assert line.fontMetrics().horizontalAdvance(line.text()) + 8 <= line.width()


def test_that_space_switches_a_row_although_the_window_has_a_shortcut(qtbot, stops):
    stops.show_breakpoints((Breakpoint(1, "clipped"),), None)
    stops.activateWindow()
    pressed = []
    QShortcut(QKeySequence(KEY.Key_Space), stops, lambda: pressed.append(1))
    box = stops.rows[1].enabled
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    with qtbot.waitSignal(stops.changed) as changed:
        qtbot.keyClick(box, KEY.Key_Space)
    assert changed.args[0].enabled is False
    assert not pressed


def test_that_a_condition_is_checked_while_it_is_typed(qtbot, stops):
    line = stops.line
    line.check_with(check)
    qtbot.keyClicks(line.line, "lo")
    assert line.error.isVisible()
    assert line.error.text() == "✗ column 3: there is no such name"
    assert line.line.property("refused") is True
    with qtbot.assertNotEmitted(stops.added):
        qtbot.keyClick(line.line, KEY.Key_Return)
    line.line.clear()
    assert not line.error.isVisible()
    qtbot.keyClicks(line.line, "loss > 1")
    with qtbot.waitSignal(stops.added) as added:
        qtbot.keyClick(line.line, KEY.Key_Return)
    assert added.args == ["condition", 0.0, "loss > 1"]
    assert line.line.text() == ""


def test_that_a_row_switches_sets_and_removes(qtbot, stops):
    shown = Breakpoint(4, "norm above", 10.0, hits=1)
    stops.show_breakpoints((shown,), 4)
    row = stops.rows[4]
    assert row.hits.text() == "1 hit"
    assert row.title.text() == "▶ Gradient norm above"
    with qtbot.waitSignal(stops.changed) as changed:
        qtbot.mouseClick(row.enabled, LEFT, pos=QPoint(8, row.enabled.height() // 2))
    assert changed.args[0].enabled is False
    row.limit.lineEdit().setText("2.5")
    with qtbot.waitSignal(stops.changed) as changed:
        qtbot.keyClick(row.limit, KEY.Key_Return)
    assert changed.args[0].limit == 2.5
    row.ignore.lineEdit().setText("7")
    with qtbot.waitSignal(stops.changed) as changed:
        qtbot.keyClick(row.ignore, KEY.Key_Return)
    assert changed.args[0].ignore == 7
    with qtbot.waitSignal(stops.removed) as removed:
        qtbot.mouseClick(row.remove, LEFT)
    assert removed.args == [4]
    stops.show_breakpoints((), None)
    assert stops.rows == {}
    assert stops.empty.isVisible()


def test_that_what_is_being_typed_is_not_overwritten(qtbot, stops):
    shown = Breakpoint(1, "norm above", 10.0)
    stops.show_breakpoints((shown,), None)
    stops.activateWindow()
    limit = stops.rows[1].limit
    limit.setFocus()
    qtbot.waitUntil(limit.hasFocus)
    limit.lineEdit().setText("12")
    stops.show_breakpoints((shown,), None)
    assert limit.text() == "12"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_that_names_can_be_searched_and_taken(qtbot, stops):
    stops.line.show_names((("f", "forget gate"), ("dh", "gradient of the hidden state")))
    qtbot.mouseClick(stops.line.names, LEFT)
    names = stops.line.list
    qtbot.waitUntil(names.isVisible)
    qtbot.keyClicks(names.search, "hidden")
    qtbot.keyClick(names.search, KEY.Key_Return)
    assert stops.line.line.text() == "dh"
    assert not names.isVisible()


# --- in the window ---------------------------------------------------------------------


def test_that_a_breakpoint_made_in_the_window_stops_it(qtbot):
    window = trained(qtbot, updates=3)
    line = window.stops.breakpoints.line.line
    line.setText("norm(h) > 0 and t == 4")
    qtbot.keyClick(line, KEY.Key_Return)
    qtbot.keyClick(window, KEY.Key_F5)
    until(qtbot, lambda: window.session.state.activity == "paused")
    assert "Stopped at update" in message(window)
    assert window.session.state.scene.marks.picked.time == 3
    row = window.stops.breakpoints.rows[1]
    assert row.title.text().startswith("▶")
    assert row.hits.text() == "1 hit"


def test_that_a_limit_out_of_range_is_refused_and_shown_as_it_was(qtbot):
    window = opened(qtbot)
    window.session.breakpoints.add("norm above", 10.0)
    row = window.stops.breakpoints.rows[1]
    for text in ("-3", "many"):
        row.limit.lineEdit().setText(text)
        qtbot.keyClick(row.limit, KEY.Key_Return)
        assert "wanted is a number" in message(window)
        assert window.session.state.breakpoints[0].limit == 10.0


def test_that_they_are_kept_from_one_start_to_the_next(qtbot):
    first = shown_again(qtbot)
    first.session.breakpoints.add("norm above", 3.0)
    first.session.breakpoints.add("condition", text="loss > 2")
    first.session.breakpoints.toggle_at_cursor()
    first.session.watches.add("norm(dh)")
    kept = first.session.state.breakpoints
    first.closeEvent(QCloseEvent())
    second = shown_again(qtbot)
    assert second.session.state.breakpoints == kept
    assert [each.text for each in second.session.state.watches] == ["norm(dh)"]


def test_that_their_panels_stand_beside_the_text(qtbot):
    window = opened(qtbot)
    for dock in window._docks[4:]:
        dock.raise_()
        QApplication.processEvents()
        assert dock.widget().isVisible()
        assert dock.toggleViewAction().isChecked()
