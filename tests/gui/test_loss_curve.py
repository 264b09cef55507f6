"""The loss curve: what it shows on screen and on paper, and how it follows the person."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views.curve_plot import Stretch
from rnnviz.gui.views.loss_curve import LossCurve
from rnnviz.gui.views.loss_places import Places
from rnnviz.gui.views.number_axis import Scale, log_ticks, number, ticks
from rnnviz.gui.views.running_mean import RunningMean
from rnnviz.trace.history import History
from tests.gui.scenes import scene


def history_of(losses, norms=None, clip=5.0, baseline=3.0):
    norms = np.full(len(losses), 2.0) if norms is None else norms
    clipped = np.minimum(norms, clip)
    return History(np.asarray(losses, float), norms, clipped, baseline, "ln 20", "nats")


def falling(count):
    noise = np.random.default_rng(0).standard_normal(count)
    return 4 * np.exp(-np.arange(count) / (count / 3 + 1)) + 0.5 + 0.05 * noise


def shown(qtbot, history, width=400, height=300):
    view = LossCurve()
    qtbot.addWidget(view)
    view.resize(width, height)
    view.draw(replace(scene(), history=history))
    view.show()
    qtbot.waitExposed(view)
    return view


def picture(view, width=400, height=300, scale=1):
    image = QImage(width * scale, height * scale, QImage.Format.Format_RGB32)
    image.fill(view.look.card)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    view.paint(painter, QRectF(0, 0, width, height))
    painter.end()
    return image


def near(image: QImage, color: QColor, area: QRectF) -> int:
    """How many pixels of an area have nearly the colour."""
    area = area.toAlignedRect().intersected(image.rect())
    met = 0
    for y in range(area.top(), area.bottom() + 1):
        for x in range(area.left(), area.right() + 1):
            there = image.pixelColor(x, y)
            far = max(
                abs(there.red() - color.red()),
                abs(there.green() - color.green()),
                abs(there.blue() - color.blue()),
            )
            met += far < 40
    return met


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("count", [1, 2, 60, 3000])
def test_that_paper_shows_what_the_screen_shows(qtbot, look, count):
    view = shown(qtbot, history_of(falling(count)))
    view.set_look(look)
    QApplication.processEvents()
    screen = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    # Within the rounded corners, behind which something else may stand.
    assert screen.copy(4, 4, 392, 292) == picture(view).copy(4, 4, 392, 292)


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_curve_runs_from_top_to_bottom(qtbot, look):
    view = shown(qtbot, history_of(falling(100)))
    view.set_look(look)
    image, place = picture(view), Places.within(QRectF(0, 0, 400, 300)).loss
    half = place.height() / 2
    upper = QRectF(place.left(), place.top(), 40, half)
    lower = QRectF(place.right() - 60, place.top() + half, 60, half)
    assert near(image, look.accent, upper) > 10
    assert near(image, look.accent, lower) > 10


def test_that_the_baseline_is_a_dashed_line_at_its_height(qtbot):
    view = shown(qtbot, history_of(np.array([4.0, 2.0, 2.0, 2.0]), baseline=3.0))
    image, place = picture(view), Places.within(QRectF(0, 0, 400, 300)).loss
    low, high = view._loss.sight(1)
    y = Scale(low, high, place.bottom(), place.top()).at(3.0)
    right_half = QRectF(place.center().x(), y - 1, place.width() / 2, 2)
    marked = near(image, LIGHT.muted, right_half)
    assert 0.3 * right_half.width() < marked < 1.6 * right_half.width()
    without = shown(qtbot, history_of(np.array([4.0, 2.0, 2.0, 2.0]), baseline=None))
    low, high = without._loss.sight(1)
    y = Scale(low, high, place.bottom(), place.top()).at(3.0)
    assert near(picture(without), LIGHT.muted, right_half) == 0


def test_that_without_updates_it_says_so(qtbot):
    view = shown(qtbot, history_of(np.empty(0), np.empty(0)))
    assert view.accessibleDescription() == "Loss: no update has been made yet"
    picture(view)


def test_that_the_sentence_tells_the_loss_and_the_clipping(qtbot):
    view = shown(qtbot, history_of([2.0, 1.07], np.array([1.0, 9.0])))
    met = view.accessibleDescription()
    assert met == "Loss 1.07 nats after 2 updates; the gradient was clipped in 50 % of them"


def test_that_numbers_that_are_not_finite_do_no_harm(qtbot):
    losses, norms = np.array([1.0, np.inf, 1e300]), np.array([0.0, np.inf, 1.0])
    picture(shown(qtbot, history_of(losses, norms)))


def wheel(view, turns):
    canvas = view._canvas.viewport()
    place = Places.within(QRectF(view.rect())).loss.center()
    event = QWheelEvent(
        place,
        QPointF(canvas.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_that_the_wheel_zooms_both_plots_and_new_updates_leave_them_there(qtbot):
    view = shown(qtbot, history_of(falling(1000)))
    wheel(view, 5)
    first, last = view._loss.sight(0)
    assert 1 < first < last < 1000
    assert view._norms.sight(0) == (first, last)
    view.draw(replace(view.scene, history=history_of(falling(1100))))
    assert view._loss.sight(0) == (first, last)


def test_that_all_is_shown_again_when_asked_or_for_another_run(qtbot):
    view = shown(qtbot, history_of(falling(1000)))
    wheel(view, 5)
    view.reset_zoom()
    assert view._loss.sight(0) == (1, 1000)
    wheel(view, 5)
    view.draw(replace(view.scene, history=history_of(falling(30))))
    assert view._loss.sight(0) == (1, 30)


def test_that_it_never_shows_what_is_not_there(qtbot):
    view = shown(qtbot, history_of(falling(100)))
    wheel(view, -20)
    assert view._loss.sight(0) == (1, 100)


def test_that_no_peak_is_lost_in_a_dense_curve():
    values = np.zeros(20_000)
    values[12_345] = 7.0
    values[777] = -3.0
    low, high = Stretch(0, 20_000, 100).bounds(values)
    assert (low.min(), high.max()) == (-3.0, 7.0)
    assert len(low) <= 100


def test_that_the_running_mean_is_the_same_in_pieces_and_at_once():
    values = falling(2500)
    growing = RunningMean()
    for count in (1, 2, 30, 1000, 2500):
        growing.of(values[:count])
    np.testing.assert_array_equal(growing.of(values), RunningMean().of(values))


def test_that_the_running_mean_begins_anew_for_another_run():
    mean = RunningMean()
    mean.of(np.array([5.0, 4.0, 3.0]))
    np.testing.assert_array_equal(mean.of(np.array([1.0, 1.0, 1.0, 1.0])), np.ones(4))


def test_ticks():
    assert ticks(0, 10, 5) == [0, 2, 4, 6, 8, 10]
    assert ticks(1, 1, 5) == []
    assert log_ticks(-2.2, 1.1, 5) == [-2, -1, 0, 1]
    assert [round(10**tick) for tick in log_ticks(0.5, 1.4, 5)] == [5, 10, 20]
    assert [round(10**tick, 2) for tick in log_ticks(0.491, 0.519, 4)] == [3.1, 3.2, 3.3]
    assert [number(value) for value in (0.0, 0.05, 20000.0, 1e-5, 1.5e-4, 3e8)] == [
        "0",
        "0.05",
        "20,000",
        "1e−5",
        "1.5e−4",
        "3e8",
    ]


@pytest.mark.parametrize("most", [1, 2, 3, 7])
@pytest.mark.parametrize("width", [0.01, 0.1, 0.3, 0.7, 1.1, 2.5, 9.0])
def test_that_there_are_never_more_ticks_on_a_log_axis_than_wanted(most, width):
    for low in np.linspace(-5.0, 3.0, 37):
        found = log_ticks(low, low + width, most)
        assert len(found) <= most
        assert all(low - 1e-9 <= tick <= low + width + 1e-9 for tick in found)


def levels(view, place, width, height):
    """The numbers beside a plot, and their heights, from below."""
    met, paint = [], view._paint_level

    def noted(painter, beside, y, text):
        if beside == place:
            met.append((text, y))
        paint(painter, beside, y, text)

    view._paint_level = noted
    picture(view, width, height)
    return met


@pytest.mark.parametrize(
    ("highest", "wanted"), [(1.9, ["1.2", "1.6"]), (4.0, ["2", "4"]), (20.0, ["2", "10"])]
)
def test_that_in_a_low_panel_few_numbers_stand_beside_the_norms(qtbot, highest, wanted):
    norms = np.linspace(1.2, highest, 60)
    view = shown(qtbot, history_of(falling(60), norms, clip=99.0), 240, 190)
    place = Places.within(QRectF(0, 0, 240, 190)).norms
    met = levels(view, place, 240, 190)
    assert [text for text, _ in met] == wanted
    heights = [y for _, y in met]
    assert all(below - above >= 13 for below, above in pairwise(heights))


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_that_the_curve_does_not_run_through_the_text_of_the_baseline(qtbot, look):
    losses = np.append(6.0, np.full(59, 3.25))
    view = shown(qtbot, history_of(losses, baseline=3.0))
    view.set_look(look)
    image, place = picture(view), Places.within(QRectF(0, 0, 400, 300)).loss
    low, high = view._loss.sight(1)
    y = Scale(low, high, place.bottom(), place.top()).at(3.25)
    curve = QRectF(place.left(), y - 2, place.width(), 4)
    text = view._note.boundingRect()
    assert curve.intersects(text)
    assert near(image, look.accent, curve.adjusted(0, 0, -text.width() - 4, 0)) > 100
    assert near(image, look.accent, curve.intersected(text)) == 0
    assert near(image, look.muted, text) > 40


def test_that_the_text_of_the_baseline_stands_where_no_curve_is(qtbot):
    place = Places.within(QRectF(0, 0, 400, 300)).loss
    early = np.append(np.full(30, 3.2), np.full(30, 6.0))
    (right, left) = (
        shown(qtbot, history_of(losses, baseline=3.0))._note.boundingRect()
        for losses in (early[::1], early[::-1])
    )
    assert right.right() >= place.right() - 2
    assert left.left() <= place.left() + 2


def test_that_a_note_without_room_is_left_out_rather_than_cut(qtbot):
    history = history_of(falling(60))
    wide, narrow = shown(qtbot, history, 300, 200), shown(qtbot, history, 220, 200)
    legend = Places.within(QRectF(0, 0, 300, 200)).legend
    right = QRectF(legend.right() - 40, legend.top(), 40, legend.height())
    assert near(picture(wide, 300, 200), LIGHT.muted, right) > 10
    legend = Places.within(QRectF(0, 0, 220, 200)).legend
    right = QRectF(legend.right() - 12, legend.top(), 12, legend.height())
    assert near(picture(narrow, 220, 200), LIGHT.muted, right) == 0
