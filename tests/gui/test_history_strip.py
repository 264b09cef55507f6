"""The history strip: two handles, branches, playing; by real presses, drags and keys."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnnviz.gui.app import application
from rnnviz.gui.controls.history_curve import bounds
from rnnviz.gui.controls.history_strip import HistoryStrip
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.trace.history import History
from rnnviz.trace.ticks import Granularity
from tests.gui.windows import LEFT, trained, until

KEY, KEYS = Qt.Key, Qt.KeyboardModifier


def history(count: int) -> History:
    numbers = np.random.default_rng(0).random((2, count)) + 0.5
    return History(numbers[0], numbers[1], numbers[1])


@pytest.fixture
def strip(qtbot):
    application()
    made = HistoryStrip()
    qtbot.addWidget(made)
    made.resize(1000, 90)
    made.set_look(LIGHT)
    made.show_history(history(100), 40)
    made.show_tick(3, 60, 20, 56, "forward · h")
    made.show()
    qtbot.waitExposed(made)
    return made


def point(rail, place):
    return QPoint(round(rail.x_of(place)), rail.height() // 2)


def test_that_no_peak_is_lost_when_updates_share_a_column():
    values = np.ones(100_000)
    values[61_803] = 7.0
    places, low, high = bounds(values, 800)
    assert len(places) <= 800
    assert high.max() == 7.0
    assert low.min() == 1.0
    assert places[high.argmax()] == pytest.approx(0.618, abs=0.002)


def test_that_what_is_not_finite_is_left_out():
    values = np.array([1.0, np.nan, np.inf, 2.0])
    places, low, high = bounds(values, 10)
    assert (low.tolist(), high.tolist()) == ([1.0, 2.0], [1.0, 2.0])
    assert places.tolist() == [0.25, 1.0]
    assert len(bounds(np.full(5, np.nan), 3)[0]) == 0


def test_that_it_says_which_update_is_in_sight(strip):
    assert strip.place.text() == "viewing update 40 of 100"
    assert strip.curve.accessibleDescription() == "update 40 of 100"
    strip.show_history(history(1200), 1200)
    assert strip.place.text() == "update 1,200, the newest"


def test_that_a_press_asks_for_the_update_under_it(qtbot, strip):
    with qtbot.waitSignal(strip.update_chosen) as asked:
        qtbot.mouseClick(strip.curve, LEFT, pos=point(strip.curve, 75))
    assert asked.args == [75]


def test_that_dragging_asks_seldom_and_for_the_last_place_always(qtbot, strip):
    asked = []
    strip.update_chosen.connect(asked.append)
    curve = strip.curve
    QTest.mousePress(curve, LEFT, KEYS.NoModifier, point(curve, 10))
    for place in range(11, 31):
        QTest.mouseMove(curve, point(curve, place))
    QTest.mouseRelease(curve, LEFT, KEYS.NoModifier, point(curve, 30))
    qtbot.waitUntil(lambda: asked[-1] == 30)
    assert asked[0] == 10
    assert len(asked) < 10


def test_that_its_keys_move_by_one_ten_and_to_the_ends(qtbot, strip):
    strip.curve.setFocus()
    asked = []
    strip.curve.chosen.connect(asked.append)
    for key in (KEY.Key_Left, KEY.Key_Right, KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_Home,
                KEY.Key_End):  # fmt: skip
        qtbot.keyClick(strip.curve, key)
    assert asked == [39, 41, 30, 50, 0, 100]


def test_that_an_operation_is_asked_for(qtbot, strip):
    with qtbot.waitSignal(strip.tick_chosen) as asked:
        qtbot.mouseClick(strip.ticks, LEFT, pos=point(strip.ticks, 57))
    assert asked.args == [57]
    assert strip.ticks.accessibleDescription() == "operation 4 of 60"


def test_that_nothing_is_asked_for_while_the_network_learns(qtbot, strip):
    strip.show_enabled(False)
    for rail, signal in ((strip.curve, strip.update_chosen), (strip.ticks, strip.tick_chosen)):
        with qtbot.assertNotEmitted(signal):
            qtbot.mouseClick(rail, LEFT, pos=point(rail, 10))


def test_that_branches_are_listed_where_there_are_several(qtbot, strip):
    strip.show_branches([(1, "branch 1")], 1)
    assert not strip.branches.isVisible()
    strip.show_branches([(1, "branch 1"), (2, "branch 2")], 2)
    assert strip.branches.isVisible()
    assert strip.branches.currentText() == "branch 2"
    strip.branches.setFocus()
    with qtbot.waitSignal(strip.branch_chosen) as asked:
        qtbot.keyClick(strip.branches, KEY.Key_Up)
    assert asked.args == [1]


@pytest.mark.qt_log_ignore("This plugin does not support")  # raising a list; screens do
def test_that_the_list_of_branches_has_room_for_its_titles(strip):
    title = "branch 2: 19,273 updates, from update 1,006 of 1"
    strip.show_branches([(1, "branch 1: 6,790 updates"), (2, title)], 2)
    strip.branches.showPopup()
    view = strip.branches.view()
    assert view.width() > view.fontMetrics().horizontalAdvance(title)
    strip.branches.hidePopup()


def test_that_a_long_way_shows_its_share_and_can_be_ended(qtbot, strip):
    assert not strip.progress.isVisible()
    strip.show_way(0.42)
    assert strip.progress.isVisible()
    assert strip.progress.value() == 42
    with qtbot.waitSignal(strip.cancelled):
        qtbot.mouseClick(strip.cancel, LEFT)
    strip.show_way(None)
    assert not strip.cancel.isVisible()


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("count", [0, 1, 2, 100, 20_000])
def test_that_it_is_drawn_whatever_there_is(qtbot, strip, look, count):
    strip.set_look(look)
    strip.show_history(history(count), count // 2)
    image = strip.grab().toImage()
    colors = {image.pixelColor(x, y).name() for x in range(90, 700, 3) for y in range(5, 60, 2)}
    assert len(colors) > 3


@pytest.mark.alone
def test_that_many_updates_are_drawn_fast(strip):
    strip.resize(1600, 90)
    few, many = history(2_000), history(100_000)
    times = {}
    for name, shown in (("few", few), ("many", many)):
        strip.show_history(shown, 1_000)
        times[name] = []
        for _ in range(7):
            began = time.perf_counter()
            strip.curve.grab()
            times[name].append(time.perf_counter() - began)
    assert min(times["many"]) < 4 * min(times["few"]) + 0.004


# --- in the window ---------------------------------------------------------------------


@pytest.fixture
def window(qtbot):
    return trained(qtbot, updates=30)


def test_that_the_handle_leads_back_and_running_branches(qtbot, window):
    strip, newest = window.history.strip, window.session.state.update
    qtbot.mouseClick(strip.curve, LEFT, pos=point(strip.curve, 9))
    assert window.session.state.update == 9
    assert strip.place.text() == f"viewing update 9 of {newest}"
    assert window.canvas.unrolled.scene.trace.origin.update == 9
    qtbot.keyClick(window, KEY.Key_F5)
    until(qtbot, lambda: window.session.state.update > 12)
    qtbot.keyClick(window, KEY.Key_F6)
    until(qtbot, lambda: window.session.state.activity == "paused")
    assert strip.branches.isVisible()
    assert strip.branches.currentText().startswith("branch 2")
    strip.branches.setFocus()
    qtbot.keyClick(strip.branches, KEY.Key_Up)
    until(qtbot, lambda: window.session.state.branch == 1)
    until(qtbot, lambda: window.session.state.activity == "paused")
    assert window.session.state.newest == newest


def test_that_it_plays_back_over_updates_and_stops_at_the_start(qtbot, window):
    window.session.walk.set_granularity(Granularity.UPDATE)
    window.session.walk.go_to_update(4)
    window.history.strip.speed.setValue(30)
    qtbot.keyClick(window, KEY.Key_Space, KEYS.ControlModifier | KEYS.ShiftModifier)
    assert window.history.playing.way == -1
    until(qtbot, lambda: window.history.playing.way == 0)
    assert window.session.state.update == 0


def test_that_it_plays_on_until_it_is_stopped(qtbot, window):
    window.session.walk.set_granularity(Granularity.QUANTITY)
    window.history.strip.speed.setValue(30)
    qtbot.mouseClick(window.history.strip.on, LEFT)
    until(qtbot, lambda: (window.session.state.scene.marks.tick or 0) >= 3)
    qtbot.mouseClick(window.history.strip.on, LEFT)
    tick = window.session.state.scene.marks.tick
    qtbot.wait(120)
    assert window.session.state.scene.marks.tick == tick
    assert "forward" in window.history.strip.operation.text()


def test_that_f9_stops_training_at_the_operation_in_sight(qtbot, window):
    window.session.walk.set_granularity(Granularity.TIME_STEP)
    for _ in range(3):
        qtbot.keyClick(window, KEY.Key_F10)
    tick = window.session.state.scene.marks.tick
    qtbot.keyClick(window, KEY.Key_F9)
    update = window.session.state.update
    qtbot.keyClick(window, KEY.Key_F5)
    until(qtbot, lambda: window.session.state.activity == "paused")
    assert (window.session.state.update, window.session.state.scene.marks.tick) == (
        update + 1,
        tick,
    )


def test_that_the_arrows_up_and_down_lead_to_other_units(qtbot, window):
    unit = window.session.state.scene.marks.picked.unit
    qtbot.keyClick(window, KEY.Key_Down)
    qtbot.keyClick(window, KEY.Key_Down)
    assert window.session.state.scene.marks.picked.unit == unit + 2
    qtbot.keyClick(window, KEY.Key_Up)
    assert window.session.state.scene.marks.picked.unit == unit + 1


def test_that_a_key_held_down_asks_for_no_more_than_is_drawn(qtbot, window):
    drawn = []
    paint = window.canvas.unrolled.paint_on_screen
    window.canvas.unrolled.paint_on_screen = lambda *a: (drawn.append(1), paint(*a))
    window.session.walk.set_granularity(Granularity.QUANTITY)
    window.session.walk.go_to_tick(0)
    qtbot.wait(50)
    drawn.clear()
    began = window.session.state.scene.marks.tick
    # Fifty repeats in one go, as they wait in the queue where a frame took too long.
    for _ in range(50):
        QTest.simulateEvent(window, True, KEY.Key_F10, KEYS.NoModifier, "", True)
    qtbot.wait(50)
    assert 1 <= window.session.state.scene.marks.tick - began <= len(drawn) <= 3
