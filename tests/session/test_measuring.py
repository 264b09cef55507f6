"""Measuring on held-out data: of the weights that are shown, beside training, seldom enough."""

import time
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.session.answers import NetworkAnswers
from rnnviz.session.measuring import APART, PATIENCE, REST
from rnnviz.session.scoring import MOST_SAID, measured, unmeasured
from rnnviz.session.training_run import TrainingRun
from tests.session.hand_driver import Hand, small_settings


def wait(hand: Hand) -> None:
    """Until what is being measured is measured, and known."""
    for _ in range(2000):
        hand.session.measuring.look()
        if not hand.session.measuring.is_measuring:
            return
        time.sleep(0.005)
    pytest.fail("it takes too long")


def test_that_the_baseline_is_known_at_once() -> None:
    hand = Hand()
    score, task = hand.state.scene.score, hand.run.task
    assert score == unmeasured(task)
    assert score.metric == "mean squared error"
    assert (score.baseline, score.baseline_says) == ("0.167", task.baseline_says)
    assert score.value == ""


def test_that_the_weights_shown_are_measured_whatever_became_of_them() -> None:
    run = TrainingRun(small_settings())
    run.advance()
    trace = run.trace()
    answers = NetworkAnswers(run.network, run.training.loss, run.task.fed_from)
    expected = run.task.score(answers)
    for _ in range(20):
        run.advance()
    kept = run.network.parameters.flat.copy()
    score = measured(run, trace)
    assert score.value == f"{expected:.3f}"
    assert score.update == 1
    assert score.is_better == (expected < run.task.baseline_score)
    assert (run.network.parameters.flat == kept).all()


@pytest.mark.parametrize("text", ["no data", "no data " * 1000])
def test_that_an_error_is_told_by_the_score(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = TrainingRun(small_settings())

    def fail(self: object, network: object) -> float:
        raise ValueError(text)

    monkeypatch.setattr(type(run.task), "score", fail)
    assert measured(run, run.trace()).failure == f"ValueError: {text}"[:MOST_SAID]


def test_that_a_network_that_stands_still_is_measured_once() -> None:
    hand = Hand()
    hand.train_and_pause(3)
    measuring = hand.session.measuring
    measuring.look()
    assert not measuring.is_measuring
    hand.clock.now += REST + 0.1
    measuring.look()
    assert measuring.is_measuring
    wait(hand)
    assert hand.state.scene.score.update == 3
    assert hand.state.scene.score.value
    hand.clock.now += 100
    measuring.look()
    assert not measuring.is_measuring


def test_that_nobody_measures_a_network_that_has_learnt_nothing_unless_asked() -> None:
    hand = Hand()
    hand.session.measuring.look()
    hand.clock.now += 100
    hand.session.measuring.look()
    assert not hand.session.measuring.is_measuring
    hand.session.measuring.measure()
    wait(hand)
    assert hand.state.scene.score.value


def test_that_while_it_learns_measuring_has_its_share_and_no_more() -> None:
    hand = Hand()
    measuring = hand.session.measuring
    hand.session.start()
    hand.train(5)
    measuring.look()
    assert not measuring.is_measuring
    hand.clock.now += APART
    measuring.look()
    assert measuring.is_measuring
    hand.clock.now += 2.0  # So long it seems to take.
    wait(hand)
    assert hand.state.scene.score.update == 5
    hand.train(5)
    hand.clock.now += 2.0 * PATIENCE - 0.1
    measuring.look()
    assert not measuring.is_measuring
    hand.clock.now += 0.2
    measuring.look()
    assert measuring.is_measuring
    wait(hand)
    assert hand.state.scene.score.update == 10


def test_that_the_score_of_another_network_is_forgotten() -> None:
    hand = Hand()
    hand.train_and_pause(2)
    hand.session.measuring.measure()
    hand.session.choose({"hidden": 4})
    wait(hand)
    assert hand.state.scene.score == unmeasured(hand.session.run.task)


def test_that_another_weight_is_another_network() -> None:
    hand = Hand()
    hand.train_and_pause(2)
    hand.session.measuring.measure_at_once()
    before = hand.state.scene.score
    assert before.value
    spot = replace(hand.state.scene.marks.picked, lane="", quantity="b_y", unit=0, column=None)
    hand.session.editing.set_number(spot, "50")
    hand.session.measuring.look()
    hand.clock.now += REST + 0.1
    hand.session.measuring.look()
    wait(hand)
    assert float(hand.state.scene.score.value) > 1000
    assert not hand.state.scene.score.is_better


def test_that_measuring_leaves_training_as_it_is() -> None:
    plain, asked = Hand(), Hand()
    for hand in (plain, asked):
        hand.train_and_pause(3)
    asked.session.measuring.measure_at_once()
    for hand in (plain, asked):
        hand.train_and_pause(3)
    first, second = (hand.session.run.network.parameters.flat for hand in (plain, asked))
    assert np.array_equal(first, second)
