"""The shared pieces: colours are exact, texts fit, stamps look as what they stand for."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from rnnviz.gui.painting import (
    CENTER,
    RIGHT,
    Stamps,
    at_time,
    averaged_rows,
    card,
    color_bar,
    color_of,
    draw_math,
    draw_text,
    heat_image,
    heat_map,
    levels,
    math_width,
    provenance,
    text_width,
    time_mark,
    title,
)
from rnnviz.gui.theme import DARK, LIGHT, LOOKS
from tests.gui.scenes import scene

GROUND = QColor("#ff00ff")


@pytest.fixture(autouse=True)
def _application(qapp):
    """Fonts need one."""


def picture(draw, width=80, height=60, scale=1.0, ground=GROUND):
    """What `draw` paints, as an image."""
    image = QImage(round(width * scale), round(height * scale), QImage.Format.Format_RGB32)
    image.fill(ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    draw(painter)
    painter.end()
    return image


def channels(image):
    """Blue, green and red of all pixels, as numbers that can be subtracted."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return rows[:, :, :3].astype(int)


def colors_in(image, left=0, top=0, right=None, bottom=None):
    right, bottom = right or image.width(), bottom or image.height()
    return {image.pixel(x, y) for x in range(left, right) for y in range(top, bottom)}


def inked(image):
    """The columns of pixels in which something was painted."""
    ground = GROUND.rgb()
    columns = range(image.width())
    return [x for x in columns if any(image.pixel(x, y) != ground for y in range(image.height()))]


# Heat maps.


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_that_a_heat_map_of_two_by_two_is_four_sharp_squares(look):
    values = np.array([[0.0, 1.0], [0.25, 0.75]])
    image = heat_image(values, 0, 1, look.gate)
    drawn = picture(lambda p: heat_map(p, QRectF(10, 10, 40, 40), image, look.card))
    wanted = look.gate[np.array([[0, 255], [64, 191]])]
    for row in (0, 1):
        for column in (0, 1):
            # All but the line that parts them, which is one pixel wide.
            left, top = 11 + 20 * column, 11 + 20 * row
            square = colors_in(drawn, left, top, left + 19, top + 19)
            assert square == {int(wanted[row, column])}
    assert drawn.pixelColor(30, 25) == look.card
    assert drawn.pixelColor(25, 30) == look.card
    assert drawn.pixelColor(9, 25) == GROUND
    assert drawn.pixelColor(50, 25) == GROUND


def test_that_small_squares_are_not_parted():
    image = heat_image(np.zeros((10, 10)), 0, 1, LIGHT.gate)
    drawn = picture(lambda p: heat_map(p, QRectF(10, 10, 40, 40), image, QColor("black")))
    assert colors_in(drawn, 10, 10, 50, 50) == {int(LIGHT.gate[0])}


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_that_zero_has_the_middle_colour_of_the_signed_map(look):
    assert color_of(0.0, -3.0, 3.0, look.signed) == QColor.fromRgb(int(look.signed[128]))
    middle = QColor(look.signed[127]), QColor(look.signed[128])
    red, blue = QColor.fromRgb(int(look.signed[0])), QColor.fromRgb(int(look.signed[255]))
    assert {m.name() for m in middle}.isdisjoint({red.name(), blue.name()})


def test_that_levels_go_from_end_to_end_and_stop_there():
    values = np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.inf, -np.inf, np.nan])
    assert levels(values, -1, 1).tolist() == [0, 0, 128, 255, 255, 255, 0, 0]


def test_that_what_is_no_number_can_have_a_colour_of_its_own():
    image = heat_image(np.array([[np.nan, 0.0]]), 0, 1, LIGHT.gate, LIGHT.error)
    assert image.pixelColor(0, 0) == LIGHT.error
    assert image.pixel(1, 0) == int(LIGHT.gate[0])


def test_that_averaging_leaves_no_row_out():
    rows = np.random.default_rng(0).normal(size=(128, 5))
    fewer = averaged_rows(rows, 46)
    assert fewer.shape == (46, 5)
    np.testing.assert_allclose(fewer.mean(axis=0), rows.mean(axis=0))
    np.testing.assert_allclose(averaged_rows(rows, 64), rows.reshape(64, 2, 5).mean(axis=1))


def test_that_there_is_no_averaging_where_there_is_room():
    rows = np.arange(12.0).reshape(4, 3)
    assert averaged_rows(rows, 4) is rows
    assert averaged_rows(rows, 100) is rows


def test_that_one_bad_number_does_not_spoil_its_column():
    rows = np.zeros((8, 2))
    rows[3, 0] = np.nan
    assert np.isnan(averaged_rows(rows, 4)).sum() <= 1


# Texts.


def test_that_a_text_too_long_is_cut_and_stays_in_its_place():
    place = QRectF(10, 10, 50, 20)
    text = "a text that is far too long"
    drawn = picture(lambda p: draw_text(p, place, text, LIGHT.text), width=120)
    assert min(inked(drawn)) >= 9
    assert max(inked(drawn)) <= 61


def test_that_texts_stand_left_right_and_in_the_middle():
    place = QRectF(10, 10, 60, 20)
    ends = {}
    for align in (None, RIGHT, CENTER):
        options = {} if align is None else {"align": align}
        columns = inked(picture(lambda p, o=options: draw_text(p, place, "mm", LIGHT.text, **o)))
        ends[align] = min(columns), max(columns)
    assert abs(ends[None][0] - 10) <= 2
    assert abs(ends[RIGHT][1] - 70) <= 2
    assert abs(sum(ends[CENTER]) / 2 - 40) <= 2


def test_that_an_empty_text_draws_nothing():
    assert inked(picture(lambda p: draw_text(p, QRectF(0, 0, 50, 20), "", LIGHT.text))) == []


def test_that_widths_grow_with_the_text_and_its_size():
    assert text_width("forget gate") > text_width("forget") > 0
    assert text_width("forget", 12) > text_width("forget", 9)
    assert math_width("h_t") > math_width("h")
    # What stands below is smaller.
    assert math_width("h_t") < math_width("ht") + 2


@pytest.mark.parametrize("symbol", ["f_t", "c̃_t", "h̃_t", "a_{f,t}", "‖∂E/∂h_t‖", "‖Σ‖ = 1"])
def test_that_formulas_are_drawn_as_wide_as_they_say(symbol):
    drawn = picture(lambda p: draw_math(p, QRectF(10, 10, 100, 30), symbol, LIGHT.text), 140)
    columns = inked(drawn)
    assert columns
    assert abs(max(columns) - 10 - math_width(symbol)) <= 4


def test_that_a_symbol_gets_its_time_below():
    assert [at_time(s) for s in ("f", "c̃", "a_f")] == ["f_t", "c̃_t", "a_{f,t}"]


def test_that_a_caption_says_where_a_picture_comes_from():
    text = provenance(scene(cell="elman").trace, "layer 1")
    assert text.split("  ·  ") == ["RNN", "layer 1", "update 5", "pinned sample"]


# Cards and marks.


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_that_a_card_has_a_title_on_its_ground(look):
    def draw(painter):
        card(painter, QRectF(0, 0, 200, 60), look)
        title(painter, QRectF(0, 0, 200, 60), look, "Title", "a caption that has to be cut short")

    drawn = picture(draw, 200)
    assert drawn.pixelColor(100, 50) == look.card
    assert len(colors_in(drawn, 12, 4, 190, 30)) > 10
    # Nothing is written beyond the padding.
    assert colors_in(drawn, 190, 6, 198, 54) == {look.card.rgb()}


def test_that_a_colour_bar_runs_from_end_to_end():
    def draw(painter):
        color_bar(painter, QRectF(0, 0, 120, 20), LIGHT, LIGHT.gate, "0", "1", 54)

    drawn = picture(draw, 120, 20)
    first, last = drawn.pixel(34, 10), drawn.pixel(85, 10)
    assert first in [int(c) for c in LIGHT.gate[:8]]
    assert last in [int(c) for c in LIGHT.gate[-8:]]
    assert min(inked(drawn)) < 30
    assert max(inked(drawn)) > 90


def test_that_a_picked_column_is_marked_more_strongly_than_a_pointed_one():
    area = QRectF(0, 0, 80, 60)
    picked, pointed = (
        picture(lambda p, s=strong: time_mark(p, LIGHT, 20, 40, area, s), ground=LIGHT.card)
        for strong in (True, False)
    )
    assert LIGHT.accent.rgb() in colors_in(picked, 28, 0, 32, 60)
    assert LIGHT.accent.rgb() not in colors_in(pointed)
    assert pointed.pixelColor(22, 30) != LIGHT.card
    assert pointed.pixelColor(45, 30) == LIGHT.card


# Stamps.


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_that_a_stamp_looks_as_what_it_stands_for(scale):
    area, stamps, calls = QRectF(8, 4, 60, 40), Stamps(), []

    def draw(painter):
        calls.append(1)
        painter.fillRect(QRectF(12, 8, 20, 10), LIGHT.accent)
        draw_text(painter, QRectF(10, 20, 50, 20), "text", LIGHT.text)

    straight = picture(draw, scale=scale)
    calls.clear()
    for _ in range(3):
        stamped = picture(lambda p: stamps.paint(p, area, ("a",), draw), scale=scale)
        # The edges of letters are a little lighter or darker on a transparent ground; a
        # stamp that stood a pixel off would differ much more.
        assert np.abs(channels(stamped) - channels(straight)).max() < 50
    assert len(calls) == 1


def test_that_a_stamp_is_painted_anew_for_another_key_size_or_scale():
    stamps, calls = Stamps(), []

    def stamp(key, width, scale):
        area = QRectF(0, 0, width, width)
        picture(lambda p: stamps.paint(p, area, key, lambda _: calls.append(1)), scale=scale)

    # The last is as many pixels as the one before it.
    for key, width, scale in ((1,), 20, 1), ((2,), 20, 1), ((1,), 40, 1), ((1,), 20, 2):
        stamp(key, width, scale)
        stamp(key, width, scale)
    assert len(calls) == 4


def test_that_only_so_many_stamps_are_kept():
    stamps, calls = Stamps(most=3), []
    area = QRectF(0, 0, 20, 20)
    for key in (0, 1, 2, 3, 1, 2, 3, 0):
        picture(lambda p, k=key: stamps.paint(p, area, (k,), lambda _: calls.append(k)))
    assert calls == [0, 1, 2, 3, 0]
