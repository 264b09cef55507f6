"""The panels of breakpoints and watches, by real presses and keys, alone and in the window."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.controls.breakpoint_list import BreakpointList
from rnnviz.gui.controls.sparkline import Sparkline
from rnnviz.gui.controls.watch_list import WatchList
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.session.breakpoints import BUILT_IN, Breakpoint
from rnnviz.session.watches import Watch
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


@pytest.fixture
def watches(qtbot):
    application()
    made = WatchList()
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
    for entry in stops.menu.actions():
        entry.trigger()
    assert added == [(kind.key, kind.limit, "") for kind in BUILT_IN]
    assert [entry.toolTip() for entry in stops.menu.actions()] == [k.explains for k in BUILT_IN]


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


# --- watches ---------------------------------------------------------------------------


def test_that_watches_show_their_values_and_what_is_wrong(watches):
    steps = np.array([0.5, 0.25])
    watches.show_watches((Watch(1, "norm(h)", 0.25, "", steps), Watch(2, "f", None, "no f")), 1)
    assert watches.rows[1].value.text() == "0.250"
    assert watches.rows[2].value.text() == "no f"
    assert "0.25 to 0.5" in watches.rows[1].steps.toolTip()


def test_that_watches_are_added_edited_removed_and_traced_back(qtbot, watches):
    watches.line.check_with(check)
    with qtbot.waitSignal(watches.added) as added:
        qtbot.keyClicks(watches.line.line, "loss > 1")
        qtbot.keyClick(watches.line.line, KEY.Key_Return)
    assert added.args == ["loss > 1"]
    watches.show_watches((Watch(3, "loss", 1.0),), None)
    row = watches.rows[3]
    row.text.setText("2 * loss")
    with qtbot.waitSignal(watches.edited) as edited:
        qtbot.keyClick(row.text, KEY.Key_Return)
    assert edited.args == [3, "2 * loss"]
    with qtbot.waitSignal(watches.cause_wanted) as asked:
        qtbot.mouseClick(row.cause, LEFT)
    assert asked.args == [3]
    with qtbot.waitSignal(watches.removed) as removed:
        qtbot.mouseClick(row.remove, LEFT)
    assert removed.args == [3]


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize(
    "values",
    [[], [1.0], [2.0, 2.0], [1.0, np.nan, 3.0, np.inf], list(np.sin(np.arange(100_000)))],
    ids=["none", "one", "constant", "gaps", "many"],
)
def test_that_a_sparkline_is_drawn_whatever_there_is(qtbot, look, values):
    application()
    line = Sparkline("Over updates")
    qtbot.addWidget(line)
    line.set_look(look)
    line.resize(140, 22)
    y = np.array(values)
    line.show_values(np.arange(float(len(y))), y, 0.0 if len(y) else None)
    colors = {line.grab().toImage().pixelColor(x, n).name() for x in range(140) for n in range(22)}
    drawn = look.accent.name() in colors or len(colors) > 3
    assert drawn == (len(y) > 0)
    assert line.toolTip()


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
