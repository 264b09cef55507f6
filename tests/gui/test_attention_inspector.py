"""The inspector and the readout where attention is picked: rows, clicks, the debugger's way."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from rnnviz.gui.readout import readout
from rnnviz.gui.theme import load_fonts
from rnnviz.gui.views.inspector import Inspector
from rnnviz.session.stepping import at_tick
from rnnviz.trace.attention_rows import BACKWARD_KEYS, FORWARD_KEYS
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import scene

SETTINGS = {"scenario": "spelling-to-phonemes", "length": 6, "attention": True}
WIDTHS = (280, 300, 360, 520, 700, 1400)


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture
def view(qtbot):
    made = Inspector()
    qtbot.addWidget(made)
    return made


def at(spot: Spot, tick: int | None = None, **more) -> Scene:
    made = scene(**{**SETTINGS, **more})
    return dataclasses.replace(made, marks=Marks(spot, None, tick))


def first_step(**more) -> int:
    return scene(**{**SETTINGS, **more}).trace.source_steps


def block(view: Inspector, key: str, width: int = 420) -> QRectF:
    _, laid = view._laid(view.scene, QRectF(0, 0, width, view.wanted_height(width)))
    return next(each.area for each in laid.blocks if each.key == key)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("tab", ["forward", "backward"])
def test_that_every_row_stands_on_the_sheet_and_none_on_another(view, width, tab):
    view.draw(at(Spot(first_step() + 1, "attention", "w", 1)))
    view.show_tab(tab)
    _, laid = view._laid(view.scene, QRectF(0, 0, width, view.wanted_height(width)))
    keys = {each.key for each in laid.blocks}
    assert keys >= {*(BACKWARD_KEYS if tab == "backward" else FORWARD_KEYS)}
    for one in laid.blocks:
        assert laid.width >= one.area.right() > one.area.left() >= 0
        assert laid.height >= one.area.bottom()
        assert not any(
            one is not other and one.area.intersects(other.area) for other in laid.blocks
        )


def test_that_the_sentence_tells_where_one_is_and_the_weight(view):
    time = first_step() + 1
    made = at(Spot(time, "attention", "w", 1))
    view.draw(made)
    weight = float(made.trace.attention.values["w"][time, 1])
    label = made.trace.labels.inputs[1]
    met = view.accessibleDescription()
    assert met.startswith(f"Attention at t = {time + 1} to ‘{label}’ (j = 2), unit 1")
    assert f"weight {weight:.3f}" in met


@pytest.mark.parametrize(
    ("key", "column"), [("e", "unit"), ("w", "unit"), ("v", "source"), ("n", "source")]
)
def test_that_a_click_on_a_row_picks_it_and_keeps_the_rest(view, qtbot, key, column):
    time = first_step() + 1
    view.draw(at(Spot(time, "attention", "w", 2, 3)))
    view.resize(420, view.wanted_height(420))
    with qtbot.waitSignal(view.picked) as met:
        where = block(view, key).center().toPoint()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=where)
    expected = (2, 3) if column == "unit" else (3, 2)
    assert met.args == [Spot(time, "attention", key, *expected)]


def test_that_the_arrows_lead_along_the_source_or_the_units(view):
    time, last = first_step(), first_step() - 1
    view.draw(at(Spot(time, "attention", "w", 0)))
    shown = view._shown(view.scene)
    assert shown.neighbour(-1) is None
    assert shown.neighbour(1) == Spot(time, "attention", "w", 1, 0)
    view.draw(at(Spot(time, "attention", "w", last)))
    assert view._shown(view.scene).neighbour(1) is None
    view.draw(at(Spot(time, "attention", "v", 0, 1)))
    assert view._shown(view.scene).neighbour(1) == Spot(time, "attention", "v", 1, 1)


def test_that_the_picture_follows_the_step_the_source_and_the_unit(view):
    first, seen = first_step(), []
    for spot in (
        Spot(first, "attention", "w", 1),
        Spot(first + 1, "attention", "w", 1),
        Spot(first, "attention", "w", 2),
        Spot(first, "attention", "w", 1, 3),
        Spot(first, "decoder1", "h", 1),
    ):
        view.draw(at(spot))
        image = QImage(420, 900, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        view.paint(painter, QRectF(0, 0, 420, 900))
        painter.end()
        seen.append(bytes(image.constBits()))
    assert len(set(seen)) == len(seen)


def test_that_every_operation_of_attention_shows_the_sheet_of_attention(view):
    made = scene(**SETTINGS)
    order = ticks(made.trace)
    first = made.trace.source_steps
    for key in ("e", "w", "v", "a_n", "n"):
        for phase in (Phase.FORWARD, Phase.BACKWARD):
            index = order.place(Tick(phase, "attention", first + 1, key))
            marks = at_tick(made.trace, index, 2)
            view.draw(dataclasses.replace(made, marks=marks))
            assert view.tab == phase.value or view.tab == "forward"
            shown = view._shown(view.scene)
            assert (shown.lane, shown.time) == ("attention", first + 1)
            assert shown.spot("n").unit == 2
    for key, row in (("W", "d_a_n"), ("-", "d_e")):
        index = order.place(Tick(Phase.BACKWARD, "attention", first + 1, key))
        assert at_tick(made.trace, index, 2).picked.quantity == row


def test_that_the_readout_tells_the_weight_and_the_norm():
    made = scene(**SETTINGS)
    trace, time = made.trace, made.trace.source_steps + 1
    weights = trace.attention.values["w"][time]
    met = readout(made, Spot(time, "attention", "w", 1))
    label = trace.labels.inputs[1]
    assert met == f"t = {time + 1}  ·  attention weight α of ‘{label}’, j = 2, = {weights[1]:.4f}"
    norm = np.linalg.norm(trace.attention.values["n"][time])
    assert readout(made, Spot(time, "attention", "n")).endswith(f"‖n‖, attention = {norm:.4f}")
    assert "gradient of the context" in readout(made, Spot(time, "attention", "d_v", 2))
    weight = trace.parameters["attention.W_n"][1, 2]
    expected = f"W_n[2, 3], attention = {weight:.4f}".replace("-", "−")
    assert expected in readout(made, Spot(time, "attention", "W_n", 1, 2))
    assert readout(made, Spot(0, "attention", "w", 1)) == "t = 1  ·  attention"
    # Of a spot that another network had, nothing is told, and nothing breaks.
    assert readout(scene(), Spot(3, "attention", "w", 1)) == "t = 4  ·  attention"


def test_that_the_cell_of_the_decoder_tells_that_the_readout_reads_n(view):
    time = first_step() + 1
    view.draw(at(Spot(time, "decoder1", "h", 1)))
    content = view._shown(view.scene).sheet(False, 420.0)
    assert any(each.key == "y" for each in content.blocks)
    with_attention = view.wanted_height(420)
    view.show_tab("backward")
    keys = {each.key for each in view._shown(view.scene).sheet(True, 420.0).blocks}
    assert "d_y" in keys
    assert with_attention > 0


def test_that_a_click_on_the_arrow_is_one_step_of_the_source(view, qtbot):
    time = first_step()
    view.draw(at(Spot(time, "attention", "w", 0)))
    view.resize(420, view.wanted_height(420))
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(420 - 12 - 7, 18))
    assert met.args == [Spot(time, "attention", "w", 1, 0)]
