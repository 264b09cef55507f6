"""The map of where the gradient goes: what is drawn are its numbers, at their steps."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt

from rnnviz.gui.theme import LIGHT, LOOKS
from rnnviz.gui.views.gradient_map import GradientMapView
from rnnviz.gui.views.log_range import floor_color
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.unrolled_layout import lay_out as lay_out_network
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.trace.gradient_map import GradientMap
from rnnviz.trace.scene import Marks, Spot
from tests.gui.gradient_shown import (
    SIZE,
    area,
    corner,
    looked_at,
    middle,
    picture,
    shown,
    square,
    with_rows,
)
from tests.gui.scenes import CELL_KEYS, scene
from tests.gui.tracks_shown import colors_in
from tests.gui.windows import turn_wheel

FLOOR, TOP = -8, 1
LEFT = Qt.MouseButton.LeftButton


def color_of(value, look=LIGHT):
    return int(look.magnitude[round(255 * (np.log10(value) - FLOOR) / (TOP - FLOOR))])


def known(steps=12):
    """A lower triangle of powers of ten: 10^−(s − k)."""
    s, k = np.indices((steps, steps))
    return np.where(k <= s, 10.0 ** -(s - k).astype(float), 0.0)


@pytest.fixture
def view(qtbot):
    given = with_rows(looked_at(), known())
    return shown(qtbot, replace(given, marks=Marks(Spot(11, "layer1", "h", 0))))


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_that_every_square_has_the_colour_of_its_number(view, look):
    view.set_look(look)
    image = picture(view)
    for source in range(10):
        for time in range(source + 1):
            if source - time <= 8:
                met = image.pixel(corner(view, source, time))
                assert met == color_of(10.0 ** -(source - time), look)


def test_that_nothing_is_drawn_where_nothing_arrives(view):
    image = picture(view)
    for source, time in ((0, 1), (3, 9), (5, 6)):
        assert image.pixelColor(corner(view, source, time)) == LIGHT.card


def test_that_what_is_below_the_range_is_hatched(view):
    image = picture(view)
    met = colors_in(image, square(view, 10, 0).adjusted(2, 2, -2, -2))
    assert floor_color(LIGHT).rgb() in met
    assert len(met) > 1


def test_that_what_is_above_the_range_or_no_number_is_marked(qtbot):
    values = known()
    values[4, 2], values[5, 2] = 11.0, np.nan
    given = replace(with_rows(looked_at(), values), marks=Marks(Spot(11, "layer1", "h", 0)))
    view = shown(qtbot, given)
    for source in (4, 5):
        met = colors_in(picture(view), square(view, source, 2).adjusted(2, 2, -2, -2))
        # It is crossed, so that it is not told by its colour alone.
        assert LIGHT.error.rgb() in met
        assert len(met) > 1


def test_that_the_range_is_fixed_and_can_be_set(view):
    small = with_rows(view.scene, 1e-3 * known())
    view.draw(replace(small, marks=view.scene.marks))
    assert picture(view).pixel(corner(view, 5, 5)) == color_of(1e-3)
    view.show_range(-4, 0)
    expected = int(LIGHT.magnitude[round(255 * (-3 + 4) / 4)])
    assert picture(view).pixel(corner(view, 5, 5)) == expected


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_every_kind_of_every_cell_is_drawn_with_its_numbers(qtbot, cell):
    given = looked_at(cell=cell, layers=2)
    given = replace(given, marks=Marks(Spot(11, "layer2", "h", 0)))
    view = shown(qtbot, given)
    lane = given.gradient.lanes["layer1"]
    ways = given.jacobians.strands["layer1"]
    kinds = {"d_h": lane.states["h"], "W": lane.weights, "h": ways["h"]}
    if cell == "lstm":
        kinds |= {"d_c": lane.states["c"], "c": ways["c"]}
    view.show_strand("layer1")
    for key, values in kinds.items():
        view.show_kind(key)
        image = picture(view)
        for source, time in ((9, 9), (8, 6), (4, 1)):
            value = float(values[source, time])
            assert 10.0**FLOOR < value < 10.0**TOP
            met, expected = image.pixelColor(corner(view, source, time)).rgb(), color_of(value)
            near = [expected, color_of(value * 0.999), color_of(value * 1.001)]
            assert met in near


def test_that_a_decoder_stands_beside_its_encoder(qtbot):
    given = looked_at(scenario="translation", layers=2, direction="both", length=12)
    trace = given.trace
    view = shown(qtbot, replace(given, marks=Marks(Spot(0))))
    for strand, lanes in (
        ("encoder1", ("encoder1", "decoder1")),
        ("encoder2_back", ("encoder2_back", "decoder2")),
    ):
        view.show_strand(strand)
        expected = sum(given.gradient.lanes[lane].states["h"] for lane in lanes)
        assert np.array_equal(view.rows.values, expected)
        assert view.rows.sources == tuple(range(trace.source_steps, trace.steps))
        assert (view.rows.values[:, : trace.source_steps] > 0).all()


def test_that_columns_stand_in_line_with_the_network(qtbot):
    axis, given = TimeAxis(), looked_at()
    view = shown(qtbot, given, axis=axis)
    network = UnrolledNetwork(axis)
    qtbot.addWidget(network)
    network.draw(given)
    network.resize(SIZE[0], 300)
    for zoom in (1.0, 0.5):
        axis.zoom(zoom, 6.0)
        layout = lay_out_network(QRectF(network.rect()), axis, given.trace)
        for time in axis.visible():
            assert layout.middle(time) == pytest.approx(square(view, 11, time).center().x())


def test_that_zooming_moves_the_other_views_too(qtbot):
    axis = TimeAxis()
    view = shown(qtbot, looked_at(), axis=axis)
    point = middle(view, 11, 6)
    turn_wheel(view, point.x(), point.y(), 3)
    assert axis.last - axis.first < 12
    assert view.axis is axis


def test_that_a_click_picks_source_and_step(qtbot):
    view = shown(qtbot, looked_at())
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=middle(view, 9, 4))
    assert met.args == [Spot(4, "layer1", "d_h", source=9)]
    view.show_kind("c")
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=middle(view, 8, 2))
    assert met.args == [Spot(2, "layer1", "c", source=8)]


def test_that_pointing_tells_the_number_and_marks_row_and_column(qtbot):
    given = looked_at()
    view = shown(qtbot, given)
    with qtbot.waitSignal(view.pointed) as met:
        qtbot.mouseMove(view, middle(view, 9, 4))
    (spot,) = met.args
    before = picture(view)
    view.draw(replace(given, marks=replace(given.marks, pointed=spot)))
    value = given.gradient.lanes["layer1"].states["h"][9, 4]
    assert view._told_mark(view.scene) == f"s = 10, k = 5: {value:.3g}".replace("-", "−").replace(
        "e−0", "e−"
    )
    after = picture(view)
    assert before != after
    # The square has an outline in the accent's colour.
    edge = square(view, 9, 4)
    assert LIGHT.accent.rgb() in colors_in(after, edge.adjusted(-1, -1, 1, 1))
    # Nothing hides the map: the number stands above it.
    assert view.tip(middle(view, 9, 4).x(), middle(view, 9, 4).y()) == ""


def test_that_the_row_looked_at_follows_what_is_picked(qtbot):
    given = looked_at()
    view = shown(qtbot, given)
    assert view.picked_source(given) == 7
    other = replace(given, marks=Marks(Spot(2, "layer1", "d_h", source=10)))
    view.draw(other)
    assert view.picked_source(other) == 10


@pytest.mark.parametrize("size", [(40, 20), (150, 90), (400, 200)])
def test_that_too_small_an_area_is_no_error(qtbot, size):
    view = shown(qtbot, looked_at())
    view.setMinimumSize(0, 0)
    view.resize(*size)
    picture(view)


def test_that_one_loss_alone_has_one_row(qtbot):
    view = shown(qtbot, looked_at(scenario="adding-problem"))
    assert view.rows.sources == (11,)
    assert square(view, 11, 0).height() > 20
    assert view.cell_at(5000, 5000, area(view)) is None


def test_that_a_batch_of_another_length_has_an_axis_of_its_own(qtbot):
    axis, given = TimeAxis(), looked_at()
    view = shown(qtbot, given, axis=axis)
    lane = given.gradient.lanes["layer1"]
    longer = replace(
        lane,
        states={state: np.ones((15, 15)) for state in lane.states},
        weights=np.ones((15, 15)),
        together=np.ones(15),
    )
    view.draw(replace(given, gradient=GradientMap(5, tuple(range(15)), {"layer1": longer}, 4)))
    assert axis.steps == 12
    assert view.axis.steps == 15
    assert "4 sequences of the next batch" in view.caption(view.scene)
    # None of its steps can be pointed out in the other views, but the numbers are told.
    point = middle(view, 14, 13)
    assert view.spot(point.x(), point.y(), area(view)) is None
    assert view.tip(point.x(), point.y()) == "s = 15, k = 14: ‖∂Eₛ/∂hₖ‖ = 1"
    picture(view)
    view.draw(given)
    assert view.axis is axis


def test_that_where_there_is_no_map_it_says_why(qtbot):
    view = shown(qtbot, replace(scene(), gradient_says="It is being made."))
    assert view.sentence(view.scene) == "Where the gradient goes: It is being made."
    assert view.spot(300, 200, area(view)) is None
    assert view.tip(300, 200) == ""
    picture(view)
    qtbot.mouseClick(view, LEFT, pos=QPoint(300, 200))


def test_that_the_sentence_tells_of_the_row(view):
    text = view.sentence(view.scene)
    assert "Of s = 12, 1 at step 12 and 1e−11 at step 1; × 0.1 a step, 1 % after 2.0 steps" in text


def test_that_the_view_has_a_good_size_for_a_picture(qtbot):
    assert GradientMapView().picture_size().width() > 400
