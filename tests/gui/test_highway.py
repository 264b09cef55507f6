"""The highway: two maps of units and steps with the colours of their numbers, and half-lives."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from rnnviz.gui.theme import DARK
from rnnviz.gui.views.highway import HighwayView
from rnnviz.gui.views.highway_layout import lay_out
from rnnviz.gui.views.highway_shown import shown_of, steps_text
from rnnviz.gui.views.log_range import floor_color
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.trace.scene import Spot
from tests.gui.gradient_shown import area, picture, shown
from tests.gui.paths_shown import with_numbers, with_path
from tests.gui.scenes import CELL_KEYS
from tests.gui.tracks_shown import pixels

LEFT = Qt.MouseButton.LeftButton
SIZES = [(300, 260), (385, 420), (900, 560), (2000, 1100)]


def highway(qtbot, size=(900, 560), axis=None, given=None, **settings):
    return shown(qtbot, given or with_path(**settings), HighwayView, axis, size)


def square(view, which, unit, time):
    """A point in a square, away from marks in its middle."""
    place, units = lay_out(area(view)).maps[which], view.scene.trace.hidden
    x = view.axis.x(time + 0.25, area(view))
    return QPoint(round(x), round(place.top() + (unit + 0.35) * place.height() / units))


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
def test_that_every_cell_is_drawn_at_every_size(qtbot, cell, size):
    view = highway(qtbot, size, cell=cell)
    place = lay_out(area(view))
    parts = [place.head, *place.maps, place.curve, place.steps, place.foot]
    for above, below in pairwise(parts):
        assert above.bottom() <= below.top() + 1
        assert above.height() >= 15
    assert area(view).contains(place.foot)
    light = pixels(picture(view))
    assert len(np.unique(light)) > 40
    view.set_look(DARK)
    assert np.mean(light != pixels(picture(view))) > 0.9


def test_that_colours_are_those_of_the_numbers(qtbot):
    given = with_path(cell="lstm", hidden=4, source=11, step=0, unit=3)
    gates = np.full((12, 4), 0.1)
    gates[:, 0] = 1.0
    whole = np.full((12, 4), 1e-2)
    whole[:, 1] = 50.0
    given = with_numbers(given, gates=gates, diagonals={"h": whole, "c": whole})
    view = highway(qtbot, given=given)
    image = picture(view)

    def color(which, unit, time):
        return image.pixelColor(square(view, which, unit, time))

    kept = [color(0, 1, time) for time in (11, 9, 7, 6)]
    assert len({each.rgb() for each in kept}) == 4
    assert color(0, 0, 2) == color(0, 0, 9)
    # Less than the range: 10⁻⁷ and below; more: an error's colour, and hatched too.
    grounds = {floor_color(view.look).rgb()}
    hatched = {
        image.pixel(square(view, 0, 1, 2) + QPoint(dx, dy)) for dx in range(6) for dy in range(6)
    }
    assert grounds & hatched
    beyond = {
        image.pixel(square(view, 1, 1, 3) + QPoint(dx, dy)) for dx in range(6) for dy in range(6)
    }
    assert QColor(view.look.error).rgb() in beyond
    assert len(beyond) > 1
    assert color(1, 0, 3) == color(1, 0, 8)


def test_that_half_lives_are_of_the_gates(qtbot):
    given = with_path(cell="gru", hidden=3, source=11, step=0)
    gates = np.tile([0.5, 0.9, 0.25], (12, 1))
    view = highway(qtbot, given=with_numbers(given, gates=gates))
    found = shown_of(given.trace, view.scene.path)
    assert found.slowest == [1, 0, 2]
    expected = [1.0, np.log(0.5) / np.log(0.9), 0.5]
    np.testing.assert_allclose(found.lives, expected, rtol=1e-12)
    assert "unit 2 6.58 steps, unit 1 1 steps, unit 3 0.5 steps" in view.sentence(view.scene)
    picture(view)


def test_that_a_cell_without_gates_says_so(qtbot):
    view = highway(qtbot, cell="elman")
    found = shown_of(view.scene.trace, view.scene.path)
    assert not found.has_gate
    np.testing.assert_array_equal(found.kept, view.scene.path.own_loops)
    assert "no gate that keeps" in view.sentence(view.scene)


@pytest.mark.parametrize(("cell", "state", "gate"), [("lstm", "c", "f"), ("gru", "h", "z")])
def test_that_the_state_is_the_one_that_has_a_highway(qtbot, cell, state, gate):
    given = with_path(cell=cell)
    found, values = shown_of(given.trace, given.path), given.trace.lanes[0].values[gate]
    assert found.state == state
    np.testing.assert_array_equal(found.whole, given.path.diagonals[state])
    for place, time in enumerate(given.path.chain):
        np.testing.assert_allclose(found.kept[place], np.prod(values[time + 1 : 9], axis=0))


def test_that_a_click_picks_unit_and_step(qtbot):
    view = highway(qtbot, cell="lstm")
    for which in (0, 1):
        with qtbot.waitSignal(view.picked) as met:
            qtbot.mouseClick(view, LEFT, pos=square(view, which, 5, 2))
        assert met.args == [Spot(2, "layer1", "c", 5, source=8)]
    below = QPoint(square(view, 0, 0, 4).x(), round(lay_out(area(view)).curve.center().y()))
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=below)
    assert met.args == [Spot(4, "layer1", "h", 2, source=8)]


def test_that_the_curve_is_of_the_picked_unit(qtbot):
    given = with_path(unit=2)
    view = highway(qtbot, given=given)
    found = shown_of(given.trace, given.path)
    assert view.unit(given, found) == 2
    marks = replace(given.marks, picked=replace(given.marks.picked, unit=None))
    assert view.unit(replace(given, marks=marks), found) == found.slowest[0]


def test_that_tips_tell_both_numbers(qtbot):
    view = highway(qtbot, cell="lstm")
    at, path = square(view, 0, 1, 2), view.scene.path
    tip, place = view.tip(at.x(), at.y()), view.scene.path.chain.index(2)
    assert tip.startswith("unit 2, from step 3 to step 9: forget gate alone ")
    assert f"{path.kept[place, 1]:.3g}"[:4] in tip
    assert view.tip(2, 2) == ""


def test_that_columns_are_those_of_the_shared_axis(qtbot):
    axis = TimeAxis()
    view = highway(qtbot, axis=axis)
    axis.zoom(0.5, 3.0)
    picture(view)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=square(view, 0, 1, 4))
    assert met.args[0].time == 4


def test_that_without_a_path_it_says_why(qtbot):
    view = highway(qtbot, given=replace(with_path(), path=None))
    picture(view)
    assert "not known" in view.sentence(view.scene)


def test_that_one_step_alone_is_drawn(qtbot):
    view = highway(qtbot, step=0, source=0)
    picture(view)
    assert "∞" in view.sentence(view.scene)


@pytest.mark.parametrize(
    ("steps", "text"),
    [(np.inf, "∞"), (4.237, "4.24 steps"), (123456.0, "1e5 steps"), (0.0, "0 steps")],
)
def test_how_steps_are_written(steps, text):
    assert steps_text(steps) == text
