"""What is marked in the tracks, and what the debugger has not come to."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor

from rnnviz.gui.painting import color_of
from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import CELL_KEYS, scene
from tests.gui.tracks_shown import (
    bar_height,
    colors_in,
    column,
    middle,
    picture,
    pixels,
    place,
    places,
    shown,
    unmarked,
    with_values,
)


def test_that_the_picked_step_is_marked_over_all_tracks(qtbot):
    given = scene()
    view = shown(qtbot, replace(given, marks=Marks(Spot(6))))
    image, accent = picture(view), view.look.accent.rgb()
    for each in places(view).places:
        columns = [column(view, each.area, time) for time in range(12)]
        marked = [accent in colors_in(image, c.adjusted(4, 0, -4, 0)) for c in columns]
        assert marked == [time == 6 for time in range(12)], each


def test_that_the_picked_step_stands_on_a_soft_ground(qtbot):
    view = shown(qtbot, replace(scene(), marks=Marks(Spot(6))))
    image, x = picture(view), middle(view, 6, "", "E").x() + 8
    between = round(place(view, "layer1", "i").bottom()) + 4
    assert image.pixelColor(x, between) == view.look.accent_soft
    # The colours of the squares are not touched.
    value = view.scene.trace.lanes[0].values["i"][6, 5]
    y = middle(view, 6, "layer1", "i", 5).y()
    assert image.pixelColor(x, y) == color_of(value, 0, 1, view.look.gate)


def test_that_the_pointed_step_is_marked_softly(qtbot):
    given = scene()
    plain, pointed = (Marks(Spot(6)), Marks(Spot(6), Spot(2, "", "E")))
    view = shown(qtbot, replace(given, marks=plain))
    before = pixels(picture(view))
    view.draw(replace(given, marks=pointed))
    changed, area = pixels(picture(view)) != before, QRectF(view.rect())
    edges = [round(view.axis.x(time, area)) for time in (2, 3)]
    assert changed[:, edges[0] : edges[1]].any()
    # The outline may be a little wider than its column.
    changed[:, edges[0] - 2 : edges[1] + 3] = False
    assert not changed.any()


def test_that_the_picked_unit_is_outlined(qtbot):
    given = scene()
    images = []
    for unit in (None, 3):
        spot = Spot(6, "layer1", "g", unit)
        view = shown(qtbot, replace(given, marks=Marks(spot)))
        images.append(picture(view))
    middle_of = middle(view, 6, "layer1", "g", 3)
    edge = QPoint(middle_of.x() + 8, middle_of.y() - 3)
    assert images[1].pixelColor(edge) == view.look.accent
    assert images[0].pixelColor(edge) != view.look.accent


def test_that_large_squares_of_the_picked_step_tell_their_numbers(qtbot):
    given = scene(cell="elman", hidden=2, length=4)
    view = shown(qtbot, replace(given, marks=Marks(Spot(1))), height=400)
    image = picture(view)
    inks = {
        time: len(colors_in(image, column(view, place(view, "layer1", "h"), time)))
        for time in (1, 2)
    }
    assert inks[1] > inks[2] + 5


def known_by_the_order(trace, tick, lane, quantity, by_weights):
    """Which steps are computed, looked up one by one."""
    done = set(ticks(trace)[: tick + 1])
    if quantity == "d_h":
        wanted = "W" if by_weights else "h"
        return [Tick(Phase.BACKWARD, lane, t, wanted) in done for t in range(trace.steps)]
    return [Tick(Phase.FORWARD, lane, t, quantity) in done for t in range(trace.steps)]


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("by_weights", [False, True])
def test_that_exactly_what_is_not_computed_yet_is_faint(qtbot, cell, by_weights):
    given = scene(cell=cell, layers=2, length=3, scenario="adding-problem")
    view = shown(qtbot, given)
    view.show_gradients_by(by_weights)
    trace, stack = given.trace, places(view).places
    for tick in range(len(ticks(trace))):
        view.draw(replace(given, marks=replace(given.marks, tick=tick)))
        for each in stack:
            unknown = view._unknown(each)
            wanted = known_by_the_order(trace, tick, each.lane, each.quantity, by_weights)
            known = [not any(t in part for part in unknown) for t in range(trace.steps)]
            assert known == wanted, (tick, each)


def test_that_what_is_not_computed_yet_is_drawn_faint(qtbot):
    given = with_values(unmarked(scene()), f=1.0)
    order = ticks(given.trace)
    tick = order.index(Tick(Phase.FORWARD, "layer1", 4, "f"))
    view = shown(qtbot, replace(given, marks=replace(given.marks, tick=tick)))
    image, full = picture(view), QColor.fromRgb(int(view.look.gate[255]))
    lightness = [image.pixelColor(middle(view, t, "layer1", "f", 3)).lightness() for t in range(11)]
    assert lightness[:5] == [full.lightness()] * 5
    assert all(each > 200 for each in lightness[5:])
    assert bar_height(view, image, 2) == 0
