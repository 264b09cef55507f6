"""Three depths of one canvas: the network, the wiring of its cell, the arithmetic of a unit."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt

from rnnviz.gui.app import application
from rnnviz.gui.depths import Depth
from rnnviz.gui.painting import math_width
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.cell_wiring import (
    INSIDE,
    LEAST_STRIP,
    CellWiring,
    node_symbol,
    vector_of,
)
from rnnviz.gui.views.unit_arithmetic import UnitArithmetic
from rnnviz.gui.views.unit_bars import BarsPlace
from rnnviz.gui.views.unit_curve import CurvePlace
from rnnviz.gui.views.wiring_layout import lay_out
from rnnviz.session.stepping import at_tick
from rnnviz.trace.cell_graph import cell_graph
from rnnviz.trace.formula_rows import place
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import ticks
from tests.gui.scenes import CELL_KEYS, scene, trained
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, turn_wheel
from tests.gui.windows import trained as trained_window

KEY, KEYS = Qt.Key, Qt.KeyboardModifier
SIZES = [(600, 200), (1000, 400), (1600, 700)]


def shown(qtbot, kind, what, size=(1000, 400), look=LIGHT):
    application()
    view = kind()
    qtbot.addWidget(view)
    view.set_look(look)
    view.resize(*size)
    view.draw(what)
    view.show()
    return view


def picking(quantity, tick=None, unit=2, **settings):
    run = trained(5, **settings)
    trace = run.trace()
    if tick is None:
        marks = Marks(Spot(6, trace.lanes[-1].key, quantity, unit))
    else:
        marks = at_tick(trace, tick, unit)
    return Scene(trace, run.history_so_far(), marks)


def colors(image):
    return {f"#{color & 0xFFFFFF:06x}" for color in np.unique(pixels(image)[34::5, 4::5])}


# --- the cell --------------------------------------------------------------------------


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_wiring_is_drawn_with_nodes_apart(qtbot, cell, size, look):
    view = shown(qtbot, CellWiring, scene(cell=cell), size, look)
    one, other = view.grab().toImage(), view.grab().toImage()
    assert one == other
    assert len(colors(one)) > 10
    laid = lay_out(cell_graph(view.scene.trace), QRectF(view.rect()))
    boxes = list(laid.nodes.values())
    inside = QRectF(view.rect())
    for n, box in enumerate(boxes):
        assert inside.contains(box)
        assert not any(box.intersects(earlier) for earlier in boxes[:n])


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("layers", [1, 2])
def test_that_a_press_on_a_node_picks_its_quantity_and_unit(qtbot, cell, layers):
    view = shown(qtbot, CellWiring, scene(cell=cell, layers=layers))
    trace = view.scene.trace
    here = place(trace, view.scene.marks.picked)
    laid = lay_out(cell_graph(trace), QRectF(view.rect()))
    for quantity in trace.quantities:
        strip = view._strips(laid.nodes[quantity.key], True)[0]
        at = QPointF(strip.left() + 5.5 * strip.width() / 8, strip.center().y()).toPoint()
        with qtbot.waitSignal(view.picked) as picked:
            qtbot.mouseClick(view, LEFT, pos=at)
        assert picked.args[0] == Spot(here.time, here.lane.key, quantity.key, 5)


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_in_a_low_cell_the_numbers_stand_beside_their_symbols(qtbot, cell):
    view = shown(qtbot, CellWiring, scene(cell=cell), (560, 190))
    laid = lay_out(cell_graph(view.scene.trace), QRectF(view.rect()))
    here = place(view.scene.trace, view.scene.marks.picked)
    for quantity in view.scene.trace.quantities:
        box = laid.nodes[quantity.key]
        (strip,) = view._strips(box, False)
        used = math_width(node_symbol(view.scene.trace, here, quantity.key), 11.0)
        is_below = strip.top() >= box.top() + 19
        assert is_below or strip.left() >= box.left() + INSIDE + used
        assert box.contains(strip) or strip.width() < LEAST_STRIP


def test_that_the_strips_have_the_colours_of_the_recorded_numbers(qtbot):
    view = shown(qtbot, CellWiring, scene(cell="elman"), (1600, 700))
    trace = view.scene.trace
    here = place(trace, view.scene.marks.picked)
    laid, image = lay_out(cell_graph(trace), QRectF(view.rect())), view.grab().toImage()
    strip = view._strips(laid.nodes["h"], True)[0]
    values = vector_of(trace, here, "h").values
    assert np.array_equal(values, here.lane.values["h"][here.time])
    for unit, value in enumerate(values.tolist()):
        if abs(value) > 0.1 and unit != here.unit:
            x = strip.left() + (unit + 0.5) * strip.width() / len(values)
            color = image.pixelColor(int(x), int(strip.center().y()))
            assert (color.red() > color.blue()) == (value > 0)


def test_that_what_is_not_known_yet_is_faint_and_what_is_computed_is_lit(qtbot):
    base = picking("h", cell="lstm")
    order = ticks(base.trace)
    at_f = next(n for n, tick in enumerate(order) if tick.quantity == "f" and tick.time == 3)
    view = shown(qtbot, CellWiring, picking("f", at_f, cell="lstm"))
    laid, image = lay_out(cell_graph(base.trace), QRectF(view.rect())), view.grab().toImage()

    def frame(key):
        box = laid.nodes[key].adjusted(-3, -3, 3, 3)
        return image.pixelColor(int(box.center().x()), round(box.top())) == view.look.accent

    assert frame("f")
    assert not frame("h")
    whole = shown(qtbot, CellWiring, picking("f", len(order) - 1, cell="lstm")).grab().toImage()
    box = laid.nodes["o"].toRect()
    assert image.copy(box) != whole.copy(box)


def test_that_a_double_press_on_a_state_asks_to_set_it(qtbot):
    view = shown(qtbot, CellWiring, scene(cell="lstm"))
    laid = lay_out(cell_graph(view.scene.trace), QRectF(view.rect()))
    with qtbot.waitSignal(view.edit_wanted) as asked:
        qtbot.mouseDClick(view, LEFT, pos=laid.nodes["c"].center().toPoint())
    assert asked.args[0].quantity == "c"
    with qtbot.assertNotEmitted(view.edit_wanted):
        qtbot.mouseDClick(view, LEFT, pos=laid.nodes["f"].center().toPoint())


# --- the unit --------------------------------------------------------------------------


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_arithmetic_of_every_quantity_is_drawn(qtbot, cell, size, look):
    what = picking("h", cell=cell)
    view = shown(qtbot, UnitArithmetic, what, size, look)
    keys = [quantity.key for quantity in what.trace.quantities]
    for key in (*keys, *(f"d_{key}" for key in keys), "y", "E", "x", "sum"):
        view.draw(picking(key, cell=cell))
        image = view.grab().toImage()
        assert image == view.grab().toImage()
        assert len(colors(image)) > 3, key
        assert view.sentence(view.scene)


@pytest.mark.parametrize("hidden", [1, 4, 128])
def test_that_it_is_drawn_at_every_size_of_network(qtbot, hidden):
    view = shown(qtbot, UnitArithmetic, picking("f", unit=0, hidden=hidden, cell="lstm"))
    assert len(colors(view.grab().toImage())) > 3


def test_that_presses_ask_to_set_weights_bias_and_what_comes_in(qtbot):
    view = shown(qtbot, UnitArithmetic, picking("f", cell="lstm"))
    total = view.shown(view.scene).total
    left, _ = view._parts(QRectF(view.rect()), view.shown(view.scene))
    bars = BarsPlace(left, len(total.weights))
    expected = (
        (bars.square(bars.weights, 3), Spot(6, "layer1", "W_f", 2, 3)),
        (bars.square(bars.products, 3), Spot(6, "layer1", "W_f", 2, 3)),
        (bars.square(bars.read, 3), Spot(5, "layer1", "h", 3)),
        (bars.square(bars.read, 8 + 10), Spot(6, "", "x", 10)),
    )
    for square, spot in expected:
        assert view.spot(square.center().x(), square.center().y(), QRectF(view.rect())) == spot
    with qtbot.waitSignal(view.edit_wanted) as asked:
        qtbot.mouseClick(view, LEFT, pos=bars.bias.center().toPoint())
    assert asked.args[0] == Spot(6, "layer1", "b_f", 2)


def test_that_the_point_lies_on_the_curve_and_backward_has_a_tangent(qtbot):
    view = shown(qtbot, UnitArithmetic, picking("f", cell="lstm"))
    shape = view.shown(view.scene).shape
    _, right = view._parts(QRectF(view.rect()), view.shown(view.scene))
    at = CurvePlace(right, shape).at(shape.x, shape.y).toPoint()
    forward = view.grab().toImage()
    assert forward.pixelColor(at) == view.look.accent
    assert view.look.warm.name() not in colors(forward.copy(right.toRect()))
    view.draw(picking("d_f", cell="lstm"))
    image = view.grab().toImage().copy(right.toRect())
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    assert view.look.warm in [image.pixelColor(*point) for point in points]


# --- in the window ---------------------------------------------------------------------


def test_that_the_wheel_leads_into_the_cell_and_the_unit_and_out_again(qtbot):
    window = trained_window(qtbot)
    depths = window.canvas.depths
    for _ in range(40):
        turn_wheel(depths.unrolled, 400, 100, 1)
        if depths.shown is not Depth.NETWORK:
            break
    assert depths.shown is Depth.CELL
    assert depths.choice.value() is Depth.CELL
    for _ in range(2):
        turn_wheel(depths.cell, 400, 100, 1)
    assert depths.shown is Depth.UNIT
    for _ in range(2):
        turn_wheel(depths.unit, 400, 100, -1)
    assert depths.shown is Depth.CELL
    for _ in range(2):
        turn_wheel(depths.cell, 400, 100, -1)
    assert depths.shown is Depth.NETWORK
    assert depths.unrolled.isVisible()


def test_that_keys_and_buttons_lead_there_at_once(qtbot):
    window = trained_window(qtbot)
    depths = window.canvas.depths
    for key, depth in (
        (KEY.Key_3, Depth.UNIT),
        (KEY.Key_2, Depth.CELL),
        (KEY.Key_1, Depth.NETWORK),
    ):
        qtbot.keyClick(window, key, KEYS.ControlModifier)
        assert depths.shown is depth
    qtbot.mouseClick(depths.choice.button(Depth.UNIT), LEFT)
    assert depths.unit.isVisible()


@pytest.mark.alone
def test_that_the_near_views_are_drawn_fast(qtbot):
    times = {}
    for kind in (CellWiring, UnitArithmetic):
        for hidden in (8, 128):
            view = shown(qtbot, kind, picking("f", hidden=hidden, cell="lstm"))
            view.grab()
            began = time.perf_counter()
            for _ in range(5):
                view.grab()
            times[kind, hidden] = time.perf_counter() - began
        assert times[kind, 128] < 5 * times[kind, 8] + 0.05
