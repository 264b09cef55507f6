"""The main window: running, stepping and looking, by the keys, the buttons and the mouse."""

import re

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.trace.derived import state_gradient_norms, step_contributions
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity, Phase, ticks
from tests.gui.tracks_shown import middle
from tests.gui.windows import (
    LEFT,
    opened,
    pause,
    point_at,
    seen_views,
    trained,
    turn_wheel,
    until,
    until_update,
)

KEY, KEYS = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(qtbot):
    return opened(qtbot)


def press(qtbot, window, key, keys=KEYS.NoModifier):
    qtbot.keyClick(window, key, keys)


def position(window):
    return window.transport.status.text()


def foot(window):
    return window.status.readout.text()


# Running.


def test_that_f5_trains_and_f6_pauses(qtbot, window):
    press(qtbot, window, KEY.Key_F5)
    assert window.session.state.activity == "running"
    for update in (1, 20):
        until_update(qtbot, window, update)
        until(qtbot, lambda least=update: len(window.loss.scene.history) >= least)
    # The canvas with every frame, the views beside it in turns.
    until(qtbot, lambda: all(v.scene.trace.origin.update >= 10 for v in window.views))
    press(qtbot, window, KEY.Key_F6)
    until(qtbot, lambda: window.session.state.activity == "paused")
    made = window.session.state.update
    qtbot.wait(60)
    assert window.session.state.update == made
    assert all(view.scene is window.session.state.scene for view in window.views)
    assert position(window).startswith(f"update {made}  ·  t = 8 of 12")


def test_that_the_buttons_run_and_pause(qtbot, window):
    qtbot.mouseClick(window.transport.buttons["run"], LEFT)
    until_update(qtbot, window, 2)
    qtbot.mouseClick(window.transport.buttons["pause"], LEFT)
    until(qtbot, lambda: window.session.state.activity == "paused")


def test_that_space_runs_and_pauses(qtbot, window):
    for activity in ("running", "paused", "running", "paused"):
        press(qtbot, window, KEY.Key_Space)
        until(qtbot, lambda activity=activity: window.session.state.activity == activity)


def test_that_the_speed_is_measured_and_kept_to(qtbot, window):
    window.session.set_pace(20.0)
    press(qtbot, window, KEY.Key_F5)
    until(qtbot, lambda: "updates/s" in window.status.figures.text())
    assert 0 < window.session.state.rate_per_second < 25
    pause(qtbot, window)
    assert window.status.figures.text().startswith("paused")


def test_that_the_same_sequence_is_shown_unless_another_is_wanted(qtbot, window):
    first = window.session.state.scene.trace.labels.inputs
    press(qtbot, window, KEY.Key_F5)
    until_update(qtbot, window, 20)
    assert window.session.state.scene.trace.labels.inputs == first
    qtbot.mouseClick(window.temperature.sample.button("batch"), LEFT)
    until(qtbot, lambda: window.session.state.scene.trace.origin.sample == "batch")
    until(qtbot, lambda: window.session.state.scene.trace.labels.inputs != first)


# Stepping.


def test_that_f10_steps_on_and_shift_f10_back(qtbot, window):
    order = ticks(window.session.state.scene.trace)
    assert position(window).endswith("t = 8 of 12")
    marks = []
    for step in range(1, 4):
        press(qtbot, window, KEY.Key_F10)
        marks.append(window.session.state.scene.marks)
        assert order[marks[-1].tick].time == step - 1
        assert position(window).endswith(f"t = {step} of 12  ·  forward")
        assert all(view.scene.marks == marks[-1] for view in window.views)
    press(qtbot, window, KEY.Key_F10, KEYS.ShiftModifier)
    assert window.session.state.scene.marks == marks[1]


def test_that_the_step_buttons_do_the_same(qtbot, window):
    buttons = window.transport.buttons
    qtbot.mouseClick(buttons["step"], LEFT)
    qtbot.mouseClick(buttons["step"], LEFT)
    assert position(window).endswith("t = 2 of 12  ·  forward")
    qtbot.mouseClick(buttons["step-back"], LEFT)
    assert position(window).endswith("t = 1 of 12  ·  forward")


def test_that_home_and_end_lead_to_the_first_and_last_operation(qtbot, window):
    order = ticks(window.session.state.scene.trace)
    press(qtbot, window, KEY.Key_End)
    assert window.session.state.scene.marks.tick == len(order) - 1
    assert position(window).endswith("t = 1 of 12  ·  update")
    press(qtbot, window, KEY.Key_Home)
    assert window.session.state.scene.marks.tick == 0
    assert position(window).endswith("t = 1 of 12  ·  forward")


def test_that_f11_makes_steps_finer_and_shift_f11_coarser(qtbot, window):
    for _ in range(2):
        press(qtbot, window, KEY.Key_F11)
        assert window.session.state.granularity is Granularity.QUANTITY
    press(qtbot, window, KEY.Key_F10)
    press(qtbot, window, KEY.Key_F10)
    assert window.session.state.scene.marks.tick == 1
    for granularity in list(Granularity)[1:]:
        press(qtbot, window, KEY.Key_F11, KEYS.ShiftModifier)
        assert window.session.state.granularity is granularity
        assert window.transport.granularity.value() is granularity


def test_that_a_step_of_a_sequence_ends_each_pass(qtbot, window):
    order = ticks(window.session.state.scene.trace)
    qtbot.mouseClick(window.transport.granularity.button(Granularity.SEQUENCE), LEFT)
    press(qtbot, window, KEY.Key_F10)
    tick = window.session.state.scene.marks.tick
    assert order[tick].phase is Phase.FORWARD
    assert order[tick + 1].phase is Phase.BACKWARD


def test_that_a_step_of_an_update_learns(qtbot, window):
    qtbot.mouseClick(window.transport.granularity.button(Granularity.UPDATE), LEFT)
    press(qtbot, window, KEY.Key_F10)
    press(qtbot, window, KEY.Key_F10)
    assert position(window) == "update 2  ·  t = 8 of 12"
    assert len(window.loss.scene.history) == 2


def test_that_the_arrows_walk_in_time(qtbot, window):
    press(qtbot, window, KEY.Key_Right)
    assert position(window).endswith("t = 9 of 12")
    for _ in range(3):
        press(qtbot, window, KEY.Key_Left)
    assert position(window).endswith("t = 6 of 12")
    assert window.inspector.scene.marks.picked.time == 5
    for _ in range(20):
        press(qtbot, window, KEY.Key_Right)
    assert position(window).endswith("t = 12 of 12")


def test_that_sight_follows_a_step_that_leads_out_of_it(qtbot, window):
    axis = window.canvas.axis
    axis.zoom(0.3, 9.5)
    press(qtbot, window, KEY.Key_F10)
    assert axis.first == 0
    assert axis.last == pytest.approx(12 * 0.3)
    for _ in range(5):
        press(qtbot, window, KEY.Key_F10)
    assert axis.last == pytest.approx(6)
    press(qtbot, window, KEY.Key_0, KEYS.ControlModifier)
    assert (axis.first, axis.last) == (0, 12)


def test_that_nothing_can_be_stepped_while_training_runs(qtbot, window):
    press(qtbot, window, KEY.Key_F5)
    assert not window.commands["step"].isEnabled()
    press(qtbot, window, KEY.Key_F10)
    press(qtbot, window, KEY.Key_Home)
    assert window.session.state.scene.marks.tick is None
    pause(qtbot, window)
    assert window.commands["step"].isEnabled()


# Looking.


def test_that_ctrl_t_changes_the_look_of_everything(qtbot, window):
    for look in (DARK, LIGHT):
        press(qtbot, window, KEY.Key_T, KEYS.ControlModifier)
        assert all(view.look is look for view in window.views)
        shown = window.grab().toImage()
        for view in seen_views(window):
            corner = view.mapTo(window, QPoint(12, 4))
            assert shown.pixelColor(corner) == look.card, view.title
        assert shown.pixelColor(window.run_settings.mapTo(window, QPoint(6, 3))) == look.card


def test_that_the_wheel_zooms_all_tracks_at_once(qtbot, window):
    canvas = window.canvas
    axis, unrolled, tracks = canvas.axis, canvas.unrolled, canvas.tracks
    turn_wheel(unrolled, unrolled.width() / 2, 60, 3)
    assert axis.last - axis.first == pytest.approx(12 * 0.8**3)
    # The columns of both stand one above the other.
    for time in axis.visible():
        x = [
            view.mapTo(window, QPointF(view.axis.x(time, QRectF(view.rect())), 0)).x()
            for view in (unrolled, tracks)
        ]
        assert x[0] == pytest.approx(x[1])
    press(qtbot, window, KEY.Key_0, KEYS.ControlModifier)
    assert (axis.first, axis.last) == (0, 12)


def test_that_columns_stay_in_line_beside_a_scroll_bar(qtbot, window):
    window.resize(1280, 640)
    bar = window.canvas._scroll.verticalScrollBar()
    until(qtbot, lambda: bar.isVisible())
    QApplication.processEvents()
    views = window.canvas.unrolled, window.canvas.tracks
    edges = {view.mapTo(window, QPoint(view.width(), 0)).x() for view in views}
    assert len(edges) == 1


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_a_clicked_unit_is_inspected(qtbot, cell):
    window = trained(qtbot, cell=cell)
    tracks, trace = window.canvas.tracks, window.session.state.scene.trace
    for quantity in tracks.shown:
        qtbot.mouseClick(tracks, LEFT, pos=middle(tracks, 4, "layer1", quantity, 2))
        assert window.inspector.scene.marks.picked == Spot(4, "layer1", quantity, 2)
        value = trace.lanes[0].values["h"][4, 2]
        told = window.inspector.accessibleDescription()
        assert "t = 5, unit 3" in told
        assert f"hidden state {value:.3f}".replace("-", "−") in told.replace("-", "−")


def test_that_pointing_shows_the_recorded_value(qtbot):
    window = trained(qtbot)
    tracks, lane = window.canvas.tracks, window.session.state.scene.trace.lanes[0]
    for quantity, time, unit in (("f", 0, 0), ("c", 6, 3), ("h", 11, 7)):
        point_at(qtbot, tracks, middle(tracks, time, "layer1", quantity, unit))
        assert pointed(window) == Spot(time, "layer1", quantity, unit)
        value = f"{lane.values[quantity][time, unit]:.4f}".replace("-", "−")
        assert foot(window).startswith(f"t = {time + 1}  ·  ")
        assert foot(window).endswith(f", unit {unit + 1}, layer 1 = {value}")
        assert all(view.scene.marks.time == time for view in window.views)
    QApplication.sendEvent(tracks, QEvent(QEvent.Type.Leave))
    assert foot(window) == ""


def pointed(window):
    return window.session.state.scene.marks.pointed


def test_that_the_value_pointed_at_is_refreshed_while_training_goes_on(qtbot, window):
    tracks = window.canvas.tracks
    point_at(qtbot, tracks, middle(tracks, 5, "layer1", "c", 1))
    until(qtbot, lambda: foot(window) != "")
    met = {foot(window)}
    press(qtbot, window, KEY.Key_F5)
    until(qtbot, lambda: met.add(foot(window)) or len(met) >= 5)
    pause(qtbot, window)
    value = window.session.state.scene.trace.lanes[0].values["c"][5, 1]
    assert foot(window).endswith(f"= {value:.4f}".replace("-", "−"))


@pytest.mark.parametrize(
    ("by_weights", "norms"), [(False, state_gradient_norms), (True, step_contributions)]
)
def test_that_the_gradient_pointed_at_is_the_one_that_is_drawn(qtbot, window, by_weights, norms):
    tracks, trace = window.canvas.tracks, window.session.state.scene.trace
    tracks.show_gradients_by(by_weights)
    point_at(qtbot, tracks, middle(tracks, 3, "layer1", "d_h"))
    until(qtbot, lambda: foot(window).startswith("t = 4"))
    assert foot(window).endswith(f"layer 1 = {norms(trace, trace.lanes[0])[3]:.4g}")
    assert ("∂E/∂W" if by_weights else "∂E/∂h") in foot(window)


def test_that_the_sentence_of_each_view_in_sight_follows_the_step(qtbot, window, monkeypatch):
    hidden = [view for view in window.views if not view.isVisible()]
    assert hidden
    for view in hidden:  # What nobody sees or hears is not worked out.
        monkeypatch.setattr(view, "sentence", lambda _, key=view.key: pytest.fail(key))
    canvas = window.canvas
    for view in (canvas.unrolled, canvas.tracks, window.inspector):
        before = view.accessibleDescription()
        press(qtbot, window, KEY.Key_F10)
        assert re.search("[Tt]ime step |t = ", view.accessibleDescription())
        assert view.accessibleDescription() != before


def test_that_a_view_that_comes_into_sight_says_where_one_stands(qtbot, window):
    for _ in range(3):
        press(qtbot, window, KEY.Key_F10)
    press(qtbot, window, KEY.Key_2, KEYS.ControlModifier)
    cell = window.canvas.depths.cell
    assert cell.accessibleDescription() == cell.sentence(window.session.state.scene)
    assert re.search("[Tt]ime step 3|t = 3", cell.accessibleDescription())
