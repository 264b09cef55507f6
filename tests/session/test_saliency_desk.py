"""Which inputs mattered: made while somebody looks, for the output that was asked about."""

import numpy as np
import pytest

from rnnviz.trace.scene import Spot
from tests.session.hand_driver import Hand, text_settings


@pytest.fixture
def hand(tmp_path) -> Hand:
    made = Hand(text_settings(tmp_path, length=8))
    made.session.saliency.want(True)
    return made


def test_that_nobody_who_does_not_look_gets_any(tmp_path) -> None:
    hand = Hand(text_settings(tmp_path))
    hand.session.saliency.look()
    assert hand.state.scene.saliency is None


def until_made(hand: Hand) -> None:
    """Look until nothing is left to make."""
    desk = hand.session.saliency
    desk.look()
    while desk._errand is not None:
        assert desk._errand.wait(20.0)
        desk.look()


def test_that_it_is_made_beside_everything_else(hand: Hand) -> None:
    until_made(hand)
    found, trace = hand.state.scene.saliency, hand.state.scene.trace
    assert found is not None
    assert found.trace is trace
    assert found.step == hand.state.scene.marks.picked.time
    assert found.output == np.argmax(trace.y[found.step])


def test_that_the_picked_step_is_asked_about(hand: Hand) -> None:
    until_made(hand)
    hand.session.pick(Spot(3, "", "x"))
    until_made(hand)
    found = hand.state.scene.saliency
    assert found is not None
    assert found.step == 3


@pytest.mark.parametrize("choice", ["wanted", 2, 10_000])
def test_that_another_output_can_be_asked_about(hand: Hand, choice) -> None:
    desk = hand.session.saliency
    desk.choose(choice)
    until_made(hand)
    found, trace = hand.state.scene.saliency, hand.state.scene.trace
    last = trace.y.shape[1] - 1
    expected = trace.targets[found.step] if choice == "wanted" else min(choice, last)
    assert found.output == expected


def test_that_an_update_makes_it_anew(hand: Hand) -> None:
    hand.session.saliency.make_now()
    before = hand.state.scene.saliency
    hand.train_and_pause(1)
    until_made(hand)
    after = hand.state.scene.saliency
    assert after.trace.origin.update == before.trace.origin.update + 1
    assert (after.gradients != before.gradients).any()


def test_that_states_set_by_hand_are_heeded(hand: Hand) -> None:
    hand.session.pick(Spot(7, "", "x"))
    lane = hand.state.scene.trace.lanes[0].key
    for unit in range(3):
        for state in ("h", "c"):
            hand.session.editing.set_number(Spot(4, lane, state, unit), "0.1")
    until_made(hand)
    norms = hand.state.scene.saliency.norms
    assert not norms[:5].any()
    assert norms[5:].all()


def test_that_summaries_come_with_every_pause(hand: Hand) -> None:
    assert [each.update for each in hand.state.scene.summaries] == [0]
    hand.train_and_pause(3)
    hand.session.walk.go_to_update(2)
    assert [each.update for each in hand.state.scene.summaries][-2:] == [2, 3]
    assert hand.state.scene.summaries[-1].gradients
