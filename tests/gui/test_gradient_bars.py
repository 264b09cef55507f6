"""The stacked bars and the decay curve: their heights are the numbers, sums are told honestly."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from rnnviz.gui.theme import LIGHT
from rnnviz.gui.views.gradient_bars import HONEST, GradientBarsView
from rnnviz.gui.views.gradient_decay import height_of
from rnnviz.gui.views.gradient_stack import distance_color, height_at
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.trace.scene import Marks, Spot
from tests.gui.gradient_shown import area, looked_at, picture, shown, with_rows
from tests.gui.scenes import scene

LEFT = Qt.MouseButton.LeftButton
STEPS = 12


def parts():
    """1 from the step's own loss, 0.5 from the next one's, 0.25 from the one after it."""
    s, k = np.indices((STEPS, STEPS))
    distance = s - k
    return np.where((distance >= 0) & (distance <= 2), 0.5**distance, 0.0)


def bars(qtbot, values=None, together=None, **settings):
    given = looked_at(**settings)
    if values is not None:
        given = with_rows(given, values)
    if together is not None:
        lane = replace(given.gradient.lanes["layer1"], together=np.full(STEPS, together))
        given = replace(given, gradient=replace(given.gradient, lanes={"layer1": lane}))
    given = replace(given, marks=Marks(Spot(11, "layer1", "h", 0)))
    return shown(qtbot, given, GradientBarsView)


def x_of(view, time):
    return round(view.axis.x(time + 0.5, area(view)))


def test_that_the_bars_are_the_parts_of_the_gradient(qtbot):
    view = bars(qtbot)
    lane = view.scene.gradient.lanes["layer1"]
    assert np.array_equal(view.stack.rows.values, lane.weights)
    assert np.array_equal(view.stack.together, lane.together)
    assert view.stack.heights == pytest.approx(lane.weights.sum(axis=0))


def test_that_each_part_is_as_high_as_its_number_and_has_its_distance_as_colour(qtbot):
    view = bars(qtbot, parts(), together=0.01)
    image, place, bound = picture(view), view.place(area(view)).stack, view.stack.bound
    colors = distance_color(np.arange(3), STEPS, LIGHT)
    assert len(set(colors.tolist())) == 3
    for low, high, color in zip((0, 1, 1.5), (1, 1.5, 1.75), colors, strict=True):
        for value in (low + 0.1, high - 0.1):
            y = round(height_at(place, value, bound))
            assert image.pixel(x_of(view, 4), y) == int(color)
    above = round(height_at(place, 1.9, bound))
    assert image.pixelColor(x_of(view, 4), above) == LIGHT.card


def test_that_the_norm_of_the_sum_is_marked_and_the_ratio_told(qtbot):
    view = bars(qtbot, parts(), together=0.7)
    image, place = picture(view), view.place(area(view)).stack
    y = round(height_at(place, 0.7, view.stack.bound))
    column = {image.pixel(x_of(view, 4), y + n) for n in (-1, 0)}
    assert LIGHT.text.rgb() in column
    assert view.stack.ratio(4) == pytest.approx(0.7 / 1.75)
    assert view._told(view.stack, 4) == "k = 5: ‖Σ‖ = 0.7 = 0.40 Σ‖G[s,k]‖"
    assert "add up" in HONEST


def test_that_what_does_not_cancel_has_a_ratio_of_one(qtbot):
    view = bars(qtbot, scenario="adding-problem")
    # One loss alone: the sum is its only part.
    for time in range(STEPS):
        assert view.stack.ratio(time) == pytest.approx(1.0)


def test_that_the_scale_follows_until_it_is_fixed(qtbot):
    view = bars(qtbot, parts())
    assert view.scale.bound == 2.0
    button = view.scale_button(view.place(area(view)).stack).center().toPoint()
    qtbot.mouseClick(view, LEFT, pos=button)
    assert view.scale.fixed
    marks = view.scene.marks
    view.draw(replace(with_rows(view.scene, 10 * parts()), marks=marks))
    assert view.stack.bound == 2.0
    assert "fixed" in view.tip(button.x(), button.y())
    qtbot.mouseClick(view, LEFT, pos=button)
    assert view.stack.bound == 20.0


def test_that_the_curve_is_the_picked_row(qtbot):
    s, k = np.indices((STEPS, STEPS))
    values = np.where(k <= s, 0.1 ** (s - k), 0.0)
    view = bars(qtbot, values)
    image, plot = picture(view), view.place(area(view)).decay.adjusted(0, 4, 0, -7)
    for time in range(5, 12):
        power = time - 11.0
        y = round(height_of(plot, (power + 8) / 9))
        met = {image.pixel(x_of(view, time), y + n) for n in (-1, 0, 1)}
        assert LIGHT.warm.rgb() in met
    assert "row s = 12: × 0.1 a step, 1 % after 2.0 steps" in view.sentence(view.scene)


def test_that_the_curve_shows_the_kind_chosen(qtbot):
    view = bars(qtbot)
    assert view.rows.kind.key == "d_h"
    view.show_kind("c")
    assert np.array_equal(view.rows.values, view.scene.jacobians.strands["layer1"]["c"])
    # The bars stay what is added to the weights' gradient.
    assert view.stack.rows.kind.key == "W"
    picture(view)


def test_that_a_click_on_a_part_picks_its_source(qtbot):
    view = bars(qtbot, parts())
    place, bound = view.place(area(view)).stack, view.stack.bound
    for value, source in ((0.5, 4), (1.2, 5), (1.6, 6)):
        at = QPoint(x_of(view, 4), round(height_at(place, value, bound)))
        with qtbot.waitSignal(view.picked) as met:
            qtbot.mouseClick(view, LEFT, pos=at)
        assert met.args == [Spot(4, "layer1", "d_h", source=source)]
        assert f"s = {source + 1}, k = 5" in view.tip(at.x(), at.y())
    above = QPoint(x_of(view, 4), round(height_at(place, 1.95, bound)))
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=above)
    assert met.args == [Spot(4, "layer1", "d_h")]


def test_that_columns_are_those_of_the_time_axis(qtbot):
    axis = TimeAxis()
    view = shown(qtbot, looked_at(), GradientBarsView, axis)
    axis.zoom(0.5, 3.0)
    picture(view)
    at = view.place(area(view)).decay.center()
    spot = view.spot(axis.x(4.5, area(view)), at.y(), area(view))
    assert (spot.time, spot.source) == (4, 7)


@pytest.mark.parametrize("size", [(40, 20), (300, 150), (400, 200)])
def test_that_small_areas_are_no_error(qtbot, size):
    view = bars(qtbot)
    view.setMinimumSize(0, 0)
    view.resize(*size)
    picture(view)


def test_that_where_there_is_no_map_it_says_why(qtbot):
    given = replace(scene(), gradient_says="It is being made.")
    view = shown(qtbot, given, GradientBarsView)
    assert view.sentence(given) == "What the gradient is made of: It is being made."
    assert view.spot(300, 200, area(view)) is None
    picture(view)
