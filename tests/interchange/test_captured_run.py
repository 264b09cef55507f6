"""A captured sequence in a session: looked at, walked through and tried out, not trained."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.interchange.capture_file import load_capture
from rnnviz.interchange.capture_replay import Replay
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.session.about_data import about_data
from rnnviz.session.gradient_wish import GradientWish
from rnnviz.session.state import State
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity, Phase, ticks
from tests.session.hand_driver import Hand
from tests.trace.test_trace_file import assert_same

FOLDER = Path(__file__).parent / "captures"


def replayed(name: str = "lstm_readout") -> Replay:
    return Replay(load_capture(FOLDER / f"{name}.npz"))


@pytest.fixture
def hand() -> Hand:
    """A session that shows a capture, after a small run."""
    hand = Hand()
    hand.session.begin(CapturedRun(replayed(), hand.state.settings))
    return hand


def said(state: State) -> str:
    return state.message.text if state.message else ""


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.npz")))
def test_that_it_shows_the_trace_of_the_capture(name: str) -> None:
    hand, replay = Hand(), replayed(name)
    hand.session.begin(CapturedRun(replay, hand.state.settings))
    assert_same(hand.state.scene.trace, replay.trace())
    assert hand.state.parameters == replay.network.parameters.flat.size
    facts = dict(hand.state.facts)
    assert facts["Capture"] == f"{name}.npz"
    assert facts["Layer"] == replay.weights_title


def test_that_it_is_not_trained(hand: Hand) -> None:
    hand.session.start()
    assert hand.state.activity == "paused"
    assert "only there it can be trained" in said(hand.state)
    for granularity in (Granularity.UPDATE, Granularity.EPOCH):
        hand.session.walk.set_granularity(granularity)
        hand.session.walk.step()
        assert hand.state.update == 0
        assert said(hand.state)


def test_that_one_walks_through_its_sequence_and_not_beyond(hand: Hand) -> None:
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    order = ticks(hand.state.scene.trace)
    for place in range(order.update):
        hand.session.walk.step()
        assert hand.state.scene.marks.tick == place
    assert order[order.update - 1].phase is Phase.BACKWARD
    hand.session.walk.step()
    assert hand.state.scene.marks.tick == order.update - 1
    assert "only there it can be trained" in said(hand.state)
    hand.session.walk.go_to_tick(0)
    hand.session.walk.go_to_tick(-1)
    assert hand.state.scene.marks.tick == order.update - 1
    assert hand.state.scene.coming is None
    hand.session.walk.step(-1)
    assert hand.state.scene.marks.tick == order.update - 2


def test_that_larger_steps_end_with_the_backward_pass(hand: Hand) -> None:
    hand.session.walk.set_granularity(Granularity.SEQUENCE)
    for _ in range(4):
        hand.session.walk.step()
    tick = hand.state.scene.marks.tick
    assert tick is not None
    assert tick < ticks(hand.state.scene.trace).update
    assert said(hand.state)


def test_that_a_number_set_by_hand_changes_what_follows_to_first_order(hand: Hand) -> None:
    before = hand.state.scene.trace
    spot, small = Spot(5, "", "x", 1), 1e-6
    value = float(before.inputs[5, 1]) + small
    hand.session.editing.set_number(spot, repr(value))
    after = hand.state.scene.trace
    assert (after.lanes[0].values["h"][5] != before.lanes[0].values["h"][5]).any()
    expected = before.lanes[0].input_gradients[5, 1] * small
    np.testing.assert_allclose(after.total_loss, expected, rtol=1e-4)
    hand.session.editing.undo()
    assert_same(hand.state.scene.trace, before)


def test_that_a_weight_can_be_set_and_brought_back(hand: Hand) -> None:
    before = hand.state.scene.trace
    hand.session.editing.set_number(Spot(0, "layer1", "W_f", 0, 0), "3")
    assert hand.state.scene.trace.parameters["layer1.W_f"][0, 0] == 3.0
    hand.session.editing.undo()
    assert_same(hand.state.scene.trace, before)


def test_that_where_its_gradient_goes_is_shown(hand: Hand) -> None:
    hand.session.run.gradient_wish = GradientWish(jacobians=True)
    hand.session.show_run(None)
    scene = hand.state.scene
    assert scene.gradient is not None
    assert scene.gradient.sources == (5,)
    assert scene.jacobians is not None


def test_that_what_is_no_task_says_so(hand: Hand) -> None:
    hand.session.measuring.measure_at_once()
    assert "no held-out data" in hand.state.scene.score.failure
    exhibit = hand.state.scene.example.exhibit
    assert exhibit is not None
    assert exhibit.caption == "6 time steps of 4 numbers, recorded in a program of your own."
    titles = [section.title for section in about_data(hand.session.run)]
    assert titles == ["What is shown", "Training"]


def test_that_a_new_network_is_one_of_the_scenario_before(hand: Hand) -> None:
    hand.session.restart()
    assert hand.state.scene.trace.origin.scenario == hand.state.settings.scenario
    hand.session.start()
    assert hand.state.activity == "running"


def test_that_a_former_run_that_has_learnt_is_kept(hand: Hand) -> None:
    hand.session.restart()
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    hand.session.begin(CapturedRun(replayed(), hand.state.settings))
    assert hand.state.former
    hand.session.bring_back()
    assert hand.state.update == 1
