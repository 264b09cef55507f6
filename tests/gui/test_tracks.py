"""The tracks: what stands where, and what the mouse does there."""

import gc
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QScrollArea

from rnnviz.gui.painting import color_of
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.track_gutter import scale_switch
from rnnviz.gui.views.track_layout import LEAST_BARS, LEAST_HEAT
from rnnviz.gui.views.tracks import Tracks
from rnnviz.trace.derived import state_gradient_norms
from rnnviz.trace.scene import Scene, Spot
from tests.gui.scenes import CELL_KEYS, scene
from tests.gui.tracks_shown import (
    SHOWN,
    WIDTH,
    middle,
    picture,
    place,
    places,
    shown,
    unmarked,
    with_values,
)


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_gates_and_states_of_every_cell_have_a_track(qtbot, cell):
    view = shown(qtbot, cell=cell, layers=2)
    lanes = [(lane, key) for lane in ("layer2", "layer1") for key in (*SHOWN[cell], "d_h")]
    met = [(p.lane, p.quantity) for p in places(view).places]
    assert met == [*lanes, ("", "E")]


def test_that_other_quantities_can_be_shown(qtbot):
    view = shown(qtbot, cell="gru")
    view.show_quantities(["h", "a_z"])
    assert view.shown == ("a_z", "h")
    assert place(view, "layer1", "a_z").bottom() < place(view, "layer1", "h").top()
    view.show_quantities(None)
    assert view.shown == SHOWN["gru"]


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("more", [0, 400])
def test_that_tracks_stand_below_each_other_and_are_high_enough(qtbot, layers, more):
    view = shown(qtbot, layers=layers)
    view.resize(WIDTH, view.wanted_height() + more)
    stack = places(view)
    tops = [p.area.top() for p in stack.places]
    bottoms = [p.area.bottom() for p in stack.places]
    assert all(bottom < top for bottom, top in zip(bottoms, tops[1:], strict=False))
    assert stack.steps.top() >= bottoms[-1]
    assert stack.steps.bottom() <= view.height()
    for each in stack.places:
        assert each.area.height() >= (LEAST_BARS if each.is_bars else LEAST_HEAT)
    heights = {p.area.height() for p in stack.places if not p.is_bars}
    assert max(heights) - min(heights) <= 1
    assert (more == 0) == (max(heights) <= LEAST_HEAT + 1)


def test_that_the_height_wanted_grows_with_the_layers_and_is_told(qtbot):
    area = QScrollArea()
    qtbot.addWidget(area)
    view = Tracks(TimeAxis())
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.resize(WIDTH, 520)
    area.show()
    heights = []
    for layers in (1, 3):
        view.draw(scene(layers=layers))
        heights.append(view.wanted_height())
        qtbot.waitUntil(lambda: view.height() >= view.wanted_height())
    assert heights[1] > 2 * heights[0]
    assert area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("size", [(40, 20), (150, 90), (400, 200)])
def test_that_too_small_an_area_is_no_error(qtbot, size):
    view = shown(qtbot)
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, *size))
    painter.end()


def test_that_nothing_is_made_for_what_is_scrolled_out_of_sight(qtbot):
    view = shown(qtbot, layers=2)
    view.draw(scene(updates=6, layers=2))
    view.grab(QRect(0, 0, WIDTH, 90))
    made = {p.lane for p in places(view).places if getattr(view.tracks[p], "_images", None)}
    assert made == {"layer2"}


@pytest.mark.parametrize(
    "spot",
    [
        Spot(0, "layer2", "f", 0),
        Spot(11, "layer1", "c", 7),
        Spot(4, "layer1", "h", 3),
        Spot(6, "layer2", "d_h"),
        Spot(5, "", "E"),
    ],
)
def test_that_a_click_picks_what_lies_there(qtbot, spot):
    view = shown(qtbot, layers=2)
    point = middle(view, spot.time, spot.lane, spot.quantity, spot.unit)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [spot]


def test_that_zoomed_in_a_click_still_picks_what_lies_there(qtbot):
    view = shown(qtbot)
    view.axis.zoom(0.4, 8)
    point = middle(view, 7, "layer1", "o", 2)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [Spot(7, "layer1", "o", 2)]


def test_that_zooming_keeps_squares_under_their_steps(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, given)
    view.axis.zoom(0.37, 5.3)
    image, f = picture(view), given.trace.lanes[0].values["f"]
    assert len(view.axis.visible()) < 7
    for time in (4, 5, 6):
        met = image.pixelColor(middle(view, time, "layer1", "f", 6))
        assert met == color_of(f[time, 6], 0, 1, view.look.gate)
    # Nothing beside the columns.
    y = middle(view, 5, "layer1", "f", 6).y()
    assert image.pixelColor(WIDTH - 10, y) == view.look.card


def test_that_gutter_and_title_are_no_spots(qtbot):
    view = shown(qtbot)
    area, y = QRectF(view.rect()), middle(view, 0, "layer1", "f", 3).y()
    assert view.spot(50, y, area) is None
    assert view.spot(300, 10, area) is None


def test_that_between_two_tracks_pointing_does_not_stop(qtbot):
    view = shown(qtbot)
    area = QRectF(view.rect())
    first, last = places(view).places[0].area, places(view).places[-1].area
    spots = [view.spot(300, y, area) for y in range(int(first.top()), int(last.bottom()))]
    assert {spot.time for spot in spots} == {view.axis.step_at(300, area)}


def test_that_inputs_below_can_be_pointed_at(qtbot):
    view = shown(qtbot)
    area, y = QRectF(view.rect()), places(view).steps.center().y()
    assert view.spot(300, y, area) == Spot(view.axis.step_at(300, area), "", "x")


def test_that_tips_tell_numbers_and_switches(qtbot):
    view = shown(qtbot)
    trace = view.scene.trace
    point = middle(view, 4, "layer1", "f", 2)
    value = trace.lanes[0].values["f"][4, 2]
    assert view.tip(*point.toTuple()) == f"forget gate, unit 3, time step 5: {value:.3g}"
    point = middle(view, 4, "", "E")
    assert view.tip(*point.toTuple()) == f"loss, time step 5: {trace.losses[4]:.3g} nats"
    button = scale_switch(place(view, "layer1", "c")).center()
    assert "Click to fix" in view.tip(button.x(), button.y())
    assert "8 units" in view.tip(20, place(view, "layer1", "o").top() + 5)


def test_that_a_sentence_says_what_is_seen(qtbot):
    given = scene()
    view = shown(qtbot, with_values(given, f=0.625))
    text = view.accessibleDescription()
    assert text.startswith("Inside the cell at time step 8 of 12: forget gate mean 0.62")
    norm = state_gradient_norms(given.trace, given.trace.lanes[0])[7]
    assert f"gradient norm {norm:.1e}" in text
    assert f"loss {given.trace.losses[7]:.2f} nats" in text


def test_that_a_picture_is_the_same_with_and_without_a_window(qtbot):
    view = shown(qtbot)
    alone = Tracks(TimeAxis())
    qtbot.addWidget(alone)
    alone.draw(view.scene)
    grabbed = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert picture(alone, view.height()).copy(20, 20, 700, 400) == grabbed.copy(20, 20, 700, 400)


@pytest.mark.slow
def test_that_a_thousand_redraws_leave_nothing_behind(qtbot):
    first, second = (scene(updates=n, cell="elman", hidden=4, length=5) for n in (2, 3))
    view = Tracks(TimeAxis())
    qtbot.addWidget(view)
    image = QImage(300, 400, QImage.Format.Format_RGB32)

    def redraw(times):
        for n in range(times):
            given: Scene = (first, second)[n % 2]
            view.draw(replace(given, trace=replace(given.trace)))
            painter = QPainter(image)
            view.paint(painter, QRectF(0, 0, 300, 400))
            painter.end()

    redraw(200)
    gc.collect()
    before = sys.getallocatedblocks()
    redraw(1000)
    gc.collect()
    # Less than one object a redraw: caches may still fill.
    assert sys.getallocatedblocks() - before < 900
