"""The sample text, or the table of what was said: wrapping, eliding, and what was wrong."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.said_table import caption, lay_out, said
from rnnviz.gui.views.writing import WritingView, WrittenText, _below_title
from rnnviz.trace.scene import Spot, Writing
from tests.gui.scenes import scene


def written(text, update=1240):
    return replace(scene(), writing=Writing(text, update, 0.7))


def shown(qtbot, drawn, width=420, height=200):
    view = WritingView()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(drawn)
    view.show()
    return view


def copy_scene(wrong=()):
    """Copy memory with everything right but for some steps."""
    drawn = scene(scenario="copy-memory", length=5)
    trace = drawn.trace
    outputs = np.zeros_like(trace.outputs)
    chosen = trace.targets.copy()
    for time in wrong:
        chosen[time] = (chosen[time] + 1) % outputs.shape[1]
    outputs[np.arange(trace.steps), chosen] = 1.0
    return replace(drawn, trace=replace(trace, outputs=outputs), writing=Writing())


def pixels(view, color):
    """Where a colour is met exactly."""
    image = view.grab().toImage()
    return [
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if image.pixelColor(x, y) == color
    ]


def test_that_line_ends_are_real_and_long_lines_are_wrapped(qtbot):
    text = WrittenText()
    assert text.lay_out("one\n\nthree", 400) == 3
    assert text.lay_out("word " * 40, 200) > 3
    assert text.lay_out("x" * 200, 200) > 3


def test_that_a_text_is_drawn_and_one_that_is_too_long_is_cut(qtbot):
    view = shown(qtbot, written("hello\nworld"))
    assert pixels(view, LIGHT.text)
    longer = shown(qtbot, written("line\n" * 50))
    lowest = max(y for _, y in pixels(longer, LIGHT.text))
    assert lowest < longer.height() - 4


def test_that_the_caption_tells_update_and_temperature(qtbot):
    view = shown(qtbot, written("hello"))
    met = view.accessibleDescription()
    assert met == "written at update 1,240 · temperature 0.7: hello"


def test_that_wrong_symbols_are_red_and_underlined(qtbot):
    assert pixels(shown(qtbot, copy_scene()), LIGHT.error) == []
    view = shown(qtbot, copy_scene(wrong=(20, 22)))
    red = pixels(view, LIGHT.error)
    rows = {y: sum(1 for _, other in red if other == y) for _, y in red}
    # A letter is thin, an underline is as wide as it: somewhere two of them are side by side.
    assert max(rows.values()) >= 10
    assert said(view.scene.trace).wrong == {20, 22}
    assert caption(view.scene.trace, said(view.scene.trace)).startswith("23 of 25 right")


def test_that_numbers_are_set_beside_what_was_wanted(qtbot):
    drawn = scene(scenario="adding-problem", length=10)
    table = said(drawn.trace)
    assert table.wrong == frozenset()
    assert table.said[:-1] == ("",) * 9
    wanted, got = float(drawn.trace.targets[-1, 0]), float(drawn.trace.outputs[-1, 0])
    text = caption(drawn.trace, table)
    assert text.startswith(f"wanted {wanted:.2f}, said {got:.2f}")


@pytest.mark.parametrize("picked", [0, 60, 119])
def test_that_the_picked_step_is_in_sight_where_not_all_fit(qtbot, picked):
    drawn = scene(scenario="copy-memory", length=100)
    table = said(drawn.trace)
    layout = lay_out(table, _below_title(QRectF(0, 0, 280, 140)), picked)
    assert layout.cut
    assert layout.blocks[0].first <= picked < layout.blocks[-1].end
    bottom = [top + block.height for block, top in layout.tops(QRectF(0, 0, 280, 140))]
    assert bottom[-1] <= 140


def test_that_a_click_on_a_column_picks_its_step(qtbot):
    view = shown(qtbot, copy_scene(), 700, 200)
    area = _below_title(QRectF(view.rect()))
    layout = lay_out(said(view.scene.trace), area, 0)
    point = QPoint(int(layout.x(area, 12) + 2), int(area.top() + 24))
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [Spot(12, "", "y")]


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("size", [(280, 140), (640, 320)])
@pytest.mark.parametrize("scenario", ["character-model", "copy-memory", "adding-problem"])
def test_that_it_paints_at_every_size(qtbot, look, size, scenario):
    view = WritingView()
    qtbot.addWidget(view)
    view.set_look(look)
    view.draw(scene(scenario=scenario))
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, *size))
    painter.end()
    met = {image.pixel(x, y) for x in range(0, size[0], 2) for y in range(0, size[1], 2)}
    assert len(met) > 10
