"""Watches: their values are the engine's, over time steps and over updates; and their causes."""

import numpy as np
import pytest

from rnnviz.session.cause import usual_range
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Phase, ticks
from tests.session.hand_driver import Hand, small_settings


@pytest.fixture
def hand() -> Hand:
    return Hand(small_settings())


def test_that_a_watch_has_the_value_at_the_cursor_and_at_every_step(hand: Hand) -> None:
    hand.session.watches.add("norm(dh)")
    gradients = hand.state.scene.trace.lanes[0].gradients["h"]
    (watch,) = hand.state.watches
    norms = np.linalg.norm(gradients, axis=1)
    assert np.allclose(watch.over_steps, norms)
    assert watch.value == watch.over_steps[hand.state.scene.marks.picked.time]
    hand.session.pick(Spot(1, "layer1", "h", 0))
    assert hand.state.watches[0].value == watch.over_steps[1]


def test_that_what_an_update_came_to_is_followed_over_updates(hand: Hand) -> None:
    hand.session.watches.add("gradient_norm")
    assert np.isnan(hand.state.watches[0].value or 0.0)
    hand.session.start()
    for _ in range(4):
        hand.train(2)
    (watch,) = hand.state.watches
    assert watch.updates.tolist() == [0, 2, 4, 6, 8]
    assert np.array_equal(watch.over_updates[1:], hand.state.scene.history.norms[1::2])
    assert watch.over_steps.size == 0


def test_that_going_back_adds_no_update_twice(hand: Hand) -> None:
    hand.session.watches.add("norm(h)")
    hand.train_and_pause(4)
    values = {}
    for update in (4, 2, 3, 2, 4):
        hand.session.walk.go_to_update(update)
        watch = hand.state.watches[0]
        values[update] = values.get(update, watch.over_steps.mean())
        assert watch.over_steps.mean() == values[update]
    assert hand.state.watches[0].updates.tolist() == [0, 2, 3, 4]


def test_that_a_wrong_expression_is_refused_and_one_of_another_cell_says_so(hand: Hand) -> None:
    hand.session.watches.add("norm(dq)")
    assert hand.state.watches == ()
    assert "column 6" in hand.message
    hand.session.watches.add("mean(f)")
    hand.session.choose({"cell": "elman"})
    (watch,) = hand.state.watches
    assert watch.value is None
    assert "no f" in watch.error
    hand.session.watches.edit(watch.number, "mean(h)")
    assert hand.state.watches[0].value is not None
    hand.session.watches.remove(watch.number)
    assert hand.state.watches == ()


# --- the cause -------------------------------------------------------------------------


def test_that_the_usual_range_is_that_of_tukey() -> None:
    assert usual_range(np.array([1.0, 2, 3, 4, 5, np.nan, 1e9])) == pytest.approx((-5.25, 12.25))
    low, high = usual_range(np.full(9, 2.0))
    assert low < 2.0 < high
    assert high - low < 1e-6


def test_that_the_cause_is_the_first_operation_out_of_the_usual_range() -> None:
    hand = Hand(small_settings(cell="elman", optimizer="sgd", rate=1e-4))
    hand.session.watches.add("max(abs(a))")
    hand.train_and_pause(30)
    hand.session.editing.set_number(Spot(0, "layer1", "b_h", 0), "40")
    hand.train_and_pause(10)
    hand.session.watches.go_to_cause(1)
    hand.session.poll()
    assert hand.state.update == 30
    assert hand.state.stop is not None
    tick = ticks(hand.state.scene.trace)[hand.state.scene.marks.tick or 0]
    assert (tick.phase, tick.time, tick.quantity) == (Phase.FORWARD, 0, "a")
    assert "left its usual range" in hand.message
    assert len(hand.state.branches) == 1


def test_that_of_a_result_the_cause_is_the_update_that_made_it() -> None:
    hand = Hand(small_settings(cell="elman", optimizer="sgd", rate=1e-5, clip_by="off"))
    hand.session.watches.add("max(abs(W_xh))")
    hand.train_and_pause(20)
    hand.session.choose({"rate": 5.0})
    hand.train_and_pause(5)
    hand.session.watches.go_to_cause(1)
    hand.session.poll()
    assert hand.state.update == 20
    assert hand.state.scene.marks.picked.quantity == "weights"
    coming = hand.state.scene.coming
    assert coming is not None
    assert f"{np.abs(coming.after['layer1.W_xh']).max():.4g}" in hand.message


def test_that_where_nothing_left_its_range_it_is_said() -> None:
    hand = Hand(small_settings(rate=1e-9, optimizer="sgd"))
    hand.session.watches.add("max(abs(W_f))")
    hand.session.watches.go_to_cause(1)
    hand.session.poll()
    assert "Only 0 updates" in hand.message
    hand.train_and_pause(20)
    hand.session.watches.go_to_cause(1)
    hand.session.poll()
    assert "stayed within its usual range" in hand.message
    assert hand.state.update == 20
