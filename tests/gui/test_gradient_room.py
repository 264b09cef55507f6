"""The room of the gradient in the window: made while it is seen, chosen by hand, in line."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from rnnviz.gui.gradient_pages import SATURATION, TERMS
from rnnviz.gui.readout import readout
from rnnviz.gui.views.log_range import LogRange
from rnnviz.session import gradient_looks
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.trace.scene import Spot
from tests.gui.gradient_shown import middle
from tests.gui.windows import LEFT, opened, pause, until, until_update


def seen(qtbot, **settings):
    """A window in which the gradient's panel lies on top."""
    window = opened(qtbot, **settings)
    window.commands["gradient"].trigger()
    until(qtbot, lambda: window.session.gradients.wish is not None)
    return window


def choose(box, value):
    """What a person does with a list that drops down."""
    number = box.findData(value)
    assert number >= 0
    box.setCurrentIndex(number)
    box.activated.emit(number)


def test_that_nothing_is_made_until_the_room_is_seen(qtbot):
    window = opened(qtbot)
    assert window.session.gradients.wish is None
    assert window.session.state.scene.gradient is None
    window.commands["gradient"].trigger()
    QApplication.processEvents()
    assert window.session.gradients.wish == GradientWish()
    assert window.session.state.scene.gradient is not None
    assert not window.gradient.room.map.visibleRegion().isEmpty()


def test_that_nothing_is_made_any_more_when_another_panel_lies_on_top(qtbot, monkeypatch):
    window = seen(qtbot)
    docks = {dock.objectName(): dock for dock in window._docks}
    docks["inspector-panel"].raise_()
    until(qtbot, lambda: window.session.gradients.wish is None)
    assert window.session.state.scene.gradient is None
    made = []
    monkeypatch.setattr(gradient_looks, "record_gradient_map", lambda *given: made.append(given))
    window.session.start()
    until_update(qtbot, window, 3)
    pause(qtbot, window)
    assert made == []
    assert window.session.state.scene.gradient is None


def test_that_it_moves_on_while_the_network_learns(qtbot):
    window = seen(qtbot)
    window.session.set_pace(100.0)
    window.session.start()
    views, met = window.gradient.room.views, set()

    def has_met_three():
        met.update(view.rows.update for view in views if view.rows is not None)
        return len(met) >= 3

    until(qtbot, has_met_three)
    pause(qtbot, window)
    state = window.session.state
    assert state.scene.gradient.update == state.update
    assert all(view.rows.update == state.update for view in views)


def test_that_the_whole_batch_is_chosen_with_a_switch(qtbot):
    window = seen(qtbot)
    qtbot.mouseClick(window.gradient.room.scope.button(True), LEFT)
    until(qtbot, lambda: window.session.state.scene.gradient.sequences == 4)
    assert "4 sequences of the next batch" in window.gradient.room.map.caption(
        window.session.state.scene
    )
    qtbot.mouseClick(window.gradient.room.scope.button(False), LEFT)
    until(qtbot, lambda: window.session.state.scene.gradient.sequences == 1)


def test_that_quantities_are_those_of_the_cell(qtbot):
    window = seen(qtbot)
    room = window.gradient.room
    assert [room.kind.itemData(n) for n in range(room.kind.count())] == [
        "d_h",
        "W",
        "h",
        "d_c",
        "c",
    ]
    choose(room.kind, "c")
    until(qtbot, lambda: room.map.rows is not None)
    assert room.map.rows.kind.key == "c"
    assert window.session.gradients.wish.jacobians
    assert not room.scope.isEnabled()
    window.session.choose({"cell": "gru"})
    assert [room.kind.itemData(n) for n in range(room.kind.count())] == ["d_h", "W", "h"]
    assert room.kind.currentData() == room.map.kind.key == "d_h"


def test_that_lanes_are_those_of_the_network(qtbot):
    window = seen(qtbot, layers=2)
    room = window.gradient.room
    assert room.strand.currentText() == "layer 2"
    choose(room.strand, "layer1")
    assert [view.rows.strand.key for view in room.views] == ["layer1", "layer1"]


def test_that_the_range_is_chosen_for_both(qtbot):
    room = seen(qtbot).gradient.room
    choose(room.scale, LogRange(-12, 1).title)
    assert [view.range for view in room.views] == [LogRange(-12, 1)] * 2


def test_that_map_or_bars_or_both_are_shown(qtbot):
    room = seen(qtbot).gradient.room
    for key, expected in (("bars", (False, True)), ("both", (True, True)), ("map", (True, False))):
        qtbot.mouseClick(room.shown.button(key), LEFT)
        assert (room.map.isVisible(), room.bars.isVisible()) == expected


def test_that_a_pick_marks_step_and_source_everywhere(qtbot):
    window = seen(qtbot)
    room = window.gradient.room
    qtbot.mouseClick(room.shown.button("both"), LEFT)
    QApplication.processEvents()
    qtbot.mouseClick(room.map, LEFT, pos=middle(room.map, 9, 3))
    scene = window.session.state.scene
    assert scene.marks.picked == Spot(3, "layer1", "d_h", source=9)
    assert room.bars.picked_source(scene) == 9
    assert window.canvas.unrolled.scene.marks.time == 3


def test_that_pointing_is_read_at_the_foot_of_the_window(qtbot):
    window = seen(qtbot)
    room = window.gradient.room
    qtbot.mouseMove(room.map, QPoint(2, 2))
    qtbot.mouseMove(room.map, middle(room.map, 9, 3))
    until(qtbot, lambda: window.session.state.scene.marks.pointed is not None)
    scene = window.session.state.scene
    assert scene.marks.pointed.source == 9
    text = readout(scene, scene.marks.pointed)
    assert text.startswith("s = 10, k = 4, layer 1")
    assert "‖G[s,k]‖ = " in text
    assert window.status.readout.text() == text


@pytest.mark.parametrize("height", [700, 1000])
def test_that_below_the_network_columns_are_in_line(qtbot, height):
    window = seen(qtbot)
    window.resize(1300, height)
    window.commands["gradient-place"].trigger()
    room, unrolled = window.gradient.room, window.canvas.unrolled
    assert window.gradient.is_below

    def edges(view):
        left = view.mapTo(window, QPoint(0, 0)).x()
        return left, left + view.width()

    until(qtbot, lambda: edges(room.map) == edges(unrolled))
    assert window.session.gradients.wish is not None
    window.commands["gradient-place"].trigger()
    assert not window.gradient.is_below
    until(qtbot, lambda: not room.map.visibleRegion().isEmpty())
    assert room.map.width() < unrolled.width()


@pytest.mark.parametrize("page", [TERMS, SATURATION])
def test_that_below_the_network_pages_that_scroll_are_in_line_too(qtbot, page):
    window = seen(qtbot)
    window.resize(1300, 700)
    window.commands["gradient-place"].trigger()
    pages, unrolled = window.gradient.pages, window.canvas.unrolled
    pages.show_page(page)
    view = {TERMS: pages.terms, SATURATION: pages.saturation}[page]

    def left_and_right(view):
        left = view.mapTo(window, QPoint(0, 0)).x()
        return left, left + view.width()

    until(
        qtbot, lambda: window.canvas.room > 0 and left_and_right(view) == left_and_right(unrolled)
    )
    assert view.height() > pages._stack.height()


def test_that_everything_has_a_name(qtbot):
    room = seen(qtbot).gradient.room
    for widget in (room.kind, room.strand, room.scale, room.scope, room.shown, *room.views):
        assert widget.accessibleName()
    assert room.map.accessibleDescription().startswith("Where the gradient goes, layer 1")


def test_that_what_takes_long_is_told(qtbot, monkeypatch):
    monkeypatch.setattr(gradient_looks, "MOST_AT_ONCE", 10)
    window = seen(qtbot)
    until(qtbot, lambda: window.session.state.scene.gradient is not None)
    window.session.start()
    view = window.gradient.room.map
    until(qtbot, lambda: view.rows is None and "pause" in view.hint(view.scene))
    pause(qtbot, window)
    until(qtbot, lambda: window.session.state.scene.gradient is not None)
    update = window.session.state.update
    until(qtbot, lambda: window.session.state.scene.gradient.update == update)


def test_that_keys_of_the_room_do_not_run_the_network(qtbot):
    window = seen(qtbot)
    qtbot.keyClick(window.gradient.room.kind, Qt.Key.Key_Down)
    assert window.session.state.activity == "paused"
