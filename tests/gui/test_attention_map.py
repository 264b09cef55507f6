"""The map of attention: its squares are the recorded numbers, its places the time steps."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QMenu

from rnnviz.exhibits import PairExhibit
from rnnviz.gui.painting import levels
from rnnviz.gui.theme import DARK, LIGHT, load_fonts
from rnnviz.gui.views.attention_layout import labels, lay_out
from rnnviz.gui.views.attention_map import (
    NO_ATTENTION,
    NO_DECODER,
    AttentionView,
    _has_label,
    _inside,
    links,
    marked,
    switches,
)
from rnnviz.trace.scene import Example, Marks, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import scene, trained
from tests.gui.windows import opened

SPELLING = {"scenario": "spelling-to-phonemes", "length": 6, "attention": True}
FRENCH = {"scenario": "translation", "corpus": "french", "length": 40, "attention": True}
SIZES = ((240, 160), (290, 300), (640, 460), (1400, 900))


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    load_fonts()


def spelling(spot=None, tick=None, **more):
    made = scene(**{**SPELLING, **more})
    return made if spot is None else replace(made, marks=Marks(spot, None, tick))


def shown(qtbot, drawn, width=640, height=460):
    view = AttentionView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(drawn)
    view.show()
    return view


def picture(view, width=640, height=460):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def place_of(view, width=640, height=460):
    told = labels(view.scene.trace)
    return told, lay_out(told, _inside(QRectF(0, 0, width, height)))


def corner(place, row, column):
    """A point of a square where no number is written."""
    return (place.square(row, column).topLeft() + QPointF(3, 4)).toPoint()


def square_center(view, row, column):
    return place_of(view)[1].square(row, column).center().toPoint()


@pytest.mark.parametrize("kind", ["w", "e", "d_w"])
def test_that_the_squares_have_the_colours_of_the_recorded_numbers(qtbot, kind):
    view = shown(qtbot, spelling(Spot(0, "", "x")))
    view.show_quantity(kind)
    image = picture(view, 300, 240)
    told, place = place_of(view, 300, 240)
    attention = view.scene.trace.attention
    values = attention.gradients["w"] if kind == "d_w" else attention.values[kind]
    low, high, colors = view._scale(values[np.ix_(told.times, told.sources)])
    for row, time in enumerate(told.times):
        for column, source in enumerate(told.sources):
            if (row, column) == marked(view.scene, told) or column == marked(view.scene, told)[1]:
                continue
            number = levels(np.array([float(values[time, source])]), low, high)[0]
            assert image.pixel(corner(place, row, column)) == int(colors[number]), (row, column)


def test_that_weights_and_gradients_have_fixed_and_told_scales(qtbot):
    view = shown(qtbot, spelling())
    assert view._scale(np.array([0.2]))[:2] == (0.0, 1.0)
    view.show_quantity("d_w")
    low, high, _ = view._scale(np.array([[0.3, -0.7]]))
    assert (low, high) == (-1.0, 1.0)


def test_that_a_click_on_a_square_picks_it_and_on_a_word_its_step(qtbot):
    view = shown(qtbot, spelling())
    told, place = place_of(view)
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, left, pos=square_center(view, 2, 1))
    assert met.args == [Spot(told.times[2], "attention", "w", told.sources[1])]
    with qtbot.waitSignal(view.picked) as met:
        where = QPoint(int(place.gutters[0][1] + 5), int(place.row(3).center().y()))
        qtbot.mouseClick(view, left, pos=where)
    assert met.args == [Spot(told.times[3], "", "y")]
    with qtbot.waitSignal(view.picked) as met:
        where = QPoint(int(place.column(2).center().x()), int(place.top.center().y()))
        qtbot.mouseClick(view, left, pos=where)
    assert met.args == [Spot(told.sources[2], "", "x")]


def test_that_a_click_on_a_name_shows_that_quantity_and_picks_nothing(qtbot):
    view = shown(qtbot, spelling())
    picked = []
    view.picked.connect(picked.append)
    for switch in switches(_inside(QRectF(view.rect()))):
        before = picture(view).constBits().tobytes()
        where = switch.area.center().toPoint()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=where)
        assert view.shown == switch.key
        assert switch.key == "w" or picture(view).constBits().tobytes() != before
    assert picked == []
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=square_center(view, 0, 0))
    assert met.args[0].quantity == "d_w"


def test_that_row_and_column_of_what_is_marked_are_marked():
    first = spelling().trace.source_steps
    made = spelling(Spot(first + 2, "attention", "w", 1))
    told = labels(made.trace)
    assert marked(made, told) == (2, 1)
    assert marked(spelling(Spot(1, "", "x")), told) == (None, 1)
    assert marked(spelling(Spot(first + 1, "decoder1", "h", 3)), told) == (1, None)
    assert marked(spelling(Spot(first, "attention", "n", 5)), told) == (0, None)
    assert marked(spelling(Spot(first, "attention", "n", 5, 2)), told) == (0, 2)
    pointed = replace(made, marks=replace(made.marks, pointed=Spot(0, "", "x")))
    assert marked(pointed, told) == (None, 0)


def test_that_padding_has_no_row_and_no_column():
    made = spelling()
    exists = made.trace.exists.copy()
    exists[[made.trace.source_steps - 1, made.trace.steps - 1]] = False
    told, whole = labels(replace(made.trace, exists=exists)), labels(made.trace)
    assert told.times == whole.times[:-1]
    assert told.sources == whole.sources[:-1]
    assert told.says == whole.says[:-1]
    assert len(told.read) == len(told.sources)


def test_that_where_it_is_known_what_belongs_together_is_framed(qtbot):
    made = scene(**FRENCH)
    run = trained(5, **FRENCH)
    exhibit = run.example(made.trace).exhibit
    assert isinstance(exhibit, PairExhibit)
    assert exhibit.links
    with_links = replace(made, example=Example(exhibit, 5))
    assert links(made) == ()
    expected = {(made.trace.source_steps + a, exhibit.source[b].time) for a, b in exhibit.links}
    assert set(links(with_links)) == expected
    plain, framed = (picture(shown(qtbot, each)) for each in (made, with_links))
    assert plain.constBits().tobytes() != framed.constBits().tobytes()
    # What is shown of the next batch changes with every update; an older example is of another.
    origin = replace(made.trace.origin, sample="batch", update=6)
    other = replace(with_links, trace=replace(made.trace, origin=origin))
    assert links(other) == ()


def test_that_without_attention_it_says_what_to_do(qtbot):
    for settings, said in (
        ({**SPELLING, "attention": False}, NO_ATTENTION),
        ({"scenario": "character-model"}, NO_DECODER),
    ):
        view = shown(qtbot, scene(**settings))
        assert view.accessibleDescription() == said
        assert view.spot(300, 200, QRectF(view.rect())) is None
        image = picture(view)
        colors = {image.pixel(x, y) for x in range(150, 500) for y in range(150, 300)}
        assert len(colors) > 10
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(90, 40))
        assert view.shown == "w"


def test_that_what_the_debugger_has_not_reached_is_veiled(qtbot):
    made = spelling()
    order, first = ticks(made.trace), made.trace.source_steps
    tick = order.place(Tick(Phase.FORWARD, "attention", first + 1, "w"))
    spot = Spot(first + 1, "attention", "w", 0)
    view = shown(qtbot, replace(made, marks=Marks(spot, None, tick)))
    veiled = picture(view)
    view.draw(replace(made, marks=Marks(spot)))
    whole = picture(view)
    _, place = place_of(view)
    same = place.square(0, 2).toRect().adjusted(3, 3, -3, -3)
    other = place.square(3, 2).toRect().adjusted(3, 3, -3, -3)
    assert veiled.copy(same) == whole.copy(same)
    assert veiled.copy(other) != whole.copy(other)


def test_that_the_sentence_tells_where_it_looks_most(qtbot):
    made = spelling()
    time = made.trace.source_steps + 1
    view = shown(qtbot, spelling(Spot(time, "attention", "w", 0)))
    weights = made.trace.attention.values["w"][time]
    label = made.trace.labels.inputs[int(weights.argmax())]
    met = view.accessibleDescription()
    assert met.startswith(f"Attention at t = {time + 1}, where ‘")
    assert met.endswith(f"most of all, {weights.max():.3f}, at ‘{label}’")


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("settings", [SPELLING, FRENCH], ids=["spelling", "french"])
def test_that_it_paints_at_every_size_and_nothing_leaves_the_card(qtbot, look, size, settings):
    view = AttentionView()
    qtbot.addWidget(view)
    view.set_look(look)
    view.draw(scene(**settings))
    for kind in ("w", "e", "d_w"):
        view.show_quantity(kind)
        image = picture(view, *size)
        met = {image.pixel(x, y) for x in range(0, size[0], 2) for y in range(0, size[1], 2)}
        assert len(met) > 20
        _, place = place_of(view, *size)
        assert place.squares.right() <= size[0] - 11
        assert place.squares.bottom() <= size[1] - 10
        for name, x, width in place.gutters:
            assert name in ("reads", "wanted", "says")
            assert x + width <= place.squares.left() + 0.5


def test_that_a_broken_network_is_drawn_too(qtbot):
    made = spelling()
    attention = made.trace.attention
    broken = {key: np.full_like(value, np.nan) for key, value in attention.values.items()}
    trace = replace(made.trace, attention=replace(attention, values=broken))
    view = shown(qtbot, replace(made, trace=trace))
    _, place = place_of(view, 300, 240)
    image = picture(view, 300, 240)
    assert image.pixel(corner(place, 2, 2)) == LIGHT.error.rgb()


def test_that_the_view_menu_chooses_what_is_shown(qtbot):
    window = opened(qtbot, **SPELLING)
    menu = window.findChildren(QMenu)
    [choices] = [each for each in menu if each.title() == "Attention map"]
    assert [entry.text() for entry in choices.actions()] == [
        "Weights α",
        "Scores e",
        "Gradient ∂E/∂α",
    ]
    choices.actions()[2].trigger()
    assert window.attention.shown == "d_w"
    window.attention.show_quantity("e")
    choices.aboutToShow.emit()
    assert [entry.isChecked() for entry in choices.actions()] == [False, True, False]


@pytest.mark.parametrize("marked_one", [None, 0, 4, 7])
def test_that_labels_of_narrow_columns_keep_apart_and_the_marked_one_is_there(marked_one):
    shown_ones = [n for n in range(10) if _has_label(n, 3, marked_one)]
    assert all(b - a >= 3 for a, b in pairwise(shown_ones))
    assert marked_one is None or marked_one in shown_ones
    assert [n for n in range(5) if _has_label(n, 1, marked_one)] == list(range(5))
