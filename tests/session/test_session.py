"""The session: training, pausing, what is heard of it, and what is shown."""

import dataclasses
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnnviz.session.session import Session
from rnnviz.session.state import Message
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import snapshot
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.session.hand_driver import Hand, HandDriver, small_settings, text_settings


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_that_a_session_begins_paused_with_something_to_look_at(hand: Hand) -> None:
    state = hand.state
    assert (state.activity, state.run, state.update, state.seen) == ("paused", 1, 0, 0)
    assert state.settings == small_settings()
    assert state.scene.trace.origin.update == len(state.scene.history) == 0
    assert state.scene.marks.picked == Spot(3, "layer1", "h", 0)
    assert state.parameters == hand.run.network.parameters.flat.size
    assert dict(state.facts)["Sequence"].startswith("4 numbers")
    assert not state.former
    assert state.message is None


def test_that_the_picked_step_lies_within_a_short_and_a_long_sequence() -> None:
    assert Hand(small_settings(length=2)).state.scene.marks.picked.time == 1
    assert Hand(small_settings(length=30)).state.scene.marks.picked.time == 7


def test_that_starting_trains_and_polling_shows_it(hand: Hand) -> None:
    hand.session.start()
    assert hand.state.activity == "running"
    hand.driver.make_updates(3)
    assert hand.state.update == 0
    hand.session.poll()
    state = hand.state
    assert (state.update, state.seen, state.activity) == (3, 3 * 4 * 2, "running")
    assert state.scene.trace.origin.update == len(state.scene.history) == 3


def test_that_polling_with_nothing_to_tell_changes_nothing(hand: Hand) -> None:
    hand.session.start()
    state = hand.state
    hand.session.poll()
    assert hand.state is state


def test_that_pausing_asks_and_does_not_wait(hand: Hand) -> None:
    hand.session.start()
    hand.train(2)
    hand.session.pause()
    assert hand.state.activity == "stopping"
    hand.session.poll()
    assert hand.state.activity == "stopping"
    hand.train(5)
    assert (hand.state.activity, hand.state.update) == ("paused", 2)
    assert hand.driver.run is None


def test_that_the_last_update_before_a_pause_is_shown(hand: Hand) -> None:
    hand.session.start()
    hand.driver.make_updates(2)
    hand.session.pause()
    hand.train(0)
    assert hand.state.update == hand.state.scene.trace.origin.update == 2


def test_that_training_goes_on_after_a_pause(hand: Hand) -> None:
    hand.train_and_pause(2)
    hand.train_and_pause(3)
    assert hand.state.update == 5


def test_that_verbs_at_the_wrong_time_do_nothing(hand: Hand) -> None:
    activities = []
    s = hand.session
    for verb in (s.pause, s.start, s.start, s.pause, s.pause, s.start):
        verb()
        activities.append(hand.state.activity)
    assert activities == ["paused", *["running"] * 2, *["stopping"] * 3]


def test_that_a_message_of_an_earlier_run_is_dropped(hand: Hand) -> None:
    earlier = snapshot(hand.run, ended=True, failure="of no interest")
    hand.session.restart()
    hand.session.start()
    state = hand.state
    hand.driver.told = earlier
    hand.session.poll()
    assert hand.state is state
    assert hand.driver.told is None


def test_that_listeners_get_the_old_state_unchanged_and_the_new_one(hand: Hand) -> None:
    hand.session.start()
    hand.train(1)
    first, before = hand.state, dataclasses.asdict(replace(hand.state, scene=None))  # type: ignore[arg-type]
    h = first.scene.trace.lanes[0].values["h"].copy()
    hand.heard.clear()
    hand.train(20)
    hand.session.set_pace(5.0)
    assert [new for _, new in hand.heard] == [hand.heard[1][0], hand.state]
    assert hand.heard[0][0] is first
    assert dataclasses.asdict(replace(first, scene=None)) == before  # type: ignore[arg-type]
    assert np.array_equal(first.scene.trace.lanes[0].values["h"], h)
    assert len(first.scene.history) == 1


def test_that_every_listener_hears_everything_in_turn(hand: Hand) -> None:
    names: list[str] = []
    hand.session.listen(lambda old, new: names.append("second"))
    hand.session.listen(lambda old, new: names.append("third"))
    hand.session.tell("information", "Ah.")
    assert names == ["second", "third"]


def test_that_the_pace_reaches_the_driver_at_once_and_at_the_next_start(hand: Hand) -> None:
    hand.session.start()
    assert hand.driver.pace_ is None
    hand.session.set_pace(2.0)
    assert hand.driver.pace_ == hand.state.pace == 2.0
    hand.session.restart()
    assert hand.state.pace == 2.0
    hand.driver.pace_ = None
    hand.session.pause()
    hand.train(0)
    hand.session.start()
    assert hand.driver.pace_ == 2.0


def test_that_closing_ends_training_without_a_last_word(hand: Hand) -> None:
    hand.session.start()
    hand.driver.make_updates(2)
    hand.session.close()
    assert hand.driver.run is None
    state = hand.state
    hand.session.poll()
    assert hand.state is state


def test_that_closing_a_paused_session_is_nothing_special(hand: Hand) -> None:
    hand.session.close()
    assert hand.state.activity == "paused"


# --- how fast --------------------------------------------------------------------------


def test_that_the_rate_is_measured_over_half_a_second_or_more(hand: Hand) -> None:
    hand.session.start()
    hand.clock.now += 0.4
    hand.train(10)
    assert hand.state.rate_per_second == 0.0
    hand.clock.now += 0.1
    hand.train(10)
    assert hand.state.rate_per_second == pytest.approx(40)
    hand.clock.now += 0.4
    hand.train(1)
    assert hand.state.rate_per_second == pytest.approx(40)
    hand.clock.now += 1.6
    hand.train(3)
    assert hand.state.rate_per_second == pytest.approx(2)


def test_that_the_time_of_a_pause_does_not_count(hand: Hand) -> None:
    hand.train_and_pause(50)
    hand.clock.now += 1000
    hand.session.start()
    hand.clock.now += 1
    hand.train(7)
    assert hand.state.rate_per_second == pytest.approx(7)


def test_that_the_rate_is_zero_while_paused_whatever_is_done(hand: Hand) -> None:
    hand.session.start()
    hand.clock.now += 1
    hand.train(10)
    assert hand.state.rate_per_second == pytest.approx(10)
    hand.session.pause()
    hand.train(0)
    assert hand.state.rate_per_second == 0.0
    hand.clock.now += 10
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    hand.session.choose({"rate": 0.1})
    assert hand.state.rate_per_second == 0.0


# --- messages --------------------------------------------------------------------------


def test_that_a_message_stays_until_read_or_until_training_starts(hand: Hand) -> None:
    hand.session.tell("error", "Oh!")
    assert hand.state.message == Message("error", "Oh!")
    hand.session.dismiss()
    assert hand.state.message is None
    state = hand.state
    hand.session.dismiss()
    assert hand.state is state
    hand.session.tell("error", "Oh!")
    hand.session.start()
    assert hand.state.message is None


def test_that_a_message_told_while_training_is_not_wiped_by_the_next_update(hand: Hand) -> None:
    hand.session.start()
    hand.session.tell("information", "Saved.")
    hand.train(3)
    hand.session.pause()
    hand.train(0)
    assert hand.message == "Saved."


def test_that_an_error_nobody_foresaw_pauses_with_a_word(hand: Hand) -> None:
    hand.session.start()
    hand.train(2)
    hand.driver.end(failure="MemoryError: too much")
    hand.session.poll()
    assert hand.state.activity == "paused"
    assert hand.message == "Training stopped by an error: MemoryError: too much"
    hand.train_and_pause(1)
    assert hand.state.update == 3


def test_that_an_end_without_a_trace_keeps_what_was_shown_last(hand: Hand) -> None:
    hand.session.start()
    hand.train(2)
    scene = hand.state.scene
    hand.driver.make_updates(1)
    hand.driver.end(failure="MemoryError: too much")
    told = hand.driver.told
    assert told is not None
    hand.driver.told = replace(told, trace=None, history=None, writing=None)
    hand.session.poll()
    assert (hand.state.activity, hand.state.update) == ("paused", 3)
    assert hand.state.scene.trace is scene.trace
    assert hand.state.scene.history is scene.history
    assert "MemoryError" in hand.message


# --- what is shown ---------------------------------------------------------------------


def test_that_the_newest_text_stays_until_there_is_a_newer_one(tmp_path: Path) -> None:
    run, driver = TrainingRun(text_settings(tmp_path), number=1), HandDriver()
    session = Session(run, driver)
    first = session.state.scene.writing
    assert first.text
    session.start()
    run.advance()
    driver.told = snapshot(run)
    session.poll()
    assert session.state.update == 1
    assert session.state.scene.writing is first
    driver.told = snapshot(run, run.writing())
    session.poll()
    assert session.state.scene.writing.update == 1


def test_that_picking_and_pointing_mark_a_place(hand: Hand) -> None:
    picked, pointed = Spot(2, "layer1", "f", 1), Spot(0, "", "x")
    hand.session.pick(picked)
    hand.session.point(pointed)
    marks = hand.state.scene.marks
    assert (marks.picked, marks.pointed, marks.time) == (picked, pointed, 0)
    hand.session.point(None)
    assert hand.state.scene.marks.pointed is None
    assert hand.state.scene.marks.time == 2


def test_that_pointing_at_the_same_place_again_is_no_news(hand: Hand) -> None:
    hand.session.point(Spot(1, "layer1", "h", 2))
    state = hand.state
    hand.session.point(Spot(1, "layer1", "h", 2))
    assert hand.state is state


def test_that_marks_stay_while_training_goes_on(hand: Hand) -> None:
    picked, pointed = Spot(2, "layer1", "f", 1), Spot(0, "", "x")
    hand.session.pick(picked)
    hand.session.start()
    hand.session.point(pointed)
    hand.train(4)
    marks = hand.state.scene.marks
    assert (marks.picked, marks.pointed, marks.tick) == (picked, pointed, None)


def test_that_training_leaves_the_single_operations(hand: Hand) -> None:
    hand.session.walk.go_to_tick(5)
    assert hand.state.scene.marks.tick == 5
    hand.session.start()
    assert hand.state.scene.marks.tick is None
