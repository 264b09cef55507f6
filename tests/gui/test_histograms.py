"""The view of histograms: every bin where it belongs, one parameter alone, words for each bin."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF

from rnnviz.gui.theme import LIGHT, load_fonts
from rnnviz.gui.views.histogram_strip import Strip, histograms_of, reach_of, strength
from rnnviz.gui.views.histogram_words import all_figures, between, figures
from rnnviz.gui.views.histograms import ALL, HistogramsView
from rnnviz.gui.views.parameter_names import lanes_of, names_of, symbol
from rnnviz.trace.histograms import TINY, WEIGHT_BINS, ZEROS, of_gradients, of_weights
from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.summary import summarize
from tests.gui.scenes import scene, trained
from tests.gui.tracks_shown import pixels
from tests.gui.windows import LEFT, opened, pause, until, until_update

SIZE = 640, 480


@pytest.fixture(autouse=True)
def _fonts(qapp):
    load_fonts()


@pytest.fixture
def view(qtbot):
    made = HistogramsView()
    qtbot.addWidget(made)
    made.resize(*SIZE)
    return made


def summed_up(**settings):
    """A scene with summaries of updates 0 and 5; the first one has no gradients."""
    start, made = trained(0, **settings), scene(5, **settings)
    gradients = trained(5, **settings).training.gradient
    summaries = summarize(start.trace(), None), summarize(made.trace, gradients)
    return dataclasses.replace(made, summaries=summaries)


def place(view, name, kind):
    laid = view._arrange(QRectF(view.rect()), view.scene.trace)
    return next(each for each in laid.places if (each.name, each.kind) == (name, kind))


@pytest.mark.parametrize("settings", [{}, {"cell": "gru", "layers": 2}], ids=["lstm", "gru"])
@pytest.mark.parametrize("size", [(300, 260), (640, 480), (1200, 900)])
def test_that_no_strip_lies_on_another(view, settings, size):
    view.resize(*size)
    made = summed_up(**settings)
    view.draw(made)
    for name in ("", "W_hy"):
        view.show_parameter(name)
        laid = view._arrange(QRectF(view.rect()), made.trace)
        areas = [each.strip for each in laid.places] + [area for _, area in laid.headings]
        for number, one in enumerate(areas):
            assert 0 <= one.left() < one.right() <= size[0]
            assert one.bottom() <= size[1]
            assert not any(one.intersects(other) for other in areas[number + 1 :])


def test_that_there_are_the_parameters_of_the_lane_that_is_looked_at(view):
    made = summed_up(layers=2)
    view.draw(dataclasses.replace(made, marks=Marks(Spot(3, "layer1", "h", 0))))
    laid = view._arrange(QRectF(view.rect()), made.trace)
    assert [name for name, _ in laid.names] == names_of(made.trace, "layer1")
    view.draw(dataclasses.replace(made, marks=Marks(Spot(3, "layer2", "h", 0))))
    assert view.lane_shown(made.trace) == "layer2"
    assert lanes_of(made.trace) == ["layer1", "layer2", ""]
    assert names_of(made.trace, "") == ["W_hy", "b_y"]


def test_that_strong_bins_are_strong(view):
    made = summed_up()
    view.draw(made)
    met = pixels(view.grab().toImage())
    laid = view._arrange(QRectF(view.rect()), made.trace)
    over = place(view, "layer1.b_f", "weights")
    strip, shown = view._strips(made, laid)[laid.places.index(over)]
    # The bias of the forget gate begins at 1.
    bin_of_one = int(np.argmax(shown.shares[0]))
    assert between("weights", bin_of_one).startswith("between 0.9")
    x, y = round(over.strip.left()) + 3, round(strip.y(bin_of_one + 0.5))
    grounds = {LIGHT.card.rgb(), LIGHT.border.rgb()}
    assert int(met[y, x]) not in grounds
    assert int(met[round(strip.y(WEIGHT_BINS / 2 + 4)), x]) in grounds


def test_that_strength_shows_what_is_rare():
    assert strength(np.array([0.0, 1.0])).tolist() == [0.0, 1.0]
    assert strength(np.array([0.01]))[0] > 0.15
    assert strength(np.array([1e-9]))[0] > 0


def test_that_the_scale_holds_all_that_there_is():
    weights = [histograms_of((), "weights", "W")]
    assert reach_of("weights", weights).low == WEIGHT_BINS - reach_of("weights", weights).high
    gradients = of_gradients(np.array([0.0, 1e-20, 1e-3]))
    reach = reach_of("gradients", [_one(gradients)])
    assert reach.low == TINY
    assert gradients.shares[reach.low : reach.high].sum() == pytest.approx(2 / 3)
    strip = Strip(reach, QRectF(0, 0, 100, 100))
    assert strip.bin_at(99.0) == ZEROS
    assert strip.bin_at(1.0) == reach.high - 1
    assert strip.bin_at(-1.0) is None


def _one(histogram):
    made = histograms_of((), "gradients", "W")
    return made._replace(updates=np.array([1.0]), found=(histogram,), shares=histogram.shares[None])


def test_that_bins_are_told_in_words():
    weights = of_weights(np.array([0.1]))
    low, high = (
        float(part) for part in between("weights", int(weights.shares.argmax()))[8:].split(" and ")
    )
    assert low < 0.1 < high
    assert between("gradients", ZEROS) == "exactly 0"
    assert between("gradients", TINY) == "|g| below 10⁻¹²"
    assert between("weights", 0).startswith("below −")
    assert between("weights", WEIGHT_BINS - 1).startswith("above ")
    gradients = of_gradients(np.array([0.0, 3.0, 0.0, 4.0]))
    assert figures("gradients", gradients) == "‖∂E/∂W‖ = 5 · largest 4 · 50 % exactly 0"
    texts = all_figures("gradients", gradients, 7)
    assert texts[0].startswith("update 7: ")
    assert [len(text) for text in texts] == sorted(map(len, texts), reverse=True)


def test_that_a_tip_tells_the_update_the_parameter_and_the_bin(view):
    made = summed_up()
    view.draw(made)
    over = place(view, "layer1.W_f", "gradients")
    text = view.tip(over.strip.right() - 2, over.strip.bottom() - 2)
    assert text.startswith("update 5, layer1.W_f: ‖∂E/∂W‖ = ")
    assert text.endswith("exactly 0")
    assert view.tip(2, 2) == ""


def test_that_a_click_shows_one_alone_and_a_button_leads_back(view, qtbot):
    made = summed_up()
    view.draw(made)
    view.show()
    middle = place(view, "layer1.W_i", "weights").strip.center().toPoint()
    qtbot.mouseClick(view, LEFT, pos=middle)
    assert view.parameter == "layer1.W_i"
    assert "layer1.W_i" in view.accessibleDescription()
    back = next(b for b in view._buttons(QRectF(view.rect()), made.trace) if b.key == ALL)
    qtbot.mouseClick(view, LEFT, pos=back.area.center().toPoint())
    assert view.parameter == ""


def test_that_arrows_lead_to_other_lanes(view, qtbot):
    made = summed_up(layers=2)
    view.draw(made)
    view.show()
    met = [view.lane_shown(made.trace)]
    for _ in range(3):
        after = view._buttons(QRectF(view.rect()), made.trace)[1]
        qtbot.mouseClick(view, LEFT, pos=after.area.center().toPoint())
        met.append(view.lane_shown(made.trace))
    assert met == ["layer2", "", "layer1", "layer2"]


def test_that_pointing_at_an_update_tells_of_it(view, qtbot):
    made = summed_up()
    view.show_parameter("layer1.W_f")
    view.draw(made)
    view.show()
    strip = place(view, "layer1.W_f", "weights").strip
    before = pixels(view.grab().toImage())
    qtbot.mouseMove(view, QPoint(round(strip.left()) + 2, round(strip.center().y())))
    qtbot.waitUntil(lambda: view._pointed is not None)
    assert (pixels(view.grab().toImage()) != before).any()


def test_that_before_anything_was_kept_it_says_so(view):
    made = scene()
    view.draw(made)
    assert view.sentence(made) == "Histograms: nothing was kept of any update yet"
    assert len(np.unique(pixels(view.grab().toImage()))) > 20


def test_that_symbols_are_those_of_the_papers():
    assert [symbol(name) for name in ("layer1.W_f", "W_hy", "b_y")] == ["W_{f}", "W_{hy}", "b_{y}"]


def test_that_histograms_grow_in_the_window(qtbot):
    window = opened(qtbot)
    window.commands["histograms"].trigger()
    shown = window.gradient.pages.histograms
    until(qtbot, lambda: not shown.visibleRegion().isEmpty())
    window.session.set_pace(100.0)
    window.session.start()
    until_update(qtbot, window, 5)
    pause(qtbot, window)
    found = histograms_of(shown.scene.summaries, "gradients", "W_hy")
    assert found.updates[-1] == window.session.state.update
    trace = shown.scene.trace
    weights = histograms_of(shown.scene.summaries, "weights", "W_hy").found[-1]
    assert weights.largest == np.abs(trace.parameters["W_hy"]).max()
