"""The tree of a beam: every node in its column, no line across another, the best one marked."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.engine.beam import Beam, BeamNode
from rnnviz.gui.theme import DARK, LIGHT, load_fonts
from rnnviz.gui.views.beam_layout import NARROWEST, lay_out, ordered
from rnnviz.gui.views.beam_tree import BROKEN, NO_BEAM, BeamView, _answers, _inside, _layout
from rnnviz.trace.scene import Marks, Spot
from tests.gui.scenes import scene, trained

SPELLING = {"scenario": "spelling-to-phonemes", "length": 8, "attention": True, "beam": 3}
DATES = {"scenario": "translation", "corpus": "dates", "length": 30, "beam": 8}
SIZES = ((240, 180), (290, 300), (900, 440), (1600, 900))


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    load_fonts()


def with_beam(updates=5, **settings):
    """A scene with what a decoder answers."""
    made = scene(updates, **settings)
    return replace(made, beam=trained(updates, **settings).beam())


def shown(qtbot, drawn, width=900, height=440):
    view = BeamView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(drawn)
    view.show()
    return view


def picture(view, width=900, height=440):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def tree_of(view, width=900, height=440):
    return _layout(view.scene, view.scene.beam, _inside(QRectF(0, 0, width, height)))


@pytest.mark.parametrize("settings", [SPELLING, DATES], ids=["spelling", "dates"])
def test_that_no_two_lines_cross_and_the_likeliest_of_a_parent_is_on_top(settings):
    beam = with_beam(**settings).beam.beam
    columns = ordered(beam)
    assert sorted(n for column in columns for n in column) == list(range(len(beam.nodes)))
    for before, column in pairwise(columns):
        parents = [before.index(beam.nodes[n].parent) for n in column]
        assert parents == sorted(parents)
        for one, other in pairwise(column):
            if beam.nodes[one].parent == beam.nodes[other].parent:
                assert beam.nodes[one].score >= beam.nodes[other].score


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("settings", [SPELLING, DATES], ids=["spelling", "dates"])
def test_that_nodes_lie_within_the_card_and_apart(qtbot, size, settings):
    view = shown(qtbot, with_beam(**settings))
    place = tree_of(view, *size)
    areas = list(place.nodes.values())
    assert areas
    for one in areas:
        assert one.left() >= 11
        assert one.right() <= size[0] - 11
        assert one.bottom() <= size[1] - 12
        assert not any(one is not other and one.intersects(other) for other in areas)


def test_that_the_columns_in_sight_follow_the_marked_step():
    beam = with_beam(**DATES).beam.beam
    names = scene(**DATES).trace.labels.classes
    steps = len(ordered(beam))
    width = 4 * NARROWEST + 70
    for step in range(steps):
        place = lay_out(beam, names, QRectF(0, 0, width, 200), step)
        assert place.first <= step < place.end
        assert place.end - place.first < steps
        assert place.steps == steps
        assert all(area.right() <= width for area in place.nodes.values())
    whole = lay_out(beam, names, QRectF(0, 0, 2000, 200), 3)
    assert (whole.first, whole.end) == (0, steps)


def test_that_a_click_on_a_node_picks_the_step_that_says_it(qtbot):
    view = shown(qtbot, with_beam(**DATES))
    place, first = tree_of(view), view.scene.trace.source_steps
    for step in (0, 1):
        number = next(n for n in place.nodes if view.scene.beam.beam.nodes[n].step == step)
        with qtbot.waitSignal(view.picked) as met:
            where = place.nodes[number].center().toPoint()
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=where)
        assert met.args == [Spot(first + step, "", "y")]
    assert view.spot(3, 3, QRectF(view.rect())) is None


def test_that_the_sentence_tells_the_answer_and_how_much_of_it_is_right(qtbot):
    made = with_beam(**SPELLING)
    beam, names = made.beam, made.trace.labels.classes
    beam = replace(beam, wanted=beam.wanted[:2] + beam.said)
    met = shown(qtbot, replace(made, beam=beam)).accessibleDescription()
    wanted = " ".join(names[n] for n in beam.wanted)
    assert met.startswith("Beam of width 3 says ")
    assert f"wanted ‘{wanted}’" in met
    assert f"{beam.right} of {len(beam.wanted)} right" in met


def test_that_an_answer_that_ends_at_once_is_told(qtbot):
    made = with_beam(**SPELLING)
    ended = Beam((BeamNode(-1, 0, 0, -0.1, 0.9, True, True),), (0,), 3)
    view = shown(qtbot, replace(made, beam=replace(made.beam, beam=ended, greedy=(0,))))
    assert "says nothing" in view.accessibleDescription()


def test_that_the_greedy_answer_is_listed_only_where_it_is_another(qtbot):
    made = with_beam(**SPELLING)
    same = replace(
        made.beam, greedy=tuple(made.beam.beam.nodes[n].symbol for n in made.beam.beam.best)
    )
    other = replace(made.beam, greedy=(1, 2, 1))
    assert [name for name, _, _ in _answers(same)] == ["beam", "wanted"]
    assert [name for name, _, _ in _answers(other)] == ["beam", "greedy", "wanted"]
    images = [
        picture(shown(qtbot, replace(made, beam=beam))).constBits().tobytes()
        for beam in (same, other)
    ]
    assert images[0] != images[1]


def test_that_the_best_answer_is_highlighted(qtbot):
    made = with_beam(**DATES)
    view = shown(qtbot, made)
    image, place = picture(view), tree_of(view)
    for number, area in place.nodes.items():
        node = made.beam.beam.nodes[number]
        # At a corner of the ground, where no word stands.
        where = (area.bottomLeft() + QPoint(4, -4)).toPoint()
        is_soft = image.pixelColor(where) == LIGHT.accent_soft
        assert is_soft == (number in made.beam.beam.best), node


def test_that_where_there_is_no_tree_it_says_why(qtbot):
    plain = shown(qtbot, scene())
    assert plain.accessibleDescription() == NO_BEAM
    assert plain.spot(300, 200, QRectF(plain.rect())) is None
    made = with_beam(**SPELLING)
    broken = replace(made, beam=replace(made.beam, beam=Beam((), (), 3)))
    view = shown(qtbot, broken)
    assert view.accessibleDescription() == BROKEN
    image = picture(view)
    assert len({image.pixel(x, y) for x in range(200, 700) for y in range(220, 245)}) > 5


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("settings", [SPELLING, DATES], ids=["spelling", "dates"])
def test_that_it_paints_at_every_size(qtbot, look, size, settings):
    view = BeamView()
    qtbot.addWidget(view)
    view.set_look(look)
    made = with_beam(**settings)
    time = made.trace.source_steps + 2
    view.draw(replace(made, marks=Marks(Spot(time, "", "y"))))
    image = picture(view, *size)
    met = {image.pixel(x, y) for x in range(0, size[0], 2) for y in range(0, size[1], 2)}
    assert len(met) > 20
