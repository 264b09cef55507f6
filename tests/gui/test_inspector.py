"""The inspector: what it writes, where, and what a click on it means."""

import dataclasses
import gc
import tracemalloc

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QScrollArea

from rnnviz.gui.theme import DARK, LIGHT, load_fonts
from rnnviz.gui.views.formula_header import TABS, arrows, tabs
from rnnviz.gui.views.formula_layout import broken, faces, flow, runs_width, summands
from rnnviz.gui.views.formula_terms import arranged, space_for, widest_row
from rnnviz.gui.views.inspector import Inspector
from rnnviz.trace.formula import Run, written
from rnnviz.trace.formula_rows import guesses, rows
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import scene

CELLS = (
    {"cell": "lstm"},
    {"cell": "gru"},
    {"cell": "gru", "reset": "after"},
    {"cell": "elman"},
    {"cell": "elman", "activation": "relu"},
    {"cell": "elman", "activation": "sigmoid"},
    {"cell": "elman", "activation": "identity"},
    {"cell": "lstm", "scenario": "adding-problem"},
    {"cell": "elman", "scenario": "copy-memory"},
)
EVERY_CELL = pytest.mark.parametrize(
    "settings", CELLS, ids=lambda settings: "-".join(settings.values())
)
#: Windows that are drawn into memory cannot be told how small they may get.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")
WIDTHS = (280, 300, 360, 520, 700, 1400)


class Listening(QPainter):
    """A painter that remembers what it wrote."""

    def __init__(self, image: QImage):
        super().__init__(image)
        self.texts: list[str] = []

    def drawText(self, *arguments) -> None:
        self.texts.append(arguments[-1])
        super().drawText(*arguments)


@pytest.fixture(scope="module", autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture
def view(qtbot):
    made = Inspector()
    qtbot.addWidget(made)
    return made


def at(made: Scene, spot: Spot, tick: int | None = None) -> Scene:
    """The scene with another spot picked."""
    return dataclasses.replace(made, marks=Marks(spot, None, tick))


def blank(width: float, height: float, color=Qt.GlobalColor.magenta) -> QImage:
    image = QImage(int(width), int(height), QImage.Format.Format_RGB32)
    image.fill(color)
    return image


def painted(view: Inspector, width: float = 360, height: float | None = None) -> QImage:
    """The view as a picture, as an export makes it."""
    height = height or view.wanted_height(width)
    image = blank(width, height, view.look.window)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def pixels(image: QImage) -> np.ndarray:
    """(height, width, channels)"""
    data = np.frombuffer(image.constBits(), np.uint8)
    return data.reshape(image.height(), image.bytesPerLine() // 4, 4)[..., :3].astype(int)


def broken_scene(made: Scene) -> Scene:
    """The scene with numbers as they are when training runs away."""
    trace = made.trace
    values = {key: array.copy() for key, array in trace.lanes[-1].values.items()}
    gradients = {key: array.copy() for key, array in trace.lanes[-1].gradients.items()}
    for n, (value, gradient) in enumerate(zip(values.values(), gradients.values(), strict=True)):
        value[:] = (np.nan, -np.inf, -1.23456e-123, 9.87654e250)[n % 4]
        gradient[:] = (1.5e-300, np.nan, np.inf)[n % 3]
    lane = dataclasses.replace(trace.lanes[-1], values=values, gradients=gradients)
    parameters = {name: array * -1e200 for name, array in trace.parameters.items()}
    lanes = (*trace.lanes[:-1], lane)
    outputs = np.full_like(trace.outputs, np.nan)
    changed = dataclasses.replace(
        trace, lanes=lanes, parameters=parameters, outputs=outputs, losses=trace.losses * np.nan
    )
    return dataclasses.replace(made, trace=changed)


@EVERY_CELL
def test_that_every_number_is_drawn(view, settings):
    made = scene(**settings)
    for spot in (Spot(0, "layer1", "", 0), Spot(11, "layer1", "", 7)):
        view.draw(at(made, spot))
        image = blank(700, 900)
        painter = Listening(image)
        view.paint(painter, QRectF(0, 0, 700, 900))
        painter.end()
        for row in rows(made.trace, spot):
            result = row.result if row.key.startswith("d_") else f"= {row.result}"
            assert result in painter.texts or row.key == "y"
            is_explained = not row.key.startswith("d_")
            for term in row.terms[:1] if is_explained else ():
                assert any(term.text in text for text in painter.texts)
        for guess in guesses(made.trace, spot.time):
            assert guess.text in painter.texts


@EVERY_CELL
@pytest.mark.parametrize("width", WIDTHS)
def test_that_nothing_reaches_out_of_the_panel(view, settings, width):
    made = scene(**settings)
    for shown in (at(made, Spot(7, "layer1", "", 3)), broken_scene(made)):
        view.draw(at(shown, Spot(7, "layer1", "", 3)))
        height, beside = view.wanted_height(width), 60
        image = blank(width + 2 * beside, height + 2 * beside)
        painter = QPainter(image)
        view.paint(painter, QRectF(beside, beside, width, height))
        painter.end()
        seen, card = pixels(image), pixels(blank(1, 1, view.look.card))[0, 0]
        inside = seen[beside:-beside, beside:-beside].copy()
        seen[beside:-beside, beside:-beside] = pixels(blank(1, 1))[0, 0]
        assert (seen == pixels(blank(1, 1))[0, 0]).all()
        # Between the border and the text nothing stands either.
        for margin in (inside[8:-8, 2:5], inside[8:-8, -5:-2], inside[-6:-2, 8:-8]):
            assert (margin == card).all()


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
@EVERY_CELL
def test_that_there_is_a_picture_in_both_looks(view, settings, look):
    view.draw(scene(**settings))
    view.set_look(look)
    seen = pixels(painted(view))
    for color in (look.card, look.text, look.accent, look.muted):
        wanted = np.array([color.blue(), color.green(), color.red()])
        assert (np.abs(seen - wanted).sum(axis=2) < 30).sum() > 20


def test_that_the_screen_shows_what_the_paper_shows(view, qtbot):
    view.draw(scene())
    view.resize(360, view.wanted_height(360))
    view.show()
    screen, paper = pixels(view.grab().toImage()), pixels(painted(view))
    left, right = arrows(360)
    arrow = np.s_[int(left.top()) : int(left.bottom()) + 1, int(left.left()) : int(right.right())]
    assert (screen[arrow] != paper[arrow]).any()
    screen[arrow] = paper[arrow]
    # Nor can tabs be pressed on paper.
    first = tabs(360)[0]
    shown = np.s_[int(first.top()) : int(first.bottom()) + 1, int(first.left()) - 1 :]
    screen[shown] = paper[shown]
    assert np.abs(screen - paper).max() <= 12


def test_that_other_symbols_are_drawn_when_the_cell_changes(view, qtbot):
    for settings in ({"cell": "gru"}, {"cell": "lstm"}, {"layers": 2}):
        made = scene(**settings)
        view.draw(at(made, Spot(3, "layer1", "", 1)))
        view.resize(360, view.wanted_height(360))
        for look in (DARK, LIGHT):
            view.set_look(look)
            screen, paper = pixels(view.grab().toImage()), pixels(painted(view))
            assert np.abs(screen - paper)[48:-8].max() <= 12


def test_that_text_stays_text_in_a_vector_picture(view):
    view.draw(scene())
    buffer, generator = QBuffer(), QSvgGenerator()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(420, 1200))
    generator.setResolution(96)
    painter = QPainter(generator)
    view.paint(painter, QRectF(0, 0, 420, view.wanted_height(420)))
    painter.end()
    text = bytes(buffer.data()).decode()
    here = view.scene.marks.picked
    shown = {row.key: row for row in rows(view.scene.trace, here)}
    assert text.count("<text") > 150
    assert f">= {shown['h'].result}<" in text
    assert ">= tanh(<" in text
    assert "<image" not in text


@EVERY_CELL
def test_that_a_click_on_a_row_picks_its_quantity(view, qtbot, settings):
    made = scene(**settings)
    view.draw(at(made, Spot(5, "layer1", "h", 2)))
    view.resize(360, view.wanted_height(360))
    picked = []
    view.picked.connect(picked.append)
    _, laid = view._laid(view.scene, QRectF(view.rect()))
    for each in (*laid.blocks, *laid.cells):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=each.area.center().toPoint())
        lane = "" if each.key in ("y", "E") else "layer1"
        assert picked.pop() == Spot(5, lane, each.key, 2)
    keys = {each.key for each in (*laid.blocks, *laid.cells)}
    assert keys == {row.key for row in rows(made.trace, view.scene.marks.picked)}
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, 30))
    assert not picked


def test_that_a_click_finds_its_row_where_the_sheet_is_drawn_smaller(view):
    view.draw(scene())
    area = QRectF(40, 30, 500, 300)
    scale, laid = view._laid(view.scene, area)
    assert scale < 0.9
    for each in (*laid.blocks, *laid.cells):
        point = area.topLeft() + each.area.center() * scale
        assert area.contains(point)
        assert view.spot(point.x(), point.y(), area).quantity == each.key


def test_that_the_arrows_lead_to_the_neighbours(view, qtbot):
    made = scene()
    view.resize(360, 400)
    picked = []
    view.picked.connect(picked.append)
    left, right = (area.center().toPoint() for area in arrows(view.width()))
    for unit, wanted in ((3, [2, 4]), (0, [1]), (7, [6])):
        view.draw(at(made, Spot(4, "layer1", "f", unit)))
        for point in (left, right):
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
        assert picked == [Spot(4, "layer1", "f", unit) for unit in wanted]
        picked.clear()


def test_that_pointing_at_a_row_is_told(view, qtbot):
    view.draw(at(scene(), Spot(4, "layer1", "f", 2)))
    view.resize(360, view.wanted_height(360))
    view.show()
    _, laid = view._laid(view.scene, QRectF(view.rect()))
    pointed = []
    view.pointed.connect(pointed.append)
    qtbot.mouseMove(view, laid.blocks[3].area.center().toPoint())
    assert pointed[-1] == Spot(4, "layer1", "i", 2)


def ground_at(view: Inspector, key: str) -> bool:
    """Whether a row has another ground than the card."""
    area = QRectF(0, 0, 360, view.wanted_height(360))
    _, laid = view._laid(view.scene, area)
    (row,) = [each for each in (*laid.blocks, *laid.cells) if each.key == key]
    return (
        painted(view).pixelColor(QPointF(row.area.left() + 3, row.area.center().y()).toPoint())
        != view.look.card
    )


@pytest.mark.parametrize("key", ["a_f", "h", "y", "E", "d_f"])
def test_that_the_picked_row_is_marked(view, key):
    made = scene()
    view.draw(at(made, Spot(4, "" if key in "yE" else "layer1", key, 2)))
    marked = [row.key for row in rows(made.trace, Spot(4)) if ground_at(view, row.key)]
    assert marked == [key]


def test_that_the_row_of_the_tick_is_marked(view):
    made = scene()
    for key, phase in (("f", Phase.FORWARD), ("g", Phase.BACKWARD)):
        index = ticks(made.trace).index(Tick(phase, "layer1", 4, key))
        view.draw(at(made, Spot(4, "layer1", "h", 2), index))
        row = key if phase is Phase.FORWARD else f"d_{key}"
        assert ground_at(view, row)
        assert not ground_at(view, "h" if phase is Phase.FORWARD else "d_h")


def test_that_what_is_not_computed_yet_is_faint(view):
    made = scene()
    spot = Spot(4, "layer1", "f", 2)
    area = QRectF(0, 0, 360, view.wanted_height(360))
    ink = {}
    for tick in (None, ticks(made.trace).index(Tick(Phase.FORWARD, "layer1", 4, "f"))):
        view.draw(at(made, spot, tick))
        area = QRectF(0, 0, 360, view.wanted_height(360))
        _, laid = view._laid(view.scene, area)
        seen = pixels(painted(view))
        for block in laid.blocks:
            x, y = int(block.space.right), int(block.space.baselines[-1])
            strip = seen[y - 9 : y, x - 30 : x]
            ink[tick, block.key] = np.abs(strip - strip[0, 0]).max()
    later = {key for tick, key in ink if tick is not None and ink[tick, key] < ink[None, key] / 2}
    assert later == {"a_i", "i", "a_o", "o", "a_c", "g", "c", "h", "y", "E"}


def test_that_it_scrolls_in_a_low_panel(qtbot):
    view, panel = Inspector(), QScrollArea()
    qtbot.addWidget(panel)
    panel.setWidgetResizable(True)
    panel.setWidget(view)
    panel.resize(360, 400)
    panel.show()
    view.draw(scene())
    qtbot.waitUntil(lambda: view.height() > 700)
    assert view.height() == view.wanted_height(view.width())
    assert view.width() <= panel.viewport().width()
    panel.resize(700, 400)
    qtbot.waitUntil(lambda: view.width() > 600)
    qtbot.waitUntil(lambda: view.height() == view.wanted_height(view.width()))


def test_that_the_layout_does_not_depend_on_the_numbers(view):
    made = scene()
    heights = set()
    for changed in (made, broken_scene(made), scene(updates=6)):
        for spot in (Spot(0, "layer1", "h", 0), Spot(11, "layer1", "f", 7)):
            view.draw(at(changed, spot))
            heights.add(view.wanted_height(360))
    assert len(heights) == 1


@pytest.mark.parametrize("width", [1, 90, 279])
def test_that_a_very_narrow_picture_is_drawn_smaller(view, width):
    view.draw(scene())
    assert view.wanted_height(width) > 0
    seen = pixels(painted(view, width))
    assert (seen != seen[-1, 0]).any()


def test_that_there_is_nothing_to_show_before_the_first_scene(view):
    assert view.wanted_height(360) == 0
    assert view.spot(10, 10, QRectF(0, 0, 360, 400)) is None
    view.resize(360, 400)
    view.grab()


def test_the_sentence(view):
    made = at(scene(), Spot(7, "layer1", "h", 3))
    view.draw(made)
    text = view.accessibleDescription()
    assert text.startswith("LSTM cell at t = 8, unit 4: forget gate 0.")
    shown = {row.key: row.result for row in rows(made.trace, made.marks.picked)}
    assert text.endswith(f"cell state {shown['c']}, hidden state {shown['h']}")
    assert "layer 2, unit 1:" in view.sentence(at(scene(layers=2), Spot(7)))


def test_that_added_widths_are_the_widths_that_qt_draws():
    for face in faces():
        for text in ("= −0.412·(−0.923) + tanh(1.20·10⁻⁵)", "… 126 more …", "x ‘e’", "h₁₂"):
            assert abs(face.width(text) - face.metrics.horizontalAdvance(text)) < 0.51


def test_that_pieces_flow_into_lines():
    assert flow([50, 50, 50], 110, 2) == [(0, 0.0), (0, 55.0), (1, 0.0)]
    assert flow([50, 50], 110, 1, last=20) is None
    assert flow([50, 50], 110, 2, last=20, indent=10) == [(0, 0.0), (0, 55.0)]
    assert flow([50, 50, 50], 110, 2, last=20, indent=10)[-1] == (1, 10)
    assert flow([120], 110, 5) is None


def test_that_a_formula_breaks_before_a_sign_outside_of_brackets():
    (h,) = [each for each in written(scene(cell="gru").trace.quantities) if each.key == "h"]
    parts = ["".join(run.text for run in part) for part in summands(h.formula)]
    assert parts == ["zt ⊙ ht−1", "+ (1 − zt) ⊙ h̃t"]
    long = h.formula * 3
    for room in (60, 100, 200, 400):
        parts, places = broken(long, room)
        assert all(
            x + runs_width(part) <= room + 0.5 for part, (_, x) in zip(parts, places, strict=True)
        )
        assert "".join(run.text for part in parts for run in part).replace(" ", "") == "".join(
            run.text for run in long
        ).replace(" ", "")


def test_that_a_formula_of_one_long_word_is_drawn_whatever_its_width():
    parts, places = broken((Run("softmax" * 9), Run("x", italic=True)), 60)
    assert len(parts) == len(places) == 2


@pytest.mark.parametrize("width", [214, 260, 340, 480])
def test_that_long_numbers_leave_out_products_before_they_get_narrow(width):
    made = scene(hidden=8)
    quantity = made.trace.quantity("a_f")
    space = space_for(widest_row(quantity, made.trace.quantities), 0, width, 10, 20)
    usual = rows(made.trace, Spot(7))[0]
    shown, _, narrow = arranged(usual, space, 60)
    assert narrow == 1.0
    assert sum(bool(piece.term.name) for piece in shown) == space.most + 1
    tiny = tuple(term._replace(text="1.23·10⁻¹²·(−4.56·10⁻¹⁰)") for term in usual.terms)
    shown, places, narrow = arranged(usual._replace(terms=tiny), space, 60)
    assert sum(bool(piece.term.name) for piece in shown) <= space.most + 1
    ends = [x + piece.width for piece, (_, x) in zip(shown, places, strict=True)]
    assert max(ends) <= width / narrow


@pytest.mark.slow
def test_that_a_thousand_redraws_take_no_more_memory(view):
    made = scene(updates=3)
    view.resize(360, 600)
    spots = [Spot(n % 12, "layer1", "h", n % 8) for n in range(96)]
    tracemalloc.start()
    sizes = []
    for turn in range(1200):
        view.draw(at(made, spots[turn % 96]))
        view.grab()
        if turn in (200, 1199):
            gc.collect()
            sizes.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    assert sizes[1] - sizes[0] < 60_000


# --- the two tabs ----------------------------------------------------------------------


@EVERY_CELL
def test_that_every_gradient_is_explained_in_its_tab(view, settings):
    made = scene(**settings)
    view.show_tab("backward")
    for spot in (Spot(0, "layer1", "", 0), Spot(5, "layer1", "", 7), Spot(11, "layer1", "", 7)):
        view.draw(at(made, spot))
        image = blank(700, 1400)
        painter = Listening(image)
        view.paint(painter, QRectF(0, 0, 700, 1400))
        painter.end()
        for row in rows(made.trace, spot):
            if row.key.startswith("d_"):
                assert f"= {row.result}" in painter.texts, row.key
                for term in row.terms[:1]:
                    assert any(term.text in text for text in painter.texts), row.key


def test_that_a_press_on_a_tab_shows_it_and_picks_nothing(qtbot, view):
    view.resize(400, 900)
    view.draw(scene())
    view.show()
    for name, place in zip(TABS, tabs(400), strict=True):
        with qtbot.assertNotEmitted(view.picked):
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place.center().toPoint())
        assert view.tab == name


def test_that_the_tab_follows_the_debugger_and_else_stays(view):
    made = scene(tick=3)
    order = ticks(made.trace)
    view.draw(made)
    steps = ((order.backward + 5, "backward"), (order.update + 1, "backward"), (7, "forward"))
    for tick, tab in steps:
        view.draw(scene(tick=tick))
        assert view.tab == tab
    view.show_tab("backward")
    view.draw(scene(tick=7))
    assert view.tab == "backward", "nobody walked"
    view.draw(scene())
    assert view.tab == "backward"


def test_that_a_gradient_can_be_picked_in_its_tab(view):
    view.resize(400, 1200)
    view.draw(scene())
    view.show_tab("backward")
    _, laid = view._laid(view.scene, QRectF(view.rect()))
    for block in laid.blocks:
        at_it = block.area.center()
        spot = view.spot(at_it.x(), at_it.y(), QRectF(view.rect()))
        assert spot.quantity == block.key
        assert spot.lane == ("" if block.key == "d_y" else "layer1")
