"""The example, kind by kind: drawn at every size, marked with its time step, and clicked."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz import exhibits
from rnnviz.exhibits import Exhibit, Share
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views import exhibit
from rnnviz.gui.views.exhibit import ExhibitView
from rnnviz.gui.views.exhibit_alignment import aligned
from rnnviz.gui.views.exhibit_drawing import quantity_of
from rnnviz.gui.views.exhibit_kinds import DRAWINGS
from rnnviz.gui.views.exhibit_lines import lines_of
from rnnviz.gui.views.exhibit_pair_places import places_of
from rnnviz.gui.views.exhibit_shares import shown_shares
from rnnviz.trace.scene import Score, Spot
from tests.gui.exhibits import SHARES, STEPS, every_kind, shown, text
from tests.gui.tracks_shown import colors_in, pixels

KINDS = [*every_kind()]
SIZES = [(240, 180), (378, 290), (640, 420), (1200, 300), (300, 900)]


def view_of(qtbot, drawn, size=(420, 320), look=LIGHT):
    view = ExhibitView()
    qtbot.addWidget(view)
    view.set_look(look)
    view.resize(*size)
    view.draw(drawn)
    view.show()
    return view


def picture(view, size=None):
    width, height = size or (view.width(), view.height())
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(view.look.window)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def drawing(view):
    return view._drawing(QRectF(view.rect()), view.scene)


def parts_at(view, time):
    return [part for part in drawing(view).parts if part.spot.time == time]


def click(qtbot, view, part):
    at = part.area.center().toPoint()
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    return met.args[0]


def test_that_every_kind_of_exhibit_has_a_drawing():
    kinds = [getattr(exhibits, name) for name in exhibits.__all__]
    wanted = {k for k in kinds if issubclass(k, Exhibit) and k is not Exhibit}
    assert set(DRAWINGS) == wanted
    assert {type(exhibit) for exhibit in every_kind().values()} == wanted


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_is_drawn_at_every_size(qtbot, kind, size, look):
    view = view_of(qtbot, shown(every_kind()[kind], picked=3), size, look)
    image = picture(view)
    assert len(np.unique(pixels(image))) > 20
    inside = QRectF(1, 50, size[0] - 2, size[1] - 90)
    assert len(colors_in(image, inside)) > 5
    # Nothing is drawn over the frame of the card.
    edge = pixels(image)[20:-20, [0, -1]]
    assert set(np.unique(edge).tolist()) == {look.border.rgb()}


@pytest.mark.parametrize("kind", KINDS)
def test_that_the_screen_shows_what_the_picture_does(qtbot, kind):
    view = view_of(qtbot, shown(every_kind()[kind], picked=2, pointed=3))
    on_screen = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert np.mean(pixels(on_screen) != pixels(picture(view))) < 0.01


@pytest.mark.parametrize("kind", KINDS)
def test_that_parts_are_marked_with_their_time_step(qtbot, kind):
    view = view_of(qtbot, shown(every_kind()[kind], picked=0))
    before = picture(view)
    later = 3 if parts_at(view, 3) else 2 if parts_at(view, 2) else None
    if later is None:
        assert kind == "at once"
        return
    view.draw(shown(every_kind()[kind], picked=later))
    assert (pixels(before) != pixels(picture(view))).any()
    view.draw(shown(every_kind()[kind], picked=0, pointed=later))
    assert (pixels(before) != pixels(picture(view))).any()


@pytest.mark.parametrize("kind", KINDS)
def test_that_a_click_picks_the_time_step(qtbot, kind):
    view = view_of(qtbot, shown(every_kind()[kind]), (640, 420))
    for part in drawing(view).parts:
        at = part.area.center()
        top = drawing(view).part(at.x(), at.y())
        if top is part and part.spot.time < STEPS:
            assert click(qtbot, view, part) == part.spot


def test_that_what_is_of_a_longer_sequence_than_the_trace_is_not_picked(qtbot):
    view = view_of(qtbot, shown(text(count=STEPS + 3)))
    (last,) = parts_at(view, STEPS + 2)
    at = last.area.center()
    assert view.spot(at.x(), at.y(), QRectF(view.rect())) is None


def test_that_pointing_is_told_in_words(qtbot):
    exhibit = text("over", {1: "B-PER", 4: "B-LOC"}, {1: "B-PER"})
    view = view_of(qtbot, shown(exhibit))
    says = {time: parts_at(view, time)[0].says for time in (0, 1, 4)}
    assert says[0] == "t = 1: reads “w0”"
    assert says[1] == "t = 2: reads “w1”, says B-PER (50 %), wanted B-PER"
    assert says[4] == "t = 5: reads “w4”, says B-LOC (50 %), wanted –"


# Right and wrong.


def has_color(view, part, color):
    return color.rgb() in colors_in(picture(view), part.area)


@pytest.mark.parametrize(
    ("said", "wanted", "is_wrong"),
    [("B-PER", "B-PER", False), ("B-PER", "", True), ("", "B-PER", True), ("", "", False)],
)
def test_that_no_entity_is_an_answer_too(qtbot, said, wanted, is_wrong):
    view = view_of(qtbot, shown(text("over", {4: said}, {4: wanted})))
    (part,) = parts_at(view, 4)
    assert has_color(view, part, LIGHT.error) == is_wrong
    if is_wrong:
        texts = drawing(view).main.inner._texts(view.scene.example.exhibit.words[4])
        assert texts["said"].startswith("✗")
        assert texts["wanted"]


def test_that_nothing_wanted_is_nothing_wrong_in_what_comes_next(qtbot):
    view = view_of(qtbot, shown(text("next", {4: "a", 5: "a"}, {5: "b"})))
    assert not has_color(view, parts_at(view, 4)[0], LIGHT.error)
    assert has_color(view, parts_at(view, 5)[0], LIGHT.error)


def test_that_what_is_said_stands_opposite_to_what_it_agrees_with():
    assert aligned("abc", "abc") == ((0, 0), (1, 1), (2, 2))
    assert aligned("bc", "abc") == ((None, 0), (0, 1), (1, 2))
    assert aligned("abc", "ac") == ((0, 0), (1, None), (2, 1))
    assert aligned("axxc", "ayc") == ((0, 0), (1, 1), (2, None), (3, 2))
    assert aligned("", "") == ()


def test_that_a_pair_with_nothing_said_is_drawn(qtbot):
    pair = replace(every_kind()["pair"], said=())
    view = view_of(qtbot, shown(pair))
    assert len(np.unique(pixels(picture(view)))) > 20


def test_that_said_and_wanted_words_belong_to_the_steps_of_the_decoder(qtbot):
    drawn = shown(every_kind()["pair"])
    drawn = replace(drawn, trace=replace(drawn.trace, source_steps=5))
    view = view_of(qtbot, drawn)
    assert [part.spot for part in parts_at(view, 5)] == [Spot(5, "", "y")] * 2
    assert [part.spot for part in parts_at(view, 4)] == [Spot(4, "", "x")]


def test_that_the_right_answer_is_among_the_bars():
    shares = (*(Share(str(n), 0.1) for n in range(9)), Share("right", 0.05, True))
    assert [share.name for share in shown_shares(shares, 3)] == ["0", "1", "right"]
    assert shown_shares(SHARES, 3) == SHARES


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.0, "0 %"), (0.001, "< 1 %"), (0.5, "50 %"), (0.999, "> 99 %"), (1.0, "100 %")],
)
def test_that_little_is_not_nothing(share, expected):
    assert quantity_of(share) == expected


# Long texts.


@pytest.mark.parametrize("picked", [0, 60, 199])
def test_that_the_picked_word_is_in_sight(qtbot, picked):
    exhibit = text("over", count=200)
    view = view_of(qtbot, shown(exhibit, picked=picked), (300, 220))
    assert drawing(view).is_cut
    (part,) = parts_at(view, picked)
    assert QRectF(view.rect()).contains(part.area)


def test_that_much_that_is_said_cuts_no_word_that_is_read():
    places = places_of(QRectF(0, 0, 400, 90), [40.0] * 6, [60.0] * 12, True)
    assert places.of_source(3).width() == 40.0
    assert places.of_said(3).width() < 60.0
    assert places.of_said(11).right() <= 400.5


def test_that_cells_are_broken_into_lines():
    lines = lines_of([30.0] * 7, 100.0, 3, 0)
    assert [cell.line for cell in lines.cells] == [0, 0, 0, 1, 1, 1, 2]
    assert not lines.is_cut
    cut = lines_of([30.0] * 7, 100.0, 1, 4)
    assert [cell.number for cell in cut.cells] == [3, 4, 5]
    assert cut.range_text == "… 4 to 6 of 7"


# Captions and the score.


def test_that_the_sentence_tells_all_of_it(qtbot):
    view = view_of(qtbot, shown(text()))
    assert view.accessibleDescription() == (
        "A text. accuracy 95.2% on held-out data at update 600  ·  "
        "✓ better than the baseline, 86.3% (the consensus rule)"
    )


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (Score("F1", "65%", "a list"), "F1 on held-out data: not measured yet"),
        (Score("F1", "65%", "a list", "12%", 3), "✗ not better than the baseline, 65% (a list)"),
        (Score("F1", "65%", "a list", failure="OSError: x"), "could not be measured: OSError: x"),
    ],
)
def test_that_the_score_says_how_it_stands(qtbot, score, expected):
    view = view_of(qtbot, shown(text(), score=score))
    assert expected in view.sentence(view.scene)


def test_that_a_failure_is_told_in_its_place(qtbot):
    view = view_of(qtbot, shown(None, failure="ValueError: bad"))
    assert view.sentence(view.scene).startswith("This sequence cannot be shown: ValueError: bad")
    assert LIGHT.error.rgb() in colors_in(picture(view), QRectF(0, 28, 420, 24))


def test_that_a_caption_too_long_for_a_line_goes_on_in_the_next(qtbot):
    short, long = (
        "3 of 3 names found",
        "3 of 3 names found here, 4 said. On 64 held-out texts, F1 of LOC is 80%",
    )
    one = view_of(qtbot, shown(replace(text(), caption=short)), (378, 290))
    two = view_of(qtbot, shown(replace(text(), caption=long)), (378, 290))
    first, second = (exhibit._caption_lines(each.scene, 354) for each in (one, two))
    assert first == (short,)
    assert len(second) == 2
    assert " ".join(second) == long
    tops = [min(part.area.top() for part in drawing(view).parts) for view in (one, two)]
    assert tops[1] == pytest.approx(tops[0] + exhibit.CAPTION_LINE)


def test_that_a_long_caption_is_cut_and_told_whole(qtbot):
    long = "a very long caption " * 20
    view = view_of(qtbot, shown(replace(text(), caption=long)))
    edge = QRectF(view.width() - 11, 28, 8, 22)
    assert colors_in(picture(view), edge) == {LIGHT.card.rgb()}
    assert view.tip(40, 36) == long


def test_that_tips_name_what_lies_there(qtbot):
    view = view_of(qtbot, shown(text()))
    (part,) = parts_at(view, 2)
    assert view.tip(part.area.center().x(), part.area.center().y()) == part.says
    assert view.tip(40, view.height() - 10).startswith("accuracy 95.2%")
    assert view.tip(410, 200) == ""


def test_that_pointing_paints_little(qtbot):
    view = view_of(qtbot, shown(text()))
    view.grab()
    kept = view._picture.cacheKey()
    view.draw(shown(view.scene.example.exhibit, pointed=5))
    view.draw(replace(view.scene, example=replace(view.scene.example)))
    view.grab()
    assert view._picture.cacheKey() == kept
    view.draw(shown(text("over", {1: "X"})))
    view.grab()
    assert view._picture.cacheKey() != kept


def test_that_the_mouse_points(qtbot):
    view = view_of(qtbot, shown(text()))
    (part,) = parts_at(view, 2)
    with qtbot.waitSignal(view.pointed, check_params_cb=lambda spot: spot == Spot(2, "", "x")):
        qtbot.mouseMove(view, QPoint(2, 2))
        qtbot.mouseMove(view, part.area.center().toPoint())


@pytest.mark.parametrize("share", [0.7, 0.2])
def test_that_the_only_right_answer_makes_a_larger_one_wrong(qtbot, share):
    said = (Share("a", share, True), Share("b", 1 - share))
    exhibit = replace(every_kind()["automaton"], said=(said,) * 4)
    view = view_of(qtbot, shown(exhibit))
    bars = drawing(view).main.shares
    assert (LIGHT.error.rgb() in colors_in(picture(view), bars)) == (share < 0.5)
