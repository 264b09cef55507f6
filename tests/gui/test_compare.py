"""Compared networks in the window: one axis of time, one scale, one pick for all."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from rnnviz.gui.compare_dialog import CompareDialog
from rnnviz.gui.theme import DARK
from rnnviz.gui.views.compare import Compare
from rnnviz.gui.views.compare_layout import MAP_KEY
from rnnviz.gui.views.compare_map import ground
from rnnviz.gui.views.compare_table import row_of, titles
from rnnviz.gui.views.heat_track import HeatTrack
from rnnviz.gui.views.log_range import floor_color
from rnnviz.session.comparing import runs_of
from rnnviz.session.others import Others
from rnnviz.session.presets import PRESETS
from rnnviz.session.scenes import first_scene
from rnnviz.session.setting_fields import changed
from rnnviz.session.starting_settings import settings_for
from rnnviz.trace.members import members, reach
from rnnviz.trace.scene import Marks, Score, Spot
from tests.gui.scenes import scene
from tests.gui.windows import LEFT, opened, pause, until, until_update

SMALL = {"hidden": 6, "batch": 4, "length": 8}
CELLS = ("elman", "lstm", "gru")


def compared(updates=3, apart=tuple({"cell": cell} for cell in CELLS), key="delayed-recall"):
    """A scene of networks that have learnt a little, somebody looking at their gradients."""
    base = settings_for(key, SMALL)
    first, *rest = runs_of([changed(base, each) for each in apart])
    others = Others(rest)
    others.is_watched = True
    for _ in range(updates):
        others.advance(first, first.advance)
    return first_scene(first, others)


def shown(qtbot, given, width=1000, height=900):
    view = Compare()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(given)
    with qtbot.waitExposed(view):
        view.show()
    return view


def layout_of(view):
    return view._layout(QRectF(view.rect()))


def middle(area, x=None):
    return QPoint(round(area.center().x() if x is None else x), round(area.center().y()))


def place(view, number, key):
    return next(p for p in layout_of(view).groups[number].places if p.quantity == key)


@pytest.fixture
def window(qtbot):
    """A window that compares three small networks."""
    made = opened(qtbot, scenario="delayed-recall", **SMALL)
    base = made.session.state.settings
    made.session.comparing.begin([changed(base, {"cell": cell}) for cell in CELLS])
    return made


# --- the picture -----------------------------------------------------------------------------


def test_that_each_network_has_its_own_tracks(qtbot):
    view = shown(qtbot, compared())
    keys = [[p.quantity for p in group.places] for group in layout_of(view).groups]
    assert keys[0] == ["h", "d_h", MAP_KEY]
    assert keys[1] == ["h", "f", "i", "o", "d_h", MAP_KEY]
    assert keys[2] == ["h", "z", "r", "d_h", MAP_KEY]


def test_that_the_caption_keeps_step_while_the_networks_learn(qtbot, monkeypatch):
    view, painted = shown(qtbot, compared()), []
    monkeypatch.setattr(view, "update", painted.append)
    for turn in range(view.parts):
        view.draw_part(view.scene, turn)
    assert len(painted) == 4
    assert painted[0].contains(QPoint(view.width() // 2, 8))


def test_that_maps_mark_what_lies_outside_of_their_scale(qtbot):
    view = shown(qtbot, compared())
    track, area = view.tracks[0, MAP_KEY], place(view, 0, MAP_KEY).area
    norms = np.array([[0.0, 1e-20, 1e-20, 0.5, 0.5, 1e9, 1e9, 1e9, 1e9]])
    track.rows, track._drawn = replace(track.rows, values=norms), None
    image = view.grab().toImage()

    def colors(time):
        x = round(view.axis.x(time + 0.3, QRectF(view.rect())))
        around = [(dx, dy) for dx in range(-4, 5) for dy in range(-4, 5)]
        center = round(area.center().y())
        return {image.pixel(x + dx, center + dy) for dx, dy in around}

    nothing, below, inside, beyond = (colors(time) for time in (0, 2, 4, 8))
    assert nothing == {ground(view.look).rgb()}
    assert floor_color(view.look).rgb() in below
    assert len(inside) == 1
    assert view.look.error.rgb() in beyond
    assert min(len(below), len(beyond)) > 1, "hatched: not told by the colour alone"


def test_that_all_states_have_one_scale_and_all_gradients_another(qtbot):
    apart = ({"activation": "relu"}, {"activation": "tanh"})
    given = compared(apart=tuple({"cell": "elman", **each} for each in apart))
    view = shown(qtbot, given)
    states = [view.tracks[n, "h"] for n in range(2)]
    assert all(isinstance(track, HeatTrack) for track in states)
    assert states[0].limits == states[1].limits
    greatest = max(float(np.abs(track.values).max()) for track in states)
    assert states[0].limits[1] >= greatest
    scales = {id(view.tracks[n, key].scale) for n in range(2) for key in ("d_h", MAP_KEY)}
    assert len(scales) == 1


def test_that_one_that_has_exploded_does_not_decide_the_scale(qtbot):
    given = compared(apart=({"cell": "elman"}, {"cell": "gru"}))
    usual = shown(qtbot, given).tracks.states.bound
    first, second = given.comparison.members
    lane = second.trace.lanes[0]
    huge = replace(lane, values={**lane.values, "h": lane.values["h"] * 1e9})
    exploded = replace(second, trace=replace(second.trace, lanes=(huge,)), stopped="Inf in h")
    other = replace(given, comparison=replace(given.comparison, members=(first, exploded)))
    assert shown(qtbot, other).tracks.states.bound == usual


def test_that_the_table_says_what_each_has_learnt_and_how_far_its_gradient_reaches():
    given = compared()
    everyone, _ = members(given)
    assert titles(everyone)[0] == "accuracy"
    for member in everyone:
        row = row_of(member, given.marks)
        assert row.name == member.name
        assert row.texts[2] == f"{member.parameters:,}"
        found = reach(member, given.marks)
        norms = member.gradient.lanes["layer1"].states["h"][-1][::-1]
        slope = np.polyfit(np.arange(len(norms)), np.log(norms), 1)[0]
        assert found.decay.rate == pytest.approx(np.exp(slope))
        assert found.decay.reach == pytest.approx(np.log(0.01) / slope)


@pytest.mark.parametrize("width", [420, 700, 1000, 2000])
def test_that_nothing_overlaps_at_any_width(qtbot, width):
    view = shown(qtbot, compared(), width)
    layout = layout_of(view)
    areas = [layout.curves, layout.table]
    areas += [part for g in layout.groups for part in (g.heading, *(p.area for p in g.places))]
    for number, one in enumerate(areas):
        for other in areas[number + 1 :]:
            assert one.intersected(other).isEmpty(), (one, other)
    assert layout.steps.bottom() <= view._wanted(width) + 900


def test_that_it_looks_otherwise_in_the_dark_and_paints_at_any_height(qtbot):
    view = shown(qtbot, compared(), 900, 300)
    light = view.grab().toImage()
    view.set_look(DARK)
    assert view.grab().toImage() != light


def test_that_one_network_alone_says_how_to_compare(qtbot):
    view = shown(qtbot, scene())
    assert len(layout_of(view).groups) == 1
    assert "Compare" in view._caption(members(view.scene)[0])
    assert not view.grab().toImage().isNull()


@pytest.mark.parametrize(
    ("settings", "said"), [({"layers": 2}, "top layers"), ({"direction": "both"}, "forward")]
)
def test_that_it_is_said_which_lanes_are_shown(qtbot, settings, said):
    base = settings_for("named-entities", {**SMALL, "direction": "forward", **settings})
    first, *rest = runs_of([changed(base, {"cell": cell}) for cell in ("gru", "lstm")])
    given = first_scene(first, Others(rest))
    assert said in shown(qtbot, given)._caption(members(given)[0])
    assert said not in shown(qtbot, compared())._caption(members(compared())[0])


def test_that_a_sentence_tells_all(qtbot):
    given = compared()
    said = shown(qtbot, given).sentence(given)
    for name in ("RNN", "LSTM", "GRU", "after 3 updates", "a step"):
        assert name in said


# --- pointing, picking, zooming ----------------------------------------------------------------


def test_that_a_step_is_picked_for_all_wherever_it_is_clicked(qtbot):
    view = shown(qtbot, compared())
    for number in range(3):
        area = place(view, number, "h").area
        x = view.axis.x(4.5, QRectF(view.rect()))
        with qtbot.waitSignal(view.picked) as heard:
            qtbot.mouseClick(view, LEFT, pos=middle(area, x))
        spot = heard.args[0]
        assert spot.time == 4
        # Of the network shown the unit too; a unit of another one is none of its.
        assert (spot.lane, spot.quantity) == ("layer1", "h")
        assert (spot.unit == 0) == (number > 0)


def test_that_the_picked_step_is_marked_in_all(qtbot):
    given = replace(compared(), marks=Marks(Spot(5)))
    view = shown(qtbot, given)
    image, accent = view.grab().toImage(), view.look.accent.rgb()
    x = round(view.axis.x(5.5, QRectF(view.rect())))
    for group in layout_of(view).groups:
        area = group.tracks.toRect()
        column = [
            image.pixel(at, y)
            for at in range(x - 1, x + 2)
            for y in range(area.top(), area.bottom())
        ]
        assert accent in column


def test_that_zooming_moves_all_views_of_the_window(qtbot, window):
    assert window.comparison.view.axis is window.canvas.axis is window.canvas.tracks.axis
    window.canvas.axis.zoom(0.5, 4.0)
    assert window.comparison.view.zoomed


def test_that_a_click_on_a_heading_or_a_row_wants_that_network(qtbot):
    view = shown(qtbot, compared())
    layout = layout_of(view)
    for area, number in ((layout.groups[1].heading, 1), (layout.row(2), 2)):
        with qtbot.waitSignal(view.member_wanted) as heard:
            qtbot.mouseClick(view, LEFT, pos=middle(area))
        assert heard.args == [number]


def test_that_the_tip_tells_the_number_under_the_pointer(qtbot):
    given = compared()
    view = shown(qtbot, given)
    x = view.axis.x(3.5, QRectF(view.rect()))
    area = place(view, 1, "f").area
    said = view.tip(x, area.top() + 1)
    assert said.startswith("LSTM, forget gate, unit 1, time step 4: ")
    value = given.comparison.members[1].trace.lanes[0].values["f"][3, 0]
    assert said.endswith(f"{value:.3g}")
    said = view.tip(x, place(view, 0, MAP_KEY).area.center().y())
    assert said.startswith("RNN, the loss of step 9 at time step 4: ")


@pytest.mark.parametrize(
    ("is_better", "wanted"),
    [(True, "✓ better than the baseline, 25%"), (False, "✗ not better than the baseline, 25%")],
)
def test_that_the_tip_of_a_row_says_what_its_mark_means(qtbot, is_better, wanted):
    given = compared()
    first, *rest = given.comparison.members
    score = Score("accuracy", "25%", "a guess", "26%", 3, is_better)
    measured = replace(given.comparison, members=(replace(first, score=score), *rest))
    view = shown(qtbot, replace(given, comparison=measured))
    row = layout_of(view).row(0).center()
    said = view.tip(row.x(), row.y())
    assert said == f"{wanted}\nClick to show {first.name} in all views"


# --- the window ----------------------------------------------------------------------------------


def test_that_a_comparison_stands_in_the_place_of_the_canvas_until_it_ends(qtbot, window):
    assert window.comparison.room.isVisible()
    assert not window.canvas.isVisible()
    window.commands["compare-end"].trigger()
    assert window.canvas.isVisible()
    assert window.session.state.scene.comparison is None


def test_that_keys_lead_to_the_network_and_back(qtbot, window):
    window.commands["depth-cell"].trigger()
    assert window.canvas.isVisible()
    window.commands["compare-view"].trigger()
    assert window.comparison.is_seen


def test_that_all_learn_in_the_window_with_maps_that_follow(qtbot, window):
    window.session.start()
    until_update(qtbot, window, 20)
    pause(qtbot, window)
    everyone, _ = members(window.session.state.scene)
    assert len({m.trace.origin.update for m in everyone}) == 1
    assert all(m.gradient is not None for m in everyone)


def test_that_maps_are_made_only_while_they_are_seen(qtbot, window):
    window.comparison.put_away()
    window.session.start()
    until_update(qtbot, window, 5)
    pause(qtbot, window)
    kept = [m.gradient.update for m in members(window.session.state.scene)[0]]
    assert kept == [0, 0, 0]
    window.comparison.bring_forward()
    now = [m.gradient.update for m in members(window.session.state.scene)[0]]
    assert now == [window.session.state.update] * 3


def test_that_the_bar_shows_another_network_and_takes_it_away(qtbot, window):
    bar = window.comparison.bar
    qtbot.mouseClick(bar.choice.button(1), LEFT)
    assert window.session.state.settings.cell == "lstm"
    assert window.run_settings.rows["cell"].value == "lstm"
    qtbot.mouseClick(bar.remove, LEFT)
    assert [m.name for m in members(window.session.state.scene)[0]] == ["RNN", "GRU"]
    qtbot.mouseClick(bar.end, LEFT)
    assert not bar.end.isVisible()


def test_that_long_names_leave_room_for_each_other(qtbot, window):
    present = window.session.state.settings
    apart = [{"init": "normal", "init_scale": 0.5, "rate": 0.1 * n, "clip": n} for n in (1, 2, 3)]
    window.session.comparing.begin([present, *(changed(present, each) for each in apart)])
    window.resize(1100, 700)
    bar = window.comparison.bar
    assert bar.sizeHint().width() <= 590
    assert bar.choice.button(1).text().endswith("…")
    assert "normal · scale 0.5 · rate 0.1 · at 1" in bar.choice.button(1).toolTip()


def test_that_every_network_takes_its_turn_while_they_learn(qtbot, window):
    view = window.comparison.view
    asked = []
    view.update = lambda area: asked.append(area)
    for _ in range(4):
        window.comparison.draw_learning(window.session.state.scene, 1)
    layout = layout_of(view)
    parts = [layout.head, *(group.area for group in layout.groups)]
    for part in parts:
        seen = part.toRect().intersected(view._seen())
        assert any(area.intersects(seen) for area in asked) or seen.isEmpty()


# --- choosing ------------------------------------------------------------------------------------


def dialog_of(window):
    window.commands["compare"].trigger()
    return window.findChild(CompareDialog)


def test_that_the_dialog_offers_every_preset_and_begins_one(qtbot, window):
    dialog = dialog_of(window)
    assert dialog.presets.count() == len(PRESETS)
    dialog.presets.setCurrentRow(4)
    qtbot.mouseClick(dialog.begin, LEFT)
    until(qtbot, lambda: len(members(window.session.state.scene)[0]) == 2)
    names = [m.name for m in members(window.session.state.scene)[0]]
    assert names == ["forget bias 0", "forget bias 1"]


def test_that_enter_begins_once(qtbot, window):
    dialog = dialog_of(window)
    begun = []
    dialog.preset_chosen.connect(begun.append)
    dialog.presets.setFocus()
    qtbot.keyClick(dialog.presets, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.presets, Qt.Key.Key_Return)
    until(qtbot, lambda: len(members(window.session.state.scene)[0]) == 2)
    assert begun == [PRESETS[1]]


def test_that_the_present_network_is_compared_with_one_that_differs(qtbot, window):
    window.session.comparing.end()
    dialog = dialog_of(window)
    assert not dialog.add.isEnabled()
    dialog.rows["cell"].changed.emit("cell", "gru")
    assert dialog.rows["reset"].isVisibleTo(dialog)
    assert not dialog.rows["activation"].isVisibleTo(dialog)
    assert "RNN, GRU" in dialog.verdict.text()
    qtbot.mouseClick(dialog.add, LEFT)
    assert [m.name for m in members(window.session.state.scene)[0]] == ["RNN", "GRU"]


def test_that_a_fifth_network_is_not_offered(qtbot, window):
    window.session.comparing.add({"hidden": 3})
    assert len(members(window.session.state.scene)[0]) == 4
    dialog = dialog_of(window)
    dialog.rows["hidden"].changed.emit("hidden", 2)
    assert not dialog.add.isEnabled()
    dialog.close()
