"""Every topology is drawn as what it is, and every view shows all of them."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.gui.views import VIEWS
from rnnviz.gui.views.network_shape import shape_title
from rnnviz.gui.views.read_places import column_name, read_spot, readout_name
from rnnviz.gui.views.track_progress import Progress
from rnnviz.gui.views.tracks import Tracks
from rnnviz.gui.views.unrolled_arrows import paint_arrows
from rnnviz.gui.views.unrolled_attention import attending_step
from rnnviz.gui.views.unrolled_layout import backward_height, forward_height, lay_out
from rnnviz.gui.views.unrolled_network import UnrolledNetwork
from rnnviz.gui.views.unrolled_read import read_boxes
from rnnviz.trace.formula import mirrored, written
from rnnviz.trace.formula_rows import place as place_of_spot
from rnnviz.trace.gradient_rows import written_gradient
from rnnviz.trace.scene import Marks, Scene, Spot
from rnnviz.trace.ticks import Phase, Tick, ticks
from rnnviz.trace.trace import ATTENTION
from tests.gui.topologies import TOPOLOGIES, of, padded
from tests.gui.tracks_shown import pixels
from tests.gui.tracks_shown import places as track_places
from tests.gui.windows import LEFT, until
from tests.gui.windows import trained as trained_window

SIZE = 1000, 420


def shown(qtbot, given, kind=UnrolledNetwork, size=SIZE):
    view = kind()
    qtbot.addWidget(view)
    view.resize(*size)
    view.draw(given)
    view.show()
    return view


def laid(view):
    return lay_out(QRectF(view.rect()), view.axis, view.scene.trace)


class Pen:
    """Takes down what is drawn in the place of a painter."""

    def __init__(self):
        self.lines, self.heads, self.color = {}, {}, None

    def setPen(self, pen):
        self.color = pen.color().name() if hasattr(pen, "color") else self.color

    def setBrush(self, brush):
        pass

    def drawLines(self, lines):
        self.lines.setdefault(self.color, []).extend(lines)

    def drawPolygon(self, polygon):
        self.heads.setdefault(self.color, []).append(polygon.at(0))

    def drawEllipse(self, *_):
        pass


def arrows(view):
    pen = Pen()
    paint_arrows(pen, view.look, view.scene.trace, laid(view))
    return pen


# --- everywhere ------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("name", TOPOLOGIES)
@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.key)
def test_that_every_view_shows_every_topology(qtbot, kind, name, look):
    given, view = of(name), kind()
    qtbot.addWidget(view)
    view.set_look(look)
    view.resize(900, 500)
    view.draw(given)
    first = pixels(view.grab().toImage())
    assert len(np.unique(first)) > 12
    assert view.sentence(given)
    # At every step and of every lane there is something to draw, and always the same.
    times = (0, given.trace.steps // 2, given.trace.steps - 1)
    for time in times if look is LIGHT else times[1:2]:
        for lane in given.trace.lanes:
            spot = Spot(time, lane.key, "h", 1)
            view.draw(replace(given, marks=Marks(spot, spot)))
            view.grab()
    view.draw(given)
    assert (pixels(view.grab().toImage()) == first).all()


@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.key)
@pytest.mark.parametrize("name", ["both directions", "deep, both directions, attention"])
def test_that_every_view_shows_every_sort_of_operation(qtbot, kind, name):
    given = of(name)
    view = shown(qtbot, given, kind, (900, 500))
    order, met = ticks(given.trace), set()
    for index, tick in enumerate(order):
        sort = tick.phase, tick.lane, tick.quantity
        if sort not in met:
            met.add(sort)
            lane = tick.lane if tick.lane != "attention" else given.trace.lanes[-1].key
            picked = Spot(tick.time, lane, tick.quantity, 1)
            view.draw(replace(given, marks=Marks(picked, None, index)))
            view.grab()


@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.key)
def test_that_every_view_shows_padding(qtbot, kind):
    given = padded()
    view = shown(qtbot, given, kind, (900, 500))
    for time in range(given.trace.steps):
        picked = Spot(time, given.trace.lanes[0].key, "h", 1)
        view.draw(replace(given, marks=Marks(picked)))
        view.grab()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("one to one", "one to one"),
        ("one to many", "one to many"),
        ("own answers", "one to many"),
        ("many to one", "many to one"),
        ("both directions", "many to one, both directions"),
        ("deep, both directions", "many to one, 3 layers, both directions"),
        ("encoder–decoder", "many to many of unequal length"),
        ("attention", "many to many of unequal length, attention"),
    ],
)
def test_that_the_title_tells_the_shape(qtbot, name, title):
    view = shown(qtbot, of(name))
    assert shape_title(view.scene.trace) == title
    assert title in view.accessibleDescription()


# --- rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TOPOLOGIES)
@pytest.mark.parametrize("size", [(700, 200), SIZE, (2000, 700)])
def test_that_rows_stand_apart_and_inside(qtbot, name, size):
    view = shown(qtbot, of(name), size=size)
    place, trace = laid(view), view.scene.trace
    for part in {lane.lane.role for lane in trace.lanes}:
        lanes = [
            row
            for lane, row in zip(trace.lanes, place.lanes, strict=True)
            if lane.lane.role == part
        ]
        rows = [place.inputs, *lanes, *filter(None, [place.attention]), place.bars, place.outputs]
        assert all(low.top > high.bottom for low, high in pairwise(rows))
    assert place.inputs.bottom <= view.height()
    boxes = place.boxes(place.outputs)
    assert all(one.right() <= other.left() for one, other in pairwise(boxes))


def test_that_a_decoder_stands_in_the_rows_of_its_encoder(qtbot):
    place = laid(shown(qtbot, of("encoder–decoder")))
    assert place.lanes[0] == place.lanes[1]
    place = laid(shown(qtbot, of("deep, both directions, attention")))
    forward, backward, decoder = place.lanes[0], place.lanes[1], place.lanes[4]
    assert (decoder.top, decoder.bottom) == (backward.top, forward.bottom)


def test_that_one_step_has_a_wide_box_in_the_middle(qtbot):
    view = shown(qtbot, of("one to one"))
    place = laid(view)
    box = place.box(0, place.lanes[0])
    columns = place.columns
    assert abs(box.center().x() - columns.center().x()) < 1
    assert 60 < box.width() < 0.3 * columns.width()


# --- arrows ----------------------------------------------------------------------------------


def test_that_a_backward_lane_hands_its_state_to_the_left(qtbot):
    view = shown(qtbot, of("both directions"))
    place, lines = laid(view), arrows(view).lines[LIGHT.accent.name()]
    for lane, row in zip(view.scene.trace.lanes, place.lanes, strict=True):
        along = [line for line in lines if line.y1() == forward_height(row)]
        assert len(along) == view.scene.trace.steps - 1
        assert all((line.dx() < 0) == lane.is_backward for line in along)


@pytest.mark.parametrize("name", ["both directions", "deep, both directions"])
def test_that_the_gradient_flows_against_the_state(qtbot, name):
    view = shown(qtbot, of(name))
    met = {}
    view._paint_flows = lambda painter, flows, headed: [
        met.setdefault(link.y1(), []).append(link.dx()) for link, _ in flows
    ]
    view.grab()
    place = laid(view)
    for lane, row in zip(view.scene.trace.lanes, place.lanes, strict=True):
        for dx in met.get(backward_height(row), ()):
            assert (dx > 0) == lane.is_backward
    assert met


def test_that_both_directions_go_up_together(qtbot):
    view = shown(qtbot, of("both directions"))
    place, trace = laid(view), view.scene.trace
    scored = int(np.flatnonzero(trace.scored)[0])
    lines = arrows(view).lines[LIGHT.faint.name()]
    left, right = place.left(scored), place.left(scored + 1)
    here = [line for line in lines if left <= line.x1() <= right and left <= line.x2() <= right]
    lower, upper = place.lanes
    starts = [line for line in here if line.y1() == lower.top - 1]
    assert len(starts) == 1  # The lower lane's state goes past the upper lane …
    past = [line for line in here if line.y1() > upper.bottom and line.y2() < upper.top]
    assert len(past) == 1
    assert abs(past[0].x1() - place.middle(scored)) > place.box_width / 2
    to_output = [line for line in here if line.y2() == place.bars.bottom + 2]
    assert len(to_output) == 1  # … and on with the upper one's to the output.


def test_that_the_encoder_hands_its_last_state_to_the_decoder(qtbot):
    view = shown(qtbot, of("encoder–decoder"))
    place, source = laid(view), view.scene.trace.source_steps
    lines = arrows(view).lines[LIGHT.accent.name()]
    encoder, decoder = place.lanes
    over = [line for line in lines if line.x1() < place.left(source) < line.x2()]
    assert len(over) == 1
    assert over[0].x1() == place.box(source - 1, encoder).right()
    assert over[0].x2() == place.box(source, decoder).left()


def test_that_own_answers_are_drawn_as_arrows_to_where_they_are_read(qtbot):
    own = arrows(shown(qtbot, of("own answers"))).lines[LIGHT.teal.name()]
    view = shown(qtbot, of("own answers"))
    place = laid(view)
    tops = [line for line in own if line.y1() == line.y2() == place.outputs.middle]
    ends = [line for line in own if line.y1() == line.y2() == place.inputs.middle]
    count = view.scene.trace.steps - 1
    assert (len(tops), len(ends)) == (count, count)
    for time, (top, end) in enumerate(zip(tops, ends, strict=True)):
        assert top.x1() == place.box(time, place.outputs).right()
        assert end.x2() == place.box(time + 1, place.inputs).left()
    forced = arrows(shown(qtbot, of("one to many"))).lines
    assert not forced[LIGHT.teal.name()]


def test_that_only_scored_steps_have_an_arrow_to_the_output(qtbot):
    view = shown(qtbot, of("many to one"))
    place = laid(view)
    lines = arrows(view).lines[LIGHT.faint.name()]
    up = [line for line in lines if line.y2() == place.bars.bottom + 2]
    assert [line.x1() for line in up] == [place.middle(7)]


def test_that_a_step_that_reads_nothing_has_no_arrow_from_below(qtbot):
    given = of("one to many")
    read = given.trace.read.copy()
    read[3] = False
    view = shown(qtbot, replace(given, trace=replace(given.trace, read=read)))
    place = laid(view)
    lines = arrows(view).lines[LIGHT.faint.name()]
    up = [line.x1() for line in lines if line.y1() == place.inputs.top - 1]
    assert place.middle(3) not in up
    assert len(up) == view.scene.trace.steps - 1


# --- where nothing is computed -----------------------------------------------------------------


def test_that_nothing_is_drawn_as_computed_in_padding(qtbot):
    given = padded()
    view = shown(qtbot, given)
    place, trace, image = laid(view), given.trace, view.grab().toImage()
    absent = np.flatnonzero(~trace.exists).tolist()
    assert absent
    for time in absent:
        lane = trace.lane_at(trace.lanes[0].key, time)
        # Above the height at which the encoder's last state goes on to the decoder.
        area = place.box(time, place.row_of(trace, lane)).adjusted(2, 2, -2, 0)
        area.setHeight(0.25 * area.height())
        assert colors_of(image, area, vivid=True) == set()
        assert view.spot(area.center().x(), area.center().y(), QRectF(view.rect())) == Spot(time)
    assert "padding" in view.sentence(replace(given, marks=Marks(Spot(absent[0]))))


def colors_of(image: QImage, area: QRectF, vivid: bool) -> set[str]:
    """The colours of an area; those of states, or all."""
    found = set()
    for x in range(int(area.left()), int(area.right())):
        for y in range(int(area.top()), int(area.bottom())):
            color = QColor(image.pixelColor(x, y))
            if not vivid or color.saturation() > 60:
                found.add(color.name())
    return found


def test_that_tracks_show_a_lane_only_where_it_computes(qtbot):
    given = of("deep, both directions, attention")
    view = shown(qtbot, given, Tracks, (900, 2400))
    trace, source = given.trace, given.trace.source_steps
    area = QRectF(view.rect())
    places = {(each.lanes, each.quantity): each for each in track_places(view).places}
    shared = places[("encoder1", "decoder1"), "h"]
    backward = places[("encoder1_back",), "h"]
    y = shared.area.center().y()
    for time in range(trace.steps):
        x, lane = view.axis.x(time + 0.5, area), "encoder1" if time < source else "decoder1"
        assert view.spot(x, y, area).lane == lane
        found = view.spot(x, backward.area.center().y(), area)
        assert found.lane == ("encoder1_back" if time < source else "")
    track = view.tracks[shared]
    for lane in (trace.lane("encoder1"), trace.lane("decoder1")):
        part = slice(lane.first, lane.end)
        assert (track.values[part] == lane.values["h"][part]).all()
    weights = view.tracks[places[("attention",), "w"]]
    assert weights.values.shape == (trace.steps, source)
    assert weights.names == trace.labels.inputs[:source]


@pytest.mark.parametrize("name", ["both directions", "deep, both directions, attention"])
def test_that_progress_agrees_with_the_order_of_operations(name):
    trace = of(name).trace
    order = ticks(trace)
    for index in range(0, len(order), 37):
        done, progress = set(order[: index + 1]), Progress(trace, index)
        for lane in trace.lanes:
            for key, phase in (("h", Phase.FORWARD), ("d_h", Phase.BACKWARD)):
                unknown = progress.unknown(lane.key, key)
                for time in range(lane.first, lane.end):
                    is_done = Tick(phase, lane.key, time, "h") in done
                    assert is_done != (time in unknown), (index, lane.key, key, time)
        unread = [time for steps in progress.unread() for time in steps]
        for time in range(trace.steps):
            assert (time in unread) != (Tick(Phase.FORWARD, "", time, "x") in done)


# --- picking -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_that_a_click_picks_a_unit_of_every_lane(qtbot, name):
    view = shown(qtbot, of(name))
    place, trace = laid(view), view.scene.trace
    for lane, row in zip(trace.lanes, place.lanes, strict=True):
        time = lane.end - 1
        box = place.box(time, row)
        at = QPointF(box.center().x(), box.top() + 5.5 * box.height() / 8).toPoint()
        with qtbot.waitSignal(view.picked) as met:
            qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
        assert met.args == [Spot(time, lane.key, "h", 5)]


def test_that_weights_of_attention_can_be_picked_above_the_source(qtbot):
    view = shown(qtbot, of("attention"))
    place, trace = laid(view), view.scene.trace
    attending = attending_step(view.scene)
    assert trace.answers(attending)
    at = place.box(2, place.attention).center()
    assert view.spot(at.x(), at.y(), QRectF(view.rect())) == Spot(attending, "attention", "w", 2)
    at = place.box(trace.steps - 1, place.attention).center()
    found = view.spot(at.x(), at.y(), QRectF(view.rect()))
    assert (found.time, found.lane, found.quantity) == (trace.steps - 1, "attention", "n")


def test_that_bars_of_attention_are_as_high_as_the_weights(qtbot):
    given = of("attention")
    trace = given.trace
    weights = trace.attention.values["w"].copy()
    weights[:, :] = 0.0
    weights[-1, 1] = 0.75
    weights[-1, 3] = 0.25
    attention = replace(trace.attention, values={**trace.attention.values, "w": weights})
    marks = Marks(Spot(trace.steps - 1))
    view = shown(qtbot, Scene(replace(trace, attention=attention), given.history, marks))
    image, place = view.grab().toImage(), laid(view)
    for source, share in ((1, 0.75), (3, 0.25), (2, 0.0)):
        box = place.box(source, place.attention)
        x = round(box.left() + 3)
        ys = range(round(box.top()), round(box.bottom()))
        high = sum(image.pixelColor(x, y) == view.look.teal for y in ys)
        assert abs(high - share * box.height()) < 2


# --- what an operation reads ---------------------------------------------------------------------


def test_that_an_operation_frames_what_it_reads(qtbot):
    view = shown(qtbot, of("both directions"))
    place, trace = laid(view), view.scene.trace
    backward = trace.lanes[1]
    found = read_boxes(trace, Tick(Phase.FORWARD, backward.key, 4, "a_f"), place)
    assert place.box(5, place.lanes[1]) in found
    assert place.box(4, place.inputs) in found
    found = read_boxes(trace, Tick(Phase.BACKWARD, backward.key, 4, "h"), place)
    assert place.box(3, place.lanes[1]) in found
    found = read_boxes(trace, Tick(Phase.FORWARD, "", 4, "y"), place)
    assert found == [place.box(4, row) for row in place.lanes]


def test_that_a_decoder_starts_from_the_encoders_last_state(qtbot):
    view = shown(qtbot, of("encoder–decoder"))
    place, trace = laid(view), view.scene.trace
    source = trace.source_steps
    found = read_boxes(trace, Tick(Phase.FORWARD, "decoder1", source, "a_f"), place)
    assert place.box(source - 1, place.lanes[0]) in found
    here = place_of_spot(trace, Spot(source, "decoder1", "f", 1))
    assert read_spot(trace, here, "h-", 3) == Spot(source - 1, "encoder1", "h", 3)


def test_that_what_is_read_has_its_own_name():
    trace = of("deep, both directions").trace
    second, back = trace.lane("layer2"), trace.lane("layer1_back")
    assert column_name(trace, second, "x", trace.hidden + 2) == "h 3 of layer 1 ←"
    assert column_name(trace, back, "h-", 0) == "h 1 of t + 1"
    assert readout_name(trace, trace.hidden) == "h 1 of layer 3 ←"
    decoder = of("encoder–decoder").trace
    name = decoder.labels.classes[1]
    assert column_name(decoder, decoder.lane("decoder1"), "x", 1) == f"x ‘{name}’"


def test_that_equations_of_a_backward_lane_read_the_step_after():
    trace = of("both directions").trace
    plainly = {each.key: each.text for each in written(trace.quantities)}
    turned = {each.key: mirrored(each).text for each in written(trace.quantities)}
    assert "t−1" in plainly["c"]
    assert turned["c"] == plainly["c"].replace("t−1", "t+1")
    gradient = written_gradient(trace.quantities, "c", ())
    assert "t+1" in gradient.text
    assert mirrored(gradient).text == gradient.text.replace("t+1", "t−1")


# --- the switch ----------------------------------------------------------------------------------


def test_that_a_click_lets_the_network_read_its_own_answers(qtbot):
    window = trained_window(qtbot, scenario="music")
    depths = window.canvas.depths
    assert depths.fed.isVisible()
    assert depths.fed.value() == 1.0
    qtbot.mouseClick(depths.fed.button(0.0), LEFT)
    until(qtbot, lambda: window.session.state.scene.trace.own.any())
    assert window.session.state.settings.forcing == 0.0
    assert depths.fed.value() == 0.0
    assert not depths.fed.geometry().intersects(depths.choice.geometry())
    window.session.choose({"forcing": 0.5})
    assert depths.fed.value() is None


def test_that_there_is_no_switch_where_nothing_is_fed(qtbot):
    window = trained_window(qtbot)
    assert not window.canvas.depths.fed.isVisible()


def test_that_where_the_words_have_no_room_the_weights_are_hatched_before_the_decoder(qtbot):
    view = shown(qtbot, of("attention"), Tracks, (700, 420))
    track = track_places(view).find(ATTENTION, "w")
    left, y = round(view.axis.columns(track.area).left()), round(track.area.center().y())
    image = view.grab().toImage()
    assert LIGHT.border.rgb() in {image.pixel(left + x, y) for x in range(6, 24)}
