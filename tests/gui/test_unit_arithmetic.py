"""The arithmetic of a unit: what is drawn, and what a press on it asks for."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF

from rnnviz.gui.app import application
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.unit_arithmetic import UnitArithmetic
from rnnviz.gui.views.unit_block_place import BlocksPlace
from rnnviz.gui.views.unit_curve import CurvePlace
from rnnviz.gui.views.unit_place import BarsPlace
from rnnviz.gui.views.unit_progress import Stage
from rnnviz.gui.views.unit_steps import sum_scale
from rnnviz.session.stepping import at_tick
from rnnviz.trace.formula_numbers import number_text
from rnnviz.trace.formula_rows import place
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import CELL_KEYS, trained
from tests.gui.tracks_shown import colors_in
from tests.gui.windows import LEFT
from tests.gui.windows import trained as trained_window

SIZES = [(600, 260), (1000, 400), (1600, 700), (480, 520)]
TIME, UNIT = 6, 2
CELLS = [
    *({"cell": "elman", "activation": name} for name in ("tanh", "relu", "sigmoid", "identity")),
    {"cell": "lstm"},
    {"cell": "gru", "reset": "before"},
    {"cell": "gru", "reset": "after"},
]
every_cell = pytest.mark.parametrize("settings", CELLS, ids=lambda s: "-".join(s.values()))


def picking(quantity, time=TIME, unit=UNIT, lane=-1, **settings):
    run = trained(5, **settings)
    trace = run.trace()
    spot = Spot(time, trace.lanes[lane].key, quantity, unit)
    return Scene(trace, run.history_so_far(), Marks(spot))


def at(key, phase, lane=True, **settings):
    """The scene of a debugger that is at an operation of the picked place."""
    what = picking("h", **settings)
    trace = what.trace
    tick = Tick(phase, trace.lanes[-1].key if lane else "", TIME, key)
    return replace(what, marks=at_tick(trace, ticks(trace).place(tick), UNIT))


@pytest.fixture
def showing(qtbot):
    application()
    view = UnitArithmetic()
    qtbot.addWidget(view)

    def show(what, size=(1000, 400), look=LIGHT):
        view.set_look(look)
        view.resize(*size)
        view.draw(what)
        view.show()
        return view

    return show


def whole(view):
    return QRectF(view.rect())


def parts(view):
    return view._parts(whole(view), view.shown(view.scene))


def bars(view):
    return BarsPlace(parts(view)[0], len(view.shown(view.scene).total.weights))


def spot_at(view, point):
    return view.spot(point.x(), point.y(), whole(view))


def is_drawn_in(image, area, ground):
    """Whether enough points of an area are not in the colour of the ground."""
    area = area.toRect()
    found = 0
    for x in range(area.left() + 2, area.right() - 2, 3):
        for y in range(area.top() + 2, area.bottom() - 2, 2):
            found += image.pixelColor(x, y) != ground
            if found > 50:
                return True
    return False


def are_alike(one, other):
    """Whether two colours are the same but for rounding."""
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(a - b) <= 3 for a, b in pairs)


# --- drawing ---------------------------------------------------------------------------


@every_cell
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_that_every_quantity_is_drawn_the_same_each_time(showing, settings, look):
    trace = picking("h", **settings).trace
    keys = [quantity.key for quantity in trace.quantities]
    for n, key in enumerate((*keys, *(f"d_{key}" for key in keys), "y", "d_y", "E", "x", "sum")):
        view = showing(picking(key, **settings), SIZES[n % len(SIZES)], look)
        image = view.grab().toImage()
        assert image == view.grab().toImage()
        left, right = parts(view)
        assert is_drawn_in(image, left, look.card), key
        if view.shown(view.scene).shape is not None:
            assert is_drawn_in(image, right, look.card), key


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("hidden", [1, 4, 64, 128])
@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_it_is_drawn_at_every_size(showing, size, hidden, cell):
    what = picking("d_h", unit=0, hidden=hidden, cell=cell)
    for quantity in ("h", "d_h", "d_a_f" if cell == "lstm" else "y"):
        marks = Marks(replace(what.marks.picked, quantity=quantity))
        view = showing(replace(what, marks=marks), size, DARK)
        left, right = parts(view)
        assert whole(view).contains(left)
        if view.shown(view.scene).shape is not None:
            assert whole(view).contains(right)
        assert not left.intersects(right)
        assert is_drawn_in(view.grab().toImage(), left, DARK.card)


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
def test_that_blocks_lie_apart_and_inside(showing, cell, size):
    for quantity in ("c", "h") if cell == "lstm" else ("h",):
        view = showing(picking(quantity, cell=cell), size)
        blocks = view.shown(view.scene).blocks
        if blocks is None:
            assert cell == "elman"
            continue
        areas = [box.area for box in BlocksPlace(parts(view)[0], blocks).boxes]
        for n, area in enumerate(areas):
            assert parts(view)[0].adjusted(-1, -1, 1, 1).contains(area)
            assert not any(area.intersects(other) for other in areas[:n])


@pytest.mark.parametrize("number", [np.nan, np.inf, -np.inf, 1.7e308])
def test_that_numbers_beyond_all_scales_are_drawn_too(showing, number):
    what = picking("f", cell="lstm")
    lane = what.trace.lanes[0]
    values = {key: array.copy() for key, array in lane.values.items()}
    for key in ("a_f", "f", "c", "h"):
        values[key][TIME, UNIT] = number
    values["h"][TIME - 1, 3] = number
    gradients = {key: array.copy() for key, array in lane.gradients.items()}
    gradients["a_f"][TIME, UNIT] = number
    trace = replace(what.trace, lanes=(replace(lane, values=values, gradients=gradients),))
    for quantity in ("a_f", "f", "d_f", "c", "d_c", "h", "d_h", "y"):
        spot = Spot(TIME, "layer1", quantity, UNIT)
        view = showing(replace(what, trace=trace, marks=Marks(spot)))
        assert is_drawn_in(view.grab().toImage(), parts(view)[0], LIGHT.card)


# --- what the picture says -------------------------------------------------------------


@every_cell
@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_that_the_point_is_marked_on_the_curve(showing, settings, look):
    for quantity in picking("h", **settings).trace.quantities:
        what = picking(quantity.key, **settings)
        shape = showing(what, look=look).shown(what).shape
        if shape is None:
            continue
        for key, backward in ((quantity.key, False), (f"d_{quantity.key}", True)):
            view = showing(picking(key, **settings), look=look)
            point = CurvePlace(parts(view)[1], shape, backward).at(shape.x, shape.y)
            image = view.grab().toImage()
            # The marked point is larger than the line is wide.
            for up in (-3, 0, 3):
                color = image.pixelColor(int(point.x()), int(point.y()) + up)
                assert are_alike(color, look.accent)


def test_that_the_tangent_is_drawn_backward_alone(showing):
    for quantity in ("a_f", "f", "c", "h"):
        forward = showing(picking(quantity, cell="lstm"))
        assert not has_color(forward, LIGHT.warm, parts(forward)[1])
        backward = showing(picking(f"d_{quantity}", cell="lstm"))
        shape = backward.shown(backward.scene).shape
        curve = CurvePlace(parts(backward)[1], shape, True)
        # A little beside the point, in the direction of the slope.
        aside = 0.05 * curve.reach
        point = curve.at(shape.x + aside, shape.y + shape.slope * aside)
        near = QRectF(point.x() - 3, point.y() - 3, 6, 6)
        assert has_color(backward, LIGHT.warm, near)


def has_color(view, color, area):
    return color.rgb() in colors_in(view.grab().toImage(), area)


@pytest.mark.parametrize("hidden", [8, 128])
@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_the_running_sum_ends_at_the_recorded_number(showing, hidden, cell):
    key = {"elman": "a", "lstm": "a_f", "gru": "a_z"}[cell]
    view = showing(picking(key, cell=cell, hidden=hidden))
    total, where, image = view.shown(view.scene).total, bars(view), view.grab().toImage()
    assert total.value == view.scene.trace.lanes[0].values[key][TIME, UNIT]
    y = sum_scale(where.sums, total.sums).y(total.value)
    assert are_alike(image.pixelColor(int(where.area.right()), int(y)), LIGHT.accent)


def test_that_the_active_input_is_framed(showing):
    view = showing(picking("f", cell="lstm"))
    active = int(view.scene.trace.inputs[TIME].argmax())
    where = bars(view)
    column = where.square(where.read, 8 + active)
    frame = QRectF(column.left() - 4, column.top() - 6, column.width() + 8, 6)
    assert has_color(view, LIGHT.accent, frame)
    other = where.square(where.read, 8 + (active + 20) % 60)
    assert not has_color(view, LIGHT.accent, other.adjusted(-4, -6, 4, -other.height()))


def test_that_a_column_under_the_pointer_is_read_out(showing):
    view = showing(picking("f", cell="lstm"))
    where, shown = bars(view), view.shown(view.scene)
    total, trace = shown.total, view.scene.trace
    left, _ = parts(view)
    view._under = where.square(where.products, 3).center()
    said = view._said(trace, shown, left)
    numbers = (total.weights[3], total.read[3], total.products[3], total.sums[4])
    assert said.startswith("W_f, h 4 of t − 1:")
    for name, number in zip(("w", "h", "w·h", "sum so far"), numbers, strict=True):
        assert f"{name} = {number_text(float(number))}" in said
    view._under = where.bias.center()
    assert view._said(trace, shown, left).startswith(f"b_f = {number_text(total.bias)}")
    active = int(trace.inputs[TIME].argmax())
    view._under = where.square(where.products, 8 + active).center()
    assert f"x ‘{trace.labels.features[active]}’" in view._said(trace, shown, left)


def test_that_backward_the_readout_says_what_is_added(showing):
    view = showing(picking("d_f", cell="lstm"))
    shown, where = view.shown(view.scene), bars(view)
    view._under = where.square(where.read, 1).center()
    said = view._said(view.scene.trace, shown, parts(view)[0])
    assert "δ·h" in said
    assert "is added to ∂E/∂w" in said


def test_which_arithmetic_belongs_to_a_quantity(showing):
    for key, made in (("f", "a_f"), ("a_f", "a_f"), ("d_g", "a_c"), ("W", None), ("x", None)):
        shown = showing(picking(key, cell="lstm")).shown(picking(key, cell="lstm"))
        assert (shown.total.key if shown.total else None) == made
    shown = showing(picking("c", cell="lstm")).shown(picking("c", cell="lstm"))
    assert [len(term.blocks) for term in shown.blocks.terms] == [2, 2]
    gru = picking("d_g", cell="gru", reset="after")
    shown = showing(gru).shown(gru)
    assert shown.blocks.key == "a_h"
    assert shown.shape.name == "tanh"
    for key in ("y", "d_y", "E"):
        what = picking(key, cell="lstm")
        shown = showing(what).shown(what)
        target = int(what.trace.targets[TIME])
        assert np.array_equal(shown.total.weights, what.trace.parameters["W_hy"][target])
        assert shown.shape is None


def test_that_it_is_said_in_words(showing):
    view = showing(picking("f", cell="lstm", layers=2))
    text = view.sentence(view.scene)
    shape = view.shown(view.scene).shape
    assert "forget gate f, unit 3, t = 7, layer 2" in text
    assert f"σ({number_text(shape.x)}) = {number_text(shape.y)}" in text


# --- places ----------------------------------------------------------------------------


@every_cell
def test_that_every_column_leads_to_its_weight(showing, settings):
    for quantity in picking("h", **settings).trace.quantities:
        if not quantity.products:
            continue
        view = showing(picking(quantity.key, **settings), (1600, 700))
        total, where, trace = view.shown(view.scene).total, bars(view), view.scene.trace
        for column in range(len(total.weights)):
            for strip in (where.weights, where.products, where.sums):
                spot = spot_at(view, where.square(strip, column).center())
                assert (spot.time, spot.unit) == (TIME, UNIT)
                matrix = trace.parameters[spot.parameter]
                assert matrix[spot.unit, spot.column] == total.weights[column]
            spot = spot_at(view, where.square(where.read, column).center())
            assert number_at(trace, spot) == total.read[column]


def number_at(trace, spot):
    if spot.quantity == "x":
        return trace.inputs[spot.time, spot.unit]
    return trace.lane(spot.lane).values[spot.quantity][spot.time, spot.unit]


def test_that_an_upper_layer_reads_the_layer_below(showing):
    view = showing(picking("a_f", cell="lstm", layers=2))
    where = bars(view)
    assert spot_at(view, where.square(where.read, 3).center()) == Spot(TIME - 1, "layer2", "h", 3)
    assert spot_at(view, where.square(where.read, 11).center()) == Spot(TIME, "layer1", "h", 3)


def test_that_no_place_lies_before_the_first_step(showing):
    view = showing(picking("a_f", time=0, cell="lstm"))
    where = bars(view)
    assert spot_at(view, where.square(where.read, 3).center()) is None
    assert spot_at(view, where.square(where.read, 12).center()) == Spot(0, "", "x", 4)
    view = showing(picking("c", time=0, cell="lstm"))
    boxes = BlocksPlace(parts(view)[0], view.shown(view.scene).blocks).boxes
    before = next(box for box in boxes if box.source == "c-")
    assert spot_at(view, before.area.center()) is None


def test_that_the_readout_has_no_lane(showing):
    view = showing(picking("y", cell="lstm"))
    where, output = bars(view), int(view.scene.trace.targets[TIME])
    assert spot_at(view, where.square(where.weights, 3).center()) == Spot(
        TIME, "", "W_hy", output, 3
    )
    assert spot_at(view, where.bias.center()) == Spot(TIME, "", "b_y", output)
    assert spot_at(view, where.square(where.read, 3).center()) == Spot(TIME, "layer1", "h", 3)


def test_that_outside_of_all_there_is_nothing(showing):
    view = showing(picking("f", cell="lstm"))
    for point in (QPointF(5, 5), QPointF(500, 395), QPointF(20, 100)):
        assert spot_at(view, point) is None


# --- presses ---------------------------------------------------------------------------


def test_that_presses_on_numbers_ask_to_set_them(showing, qtbot):
    view = showing(picking("f", cell="lstm"))
    where = bars(view)
    for square, spot in (
        (where.square(where.weights, 3), Spot(TIME, "layer1", "W_f", UNIT, 3)),
        (where.square(where.products, 11), Spot(TIME, "layer1", "W_f", UNIT, 11)),
        (where.square(where.read, 3), Spot(TIME - 1, "layer1", "h", 3)),
        (where.square(where.read, 18), Spot(TIME, "", "x", 10)),
        (where.bias, Spot(TIME, "layer1", "b_f", UNIT)),
    ):
        with (
            qtbot.assertNotEmitted(view.picked),
            qtbot.waitSignal(view.edit_wanted) as asked,
        ):
            qtbot.mouseClick(view, LEFT, pos=square.center().toPoint())
        assert asked.args[0] == spot
        assert view.rect().contains(asked.args[1])
        assert abs(asked.args[1].center().x() - square.center().x()) < 2


def test_that_presses_elsewhere_pick(showing, qtbot):
    for quantity in ("f", "h"):
        view = showing(picking(quantity, cell="lstm"))
        point = parts(view)[1].center().toPoint()
        with qtbot.assertNotEmitted(view.edit_wanted), qtbot.waitSignal(view.picked) as picked:
            qtbot.mouseClick(view, LEFT, pos=point)
        assert picked.args[0] == Spot(TIME, "layer1", quantity, UNIT)


def test_that_blocks_lead_to_what_they_show(showing, qtbot):
    view = showing(picking("c", cell="lstm"))
    boxes = BlocksPlace(parts(view)[0], view.shown(view.scene).blocks).boxes
    asked, picked = [], []
    view.edit_wanted.connect(lambda spot, area: asked.append(spot))
    view.picked.connect(picked.append)
    for box in boxes:
        qtbot.mouseClick(view, LEFT, pos=box.area.center().toPoint())
    lane = "layer1"
    assert asked == [Spot(TIME - 1, lane, "c", UNIT), Spot(TIME, lane, "c", UNIT)]
    assert picked == [Spot(TIME, lane, key, UNIT) for key in ("f", "i", "g")]


def test_that_what_lies_under_the_pointer_is_told(showing, qtbot):
    view = showing(picking("f", cell="lstm"))
    point = bars(view).square(bars(view).weights, 3).center().toPoint()
    qtbot.mouseMove(view, QPoint(3, 3))
    with qtbot.waitSignal(view.pointed) as pointed:
        qtbot.mouseMove(view, point)
    assert pointed.args[0] == Spot(TIME, "layer1", "W_f", UNIT, 3)


def test_that_other_buttons_and_an_empty_view_do_nothing(showing, qtbot):
    empty = UnitArithmetic()
    qtbot.addWidget(empty)
    with qtbot.assertNotEmitted(empty.picked):
        qtbot.mouseClick(empty, LEFT)
    assert empty.spot(10, 10, QRectF(0, 0, 100, 100)) is None


# --- the debugger ----------------------------------------------------------------------


def test_what_the_debugger_knows():
    what = at("f", Phase.FORWARD, cell="lstm")
    stage = Stage(what.trace, what.marks, place(what.trace, what.marks.picked))
    assert stage.is_at("f")
    assert not stage.is_at("a_f")
    assert all(stage.knows(key) for key in ("a_f", "f"))
    assert not any(stage.knows(key) for key in ("a_i", "c", "h", "y", "d_h", "W"))
    assert all(stage.knows_source(key) for key in ("x", "h-", "c-", "f"))
    assert not stage.knows_source("g")
    what = at("f", Phase.BACKWARD, cell="lstm")
    stage = Stage(what.trace, what.marks, place(what.trace, what.marks.picked))
    assert stage.is_at("d_f")
    assert stage.knows("d_y")
    assert stage.knows_gradient("c")
    assert not stage.knows_gradient("c-")
    assert not any(stage.knows(key) for key in ("d_a_f", "W"))
    free = replace(what.marks, tick=None)
    stage = Stage(what.trace, free, place(what.trace, free.picked))
    assert all(stage.knows(key) for key in ("f", "d_f", "W", "d_a_f"))
    assert not stage.is_at("f")


def test_that_what_is_not_known_yet_is_faint(showing):
    view = showing(at("a_f", Phase.FORWARD, cell="lstm"))
    shape = view.shown(view.scene).shape
    point = CurvePlace(parts(view)[1], shape).at(shape.x, shape.y).toPoint()
    before = view.grab().toImage()
    view = showing(at("f", Phase.FORWARD, cell="lstm"))
    after = view.grab().toImage()
    inside = point.x() + 2, point.y() + 2
    assert not are_alike(before.pixelColor(*inside), LIGHT.accent)
    assert are_alike(after.pixelColor(*inside), LIGHT.accent)


def test_that_what_is_computed_is_lit(showing):
    view = showing(at("a_f", Phase.FORWARD, cell="lstm"))
    sums, curve = bars(view).with_bias(bars(view).both), parts(view)[1]
    edges = (
        QRectF(sums.center().x(), sums.top() - 3, 1, 4),
        QRectF(curve.center().x() + 20, curve.top() - 4, 1, 4),
    )
    lit = []
    for what in (
        at("a_f", Phase.FORWARD, cell="lstm"),
        at("f", Phase.FORWARD, cell="lstm"),
        at("a_f", Phase.BACKWARD, cell="lstm"),
        at("W", Phase.BACKWARD, cell="lstm"),
        picking("f", cell="lstm"),
    ):
        view = showing(what)
        lit.append([has_color(view, LIGHT.accent, edge) for edge in edges])
    assert lit == [[True, False], [False, True], [False, True], [True, False], [False, False]]


# --- in the window ---------------------------------------------------------------------


def test_that_pointing_anywhere_in_it_leaves_the_window_well(qtbot):
    window = trained_window(qtbot)
    unit = window.canvas.depths.unit
    seen = set()
    unit.resize(1000, 400)
    for quantity in ("h", "y"):
        window.session.pick(Spot(3, window.session.state.scene.trace.lanes[-1].key, quantity, 1))
        for x in range(5, 1000, 45):
            for y in range(5, 400, 30):
                spot = unit.spot(x, y, QRectF(0, 0, 1000, 400))
                unit.pointed.emit(spot)
                assert window.session.state.scene.marks.pointed == spot
                if spot is not None and spot.quantity not in seen:
                    window.grab()
                    seen.add(spot.quantity)
    assert "W_hy" in seen
    assert len(seen) > 4
