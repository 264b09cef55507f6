"""The heat maps of the tracks: their colours and their scales."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt

from rnnviz.gui.painting import color_of
from rnnviz.gui.theme import LOOKS
from rnnviz.gui.views.track_gutter import scale_switch
from rnnviz.gui.views.track_scale import DecadeScale, LinearScale, brief, nice, written
from tests.gui.scenes import CELL_KEYS, scene
from tests.gui.tracks_shown import (
    SHOWN,
    colors_in,
    column,
    middle,
    notes_of,
    picture,
    place,
    places,
    shown,
    unmarked,
    with_gradient,
    with_values,
)


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_that_every_square_has_the_colour_of_its_value(qtbot, cell, look):
    given = unmarked(scene(cell=cell))
    view = shown(qtbot, given)
    view.set_look(look)
    image, trace = picture(view), given.trace
    for key in SHOWN[cell]:
        track = view.tracks[places(view).find("layer1", key)]
        colors = look.gate if trace.quantity(key).family.value == "gate" else look.signed
        for time in (0, 5, 10):
            for unit in (0, 3, 7):
                met = image.pixelColor(middle(view, time, "layer1", key, unit))
                value = trace.lanes[0].values[key][time, unit]
                assert met == color_of(value, *track.limits, colors), (key, time, unit)


def test_that_another_look_changes_all_colours_at_once(qtbot):
    view = shown(qtbot)
    picture(view)
    for look in LOOKS.values():
        view.set_look(look)
        other = shown(qtbot)
        other.set_look(look)
        assert picture(view) == picture(other)


def test_that_gates_go_from_0_to_1_and_zero_has_the_middle_colour(qtbot):
    gate = np.zeros((12, 8))
    gate[:, 1] = 1.0
    view = shown(qtbot, with_values(unmarked(scene()), f=gate, h=0.0))
    image, look = picture(view), view.look
    assert image.pixel(middle(view, 2, "layer1", "f", 0)) == int(look.gate[0])
    assert image.pixel(middle(view, 2, "layer1", "f", 1)) == int(look.gate[255])
    assert image.pixel(middle(view, 2, "layer1", "h", 4)) == int(look.signed[128])


def test_that_two_units_at_two_steps_are_four_sharp_squares(qtbot):
    values = np.array([[-1.0, 1.0], [0.5, -0.5], [0.0, 0.0], [0.0, 0.0]])
    given = with_values(unmarked(scene(cell="elman", hidden=2, length=4)), h=values)
    view = shown(qtbot, given, height=400)
    image, area = picture(view), place(view, "layer1", "h")
    for time in (0, 1):
        for unit in (0, 1):
            # All of a square but the lines that part it from others.
            square = column(view, area, time).adjusted(2, 0, -2, 0)
            square.setTop(area.top() + unit * area.height() / 2 + 2)
            square.setHeight(area.height() / 2 - 4)
            wanted = color_of(values[time, unit], -1, 1, view.look.signed).rgb()
            assert colors_in(image, square) == {wanted}


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("scenario", ["character-model", "copy-memory", "adding-problem"])
def test_that_no_track_is_blank(qtbot, cell, scenario):
    view = shown(qtbot, unmarked(scene(cell=cell, scenario=scenario, layers=2)))
    image = picture(view)
    for each in places(view).places:
        columns = view.axis.columns(each.area)
        assert len(colors_in(image, columns)) >= 2, each
        gutter = QRectF(each.area.left(), each.area.top(), columns.left(), each.area.height())
        # Letters have many shades at their edges.
        assert len(colors_in(image, gutter)) > 10, each


def test_that_rows_of_less_than_a_pixel_are_averaged_and_the_gutter_says_so(qtbot):
    values = np.zeros((12, 128))
    values[:, ::2] = 1.0
    given = with_values(unmarked(scene(hidden=128, updates=0)), f=values)
    view = shown(qtbot, given)
    image, area = picture(view), column(view, place(view, "layer1", "f"), 3)
    levels = [
        int(np.flatnonzero(view.look.gate == image.pixel(round(area.center().x()), y))[0])
        for y in range(round(area.top()) + 1, round(area.bottom()) - 1)
    ]
    # Dropping rows would give 0 and 255; the mean of what falls into a pixel is about a half.
    assert 80 < min(levels) <= max(levels) < 175
    assert view.tracks[places(view).find("layer1", "f")].values.shape[1] == 128
    assert "H = 128" in notes_of(view, "f")


def test_that_an_unbounded_scale_is_symmetric_and_the_same_in_all_lanes(qtbot):
    given = with_values(scene(layers=2), 0, c=0.1)
    given = with_values(given, 1, c=-1.7)
    view = shown(qtbot, given)
    limits = {view.tracks[places(view).find(lane, "c")].limits for lane in ("layer1", "layer2")}
    assert limits == {(-2.0, 2.0)}


def test_that_a_fixed_scale_stays_and_marks_what_it_clips(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, with_values(given, c=0.9))
    view.fix_scale("c", 1.0)
    mark = place(view, "layer1", "c").top()
    for value, clipped in (0.9, False), (1.1, True):
        view.draw(with_values(given, c=value))
        image = picture(view)
        met = image.pixelColor(middle(view, 3, "layer1", "c").x(), round(mark))
        assert (met == view.look.error) == clipped
        assert ("▲ 96 clipped" in notes_of(view, "c")) == clipped
    view.fix_scale("c", None)
    assert notes_of(view, "c") == []
    assert view.tracks[places(view).find("layer1", "c")].limits == (-2.0, 2.0)


def test_that_a_click_on_the_scale_fixes_it_and_another_frees_it(qtbot):
    view = shown(qtbot)
    picked = []
    view.picked.connect(picked.append)
    button = scale_switch(place(view, "layer1", "c"))
    for fixed in (True, False):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=button.center().toPoint())
        assert view.tracks.scales["c"].fixed == fixed
    assert picked == []


def test_that_what_is_no_number_is_seen_in_squares_and_bars(qtbot):
    values = np.zeros((12, 8))
    values[2, 4] = np.nan
    norms = np.ones(12)
    norms[[1, 3]] = np.nan, np.inf
    given = with_gradient(with_values(unmarked(scene()), h=values), norms)
    losses = given.trace.losses.copy()
    losses[5] = np.inf
    view = shown(qtbot, replace(given, trace=replace(given.trace, losses=losses)))
    image, error = picture(view), view.look.error
    assert image.pixelColor(middle(view, 2, "layer1", "h", 4)) == error
    assert image.pixelColor(middle(view, 1, "layer1", "d_h")) == error
    assert image.pixelColor(middle(view, 3, "layer1", "d_h")) == error
    assert image.pixelColor(middle(view, 0, "layer1", "d_h")) == view.look.warm
    assert image.pixelColor(middle(view, 5, "", "E")) == error
    assert "▲ 1 NaN" in notes_of(view, "h")


def test_that_scales_end_on_round_numbers():
    values = (0.03, 0.9, 1.0, 1.1, 2.0, 4.0, 5.1, 97.0)
    assert [nice(value) for value in values] == [0.05, 1, 1, 2, 2, 5, 10, 100]


def test_that_a_scale_grows_at_once_and_shrinks_late():
    scale = LinearScale()
    met = []
    for greatest in (0.3, 0.9, 1.1, 0.95, 0.85, 0.7, 0.9, 0.45, 0.39, 0.45, 0.0):
        scale.fit(greatest)
        met.append(scale.bound)
    assert met == [0.5, 1, 2, 2, 2, 1, 1, 1, 0.5, 0.5, 0.5]


def test_that_decades_grow_at_once_and_shrink_by_two_at_least():
    scale = DecadeScale()
    met = []
    for least, greatest in ((0.1, 1), (3e-5, 1), (3e-4, 1), (3e-3, 1), (1e-20, 50), (0.1, 9)):
        scale.fit(np.array([least, greatest]))
        met.append((scale.floor, scale.top))
    assert met == [(-2, 0), (-5, 0), (-5, 0), (-3, 0), (-8, 2), (-2, 2)]


def test_that_numbers_are_written_as_a_person_would():
    values = (0.0, 97.26, 0.4217, 1834.4, -2.0, 2.13e-5, 1e7, np.inf)
    assert [written(value) for value in values] == [
        *("0", "97.3", "0.422", "1,834", "−2", "2.13e−5", "1e7", "∞"),
    ]
    assert [brief(value) for value in (2.5, 0.02, 0.005, 2000.0)] == ["2.5", "0.02", "5e−3", "2e3"]
