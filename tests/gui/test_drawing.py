"""The sample text symbol by symbol: keys and buttons in the window, bars in the view."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.theme import DARK, LIGHT, load_fonts
from rnnviz.gui.views import drawn_text
from rnnviz.gui.views.writing import WritingView
from rnnviz.trace.drawing import Candidate, Drawing
from tests.gui.scenes import scene
from tests.gui.windows import LEFT, opened, trained, type_into

CANDIDATES = (
    Candidate("e", 0.5, 0.75),
    Candidate("␣", 0.2, 0.25, is_drawn=True),
    Candidate("t", 0.1, 0.0),
    Candidate("a", 0.05, 0.0),
)


def drawing(**parts):
    made = Drawing("hello\nwor", "l", 10, CANDIDATES, 98, 0.3, 0, 0.7, 2, 1, 5, 0)
    return replace(made, **parts)


def shown(qtbot, drawn, look=LIGHT):
    load_fonts()
    view = WritingView()
    qtbot.addWidget(view)
    view.set_look(look)
    view.draw(replace(scene(), drawing=drawn))
    return view


def picture(view, width=420, height=240):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def columns_of(image, color):
    """How many pixels of a colour there are in each row that has some."""
    rows = range(image.height())
    counts = [sum(image.pixelColor(x, y) == color for x in range(image.width())) for y in rows]
    return [count for count in counts if count]


def test_that_a_bar_is_as_long_as_its_chance(qtbot):
    image = picture(shown(qtbot, drawing()))
    widest = {color: max(columns_of(image, getattr(LIGHT, color))) for color in ("accent", "faint")}
    # 0.25 of the drawn one to 0.75 of the other.
    assert widest["accent"] / widest["faint"] == pytest.approx(1 / 3, abs=0.03)


def test_that_the_caption_and_the_sentence_tell_what_it_was_drawn_from(qtbot):
    view = shown(qtbot, drawing())
    assert drawn_text.caption(drawing(), False) == "10 symbols · temperature 0.7 · top 2"
    assert (
        drawn_text.caption(drawing(top_k=0, count=1), True)
        == "1 symbol · update 5 · temperature 0.7"
    )
    met = view.accessibleDescription()
    assert "‘␣’ with a chance of 25.0 %" in met
    assert "98 symbols of together 30.0 % cut away" in met
    assert met.endswith("hello\nworl")
    assert drawn_text.cut_text(drawing(cut=0, cut_share=0.0)) == "nothing is cut away"


@pytest.mark.parametrize("rows", [1, 2, 3, 12])
def test_that_the_drawn_one_is_always_listed(rows):
    last = tuple(replaced(each, each.name == "a") for each in CANDIDATES)
    listed = drawn_text._fitting(last, rows)
    assert len(listed) == min(rows, 4)
    assert any(each.is_drawn for each in listed)


def replaced(each, is_drawn):
    return each._replace(is_drawn=is_drawn)


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("size", [(240, 130), (385, 190), (900, 600)])
@pytest.mark.parametrize("text", ["", "word " * 200, "\n\n\n", "x" * 500])
def test_that_it_paints_at_every_size_and_every_text(qtbot, look, size, text):
    for last in ("l", "\n", " word"):
        view = shown(qtbot, drawing(before=text, last=last), look)
        image = picture(view, *size)
        met = {image.pixel(x, y) for x in range(0, size[0], 2) for y in range(0, size[1], 2)}
        assert len(met) > 15
        # The card's edge is free.
        assert image.pixelColor(size[0] // 2, size[1] - 3) == look.card


def test_that_key_and_button_draw_and_the_other_button_puts_away(qtbot):
    window = trained(qtbot, 5)
    whole = window.session.state.scene.writing.text
    qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.session.state.scene.drawing.count == 1
    qtbot.mouseClick(window.drawing.draw, LEFT)
    qtbot.mouseClick(window.drawing.draw, LEFT)
    drawn = window.session.state.scene.drawing
    assert drawn.count == 3
    assert whole.startswith(drawn.text)
    assert window.writing.scene.drawing is drawn
    assert window.drawing.anew.isVisible()
    qtbot.mouseClick(window.drawing.anew, LEFT)
    assert window.session.state.scene.drawing is None
    assert not window.drawing.anew.isVisible()


def test_that_top_k_is_set_beside_the_text_and_holds_from_the_next_symbol_on(qtbot):
    window = trained(qtbot, 3)
    update = window.session.state.update
    type_into(qtbot, window.drawing.top_k, "3")
    assert window.session.state.settings.top_k == 3
    window.commands["draw-symbol"].trigger()
    drawn = window.session.state.scene.drawing
    assert sum(not each.is_cut for each in drawn.candidates) == 3
    assert window.session.state.update == update


def test_that_while_it_learns_and_where_nothing_is_written_nothing_is_drawn(qtbot):
    window = opened(qtbot)
    assert window.drawing.isVisible()
    window.session.start()
    assert not window.drawing.draw.isEnabled()
    assert not window.commands["draw-symbol"].isEnabled()
    window.session.pause()
    other = opened(qtbot, scenario="adding-problem")
    assert not other.drawing.isVisible()
    other.commands["draw-symbol"].trigger()
    assert "writes no text" in other.message_bar.text.text()
