"""The weights: which are listed and shown, what a press on them does, and typing another value."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from rnnviz.gui.app import application
from rnnviz.gui.controls.value_editor import ValueEditor
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.weights import WeightsView
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import ticks
from tests.gui.scenes import CELL_KEYS, scene, trained
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, turn_wheel
from tests.gui.windows import trained as trained_window

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier


def shown(qtbot, what, size=(760, 320), look=LIGHT):
    application()
    view = WeightsView()
    qtbot.addWidget(view)
    view.set_look(look)
    view.resize(*size)
    view.draw(what)
    view.show()
    return view


def at_tick(tick, **settings):
    run = trained(5, **settings)
    coming = run.coming()
    return Scene(run.trace(), run.history_so_far(), Marks(Spot(2), None, tick), coming=coming)


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_every_weight_is_listed_and_can_be_chosen(qtbot, cell):
    view = shown(qtbot, scene(cell=cell, layers=2))
    names = list(view.scene.trace.parameters)
    area = QRectF(view.rect())
    for name in names:
        if name not in view._rows(area, view.scene.trace):
            turn_wheel(view, 60, 150, -1)
        row = view._rows(area, view.scene.trace)[name]
        qtbot.mouseClick(view, LEFT, pos=row.center().toPoint())
        assert view.name(view.scene.trace) == name
        assert name in view.sentence(view.scene)


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_every_operation_is_drawn_for_every_weight(qtbot, cell, look):
    first = at_tick(None, cell=cell, hidden=3, length=3)
    order = ticks(first.trace)
    view = shown(qtbot, first, (420, 240), look)
    for tick in (None, 0, order.backward, *range(order.update - 3, len(order))):
        view.draw(at_tick(tick, cell=cell, hidden=3, length=3))
        for name in first.trace.parameters:
            view.choose(name)
            one, other = view.grab().toImage(), view.grab().toImage()
            assert one == other
            assert len(np.unique(pixels(one)[40:220:4, 130:400:4])) > 1


def test_that_the_squares_have_the_colours_of_the_numbers(qtbot):
    what = at_tick(None, cell="elman", hidden=2, length=3)
    view = shown(qtbot, what)
    view.choose("layer1.W_hh")
    image = view.grab().toImage()
    placed, _ = view._placed(what, "layer1.W_hh", QRectF(view.rect()))
    weights = what.trace.parameters["layer1.W_hh"]
    for row in range(2):
        for column in range(2):
            x = placed.area.left() + (column + 0.08) * placed.area.width() / 2
            y = placed.area.top() + (row + 0.12) * placed.area.height() / 2
            color = image.pixelColor(int(x), int(y))
            # Blue is negative, orange positive.
            assert (color.red() > color.blue()) == (weights[row, column] > 0)


@pytest.mark.parametrize("height", [190, 220, 320])
def test_that_the_names_of_many_weights_do_not_overlap(qtbot, height):
    view = shown(qtbot, scene(cell="gru", layers=3), (420, height))
    area, trace = QRectF(view.rect()), view.scene.trace
    names = list(trace.parameters)
    assert all(row.height() >= 15 for row in view._rows(area, trace).values())
    turn_wheel(view, 60, 100, -50)
    assert list(view._rows(area, trace))[-1] == names[-1]
    turn_wheel(view, 60, 100, 50)
    assert next(iter(view._rows(area, trace))) == names[0]


def test_that_what_is_compared_shares_one_scale(qtbot):
    settings = {"cell": "lstm", "optimizer": "adam", "clip_by": "norm", "clip": 0.05}
    first = at_tick(None, **settings)
    view, order = shown(qtbot, first), ticks(first.trace)
    for tick, same in ((0, [(0, 1)]), (1, [(0, 1)]), (2, [(1, 2), (3, 4)]), (3, [(0, 2)])):
        view.draw(at_tick(order.update + tick, **settings))
        placed = view._placed(view.scene, "layer1.W_f", QRectF(view.rect()))
        for one, other in same:
            assert placed[one].bound == placed[other].bound
            assert placed[one].bound >= abs(placed[other].matrix).max()


def test_that_a_press_on_a_weight_asks_to_set_it(qtbot):
    what = at_tick(None)
    view = shown(qtbot, what)
    view.choose("layer1.W_f")
    weights, gradient = view._placed(what, "layer1.W_f", QRectF(view.rect()))
    rows, columns = weights.matrix.shape
    at = QPointF(
        weights.area.left() + 3.5 * weights.area.width() / columns,
        weights.area.top() + 1.5 * weights.area.height() / rows,
    ).toPoint()
    with qtbot.waitSignal(view.edit_wanted) as asked:
        qtbot.mouseClick(view, LEFT, pos=at)
    assert asked.args[0] == Spot(2, "layer1", "W_f", 1, 3)
    assert asked.args[0].parameter == "layer1.W_f"
    with qtbot.assertNotEmitted(view.edit_wanted):
        qtbot.mouseClick(view, LEFT, pos=gradient.area.center().toPoint())


def test_that_pointing_at_a_number_tells_it(qtbot):
    view = shown(qtbot, at_tick(None))
    before = view.grab().toImage()
    QTest.mouseMove(view, QPoint(200, 150))
    qtbot.waitUntil(lambda: view._under is not None)
    assert view.grab().toImage() != before


def test_that_a_weight_typed_in_the_window_is_set_and_undone(qtbot):
    window = trained_window(qtbot)
    dock = next(d for d in window._docks if d.objectName() == "weights-panel")
    dock.raise_()
    QApplication.processEvents()
    view = window.weights
    view.choose("layer1.b_f")
    before = window.session.editing.value(Spot(0, "layer1", "b_f", 0))
    (placed, *_) = view._placed(view.scene, "layer1.b_f", QRectF(view.rect()))
    qtbot.mouseClick(view, LEFT, pos=(placed.area.topLeft() + QPointF(4, 3)).toPoint())
    editor = view.findChild(ValueEditor)
    qtbot.keyClicks(editor, "-1.25")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert window.session.editing.value(Spot(0, "layer1", "b_f", 0)) == -1.25
    assert window.canvas.unrolled.scene.trace.origin.edits == 1
    window.canvas.setFocus()
    qtbot.keyClick(window, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.editing.value(Spot(0, "layer1", "b_f", 0)) == before


@pytest.fixture
def editor(qtbot):
    view = shown(qtbot, scene())
    made = ValueEditor(view, view.rect(), 0.5, ("e",))
    # Python would forget the view, and Qt delete both.
    made.view = view
    return made


@pytest.mark.parametrize("text", ["2", "−3e-2", "e"])
def test_that_enter_takes_what_is_right(qtbot, editor, text):
    editor.setText(text)
    with qtbot.waitSignal(editor.committed) as typed:
        qtbot.keyClick(editor, KEY.Key_Return)
    assert typed.args == [text]


@pytest.mark.parametrize("text", ["", "x", "nan", "1,5"])
def test_that_what_is_wrong_is_framed_and_not_taken(qtbot, editor, text):
    editor.setText(text)
    assert editor.property("refused") is True
    assert "wanted" in editor.toolTip()
    with qtbot.assertNotEmitted(editor.committed):
        qtbot.keyClick(editor, KEY.Key_Return)
        qtbot.keyClick(editor, KEY.Key_Escape)


def test_that_arrows_change_the_number(qtbot, editor):
    qtbot.keyClick(editor, KEY.Key_Up)
    assert float(editor.text()) == pytest.approx(0.55)
    qtbot.keyClick(editor, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert float(editor.text()) == pytest.approx(0.5445)


@pytest.mark.alone
def test_that_large_matrices_are_drawn_fast(qtbot):
    small, large = (shown(qtbot, at_tick(None, hidden=h)) for h in (16, 128))
    times = {}
    for name, view in (("small", small), ("large", large)):
        view.choose("layer1.W_f")
        began = time.perf_counter()
        for _ in range(5):
            view.grab()
        times[name] = time.perf_counter() - began
    assert times["large"] < 4 * times["small"] + 0.05
