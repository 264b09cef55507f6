"""Numbers set by hand: what follows from them, undo and redo."""

from pathlib import Path

import numpy as np
import pytest

from rnnviz.trace.scene import Spot
from tests.session.hand_driver import Hand, small_settings, text_settings

WEIGHT = Spot(0, "layer1", "W_f", 1, 2)


@pytest.fixture
def hand() -> Hand:
    hand = Hand(small_settings())
    hand.train_and_pause(6)
    return hand


def test_that_a_weight_that_is_set_is_in_force(hand: Hand) -> None:
    before, loss = hand.session.editing.value(WEIGHT), hand.state.scene.trace.total_loss
    hand.session.editing.set_number(WEIGHT, "1.5")
    assert hand.session.editing.value(WEIGHT) == 1.5
    assert hand.run.network.parameters["layer1.W_f"][1, 2] == 1.5
    assert hand.state.scene.trace.total_loss != loss
    assert hand.state.scene.trace.origin.edits == 1
    assert hand.state.edits == ("layer1.W_f[2, 3] set to 1.5",)
    hand.session.editing.undo()
    assert hand.session.editing.value(WEIGHT) == before
    assert hand.state.scene.trace.total_loss == loss
    assert (hand.state.edits, hand.state.scene.trace.origin.edits) == ((), 0)
    assert hand.session.editing.can_redo
    hand.session.editing.redo()
    assert hand.session.editing.value(WEIGHT) == 1.5
    assert not hand.session.editing.can_redo


@pytest.mark.parametrize("spot", [Spot(0, "layer1", "b_o", 2), Spot(0, "", "W_hy", 0, 1),
                                  Spot(0, "", "b_y", 0)])  # fmt: skip
def test_that_every_sort_of_weight_can_be_set(hand: Hand, spot: Spot) -> None:
    hand.session.editing.set_number(spot, "−2e-1")
    assert hand.session.editing.value(spot) == pytest.approx(-0.2)
    assert hand.run.training.network.parameters[spot.parameter].flat[0] is not None


def test_that_a_run_with_a_weight_set_can_be_walked_back_and_on_bit_for_bit(hand: Hand) -> None:
    hand.session.editing.set_number(WEIGHT, "1.5")
    hand.session.editing.set_number(Spot(0, "layer1", "b_f", 0), "3")
    hand.train_and_pause(10)
    weights = hand.run.network.parameters.flat.tobytes()
    for update in (3, 6, 0, 16):
        hand.session.walk.go_to_update(update)
    assert hand.run.network.parameters.flat.tobytes() == weights
    hand.session.walk.go_to_update(6)
    assert hand.session.editing.value(WEIGHT) == 1.5
    hand.session.walk.go_to_update(5)
    assert hand.session.editing.value(WEIGHT) != 1.5


def test_that_a_weight_set_in_the_past_begins_a_branch(hand: Hand) -> None:
    newest = hand.run.network.parameters.flat.tobytes()
    hand.session.walk.go_to_update(2)
    hand.session.editing.set_number(WEIGHT, "1.5")
    assert (hand.state.branch, hand.state.newest) == (2, 2)
    hand.session.walk.switch_branch(1)
    hand.session.poll()
    hand.session.walk.go_to_update(6)
    assert hand.run.network.parameters.flat.tobytes() == newest


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_a_state_that_is_set_is_what_follows(cell: str) -> None:
    hand = Hand(small_settings(cell=cell, layers=2))
    before = hand.state.scene.trace
    spot = Spot(1, "layer1", before.states[-1], 2)
    hand.session.editing.set_number(spot, "0.25")
    after = hand.state.scene.trace
    assert after.lanes[0].values[spot.quantity][1, 2] == 0.25
    output = after.states[0]
    assert np.array_equal(after.lanes[0].values[output][0], before.lanes[0].values[output][0])
    assert not np.array_equal(after.lanes[1].values[output][1:], before.lanes[1].values[output][1:])
    hand.session.editing.undo()
    again = hand.state.scene.trace
    assert np.array_equal(again.lanes[1].values[output], before.lanes[1].values[output])


def test_that_an_input_that_is_set_is_what_is_read(hand: Hand) -> None:
    spot = Spot(2, "", "x", 0)
    loss = hand.state.scene.trace.total_loss
    hand.session.editing.set_number(spot, "-3")
    trace = hand.state.scene.trace
    assert trace.inputs[2, 0] == -3
    assert trace.total_loss != loss
    assert trace.labels.inputs[2].endswith("*")
    hand.train_and_pause(1)
    assert hand.state.scene.trace.inputs[2, 0] != -3, "training knows nothing of it"
    assert hand.state.edits == ()


def test_that_an_input_can_be_another_symbol(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path))
    symbol = hand.state.scene.trace.labels.features[-1]
    hand.session.editing.set_number(Spot(1, "", "x", 0), symbol)
    inputs = hand.state.scene.trace.inputs[1]
    assert inputs.argmax() == len(inputs) - 1
    assert inputs.sum() == 1


def test_that_several_are_undone_in_turn(hand: Hand) -> None:
    editing = hand.session.editing
    state = Spot(1, "layer1", "h", 0)
    first = editing.value(state)
    for spot, text in ((WEIGHT, "1"), (state, "0.1"), (WEIGHT, "2"), (state, "0.2")):
        editing.set_number(spot, text)
    seen = []
    while hand.state.edits:
        editing.undo()
        seen.append((editing.value(WEIGHT), editing.value(state)))
    assert [value for _, value in seen[:2]] == [pytest.approx(0.1)] * 2
    assert [value for value, _ in seen[:3]] == [2, 1, 1]
    assert seen[-1][1] == first
    while editing.can_redo:
        editing.redo()
    assert (editing.value(WEIGHT), editing.value(state)) == (2, pytest.approx(0.2))


@pytest.mark.parametrize("text", ["", "a", "nan", "inf", "1,5", "--1", "1e999"])
def test_that_what_is_no_number_is_refused(hand: Hand, text: str) -> None:
    before = hand.session.editing.value(WEIGHT)
    hand.session.editing.set_number(WEIGHT, text)
    assert hand.session.editing.value(WEIGHT) == before
    assert "wanted" in hand.message


SINGLE = [Spot(0, "", "W_hy", 0, 0), Spot(0, "", "x", 0), Spot(1, "layer1", "h", 1)]


@pytest.mark.parametrize("spot", SINGLE)
def test_that_what_single_precision_cannot_hold_is_refused(spot: Spot) -> None:
    single, double = Hand(small_settings(precision="float32")), Hand(small_settings())
    before = single.session.editing.value(spot)
    for hand in (single, double):
        hand.session.editing.set_number(spot, "1e39")
    assert single.session.editing.value(spot) == before
    assert "finite in float32" in single.message
    assert double.session.editing.value(spot) == 1e39


@pytest.mark.parametrize(
    "spot",
    [Spot(0, "layer1", "f", 0), Spot(0, "layer1", "W_f", 0), Spot(0, "layer1", "W_f", 99, 0),
     Spot(9, "", "x", 0), Spot(0, "", "y", 0), Spot(0), Spot(0, "layer1", "h")],
)  # fmt: skip
def test_that_what_cannot_be_set_is_not(hand: Hand, spot: Spot) -> None:
    before = hand.state
    assert hand.session.editing.value(spot) is None
    hand.session.editing.set_number(spot, "1")
    assert hand.state is before
