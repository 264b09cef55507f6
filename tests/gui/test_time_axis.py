"""The time axis, and how the mouse zooms and moves it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from rnnviz.gui.views.time_axis import LEFT_GUTTER, RIGHT_GUTTER, TimeAxis
from rnnviz.gui.views.time_navigation import TimeNavigation
from rnnviz.trace.scene import Spot
from tests.gui.scenes import scene

AREA = QRectF(10, 20, 630, 200)


class Plain(TimeNavigation):
    """A view with nothing on it but time."""

    key, title = "plain", "Plain"

    def paint(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(area, self.look.card)

    def spot(self, x, y, area):
        step = self.axis.step_at(x, area)
        return None if step is None else Spot(step)


class Zooming(Plain):
    """One in which the plain wheel zooms."""

    plain_wheel_zooms = True


@pytest.fixture
def view(qtbot):
    return shown(qtbot, Plain)


def shown(qtbot, kind):
    view = kind(TimeAxis())
    qtbot.addWidget(view)
    view.resize(612, 100)
    view.draw(scene())
    view.show()
    return view


def range_of(axis):
    return axis.first, axis.last


def turn(view, x, angle, keys=Qt.KeyboardModifier.NoModifier):
    at = QPointF(x, 50)
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    # Qt hands an event on that is not taken; what counts is whether this view took it.
    view.wheelEvent(event)
    return event.isAccepted()


# The axis.


def test_that_all_steps_fill_the_room_between_the_gutters():
    axis = TimeAxis(10)
    assert axis.x(0, AREA) == AREA.left() + LEFT_GUTTER
    assert axis.x(10, AREA) == AREA.right() - RIGHT_GUTTER
    assert axis.column_width(AREA) == pytest.approx(50)
    assert axis.visible() == range(10)


@given(
    st.integers(1, 400),
    st.lists(st.tuples(st.floats(0.05, 20), st.floats(-5, 500), st.floats(-50, 50)), max_size=8),
)
def test_that_the_range_never_leaves_the_steps(steps, moves):
    axis = TimeAxis(steps)
    for factor, at, by in moves:
        axis.zoom(factor, at)
        axis.pan(by)
        assert 0 <= axis.first < axis.last <= steps + 1e-9
        assert axis.last - axis.first >= min(3, steps) - 1e-9
        assert set(axis.visible()) <= set(range(steps))


def test_that_what_lies_under_the_pointer_stays_there_when_zooming():
    axis = TimeAxis(50)
    x = axis.x(20.5, AREA)
    axis.zoom(0.4, 20.5)
    assert axis.x(20.5, AREA) == pytest.approx(x)
    assert axis.last - axis.first == pytest.approx(20)


@given(st.floats(0.001, 0.999), st.integers(0, 11))
def test_that_a_column_is_found_where_it_is_drawn(share, step):
    axis = TimeAxis(12)
    axis.zoom(0.5, 6)
    x = axis.x(step + share, AREA)
    assert axis.step_at(x, AREA) == (step if 3 <= step < 9 else None)


def test_that_beside_the_columns_there_is_no_step():
    axis = TimeAxis(5)
    assert axis.step_at(AREA.left() + LEFT_GUTTER - 1, AREA) is None
    assert axis.step_at(AREA.right() - RIGHT_GUTTER + 1, AREA) is None


def test_that_the_range_is_told_only_when_it_changes(qtbot):
    axis, told = TimeAxis(20), []
    axis.changed.connect(lambda: told.append(range_of(axis)))
    axis.pan(3)
    axis.set_steps(20)
    assert told == []
    axis.zoom(0.5, 10)
    assert told == [(5.0, 15.0)]
    axis.set_steps(30)
    assert told[-1] == (0.0, 30.0)


def test_that_a_step_out_of_sight_can_be_revealed():
    axis = TimeAxis(100)
    axis.zoom(0.1, 50)
    for step in (80, 3, 50):
        axis.reveal(step)
        assert axis.first <= step
        assert step + 1 <= axis.last
        assert axis.last - axis.first == pytest.approx(10)


# The mouse.


def test_that_the_wheel_zooms_with_ctrl_only(view):
    assert not turn(view, 300, QPoint(0, 120))
    assert range_of(view.axis) == (0, 12)
    assert turn(view, 300, QPoint(0, 120), Qt.KeyboardModifier.ControlModifier)
    assert view.axis.last - view.axis.first == pytest.approx(0.8 * 12)
    assert turn(view, 300, QPoint(0, -240), Qt.KeyboardModifier.ControlModifier)
    assert range_of(view.axis) == (0, 12)


def test_that_a_view_can_let_the_plain_wheel_zoom(qtbot):
    view = shown(qtbot, Zooming)
    assert turn(view, 300, QPoint(0, 120))
    assert view.axis.last - view.axis.first == pytest.approx(0.8 * 12)


def test_that_a_horizontal_wheel_moves_and_so_does_shift(view):
    view.axis.zoom(0.5, 6)
    assert turn(view, 300, QPoint(-120, 30))
    assert range_of(view.axis) == pytest.approx((3.6, 9.6))
    assert turn(view, 300, QPoint(0, 120), Qt.KeyboardModifier.ShiftModifier)
    assert range_of(view.axis) == pytest.approx((3, 9))


def test_that_dragging_moves_what_is_zoomed_in_and_picks_nothing(qtbot, view):
    view.axis.zoom(0.5, 6)
    picked = []
    view.picked.connect(picked.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 50))
    for x in (390, 360, 320):
        qtbot.mouseMove(view, QPoint(x, 50))
    QApplication.processEvents()
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(320, 50))
    assert picked == []
    # 80 pixels of columns that are 482 / 6 wide.
    assert view.axis.first == pytest.approx(3 + 80 * 6 / 482)


def test_that_a_click_may_tremble(qtbot, view):
    with qtbot.waitSignal(view.picked) as met:
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
        qtbot.mouseMove(view, QPoint(302, 51))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(302, 51))
    assert met.args == [Spot(view.axis.step_at(300, QRectF(view.rect())))]


def test_that_a_press_alone_picks_nothing(qtbot, view):
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=QPoint(300, 50))


def test_that_a_double_click_shows_all_steps_again(qtbot, view):
    view.axis.zoom(0.5, 6)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(300, 50))
    assert range_of(view.axis) == (0, 12)


def test_that_the_pointer_tells_the_step_below_it(qtbot, view):
    told = []
    view.pointed.connect(told.append)
    qtbot.mouseMove(view, QPoint(300, 50))
    qtbot.wait(1)
    assert told[-1:] == [Spot(view.axis.step_at(300, QRectF(view.rect())))]


def test_that_another_length_shows_all_of_it(view):
    view.axis.zoom(0.5, 6)
    view.draw(scene(length=20))
    assert range_of(view.axis) == (0, 20)
