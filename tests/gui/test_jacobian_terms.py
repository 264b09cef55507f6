"""The terms one by one: every term is drawn with its numbers, s and k are picked with the mouse."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.formula_line import Product, Word, formula_width, pieces_of
from rnnviz.gui.views.jacobian_layout import LINE, Lines, lay_out
from rnnviz.gui.views.jacobian_terms import SAME, JacobianTerms
from rnnviz.gui.views.matrix_squares import paint_squares
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.trace.jacobian_words import jacobian_words
from rnnviz.trace.scene import Spot
from tests.gui.gradient_shown import area, picture, shown
from tests.gui.paths_shown import with_path
from tests.gui.scenes import CELL_KEYS
from tests.gui.tracks_shown import colors_in, pixels

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
BOTH = {"scenario": "named-entities", "direction": "both"}
SIZES = [(300, 350), (385, 420), (700, 350), (1060, 620), (2000, 1100)]


def terms(qtbot, size=(1060, 620), axis=None, **settings):
    return shown(qtbot, with_path(**settings), JacobianTerms, axis, size)


def places(view):
    return view._place(view.scene, view.scene.path, area(view))


def at_step(view, time):
    place = places(view)
    return QPoint(round(view.axis.x(time + 0.5, area(view))), round(place.curve.center().y()))


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("size", SIZES)
def test_that_every_cell_is_drawn_at_every_size(qtbot, cell, size):
    view = terms(qtbot, size, cell=cell)
    place = places(view)
    assert place.columns
    for column in place.columns:
        for cell_place in (column.term, column.product):
            for part in cell_place:
                assert area(view).contains(part)
            assert cell_place.matrix.width() >= 14
            assert not cell_place.matrix.intersects(cell_place.numbers)
    bottom = max(c.product.numbers.bottom() for c in place.columns)
    assert bottom <= place.curve_legend.top() + 1
    assert place.curve.height() >= 30
    assert len(np.unique(pixels(picture(view)))) > 50


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_looks_differ(qtbot, cell):
    view = terms(qtbot, cell=cell)
    light = pixels(picture(view))
    view.set_look(DARK)
    assert np.mean(light != pixels(picture(view))) > 0.9


def test_that_squares_have_the_colours_of_the_numbers(qtbot):
    view = terms(qtbot, cell="elman", hidden=2, step=6, source=8)
    image, place = picture(view), places(view)
    for column in place.columns:
        term, square = view.scene.path.terms[column.number], column.term.matrix
        for row in range(2):
            for n in range(2):
                x = square.left() + (n + 0.3) * square.width() / 2
                y = square.top() + (row + 0.3) * square.height() / 2
                color = image.pixelColor(round(x), round(y))
                if abs(term.matrix[row, n]) > 0.02:
                    # Blue is negative, orange positive.
                    assert (color.red() > color.blue()) == (term.matrix[row, n] > 0)


def test_that_of_many_numbers_the_largest_keep_their_colours():
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_squares(painter, QRectF(0, 0, 50, 50), np.eye(400) - np.eye(400, k=200), 1.0, LIGHT)
    painter.end()
    ends = {int(LIGHT.signed[0]), int(LIGHT.signed[-1])}
    assert ends <= colors_in(image, QRectF(5, 5, 40, 40))


def test_that_all_terms_share_one_scale_and_more_than_it_is_marked(qtbot):
    given = with_path(cell="elman", step=6, source=8)
    large = replace(given.path.terms[-1], product=np.full((8, 8), 99.0))
    given = replace(given, path=replace(given.path, terms=(*given.path.terms[:-1], large)))
    view = shown(qtbot, given, JacobianTerms, size=(1060, 620))
    image, place = picture(view), places(view)
    for column in place.columns:
        for cell, beyond in ((column.term, False), (column.product, column.number == 1)):
            edge = QRectF(cell.matrix.left() + 2, cell.matrix.top() + 1, 20, 2)
            assert (LIGHT.error.rgb() in colors_in(image, edge)) == beyond


@pytest.mark.parametrize("width", [385, 700, 1060])
def test_that_what_has_no_room_is_counted(qtbot, width):
    view = terms(qtbot, (width, 600), cell="elman", step=0, source=11)
    place, path = places(view), view.scene.path
    numbers = [column.number for column in place.columns]
    assert numbers[0] == 0
    assert path.terms[numbers[-1]].time == 1 or len(numbers) == 1
    assert (len(numbers) < path.count) == (not place.ellipsis.isEmpty())
    lefts = [column.term.matrix.left() for column in place.columns]
    assert lefts == sorted(lefts)


def test_that_numbers_stand_beside_matrices_where_there_is_no_height() -> None:
    flat = lay_out(QRectF(0, 0, 1000, 340), 5, 5, Lines(3, 3))
    tall = lay_out(QRectF(0, 0, 1000, 620), 5, 5, Lines(3, 3))
    assert (flat.is_flat, tall.is_flat) == (True, False)
    for column in flat.columns:
        assert column.term.numbers.left() > column.term.matrix.right()
        assert column.term.matrix.height() >= 3 * LINE


def test_that_a_click_picks_k_and_with_shift_s(qtbot):
    view = terms(qtbot, cell="lstm")
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=at_step(view, 5))
    assert met.args == [Spot(5, "layer1", "h", 2, source=8)]
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, SHIFT, at_step(view, 6))
    assert met.args == [Spot(3, "layer1", "h", 2, source=6)]
    # What lies behind s can only become s; k is never after it.
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=at_step(view, 10))
    assert met.args == [Spot(3, "layer1", "h", 2, source=10)]
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, SHIFT, at_step(view, 1))
    assert met.args == [Spot(1, "layer1", "h", 2, source=1)]


def test_that_columns_are_those_of_the_shared_axis(qtbot):
    axis = TimeAxis()
    view = terms(qtbot, axis=axis)
    axis.zoom(0.5, 3.0)
    picture(view)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, LEFT, pos=at_step(view, 4))
    assert met.args[0].time == 4


def test_that_the_same_step_twice_is_told(qtbot):
    view = terms(qtbot, step=8, source=8)
    assert not places(view).columns
    picture(view)
    assert "identity" in view.sentence(view.scene)
    assert "identity" in SAME


def test_that_without_a_path_it_says_why(qtbot):
    given = replace(with_path(), path=None, path_says="A state was set by hand.")
    view = shown(qtbot, given, JacobianTerms)
    picture(view)
    assert view.sentence(given).endswith("A state was set by hand.")
    assert view.spot(300, 300, area(view)) is None


def test_that_a_path_of_a_longer_sequence_is_not_drawn(qtbot):
    given = with_path()
    longer = replace(given.path, chain=(99, *given.path.chain))
    view = shown(qtbot, replace(given, path=longer), JacobianTerms)
    assert view.path_of(view.scene) is None
    picture(view)


def test_that_a_path_whose_terms_were_not_made_is_not_drawn(qtbot):
    given = with_path()
    view = shown(qtbot, replace(given, path=replace(given.path, terms=())), JacobianTerms)
    picture(view)
    assert "not known" in view.sentence(view.scene)


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_the_sentence_has_the_numbers(qtbot, cell):
    view = terms(qtbot, cell=cell)
    text, path = view.sentence(view.scene), view.scene.path
    assert "from step 9 back to step 4 5 terms" in text
    expected = {
        "elman": ("slope of the nonlinearity", "recurrent matrix"),
        "lstm": ("forget gate", "W_f, W_i, W_o, W_c"),
        "gru": ("update gate", "U_z, U_r, U_h"),
    }[cell]
    assert all(part in text for part in expected)
    assert f"{path.norms['h'][5]:.3g}".replace("e-0", "e−").replace("-", "−") in text


def test_that_tips_tell_single_numbers(qtbot):
    view = terms(qtbot, cell="lstm")
    column, path = places(view).columns[1], view.scene.path
    at = column.term.matrix.bottomRight() - QRectF(0, 0, 1, 1).bottomRight()
    value = float(path.terms[1].matrix[-1, -1])
    tip = view.tip(at.x(), at.y())
    assert tip.startswith("c of unit 8 at step 8 by c of unit 8 at step 7: ")
    assert f"{value:.3g}" in tip
    point = at_step(view, 5)
    assert "back to step 6" in view.tip(point.x(), point.y())
    assert view.tip(5, 5) == ""


def test_that_words_are_those_of_the_activation():
    symbols = {"tanh": "1 − h_j²", "relu": "h_j > 0", "sigmoid": "h_j (1 − h_j)", "identity": "1"}
    for activation, slope in symbols.items():
        given = with_path(cell="elman", activation=activation)
        words = jacobian_words(given.trace, given.path)
        assert words.parts[0].symbol == f"diag({slope})"
        assert words.parts[1].symbol == "W_{hh}"
    gru = with_path(cell="gru")
    assert jacobian_words(gru.trace, gru.path).parts[1].symbol == "through U_{z, r, h}"


def test_that_words_stand_upright_in_formulas(qapp):
    assert pieces_of("of diag(f_j)") == (Word("of "), Word("diag"), "(f_j)")
    assert pieces_of("W_{hh}") == ("W_{hh}",)
    wide, narrow = (formula_width((Product("1", below),), 12.0) for below in ("j=123456", "j"))
    assert wide > narrow > 5


def test_that_backward_lanes_and_borders_are_drawn(qtbot):
    both = with_path(step=8, source=3, lane="layer1_back", **BOTH)
    view = shown(qtbot, both, JacobianTerms, size=(1060, 620))
    assert view.scene.path.chain[:2] == (3, 4)
    picture(view)
    pair = with_path(step=2, source=9, lane="encoder1", scenario="translation")
    view = shown(qtbot, pair, JacobianTerms, size=(1060, 620))
    assert "encoder 1 · decoder 1" in view.sentence(view.scene)
    picture(view)
