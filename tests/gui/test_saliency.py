"""The view of which inputs mattered: colours and bars where they belong, and what is clicked."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF

from rnnviz.gui.theme import LIGHT, load_fonts
from rnnviz.gui.views.saliency import NOT_MADE, SaliencyView
from rnnviz.gui.views.saliency_scale import Numbers
from rnnviz.gui.views.saliency_text import lay_out
from rnnviz.gui.views.track_scale import DecadeScale
from rnnviz.trace.saliency import record_saliency, scored_step
from rnnviz.trace.scene import Marks, Scene, Spot
from tests.gui.scenes import scene, trained
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, opened, pause, until, until_update

SIZE = 560, 360
PAIR = {"scenario": "translation", "attention": True}
NUMBERS = {"scenario": "digit-rows", "length": 8, "direction": "both"}


@pytest.fixture(autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture
def view(qtbot):
    made = SaliencyView()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    return made


def asked(time: int = 7, output: int = 1, **settings) -> Scene:
    """A scene in which it is known what mattered for an output of a step."""
    made = scene(**settings)
    made = dataclasses.replace(made, example=trained(5, **settings).example(made.trace))
    step = scored_step(made.trace, time)
    found = record_saliency(trained(5, **settings).network, made.trace, step, output)
    marks = Marks(Spot(step, "", "x"))
    return dataclasses.replace(made, saliency=found, marks=marks)


def cells(view: SaliencyView):
    return view._text(QRectF(view.rect()), view._numbers, view.scene).cells


def color_at(view: SaliencyView, where) -> int:
    return int(pixels(view.grab().toImage())[round(where.y()), round(where.x())])


def test_that_the_strongest_input_has_the_strongest_colour(view):
    view.draw(asked())
    found = view._numbers
    by_time = {cell.time: cell for cell in cells(view)}
    strongest = by_time[int(found.saliency.norms.argmax())]
    corner = strongest.text.bottomLeft() + QPoint(3, -4)
    assert color_at(view, corner) == int(LIGHT.magnitude[255])
    # What comes later cannot matter: it has no ground.
    later = by_time[found.saliency.step + 1]
    assert color_at(view, later.text.bottomLeft() + QPoint(2, -3)) == LIGHT.card.rgb()


def test_that_bars_are_logarithmic(view):
    made = asked()
    norms = np.zeros((made.trace.steps, made.saliency.gradients.shape[1]))
    norms[:4, 0] = 1.0, 1e-2, 1e-4, 1e-30
    found = dataclasses.replace(made.saliency, gradients=norms)
    view.draw(dataclasses.replace(made, saliency=found))
    numbers = view._numbers
    assert (numbers.scale.floor, numbers.scale.top) == (-8, 0)
    assert numbers.shares[:5] == pytest.approx([1.0, 0.75, 0.5, 0.0, 0.0])
    assert [numbers.matters(time) for time in range(5)] == [True] * 4 + [False]
    assert "bars: 10⁻⁸ … 1" not in view.sentence(view.scene)
    assert numbers.range_text == "10⁻⁸ … 1"


def test_that_gradient_times_input_has_a_sign(view):
    made = asked()
    view.draw(made)
    view.show_by("product")
    values = view._numbers.values
    assert values.tolist() == made.saliency.products.tolist()
    assert (values < 0).any()
    place = int(values.argmin())
    expected = Numbers(made.saliency, "product", DecadeScale()).colors(LIGHT)[place]
    cell = next(cell for cell in cells(view) if cell.time == place)
    assert color_at(view, cell.text.bottomLeft() + QPoint(1, -2)) in (
        int(expected),
        LIGHT.accent.rgb(),
    )


def test_that_the_sentence_tells_the_largest(view):
    made = asked(output=2)
    view.draw(made)
    label, time = made.trace.labels, int(made.saliency.norms.argmax())
    text = view.sentence(made)
    assert f"y of ‘{label.classes[2]}’ at t = {made.saliency.step + 1}" in text
    assert f"wanted ‘{label.targets[made.saliency.step]}’" in text
    assert f"at t = {time + 1} ‘{label.inputs[time]}’" in text


def test_that_without_it_the_view_says_so(view):
    made = scene()
    view.draw(made)
    assert NOT_MADE in view.sentence(made)
    assert view.spot(30, 100, QRectF(view.rect())) is None


@pytest.mark.parametrize("settings", [{}, PAIR, {"scenario": "sentiment", "length": 8}])
@pytest.mark.parametrize("size", [(300, 170), (560, 360), (1000, 300)])
def test_that_no_symbol_lies_on_another(view, settings, size):
    made = asked(**settings)
    view.resize(*size)
    view.draw(made)
    laid = lay_out(made.trace, view._inside(QRectF(view.rect())), made.saliency.step)
    areas = [cell.area for cell in laid.cells] + [line for _, line in laid.headings]
    for number, one in enumerate(areas):
        assert one.right() <= size[0] + 1
        for other in areas[number + 1 :]:
            assert one.intersected(other).height() <= 4 or one.intersected(other).width() <= 0.5
    assert made.saliency.step in {cell.time for cell in laid.cells}


def test_that_an_encoder_and_a_decoder_are_told_apart(view):
    made = asked(**PAIR)
    view.draw(made)
    laid = view._text(QRectF(view.rect()), view._numbers, made)
    assert [text for text, _ in laid.headings] == ["the encoder reads", "the decoder reads"]
    source = made.trace.source_steps
    tops = [max(c.area.bottom() for c in laid.cells if c.time < source)]
    assert min(c.area.top() for c in laid.cells if c.time >= source) > tops[0]
    assert (made.saliency.norms[:source] > 0).all()


def test_that_numbers_stand_on_the_time_axis(view):
    made = asked(**NUMBERS)
    view.draw(made)
    assert not view.is_text(made, made.saliency)
    area = QRectF(view.rect())
    x, y = view.axis.x(2.5, area), area.height() - 60
    assert view.spot(x, y, area) == Spot(2, "", "x")
    assert view.tip(x, y).startswith("t = 3, ‘row 3’: ")


def test_that_what_is_pointed_at_is_told(view):
    made = asked()
    strongest = int(made.saliency.norms.argmax())
    view.draw(made)
    cell = next(cell for cell in cells(view) if cell.time == strongest)
    where = cell.text.center()
    assert view.tip(where.x(), where.y()).endswith("100 % of the largest")
    last = max(cells(view), key=lambda cell: cell.time).text.center()
    assert view.tip(last.x(), last.y()).endswith("does not matter at all")


def test_that_switches_choose_the_output_and_by_what(view, qtbot):
    view.draw(asked(output=5))
    view.show()
    met = []
    view.output_chosen.connect(met.append)
    for text in ("wanted", "likeliest", "‹", "›"):
        area = next(e.area for e in view._switches(QRectF(view.rect())) if e.text == text)
        qtbot.mouseClick(view, LEFT, pos=area.center().toPoint())
    assert met == ["wanted", "likeliest", 4, 6]
    area = next(e.area for e in view._switches(QRectF(view.rect())) if e.by == "product")
    qtbot.mouseClick(view, LEFT, pos=area.center().toPoint())
    assert view.by == "product"


def test_that_switches_do_not_lie_on_one_another(view):
    view.resize(340, 300)
    view.draw(asked())
    areas = [each.area for each in view._switches(QRectF(view.rect()))]
    for number, one in enumerate(areas):
        assert not any(one.intersects(other) for other in areas[number + 1 :])


def test_that_a_click_in_the_window_asks_about_another_step(qtbot):
    window = opened(qtbot)
    window.commands["saliency"].trigger()
    view, session = window.gradient.pages.saliency, window.session
    until(qtbot, lambda: session.state.scene.saliency is not None)
    cell = next(cell for cell in cells(view) if cell.time == 10)
    qtbot.mouseClick(view, LEFT, pos=cell.text.center().toPoint())
    assert session.state.scene.marks.picked.time == 10
    until(qtbot, lambda: session.state.scene.saliency.step == 10)
    area = next(e.area for e in view._switches(QRectF(view.rect())) if e.text == "wanted")
    qtbot.mouseClick(view, LEFT, pos=area.center().toPoint())
    wanted = int(session.state.scene.trace.targets[10])
    until(qtbot, lambda: session.state.scene.saliency.output == wanted)


def test_that_it_moves_on_while_the_network_learns(qtbot):
    window = opened(qtbot)
    window.commands["saliency"].trigger()
    session, view, met = window.session, window.gradient.pages.saliency, set()
    session.set_pace(100.0)
    session.start()

    def has_met_three():
        if view._numbers is not None:
            met.add(view._numbers.saliency.trace.origin.update)
        return len(met) >= 3

    until(qtbot, has_met_three)
    until_update(qtbot, window, 5)
    pause(qtbot, window)
    until(qtbot, lambda: session.state.scene.saliency.trace is session.state.scene.trace)


@pytest.mark.parametrize("broken", [np.nan, np.inf, 0.0, 1e300])
@pytest.mark.parametrize("settings", [{}, NUMBERS], ids=["text", "bars"])
def test_that_numbers_that_overflow_can_be_drawn(view, broken, settings):
    made = asked(**settings)
    gradients = made.saliency.gradients.copy()
    gradients[: made.saliency.step] = broken
    found = dataclasses.replace(made.saliency, gradients=gradients)
    view.draw(dataclasses.replace(made, saliency=found))
    for by in ("norm", "product"):
        view.show_by(by)
        assert len(np.unique(pixels(view.grab().toImage()))) > 20
        assert "largest" in view.sentence(view.scene) or "no input" in view.sentence(view.scene)
