"""Stepping: over quantities, time steps, passes and updates, on and back."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.session.stepping import at_tick, moved_in_time, stepped, tick_at, within
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Marks, Spot
from rnnviz.trace.ticks import UPDATE_TICKS, Granularity, Phase, Tick, ticks
from rnnviz.trace.trace import Trace
from tests.session.hand_driver import Hand, small_settings

FINE = (Granularity.QUANTITY, Granularity.TIME_STEP, Granularity.SEQUENCE)


@cache
def trace_of(cell: str, layers: int = 2, length: int = 3) -> Trace:
    return TrainingRun(small_settings(cell=cell, layers=layers, length=length)).trace()


@pytest.fixture
def hand() -> Hand:
    return Hand(small_settings(cell="elman", length=2))


def tick_of(hand: Hand) -> int | None:
    return hand.state.scene.marks.tick


# --- where a tick lies -----------------------------------------------------------------


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("unit", [2, None])
def test_that_every_tick_marks_a_place_that_there_is(cell: str, unit: int | None) -> None:
    trace = trace_of(cell)
    for index, tick in enumerate(ticks(trace)):
        marks = at_tick(trace, index, unit)
        spot = marks.picked
        assert (marks.tick, marks.pointed) == (index, None)
        assert (spot.time, spot.lane) == (tick.time, tick.lane)
        key = spot.quantity.removeprefix("d_")
        assert spot.quantity.startswith("d_") == (tick.phase is Phase.BACKWARD)
        if spot.lane:
            assert key in trace.lane(spot.lane).values
            assert spot.unit == unit
        else:
            assert key in ("x", "y", "E", *UPDATE_TICKS)
            assert spot.unit is None


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_a_tick_of_a_quantity_marks_that_quantity(cell: str) -> None:
    trace = trace_of(cell)
    for index, tick in enumerate(ticks(trace)):
        quantity = at_tick(trace, index, 0).picked.quantity
        if tick.quantity in ("W", "-"):
            assert quantity == f"d_{trace.quantities[0].key}"
        else:
            assert quantity.removeprefix("d_") == tick.quantity


def test_that_ticks_are_counted_from_the_end_too_and_stay_within() -> None:
    trace = trace_of("gru")
    last = len(ticks(trace)) - 1
    places = {0: 0, last: last, -1: last, -last - 1: 0, last + 1: last, 10**9: last, -(10**9): 0}
    assert {index: at_tick(trace, index, 0).tick for index in places} == places


# --- on and back -----------------------------------------------------------------------


def test_that_from_the_whole_sequence_on_leads_to_its_beginning_and_back_to_its_end() -> None:
    trace = trace_of("elman")
    order = ticks(trace)
    end_of_first = next(n for n, tick in enumerate(order) if tick.time == 1) - 1
    for granularity, first in zip(FINE, (0, end_of_first, order.backward - 1), strict=True):
        assert marked(trace, None, granularity, 1).tick == first
        assert marked(trace, None, granularity, -1).tick == order.update - 1


def marked(trace: Trace, now: int | None, granularity: Granularity, by: int) -> Marks:
    marks = stepped(trace, now, 0, granularity, by)
    assert marks is not None
    return marks


def test_that_a_step_over_the_sequence_ends_each_pass_and_then_leads_out() -> None:
    trace = trace_of("lstm")
    forward = marked(trace, None, Granularity.SEQUENCE, 1)
    assert forward.picked == Spot(2, "", "E")
    backward = marked(trace, forward.tick, Granularity.SEQUENCE, 1)
    assert ticks(trace)[backward.tick or 0] == Tick(Phase.BACKWARD, "layer1", 0, "-")
    update = marked(trace, backward.tick, Granularity.SEQUENCE, 1)
    assert update.tick == len(ticks(trace)) - 1
    assert stepped(trace, update.tick, 0, Granularity.SEQUENCE, 1) is None
    assert stepped(trace, forward.tick, 0, Granularity.SEQUENCE, -1) is None


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_what_a_tick_marks_leads_back_to_it(cell: str) -> None:
    trace = trace_of(cell)
    for index, tick in enumerate(ticks(trace)):
        if tick.quantity not in ("W", "-"):
            assert tick_at(trace, at_tick(trace, index, 0).picked) == index
    for spot in (Spot(0), Spot(0, "", "d_x"), Spot(7, "", "x"), Spot(0, "layer1", "W_f", 0, 0)):
        assert tick_at(trace, spot) is None


@given(time=st.integers(0, 2), by=st.integers(-5, 5))
def test_that_moving_in_time_stays_within_the_sequence(time: int, by: int) -> None:
    marks = Marks(Spot(time, "layer2", "h", 1), Spot(0, "", "x"), None)
    moved = moved_in_time(trace_of("gru"), marks, by)
    assert moved.picked == Spot(min(2, max(0, time + by)), "layer2", "h", 1)
    assert moved.pointed == marks.pointed


def test_that_marks_on_a_shorter_trace_lie_within_it() -> None:
    long, short = trace_of("gru", length=6), trace_of("gru", length=3)
    last = len(ticks(long)) - 1
    marks = Marks(Spot(5, "layer1", "h", 1), Spot(4, "", "x"), last)
    assert within(marks, long) == marks
    assert within(marks, short) == Marks(Spot(2, "layer1", "h", 1), None, None)
    assert within(Marks(Spot(1), Spot(2), 0), short) == Marks(Spot(1), Spot(2), 0)


# --- the session -----------------------------------------------------------------------


def test_that_the_session_steps_on_and_back_by_its_granularity(hand: Hand) -> None:
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    for expected in (0, 1, 2):
        hand.session.walk.step()
        assert tick_of(hand) == expected
    hand.session.walk.step(-1)
    assert tick_of(hand) == 1
    assert hand.state.scene.marks.picked == Spot(0, "layer1", "a", 0)
    hand.session.walk.step(-1)
    hand.session.walk.step(-1)
    assert tick_of(hand) == 0
    hand.session.walk.show_all()
    assert tick_of(hand) is None


def test_that_granularity_gets_finer_and_coarser_and_ends_somewhere(hand: Hand) -> None:
    order = list(Granularity)
    for _ in order:
        hand.session.walk.finer()
    seen = [hand.state.granularity]
    for _ in order:
        hand.session.walk.coarser()
        seen.append(hand.state.granularity)
    assert seen == [*order, order[-1]]


def test_that_the_unit_that_was_picked_is_marked_all_along(hand: Hand) -> None:
    hand.session.pick(Spot(1, "layer1", "h", 2))
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    units = []
    for _ in range(8):
        hand.session.walk.step()
        units.append(hand.state.scene.marks.picked.unit)
    # x, a, h, y, E, and again
    assert units == [None, 2, 2, None, None, None, 2, 2]


def test_that_picking_an_output_keeps_the_unit_for_the_lanes(hand: Hand) -> None:
    hand.session.pick(Spot(1, "layer1", "h", 2))
    hand.session.pick(Spot(1, "", "y", 0))
    hand.session.walk.go_to_tick(1)
    assert hand.state.scene.marks.picked == Spot(0, "layer1", "a", 2)
    hand.session.pick(Spot(1, "layer1", "h", None))
    hand.session.walk.go_to_tick(1)
    assert hand.state.scene.marks.picked == Spot(0, "layer1", "a", None)


def test_that_a_step_while_training_pauses_it(hand: Hand) -> None:
    hand.session.start()
    hand.session.walk.step()
    assert (hand.state.activity, tick_of(hand)) == ("stopping", None)
    hand.session.walk.step()
    hand.session.walk.go_to_tick(3)
    assert tick_of(hand) is None
    hand.train(0)
    hand.session.walk.step()
    assert hand.state.activity == "paused"
    assert tick_of(hand) is not None


def test_that_the_time_step_moves_whether_walking_or_not(hand: Hand) -> None:
    hand.session.pick(Spot(0, "layer1", "h", 1))
    hand.session.walk.step_time(1)
    hand.session.walk.step_time(1)
    assert hand.state.scene.marks == Marks(Spot(1, "layer1", "h", 1))
    hand.session.walk.go_to_tick(0)
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    hand.session.walk.step_time(1)
    assert hand.state.scene.marks.picked == Spot(0, "", "E")
    hand.session.walk.step_time(1)
    assert hand.state.scene.marks.picked == Spot(1, "", "E")
    hand.session.walk.step_time(-1)
    assert hand.state.scene.marks.picked == Spot(0, "", "E")


def test_that_a_step_of_an_update_makes_one(hand: Hand) -> None:
    hand.session.walk.go_to_tick(3)
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    hand.session.walk.step()
    state = hand.state
    assert (state.update, state.activity, tick_of(hand)) == (2, "paused", None)
    assert state.scene.trace.origin.update == len(state.scene.history) == state.newest == 2
    hand.train_and_pause(1)
    assert hand.state.update == 3


def test_that_steps_of_an_update_are_the_same_as_training(hand: Hand) -> None:
    other = Hand(hand.state.settings)
    hand.session.walk.set_granularity(Granularity.UPDATE)
    for _ in range(5):
        hand.session.walk.step()
    other.train_and_pause(5)
    losses = (hand.state.scene.history.losses, other.state.scene.history.losses)
    assert np.array_equal(*losses)


def test_that_a_step_back_leads_over_an_update(hand: Hand) -> None:
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    trace = hand.state.scene.trace
    hand.session.walk.step()
    hand.session.walk.step(-1)
    assert hand.state.update == 1
    assert hand.state.newest == len(hand.state.scene.history) == 2
    again = hand.state.scene.trace
    for name, weights in trace.parameters.items():
        assert np.array_equal(weights, again.parameters[name]), name


def test_that_before_the_first_update_there_is_nothing_and_that_it_is_said(hand: Hand) -> None:
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step(-1)
    assert hand.state.update == 0
    assert "start" in hand.message
