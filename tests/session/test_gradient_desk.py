"""Where the gradient goes: made while somebody looks, at once where it is cheap, else on pause."""

import numpy as np
import pytest

from rnnviz.engine.loss import LOSSES
from rnnviz.session import gradient_looks
from rnnviz.session.gradient_looks import IN_THE_MAKING, ON_PAUSE, SET_BY_HAND
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.worker import snapshot
from rnnviz.trace.gradient_map import record_gradient_map
from rnnviz.trace.jacobians import record_jacobians
from tests.session.hand_driver import Hand, small_settings

SAMPLE, BATCH, JACOBIANS = GradientWish(), GradientWish(True), GradientWish(jacobians=True)


def same(one, other):
    assert (one.update, one.sources, one.sequences) == (
        other.update,
        other.sources,
        other.sequences,
    )
    for key, lane in one.lanes.items():
        assert np.array_equal(lane.weights, other.lanes[key].weights)
        assert np.array_equal(lane.states["h"], other.lanes[key].states["h"])


def of_sample(hand):
    """The map of the sequence shown, with the present weights."""
    run = hand.session.run
    batch, start, _ = run.displayed()
    loss = LOSSES[run.task.loss]
    return record_gradient_map(run.network, loss, batch, start, run.training.update)


def finished(hand):
    """Let what is made beside everything else become ready, and be taken."""
    gradients, met = hand.session.gradients, 0
    gradients.look()
    # One that was asked for before something changed comes to nothing.
    while gradients._errand is not None and met < 3:
        assert gradients._errand.wait(20)
        gradients.look()
        met += 1
    # A quick one was there before anybody had to wait.
    assert gradients._errand is None
    assert gradients._made is not None


def test_that_nothing_is_made_while_nobody_looks(monkeypatch):
    hand, made = Hand(), []
    monkeypatch.setattr(gradient_looks, "record_gradient_map", lambda *a: made.append(a))
    monkeypatch.setattr(gradient_looks, "record_jacobians", lambda *a: made.append(a))
    hand.train_and_pause(3)
    hand.session.gradients.look()
    assert hand.state.scene.gradient is None
    assert made == []


def test_that_it_is_made_at_once_while_paused():
    hand = Hand()
    hand.train_and_pause(3)
    hand.session.gradients.want(SAMPLE)
    same(hand.state.scene.gradient, of_sample(hand))
    assert hand.state.scene.gradient.update == 3


def test_that_it_goes_on_with_every_snapshot():
    hand = Hand()
    hand.session.gradients.want(SAMPLE)
    hand.session.start()
    for update in (1, 2, 3):
        hand.train(1)
        assert hand.state.scene.gradient.update == update
        same(hand.state.scene.gradient, of_sample(hand))


def test_that_who_looks_away_sees_nothing_old_again():
    hand = Hand()
    hand.session.gradients.want(SAMPLE)
    hand.session.start()
    hand.train(2)
    hand.session.gradients.want(None)
    assert hand.state.scene.gradient is None
    hand.train(1)
    assert hand.state.scene.gradient is None
    hand.session.gradients.want(SAMPLE)
    assert hand.state.scene.gradient is None
    hand.train(1)
    assert hand.state.scene.gradient.update == 4


def test_that_it_goes_on_in_a_new_network_and_in_the_past():
    hand = Hand()
    hand.session.gradients.want(SAMPLE)
    hand.session.choose({"cell": "gru"})
    assert set(hand.state.scene.gradient.lanes["layer1"].states) == {"h"}
    hand.train_and_pause(4)
    hand.session.walk.go_to_update(2, None)
    hand.session.poll()
    assert (hand.state.update, hand.state.scene.gradient.update) == (2, 2)
    same(hand.state.scene.gradient, of_sample(hand))


def test_that_the_whole_batch_is_made_on_pause():
    hand = Hand()
    hand.session.gradients.want(BATCH)
    hand.session.start()
    hand.train(2)
    assert hand.state.scene.gradient.sequences == 1
    hand.session.pause()
    hand.train(0)
    finished(hand)
    run = hand.session.run
    batch, start = run.training.upcoming()
    expected = record_gradient_map(run.network, LOSSES[run.task.loss], batch, start, 2)
    assert hand.state.scene.gradient.sequences == batch.size == 2
    same(hand.state.scene.gradient, expected)
    # It is made once, and stays when something else is marked.
    hand.session.gradients.look()
    assert hand.session.gradients._errand is None
    hand.session.gradients.want(SAMPLE)
    assert hand.state.scene.gradient.sequences == 1


def test_that_looking_at_the_batch_changes_no_training():
    looked, other = Hand(), Hand()
    looked.train_and_pause(2)
    looked.session.gradients.want(BATCH)
    finished(looked)
    other.train_and_pause(2)
    for hand in (looked, other):
        hand.train_and_pause(3)
    flat = [hand.session.run.network.parameters.flat for hand in (looked, other)]
    assert np.array_equal(*flat)


def test_that_jacobians_are_made_only_where_they_are_asked_for():
    hand = Hand()
    hand.session.gradients.want(SAMPLE)
    assert hand.state.scene.jacobians is None
    hand.session.gradients.want(JACOBIANS)
    expected = record_jacobians(hand.run.network.cell, hand.run.trace())
    met = hand.state.scene.jacobians.strands["layer1"]["c"]
    assert np.array_equal(met, expected.strands["layer1"]["c"])


def test_that_what_takes_long_is_made_on_pause_beside_everything_else(monkeypatch):
    monkeypatch.setattr(gradient_looks, "MOST_AT_ONCE", 10)
    hand = Hand()
    hand.session.gradients.want(JACOBIANS)
    assert hand.state.scene.gradient is None
    assert hand.state.scene.gradient_says == IN_THE_MAKING
    hand.session.start()
    hand.train(2)
    assert hand.state.scene.gradient_says == ON_PAUSE
    hand.session.pause()
    hand.train(0)
    finished(hand)
    assert hand.state.scene.gradient_says == ""
    assert hand.state.scene.gradient.update == hand.state.scene.jacobians.update == 2
    same(hand.state.scene.gradient, of_sample(hand))


def test_that_a_state_set_by_hand_is_told():
    hand = Hand()
    hand.session.gradients.want(SAMPLE)
    hand.run.what_if = hand.run.what_if.with_state("layer1", 1, "h", 0, 0.5)
    hand.session.show_run(None)
    assert hand.state.scene.gradient is None
    assert hand.state.scene.gradient_says == SET_BY_HAND


def test_that_a_snapshot_can_do_without():
    hand = Hand()
    hand.run.gradient_wish = SAMPLE
    assert snapshot(hand.run).gradients is not None
    assert snapshot(hand.run, with_gradients=False).gradients is None


@pytest.mark.parametrize("given", [{}, {"hidden": 5, "layers": 2}, {"length": 9}])
def test_that_more_work_is_expected_of_larger_networks(given):
    small, large = Hand(), Hand(small_settings(**given))
    costs = [
        (
            gradient_looks.map_operations(hand.run.network, hand.run.pinned),
            gradient_looks.jacobian_operations(hand.run.trace()),
        )
        for hand in (small, large)
    ]
    assert all((a < b) == bool(given) for a, b in zip(*costs, strict=True))
