"""The unrolled network: what stands where, what it shows, what a click on it means."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from rnnviz.gui.painting import color_of
from rnnviz.gui.painting_text import text_width
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.unrolled_layout import backward_height, lay_out
from rnnviz.gui.views.unrolled_network import UnrolledNetwork, flow_widths
from rnnviz.gui.views.unrolled_text import LabelFont, brief, digits_that_fit, number_text
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Phase, ticks
from tests.gui.scenes import CELL_KEYS, scene


def shown(qtbot, width=900, height=340, **settings):
    view = UnrolledNetwork()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(scene(**settings))
    view.show()
    return view


def place_of(view):
    return lay_out(QRectF(view.rect()), view.axis, view.scene.trace)


def color_at(image: QImage, point: QPointF) -> QColor:
    return image.pixelColor(point.toPoint())


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_every_unit_of_every_state_has_the_colour_of_its_value(qtbot, cell):
    view = shown(qtbot, cell=cell, hidden=4)
    image, place, trace = view.grab().toImage(), place_of(view), view.scene.trace
    values = trace.lanes[0].values["h"]
    for time in (0, 3, trace.steps - 1):
        box = place.box(time, place.lanes[0])
        for unit in range(4):
            # A quarter in from the left, where no arrow crosses the strip.
            y = box.top() + (unit + 0.5) * box.height() / 4
            met = color_at(image, QPointF(box.left() + box.width() / 4, y))
            assert met == color_of(values[time, unit], -1, 1, view.look.signed)


def test_that_a_number_is_whole_and_has_no_sign_where_it_is_nothing(qapp):
    assert [number_text(value, 0) for value in (-0.4, 0.4, -0.6)] == ["0", "0", "−1"]
    assert number_text(-0.05) == "−0.05"
    for room in range(4, 60):
        used = LabelFont(7.0, room, room)
        digits = digits_that_fit(used)
        if digits is not None:
            assert text_width(number_text(-0.88, digits), used.size, True) <= room + 0.5


def test_that_a_word_that_all_inputs_share_is_left_out_where_it_has_no_room(qapp):
    rows = tuple(f"frame {number}" for number in range(1, 33))
    assert brief(rows, 60.0) == rows
    assert brief(rows, 20.0)[:3] == ("1", "2", "3")
    assert brief(("the cat", "a dog"), 5.0) == ("the cat", "a dog")
    assert brief(("the", "the"), 5.0) == ("the", "the")
    assert brief(("row 1", ""), 5.0) == ("1", "")


def test_that_arrows_of_many_steps_are_no_grey_band(qtbot):
    view = shown(qtbot, scenario="copy-memory", length=300, hidden=4, layers=2, cell="gru")
    image, place = view.grab().toImage(), place_of(view)
    lower, upper = place.lanes
    y = round((lower.top + upper.bottom) / 2)
    columns = range(round(place.left(20)), round(place.left(300)))
    assert {image.pixel(x, y) for x in columns} == {view.look.card.rgb()}


def test_that_a_click_on_a_unit_picks_it(qtbot):
    view = shown(qtbot, hidden=4, layers=2)
    box = place_of(view).box(5, place_of(view).lanes[1])
    point = QPointF(box.center().x(), box.top() + 0.6 * box.height()).toPoint()
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [Spot(5, "layer2", "h", 2)]


def test_that_inputs_and_outputs_can_be_pointed_at(qtbot):
    view = shown(qtbot)
    place, area = place_of(view), QRectF(view.rect())
    for box, quantity in ((place.box(4, place.inputs), "x"), (place.box(4, place.outputs), "y")):
        center = box.center()
        assert view.spot(center.x(), center.y(), area) == Spot(4, "", quantity)


def test_that_beside_the_columns_there_is_nothing_to_point_at(qtbot):
    view = shown(qtbot)
    assert view.spot(20, 200, QRectF(view.rect())) is None


def test_that_leaving_the_view_ends_pointing(qtbot):
    view = shown(qtbot)
    center = place_of(view).box(2, place_of(view).lanes[0]).center().toPoint()
    qtbot.mouseMove(view, center)
    with qtbot.waitSignal(view.pointed) as met:
        view.leaveEvent(None)
    assert met.args == [None]


def test_that_the_rows_do_not_overlap_and_stay_inside(qtbot):
    for layers in (1, 2, 4):
        view = shown(qtbot, layers=layers, height=300)
        place = place_of(view)
        rows = [place.outputs, place.bars, *reversed(place.lanes), place.inputs]
        assert all(a.bottom < b.top for a, b in pairwise(rows))
        assert rows[-1].bottom <= view.height()


def test_that_what_is_not_computed_at_a_tick_is_faint(qtbot):
    whole = shown(qtbot, hidden=4)
    order = ticks(whole.scene.trace)
    early = order.index(next(t for t in order if t.time == 3 and t.quantity == "h"))
    stepped = shown(qtbot, hidden=4, tick=early)
    # In the last column, the unit with the strongest colour.
    values = whole.scene.trace.lanes[0].values["h"][-1]
    box = place_of(whole).box(11, place_of(whole).lanes[0])
    unit = int(np.abs(values).argmax())
    y = box.top() + (unit + 0.5) * box.height() / 4
    at = QPointF(box.left() + box.width() / 4, y)
    plain, faint = (color_at(v.grab().toImage(), at) for v in (whole, stepped))
    card = whole.look.card
    distance = lambda c: abs(c.red() - card.red()) + abs(c.blue() - card.blue())  # noqa: E731
    assert distance(faint) < 0.4 * distance(plain)


def test_that_no_gradient_flows_before_the_backward_pass(qtbot):
    view = shown(qtbot, hidden=4)
    order = ticks(view.scene.trace)
    place = place_of(view)
    between = QPointF((place.middle(5) + place.middle(6)) / 2, backward_height(place.lanes[0]))
    last_forward = max(n for n, t in enumerate(order) if t.phase is Phase.FORWARD)
    assert color_at(view.grab().toImage(), between) == view.look.warm
    forward = shown(qtbot, hidden=4, tick=last_forward)
    assert color_at(forward.grab().toImage(), between) != forward.look.warm
    done = shown(qtbot, hidden=4, tick=len(order) - 1)
    assert color_at(done.grab().toImage(), between) == done.look.warm


def test_that_a_gradient_below_the_floor_has_no_width_and_more_is_wider():
    widths = flow_widths(np.array([0.0, 1e-7, 1e-6, 1e-3, 1.0, 10.0, 1e4, np.nan]))
    assert list(widths[:2]) == [0.0, 0.0]
    assert widths[2] == pytest.approx(0.5)
    assert np.all(np.diff(widths[2:6]) > 0)
    assert widths[5] == widths[6] == pytest.approx(6.0)
    assert widths[7] == pytest.approx(0.5)


def test_that_the_sentence_says_what_is_read_and_answered(qtbot):
    view = shown(qtbot)
    text = view.accessibleDescription()
    assert "time step 8 of 12" in text
    assert view.scene.trace.labels.inputs[7] in text


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize(
    "settings",
    [
        {"scenario": "copy-memory"},
        {"scenario": "adding-problem"},
        {"length": 2},
        {"length": 100, "hidden": 128},
    ],
)
def test_that_every_scenario_and_size_can_be_drawn(qtbot, look, settings):
    view = shown(qtbot, updates=1, **settings)
    view.set_look(look)
    image = view.grab().toImage()
    colors = {image.pixel(x, y) for x in range(120, 880, 7) for y in range(40, 330, 5)}
    assert len(colors) > 8


def test_that_the_kept_ground_is_what_would_be_drawn_anew(qtbot):
    view = shown(qtbot)
    first = view.grab().toImage()
    view._ground_key = ()
    assert view.grab().toImage() == first
    view.axis.zoom(0.5, 6.0)
    assert view.grab().toImage() != first
