"""The tracks: what stands where, in which colours, and what the mouse does there."""

import sys
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QScrollArea

from rnnviz.gui.painting import color_of
from rnnviz.gui.theme import LOOKS
from rnnviz.gui.views.gradient_track import GradientTrack
from rnnviz.gui.views.time_axis import TimeAxis
from rnnviz.gui.views.track_gutter import scale_switch, source_switches
from rnnviz.gui.views.track_layout import LEAST_BARS, LEAST_HEAT, arrange
from rnnviz.gui.views.track_scale import DecadeScale
from rnnviz.gui.views.tracks import Tracks
from rnnviz.trace.derived import state_gradient_norms, step_contributions
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from tests.gui.scenes import CELL_KEYS, scene

WIDTH = 760
SHOWN = {
    "elman": ("h",),
    "lstm": ("f", "i", "o", "g", "c", "h"),
    "gru": ("z", "r", "g", "h"),
}


def shown(qtbot, given=None, height=None, **settings):
    """The tracks of a scene, in a window."""
    view = Tracks(TimeAxis())
    qtbot.addWidget(view)
    view.draw(given or scene(**settings))
    view.resize(WIDTH, height or view.wanted_height())
    view.show()
    return view


def places(view):
    return arrange(view.scene.trace, view.shown, QRectF(view.rect()))


def place(view, lane, quantity):
    found = places(view).find(lane, quantity)
    assert found is not None
    return found.area


def middle(view, time, lane, quantity, unit=None):
    """The middle of a square or of a bar's column."""
    area, units = place(view, lane, quantity), view.scene.trace.hidden
    x = view.axis.x(time + 0.5, QRectF(view.rect()))
    row = 0.5 if unit is None else (unit + 0.5) / units
    return QPoint(round(x), round(area.top() + row * area.height()))


def picture(view, height=None):
    image = QImage(WIDTH, height or view.height(), QImage.Format.Format_RGB32)
    image.fill(view.look.window)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view.paint(painter, QRectF(image.rect()))
    painter.end()
    return image


def unmarked(given, **marks):
    """The scene with its mark at the last step, so that others are seen as they are."""
    return replace(given, marks=Marks(Spot(given.trace.steps - 1), **marks))


def with_values(given, lane=0, **values):
    """The scene with other values of some quantities in one lane, (T, H) or one for all."""
    trace = given.trace
    changed = {k: np.broadcast_to(v, (trace.steps, trace.hidden)) for k, v in values.items()}
    lanes = list(trace.lanes)
    lanes[lane] = replace(lanes[lane], values={**lanes[lane].values, **changed})
    return replace(given, trace=replace(trace, lanes=tuple(lanes)))


def with_gradient(given, norms):
    """The scene with other norms of the state's gradient, (T,)."""
    trace, lane = given.trace, given.trace.lanes[0]
    gradient = np.zeros((trace.steps, trace.hidden))
    gradient[:, 0] = norms
    lane = replace(lane, gradients={**lane.gradients, trace.states[0]: gradient})
    return replace(given, trace=replace(trace, lanes=(lane, *trace.lanes[1:])))


def colors_in(image, area):
    area = area.toRect()
    xs, ys = range(area.left(), area.right() + 1), range(area.top(), area.bottom() + 1)
    return [image.pixelColor(x, y).name() for x in xs for y in ys]


def column(view, area, time):
    return QRectF(
        view.axis.x(time, QRectF(view.rect())),
        area.top(),
        view.axis.column_width(QRectF(view.rect())),
        area.height(),
    )


# What stands where.


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_gates_and_states_of_every_cell_have_a_track(qtbot, cell):
    view = shown(qtbot, cell=cell, layers=2)
    lanes = [(lane, key) for lane in ("layer2", "layer1") for key in (*SHOWN[cell], "d_h")]
    met = [(p.lane, p.quantity) for p in places(view).places]
    assert met == [*lanes, ("", "E")]


def test_that_other_quantities_can_be_shown(qtbot):
    view = shown(qtbot, cell="gru")
    view.show_quantities(["h", "a_z"])
    assert view.shown == ("a_z", "h")
    assert place(view, "layer1", "a_z").bottom() < place(view, "layer1", "h").top()
    view.show_quantities(None)
    assert view.shown == SHOWN["gru"]


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("more", [0, 400])
def test_that_tracks_stand_below_each_other_and_are_high_enough(qtbot, layers, more):
    view = shown(qtbot, layers=layers)
    view.resize(WIDTH, view.wanted_height() + more)
    stack = places(view)
    tops = [p.area.top() for p in stack.places]
    bottoms = [p.area.bottom() for p in stack.places]
    assert all(bottom < top for bottom, top in zip(bottoms, tops[1:], strict=False))
    assert stack.steps.top() >= bottoms[-1]
    assert stack.steps.bottom() <= view.height()
    for each in stack.places:
        assert each.area.height() >= (LEAST_BARS if each.is_bars else LEAST_HEAT)
    heights = {p.area.height() for p in stack.places if not p.is_bars}
    assert max(heights) - min(heights) <= 1
    assert (more == 0) == (max(heights) <= LEAST_HEAT + 1)


def test_that_the_height_wanted_grows_with_the_layers_and_is_told(qtbot):
    area = QScrollArea()
    qtbot.addWidget(area)
    view = Tracks(TimeAxis())
    area.setWidget(view)
    area.setWidgetResizable(True)
    area.resize(WIDTH, 520)
    area.show()
    heights = []
    for layers in (1, 3):
        view.draw(scene(layers=layers))
        heights.append(view.wanted_height())
        qtbot.waitUntil(lambda: view.height() >= view.wanted_height())
    assert heights[1] > 2 * heights[0]
    assert area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize("size", [(40, 20), (150, 90), (400, 200)])
def test_that_too_small_an_area_is_no_error(qtbot, size):
    view = shown(qtbot)
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    view.paint(painter, QRectF(0, 0, *size))
    painter.end()


def test_that_nothing_is_made_for_what_is_scrolled_out_of_sight(qtbot):
    view = shown(qtbot, layers=2)
    view.draw(scene(updates=6, layers=2))
    view.repaint(0, 0, WIDTH, 90)
    made = {p.lane for p in places(view).places if getattr(view.tracks[p], "_image", None)}
    assert made == {"layer2"}


# Colours.


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_that_every_square_has_the_colour_of_its_value(qtbot, cell, look):
    given = unmarked(scene(cell=cell))
    view = shown(qtbot, given)
    view.set_look(look)
    image, trace = picture(view), given.trace
    for key in SHOWN[cell]:
        track = view.tracks[places(view).find("layer1", key)]
        colors = look.gate if trace.quantity(key).family.value == "gate" else look.signed
        for time in (0, 5, 10):
            for unit in (0, 3, 7):
                met = image.pixelColor(middle(view, time, "layer1", key, unit))
                value = trace.lanes[0].values[key][time, unit]
                assert met == color_of(value, *track.limits, colors), (key, time, unit)


def test_that_gates_go_from_0_to_1_and_zero_has_the_middle_colour(qtbot):
    gate = np.zeros((12, 8))
    gate[:, 1] = 1.0
    view = shown(qtbot, with_values(unmarked(scene()), f=gate, h=0.0))
    image, look = picture(view), view.look
    assert image.pixel(middle(view, 2, "layer1", "f", 0)) == int(look.gate[0])
    assert image.pixel(middle(view, 2, "layer1", "f", 1)) == int(look.gate[255])
    assert image.pixel(middle(view, 2, "layer1", "h", 4)) == int(look.signed[128])


def test_that_two_units_at_two_steps_are_four_sharp_squares(qtbot):
    values = np.array([[-1.0, 1.0], [0.5, -0.5]])
    given = with_values(unmarked(scene(cell="elman", hidden=2, length=2)), h=values)
    view = shown(qtbot, replace(given, marks=Marks(Spot(99))), height=400)
    image, area = picture(view), place(view, "layer1", "h")
    for time in (0, 1):
        for unit in (0, 1):
            half = area.height() / 2
            square = column(view, area, time).adjusted(2, 2, -2, -2)
            square.setTop(area.top() + unit * half + 2)
            square.setHeight(half - 4)
            wanted = color_of(values[time, unit], -1, 1, view.look.signed).name()
            assert set(colors_in(image, square)) == {wanted}


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("scenario", ["character-model", "copy-memory", "adding-problem"])
def test_that_no_track_is_blank(qtbot, cell, scenario):
    view = shown(qtbot, unmarked(scene(cell=cell, scenario=scenario, layers=2)))
    image = picture(view)
    for each in places(view).places:
        columns = view.axis.columns(each.area)
        assert len(set(colors_in(image, columns))) >= 2, each
        gutter = QRectF(each.area.left(), each.area.top(), columns.left(), each.area.height())
        assert view.look.text.name() in colors_in(image, gutter) or len(
            set(colors_in(image, gutter))
        ) > 10, each


def test_that_rows_of_less_than_a_pixel_are_averaged_and_the_gutter_says_so(qtbot):
    values = np.zeros((12, 128))
    values[:, ::2] = 1.0
    given = with_values(unmarked(scene(hidden=128, updates=0)), f=values)
    view = shown(qtbot, given)
    image, area = picture(view), column(view, place(view, "layer1", "f"), 3)
    levels = [
        int(np.flatnonzero(view.look.gate == image.pixel(round(area.center().x()), y))[0])
        for y in range(round(area.top()) + 1, round(area.bottom()) - 1)
    ]
    # Dropping rows would give 0 and 255; the mean of what falls into a pixel is about a half.
    assert 80 < min(levels) <= max(levels) < 175
    assert view.tracks[places(view).find("layer1", "f")].values.shape[1] == 128
    assert "H = 128" in notes_of(view, "f")


def notes_of(view, key):
    """The small texts in the gutter of a track."""
    met = []

    def see(drawing, area, notes, button, fixed):
        met.extend(text for text, _ in notes)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rnnviz.gui.views.heat_track.paint_notes", see)
        view._stamps = type(view._stamps)()
        picture_of_track(view, key)
    return met


def picture_of_track(view, key):
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setClipRect(place(view, "layer1", key))
    view.paint(painter, QRectF(view.rect()))
    painter.end()


# Scales.


def test_that_an_unbounded_scale_is_symmetric_and_the_same_in_all_lanes(qtbot):
    given = with_values(scene(layers=2), 0, c=1.7)
    given = with_values(given, 1, c=-0.1)
    view = shown(qtbot, given)
    limits = {view.tracks[places(view).find(lane, "c")].limits for lane in ("layer1", "layer2")}
    assert limits == {(-2.0, 2.0)}


def test_that_a_fixed_scale_stays_and_marks_what_it_clips(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, with_values(given, c=0.9))
    view.fix_scale("c", 1.0)
    mark = place(view, "layer1", "c").top()
    for value, clipped in (0.9, False), (1.1, True):
        view.draw(with_values(given, c=value))
        image = picture(view)
        met = image.pixelColor(middle(view, 3, "layer1", "c").x(), round(mark))
        assert (met == view.look.error) == clipped
        assert ("▲ 96 clipped" in notes_of(view, "c")) == clipped
    view.fix_scale("c", None)
    assert notes_of(view, "c") == []
    assert view.tracks[places(view).find("layer1", "c")].limits == (-2.0, 2.0)


def test_that_a_click_on_the_scale_fixes_it_and_another_frees_it(qtbot):
    view = shown(qtbot)
    picked = []
    view.picked.connect(picked.append)
    button = scale_switch(place(view, "layer1", "c"))
    for fixed in (True, False):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=button.center().toPoint())
        assert view.tracks.scales["c"].fixed == fixed
    assert picked == []


def test_that_what_is_no_number_is_seen_in_squares_and_bars(qtbot):
    values = np.zeros((12, 8))
    values[2, 4] = np.nan
    norms = np.ones(12)
    norms[[1, 3]] = np.nan, np.inf
    given = with_gradient(with_values(unmarked(scene()), h=values), norms)
    losses = given.trace.losses.copy()
    losses[5] = np.inf
    view = shown(qtbot, replace(given, trace=replace(given.trace, losses=losses)))
    image, error = picture(view), view.look.error
    assert image.pixelColor(middle(view, 2, "layer1", "h", 4)) == error
    assert image.pixelColor(middle(view, 1, "layer1", "d_h")) == error
    assert image.pixelColor(middle(view, 3, "layer1", "d_h")) == error
    assert image.pixelColor(middle(view, 0, "layer1", "d_h")) == view.look.warm
    assert image.pixelColor(middle(view, 5, "", "E")) == error
    assert "▲ 1 NaN" in notes_of(view, "h")


# Bars.


def bar_height(view, image, time, key="d_h", color=None):
    """How high a bar is, in pixels."""
    lane = "layer1" if key != "E" else ""
    area, x = place(view, lane, key), middle(view, time, lane, key).x()
    color = color or view.look.warm
    ys = range(round(area.top()), round(area.bottom()))
    return sum(image.pixelColor(x, y) == color for y in ys)


def test_that_a_bar_is_as_high_as_its_decades(qtbot):
    norms = np.full(12, 1.0)
    norms[:4] = 10.0, 0.1, 1e-3, 1e-4
    view = shown(qtbot, with_gradient(unmarked(scene()), norms), height=900)
    view.fix_gradient_scale((-4, 1))
    image = picture(view)
    heights = [bar_height(view, image, t) for t in range(5)]
    full = heights[0]
    assert full > 60
    assert heights == pytest.approx([full, 0.6 * full, 0.2 * full, 0, 0.8 * full], abs=1)


def test_that_below_the_floor_is_told_from_small(qtbot):
    norms = np.full(12, 1e-3)
    norms[2:5] = 1e-9, 0.0, 1.1e-8
    view = shown(qtbot, with_gradient(unmarked(scene()), norms))
    image, area = picture(view), place(view, "layer1", "d_h")
    below = QRectF(0, area.bottom() - 6, 1, 4)
    stubs = []
    for time in range(12):
        below.moveLeft(middle(view, time, "layer1", "d_h").x())
        stubs.append(view.look.muted.name() in colors_in(image, below))
    assert stubs == [time in (2, 3) for time in range(12)]
    assert bar_height(view, image, 4) >= 1


def test_that_a_vanished_gradient_does_not_look_healthy():
    scale = DecadeScale()
    scale.fit(np.array([1e-7, 3e-6]))
    assert scale.share(np.array([3e-6]))[0] < 0.4
    scale.fit(np.array([1e-30]))
    assert scale.share(np.array([1e-30]))[0] == 0


def test_that_the_loss_has_a_bar_only_where_it_is_counted(qtbot):
    view = shown(qtbot, unmarked(scene(scenario="adding-problem")))
    image, trace = picture(view), view.scene.trace
    heights = [bar_height(view, image, t, "E", view.look.teal) for t in range(trace.steps)]
    assert [height > 0 for height in heights] == trace.scored.tolist()
    x, y = middle(view, 2, "", "E").toTuple()
    assert image.pixelColor(x, y) == view.look.window


@pytest.mark.parametrize("cell", CELL_KEYS)
def test_that_gradients_are_those_of_the_trace(qtbot, cell):
    view = shown(qtbot, cell=cell, layers=2)
    for lane in view.scene.trace.lanes:
        for by_weights, norms in (False, state_gradient_norms), (True, step_contributions):
            view.show_gradients_by(by_weights)
            track = view.tracks[places(view).find(lane.key, "d_h")]
            assert isinstance(track, GradientTrack)
            np.testing.assert_array_equal(track.norms, norms(view.scene.trace, lane))
        assert 0 < track.sum_norm <= track.norms.sum()


def test_that_a_click_changes_what_the_gradient_is_taken_by(qtbot):
    view = shown(qtbot)
    picked, before = [], picture(view)
    view.picked.connect(picked.append)
    for by_weights, button in reversed(source_switches(place(view, "layer1", "d_h"))):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=button.center().toPoint())
        assert view.tracks.by_weights == by_weights
        assert (picture(view) == before) == (not by_weights)
    assert picked == []


def test_that_cuts_of_the_gradient_are_marked(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, given)
    area, x = place(view, "layer1", "d_h"), round(view.axis.x(4, QRectF(view.rect())))
    line = QRectF(x - 1, area.top(), 2, area.height())
    plain = colors_in(picture(view), line)
    view.draw(replace(given, trace=replace(given.trace, truncation=4)))
    assert colors_in(picture(view), line) != plain


# The mouse.


@pytest.mark.parametrize(
    "spot",
    [
        Spot(0, "layer2", "f", 0),
        Spot(11, "layer1", "c", 7),
        Spot(4, "layer1", "h", 3),
        Spot(6, "layer2", "d_h"),
        Spot(5, "", "E"),
    ],
)
def test_that_a_click_picks_what_lies_there(qtbot, spot):
    view = shown(qtbot, layers=2)
    point = middle(view, spot.time, spot.lane, spot.quantity, spot.unit)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [spot]


def test_that_zoomed_in_a_click_still_picks_what_lies_there(qtbot):
    view = shown(qtbot)
    view.axis.zoom(0.4, 8)
    point = middle(view, 7, "layer1", "o", 2)
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    assert met.args == [Spot(7, "layer1", "o", 2)]


def test_that_zooming_keeps_squares_under_their_steps(qtbot):
    given = unmarked(scene())
    view = shown(qtbot, given)
    view.axis.zoom(0.37, 5.3)
    image, f = picture(view), given.trace.lanes[0].values["f"]
    assert len(view.axis.visible()) < 7
    for time in (4, 5, 6):
        met = image.pixelColor(middle(view, time, "layer1", "f", 6))
        assert met == color_of(f[time, 6], 0, 1, view.look.gate)
    # Nothing beside the columns.
    y = middle(view, 5, "layer1", "f", 6).y()
    assert image.pixelColor(WIDTH - 10, y) == view.look.card


def test_that_gutter_and_title_are_no_spots(qtbot):
    view = shown(qtbot)
    area, y = QRectF(view.rect()), middle(view, 0, "layer1", "f", 3).y()
    assert view.spot(50, y, area) is None
    assert view.spot(300, 10, area) is None


def test_that_between_two_tracks_pointing_does_not_stop(qtbot):
    view = shown(qtbot)
    area = QRectF(view.rect())
    first, last = places(view).places[0].area, places(view).places[-1].area
    spots = [view.spot(300, y, area) for y in range(int(first.top()), int(last.bottom()))]
    assert {spot.time for spot in spots} == {view.axis.step_at(300, area)}


def test_that_inputs_below_can_be_pointed_at(qtbot):
    view = shown(qtbot)
    area, y = QRectF(view.rect()), places(view).steps.center().y()
    assert view.spot(300, y, area) == Spot(view.axis.step_at(300, area), "", "x")


def test_that_tips_tell_numbers_and_switches(qtbot):
    view = shown(qtbot)
    trace = view.scene.trace
    point = middle(view, 4, "layer1", "f", 2)
    value = trace.lanes[0].values["f"][4, 2]
    assert view.tip(*point.toTuple()) == f"forget gate, unit 2, time step 5: {value:.3g}"
    point = middle(view, 4, "", "E")
    assert view.tip(*point.toTuple()) == f"loss, time step 5: {trace.losses[4]:.3g} nats"
    button = scale_switch(place(view, "layer1", "c")).center()
    assert "Click to fix" in view.tip(button.x(), button.y())
    assert "8 units" in view.tip(20, place(view, "layer1", "o").top() + 5)


# Marks.


def test_that_the_picked_step_is_marked_over_all_tracks(qtbot):
    given = scene()
    view = shown(qtbot, replace(given, marks=Marks(Spot(6))))
    image, accent = picture(view), view.look.accent.name()
    for each in places(view).places:
        columns = [column(view, each.area, time) for time in range(12)]
        marked = [accent in colors_in(image, c.adjusted(4, 0, -4, 0)) for c in columns]
        assert marked == [time == 6 for time in range(12)], each


def test_that_the_pointed_step_is_marked_softly(qtbot):
    given = scene()
    plain, pointed = (Marks(Spot(6)), Marks(Spot(6), Spot(2, "", "E")))
    view = shown(qtbot, replace(given, marks=plain))
    before = picture(view)
    view.draw(replace(given, marks=pointed))
    after, area = picture(view), places(view).ground
    for time in (2, 9):
        where = column(view, area, time)
        assert (colors_in(before, where) != colors_in(after, where)) == (time == 2)


def test_that_the_picked_unit_is_outlined(qtbot):
    given = scene()
    images = []
    for unit in (None, 3):
        spot = Spot(6, "layer1", "g", unit)
        view = shown(qtbot, replace(given, marks=Marks(spot)))
        images.append(picture(view))
    middle_of = middle(view, 6, "layer1", "g", 3)
    edge = QPoint(middle_of.x() + 8, middle_of.y() - 3)
    assert images[1].pixelColor(edge) == view.look.accent
    assert images[0].pixelColor(edge) != view.look.accent


def test_that_large_squares_of_the_picked_step_tell_their_numbers(qtbot):
    given = scene(cell="elman", hidden=2, length=4)
    view = shown(qtbot, replace(given, marks=Marks(Spot(1))), height=400)
    image = picture(view)
    inks = {
        time: len(set(colors_in(image, column(view, place(view, "layer1", "h"), time))))
        for time in (1, 2)
    }
    assert inks[1] > inks[2] + 5


# The debugger.


def known_by_the_order(trace, tick, lane, quantity, by_weights):
    """Which steps are computed, looked up one by one."""
    done = set(ticks(trace)[: tick + 1])
    if quantity == "d_h":
        wanted = "W" if by_weights else "h"
        return [Tick(Phase.BACKWARD, lane, t, wanted) in done for t in range(trace.steps)]
    return [Tick(Phase.FORWARD, lane, t, quantity) in done for t in range(trace.steps)]


@pytest.mark.parametrize("cell", CELL_KEYS)
@pytest.mark.parametrize("by_weights", [False, True])
def test_that_exactly_what_is_not_computed_yet_is_faint(qtbot, cell, by_weights):
    given = scene(cell=cell, layers=2, length=3, scenario="adding-problem")
    view = shown(qtbot, given)
    view.show_gradients_by(by_weights)
    trace, stack = given.trace, places(view).places
    for tick in range(len(ticks(trace))):
        view.draw(replace(given, marks=replace(given.marks, tick=tick)))
        for each in stack:
            unknown = view._unknown(each)
            wanted = known_by_the_order(trace, tick, each.lane, each.quantity, by_weights)
            assert [t not in unknown for t in range(trace.steps)] == wanted, (tick, each)


def test_that_what_is_not_computed_yet_is_drawn_faint(qtbot):
    given = with_values(unmarked(scene()), f=1.0)
    order = ticks(given.trace)
    tick = order.index(Tick(Phase.FORWARD, "layer1", 4, "f"))
    view = shown(qtbot, replace(given, marks=replace(given.marks, tick=tick)))
    image, full = picture(view), QColor.fromRgb(int(view.look.gate[255]))
    lightness = [
        image.pixelColor(middle(view, t, "layer1", "f", 3)).lightness() for t in range(11)
    ]
    assert lightness[:5] == [full.lightness()] * 5
    assert all(each > 200 for each in lightness[5:])
    assert bar_height(view, image, 2) == 0


# Words, and the long run.


def test_that_a_sentence_says_what_is_seen(qtbot):
    given = scene()
    view = shown(qtbot, with_values(given, f=0.625))
    text = view.accessibleDescription()
    assert text.startswith("Inside the cell at time step 8 of 12: forget gate mean 0.62")
    norm = state_gradient_norms(given.trace, given.trace.lanes[0])[7]
    assert f"gradient norm {norm:.1e}" in text
    assert f"loss {given.trace.losses[7]:.2f} nats" in text


def test_that_a_picture_is_the_same_with_and_without_a_window(qtbot):
    view = shown(qtbot)
    alone = Tracks(TimeAxis())
    qtbot.addWidget(alone)
    alone.draw(view.scene)
    grabbed = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert picture(alone, view.height()).copy(20, 20, 700, 400) == grabbed.copy(20, 20, 700, 400)


def test_that_a_thousand_redraws_leave_nothing_behind(qtbot):
    first, second = (scene(updates=n, hidden=4, length=5) for n in (2, 3))
    view = Tracks(TimeAxis())
    qtbot.addWidget(view)
    image = QImage(300, 400, QImage.Format.Format_RGB32)

    def redraw(times):
        for n in range(times):
            given: Scene = (first, second)[n % 2]
            view.draw(replace(given, trace=replace(given.trace)))
            painter = QPainter(image)
            view.paint(painter, QRectF(0, 0, 300, 400))
            painter.end()

    redraw(50)
    before = sys.getallocatedblocks()
    redraw(1000)
    assert sys.getallocatedblocks() - before < 300
