"""The view of saturation: the shares where they belong, by time and by update, in words too."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF

from rnnviz.gui.theme import LIGHT, load_fonts
from rnnviz.gui.views.saturation import MODES, SaturationView
from rnnviz.gui.views.saturation_layout import STEPS, UPDATES
from rnnviz.gui.views.saturation_rows import line_of
from rnnviz.gui.views.saturation_words import percent
from rnnviz.gui.views.time_axis import LEFT_GUTTER
from rnnviz.gui.views.update_axis import UpdateAxis
from rnnviz.trace.saturation import saturations
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.summary import Saturated, Summary
from tests.gui.scenes import scene
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, opened, pause, until, until_update

SIZE = 700, 560
SHAPES = {
    "lstm": {},
    "relu": {"cell": "elman", "activation": "relu"},
    "both": {"scenario": "named-entities", "direction": "both", "length": 1},
    "attention": {"scenario": "translation", "attention": True},
}


@pytest.fixture(autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture
def view(qtbot):
    made = SaturationView()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    return made


def with_shares(made: Scene, symbol: str, low: float, high: float) -> Scene:
    """A scene in which these shares of a gate of the first lane are saturated at every step."""
    lane = made.trace.lanes[0]
    values = lane.values[symbol].copy()
    units = values.shape[1]
    values[:] = 0.5
    values[:, : round(low * units)] = 0.01
    values[:, units - round(high * units) :] = 0.99
    changed = dataclasses.replace(lane, values={**lane.values, symbol: values})
    trace = dataclasses.replace(made.trace, lanes=(changed, *made.trace.lanes[1:]))
    return dataclasses.replace(made, trace=trace)


def painted(view: SaturationView, scene: Scene):
    view.draw(scene)
    return pixels(view.grab().toImage())


def row_of(view: SaturationView, symbol: str, block: str = STEPS) -> QRectF:
    place = view._arrange(QRectF(view.rect()), view.scene)
    return next(
        row.area for row in place.rows if row.block == block and row.saturation.symbol == symbol
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("height", [200, 480, 900])
def test_that_no_row_lies_on_another(view, shape, height):
    view.draw(scene(**SHAPES[shape]))
    place = view._arrange(QRectF(0, 0, 500, height), view.scene)
    areas = [row.area for row in place.rows] + [area for _, _, area in place.headings]
    areas += place.axes.values()
    for number, one in enumerate(areas):
        for other in areas[number + 1 :]:
            assert one.intersected(other).height() <= 3
    if height >= view.wanted_height():
        assert len({row.saturation.key for row in place.rows}) == len(saturations(view.scene.trace))
        assert max(area.bottom() for area in areas) <= height


def test_that_a_row_is_filled_from_both_ends(view):
    met = painted(view, with_shares(scene(), "f", 0.25, 0.5))
    area = row_of(view, "f")
    column = round(view.axis.x(1.5, QRectF(view.rect())))
    colors = met[int(area.top()) + 1 : int(area.bottom()) - 1, column]
    high, low = (colors == LIGHT.warm.rgb()), (colors == LIGHT.accent.rgb())
    assert high.mean() == pytest.approx(0.5, abs=0.06)
    assert low.mean() == pytest.approx(0.25, abs=0.06)
    assert high[0]
    assert low[-1]


def test_that_the_sentence_and_the_tip_tell_the_shares(view):
    made = with_shares(scene(), "f", 0.25, 0.5)
    view.draw(made)
    wanted = "forget gate: 25 % of the units below 0.05, 50 % above 0.95"
    assert wanted in view.sentence(made)
    x = view.axis.x(3.5, QRectF(view.rect()))
    assert view.tip(x, row_of(view, "f").center().y()) == f"t = 4: {wanted}"
    assert view.tip(20, 5) == ""


def test_that_updates_are_told_of_too(view):
    each = saturations(scene().trace)[0]
    summaries = tuple(
        Summary(update, {each.key: Saturated(share, 0.0, None)}, {})
        for update, share in ((0, 0.0), (5, 0.4))
    )
    made = dataclasses.replace(scene(), summaries=summaries)
    view.draw(made)
    line = line_of(summaries, each)
    assert line.updates.tolist() == [0, 5]
    assert line.low.tolist() == [0.0, 0.4]
    tip = view.tip(SIZE[0] - 20, row_of(view, "f", UPDATES).center().y())
    assert tip.startswith("update 5: forget gate: 40 % of the units below 0.05")


def test_that_dead_units_are_told_of(view):
    made = scene(cell="elman", activation="relu")
    dead = saturations(made.trace)[0].dead
    summaries = (Summary(5, {("layer1", "h"): Saturated(0.5, 0.0, dead)}, {}),)
    view.draw(dataclasses.replace(made, summaries=summaries))
    tip = view.tip(SIZE[0] - 20, row_of(view, "h", UPDATES).center().y())
    assert (
        tip
        == f"update 5: hidden state: 50 % of the units at 0, {percent(dead)} dead: 0 at every step"
    )


def test_that_a_cell_in_which_nothing_saturates_says_so(view):
    made = scene(cell="elman", activation="identity")
    assert "nothing that could saturate" in view.sentence(made)
    assert len(np.unique(painted(view, made))) > 20


def test_that_what_the_debugger_has_not_reached_is_veiled(view):
    whole = painted(view, with_shares(scene(), "f", 0.25, 0.5))
    begun = painted(view, with_shares(scene(tick=0), "f", 0.25, 0.5))
    area = row_of(view, "f")
    y, x = int(area.top()) + 4, int(LEFT_GUTTER) + 200
    assert whole[y, x] == LIGHT.warm.rgb()
    assert begun[y, x] != LIGHT.warm.rgb()


@pytest.mark.parametrize("mode", ["time steps", "updates"])
def test_that_a_switch_chooses_what_is_shown(view, qtbot, mode):
    view.draw(scene())
    view.show()
    place = view._arrange(QRectF(view.rect()), view.scene)
    area = next(each.area for each in view._switches(place) if each.mode == mode)
    qtbot.mouseClick(view, LEFT, pos=area.center().toPoint())
    assert view.mode == mode
    shown = view._arrange(QRectF(view.rect()), view.scene)
    assert {row.block for row in shown.rows} == {*MODES[mode]}


def test_that_a_click_picks_a_step_of_a_gate(view, qtbot):
    view.draw(scene())
    view.show()
    x, y = view.axis.x(4.5, QRectF(view.rect())), row_of(view, "i").center().y()
    with qtbot.waitSignal(view.picked) as told:
        qtbot.mouseClick(view, LEFT, pos=QPoint(round(x), round(y)))
    assert told.args == [Spot(4, "layer1", "i")]


def test_that_a_lane_that_does_not_compute_cannot_be_picked(view):
    made = scene(**SHAPES["attention"])
    view.draw(dataclasses.replace(made, marks=Marks(Spot(0, "encoder1", "h", 0))))
    last = view.axis.x(made.trace.steps - 0.5, QRectF(view.rect()))
    y = row_of(view, saturations(made.trace)[0].symbol).center().y()
    assert view.spot(last, y, QRectF(view.rect())) is None


def test_that_updates_lie_between_the_ends_of_their_axis():
    axis = UpdateAxis(200, 100.0, 300.0)
    assert [axis.x(update) for update in (0, 100, 200)] == [100.0, 200.0, 300.0]
    assert axis.update_at(250.0) == 150.0
    assert axis.update_at(99.0) is None
    assert axis.nearest(np.array([0.0, 120.0, 200.0]), 230.0) == 1
    assert UpdateAxis(0, 100.0, 300.0).x(0) == 100.0


SAID = {0: "0 %", 0.004: "< 1 %", 0.5: "50 %", 0.999: "> 99 %", 1: "100 %"}


@pytest.mark.parametrize(("share", "text"), SAID.items())
def test_that_all_and_nothing_are_said_only_where_it_is_so(share, text):
    assert percent(share) == text


def test_that_the_record_grows_in_the_window_and_branches(qtbot):
    window = opened(qtbot)
    window.commands["saturation"].trigger()
    until(qtbot, lambda: not window.gradient.pages.saturation.visibleRegion().isEmpty())
    window.session.set_pace(100.0)
    window.session.start()
    until_update(qtbot, window, 6)
    pause(qtbot, window)
    session = window.session
    told = [each.update for each in session.state.scene.summaries]
    assert told[0] == 0
    assert told[-1] == session.state.update
    session.walk.go_to_update(3)
    session.walk.set_granularity(session.state.granularity)
    session.drive(until=4)
    until(qtbot, lambda: session.state.activity == "paused")
    assert session.state.branch == 2
    assert [each.update for each in session.state.scene.summaries][-2:] == [3, 4]
