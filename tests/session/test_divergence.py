"""A rate at which training explodes."""

import re

import numpy as np
import pytest

from rnnviz.engine.divergence import Diverged
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.ticks import Granularity
from tests.session.hand_driver import Hand, small_settings

EXPLOSIVE = small_settings(
    scenario="copy-memory",
    length=5,
    cell="elman",
    activation="relu",
    hidden=16,
    optimizer="sgd",
    rate=1000,
    clip_by="off",
)
WORDS = re.compile(
    r"Training stopped at update (\d+): (NaN|Inf) in \w+.*time step (\d+), \w+ pass\. "
    r"The weights are those before this update\. A smaller rate, or clipping"
)


def explode(hand: Hand) -> np.ndarray:
    """Train until it explodes; the weights before that update."""
    hand.session.start()
    for _ in range(100):
        before: np.ndarray = hand.run.network.parameters.flat.copy()
        hand.driver.make_updates(1)
        told = hand.driver.told
        assert told is not None
        hand.session.poll()
        if told.ended:
            return before
    pytest.fail("it does not explode")


def test_that_an_explosion_pauses_and_says_when_and_where() -> None:
    hand = Hand(EXPLOSIVE)
    explode(hand)
    assert hand.state.activity == "paused"
    assert hand.state.message is not None
    assert hand.state.message.kind == "error"
    words = WORDS.match(hand.message)
    assert words, hand.message
    assert int(words[1]) == hand.state.update + 1
    assert 1 <= int(words[3]) <= hand.state.scene.trace.steps


def test_that_the_weights_are_those_before_the_explosion() -> None:
    hand = Hand(EXPLOSIVE)
    before = explode(hand)
    assert np.isfinite(before).all()
    assert np.array_equal(hand.run.network.parameters.flat, before)
    shown = np.concatenate([w.ravel() for w in hand.state.scene.trace.parameters.values()])
    assert np.array_equal(shown, before)
    assert len(hand.state.scene.history) == hand.state.update
    assert np.isfinite(hand.state.scene.history.losses).all()


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_that_whatever_the_rate_does_the_weights_stay_finite(
    cell: str, optimizer: str, precision: str
) -> None:
    values = {"cell": cell, "optimizer": optimizer, "precision": precision, "rate": 1000}
    run = TrainingRun(small_settings(**values, clip_by="off", activation="identity"))
    try:
        for _ in range(60):
            run.advance()
    except Diverged:
        pass
    assert np.isfinite(run.network.parameters.flat).all()
    assert run.trace().steps == 4


def test_that_stepping_over_the_explosion_says_the_same_and_steps_nowhere() -> None:
    hand, other = Hand(EXPLOSIVE), Hand(EXPLOSIVE)
    explode(other)
    hand.session.walk.set_granularity(Granularity.UPDATE)
    for _ in range(other.state.update):
        hand.session.walk.step()
    assert hand.message == ""
    before = hand.state
    hand.session.walk.step()
    assert hand.message == other.message
    assert (hand.state.update, hand.state.activity) == (before.update, "paused")
    assert hand.state.newest == before.newest
    assert np.array_equal(hand.state.scene.history.losses, before.scene.history.losses)
    for parameters in (hand.state.scene.trace.parameters, before.scene.trace.parameters):
        for name, weights in parameters.items():
            assert np.array_equal(weights, hand.run.network.parameters[name])


def test_that_one_can_go_on_with_a_smaller_rate() -> None:
    hand = Hand(small_settings(optimizer="sgd", rate=1000, clip_by="off", cell="elman"))
    explode(hand)
    updates = hand.state.update
    hand.session.choose({"rate": 1e-9, "clip_by": "norm"})
    assert hand.message == ""
    hand.train_and_pause(1)
    assert hand.state.update in (updates, updates + 1), "weights so large may explode again"
    hand.session.restart()
    hand.train_and_pause(3)
    assert hand.state.update == 3
