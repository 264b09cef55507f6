"""Walking: over operations, updates, epochs and branches, on and back."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.session import walk
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity, Phase, Tick, ticks
from tests.session.hand_driver import Hand, small_settings, text_settings

FINE = (Granularity.QUANTITY, Granularity.TIME_STEP, Granularity.SEQUENCE)


def place(hand: Hand) -> tuple[int, int | None]:
    return hand.state.update, hand.state.scene.marks.tick


def bits(hand: Hand) -> tuple[bytes, ...]:
    training = hand.run.training
    moments = (moment.tobytes() for moment in training.optimizer.moments.values())
    return training.network.parameters.flat.tobytes(), *moments


# --- over updates ----------------------------------------------------------------------


@pytest.mark.parametrize("granularity", FINE)
@pytest.mark.parametrize("sample", ["pinned", "batch"])
def test_that_steps_lead_through_updates_and_back_the_same_way(
    granularity: Granularity, sample: str
) -> None:
    hand = Hand(small_settings(sample=sample, cell="elman"))
    hand.session.walk.set_granularity(granularity)
    path = []
    while hand.state.update < 3:
        hand.session.walk.step()
        path.append((place(hand), bits(hand), hand.state.scene.marks, hand.state.scene.coming))
    for where, weights, marks, coming in path[-2::-1]:
        hand.session.walk.step(-1)
        assert (place(hand), bits(hand)) == (where, weights)
        assert hand.state.scene.marks == marks
        assert (hand.state.scene.coming is None) == (coming is None)
    assert hand.state.newest == 3


def test_that_the_operations_of_the_update_are_told_beforehand() -> None:
    hand = Hand(small_settings())
    order = ticks(hand.state.scene.trace)
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    hand.session.walk.go_to_tick(order.update - 1)
    assert hand.state.scene.coming is None
    for quantity in ("sum", "clip", "step", "weights"):
        hand.session.walk.step()
        assert hand.state.scene.marks.picked == Spot(0, "", quantity)
        coming = hand.state.scene.coming
        assert coming is not None
        assert coming.update == 1
    hand.session.walk.step()
    assert place(hand) == (1, 0)
    assert hand.state.scene.coming is None
    for name, weights in hand.state.scene.trace.parameters.items():
        assert np.array_equal(weights, coming.after[name])


def test_that_with_the_batch_sample_one_walks_what_is_learnt(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path, sample="batch", batch=1))
    for _ in range(3):
        trace = hand.state.scene.trace
        hand.session.walk.go_to_tick(-4)
        coming = hand.state.scene.coming
        assert coming is not None
        assert coming.shown == 0
        # A batch of one: the gradient of the sequence shown is the whole.
        delta = trace.lanes[0].gradients["a_f"].sum(axis=0)
        assert np.allclose(coming.gradient["layer1.b_f"], delta, rtol=1e-4, atol=1e-7)
        hand.session.walk.set_granularity(Granularity.SEQUENCE)
        hand.session.walk.step()
        hand.session.walk.step()


def test_that_at_the_start_back_leads_nowhere_and_says_so() -> None:
    hand = Hand()
    hand.session.walk.set_granularity(Granularity.TIME_STEP)
    hand.session.walk.go_to_tick(3)
    hand.session.walk.step(-1)
    assert place(hand) == (0, 0)
    assert hand.message == ""
    hand.session.walk.step(-1)
    assert place(hand) == (0, 0)
    assert "start" in hand.message


@settings(max_examples=25)
@given(
    walk=st.lists(
        st.tuples(st.sampled_from([*FINE, Granularity.UPDATE]), st.sampled_from([1, -1])),
        max_size=40,
    )
)
def test_that_any_walk_finds_at_each_update_the_same_bits(
    walk: list[tuple[Granularity, int]],
) -> None:
    hand = Hand(small_settings(cell="gru"))
    known: dict[int, tuple[bytes, ...]] = {}
    for granularity, by in walk:
        hand.session.walk.set_granularity(granularity)
        hand.session.walk.step(by)
        assert bits(hand) == known.setdefault(hand.state.update, bits(hand))
        assert hand.state.scene.trace.origin.update == hand.state.update <= hand.state.newest


def test_that_finer_and_coarser_lead_into_and_out_of_a_part() -> None:
    hand = Hand()
    order = ticks(hand.state.scene.trace)
    hand.session.walk.set_granularity(Granularity.SEQUENCE)
    hand.session.walk.finer()
    assert place(hand) == (0, None), "nothing is walked through yet"
    hand.session.walk.go_to_tick(0)
    hand.session.walk.finer()
    assert (hand.state.granularity, place(hand)) == (Granularity.QUANTITY, (0, 1))
    hand.session.walk.coarser()
    assert order[hand.state.scene.marks.tick or 0] == Tick(Phase.FORWARD, "", 0, "E")
    hand.session.walk.coarser()
    assert hand.state.scene.marks.tick == order.backward - 1


# --- to a place ------------------------------------------------------------------------


def test_that_one_runs_to_what_is_picked() -> None:
    hand = Hand()
    order = ticks(hand.state.scene.trace)
    wanted = Tick(Phase.BACKWARD, "layer1", 2, "f")
    hand.session.walk.go_to_tick(5)
    hand.session.pick(Spot(2, "layer1", "d_f", 1))
    hand.session.walk.run_to_cursor()
    assert place(hand) == (0, order.place(wanted))
    hand.session.pick(Spot(2, "layer1", "d_f", 1))
    hand.session.walk.run_to_cursor()
    assert place(hand) == (1, order.place(wanted)), "it was reached: the next time"
    hand.session.pick(Spot(1))
    hand.session.walk.run_to_cursor()
    assert "pick" in hand.message


def test_that_any_update_can_be_gone_to_and_the_operation_is_kept() -> None:
    hand = Hand()
    hand.train_and_pause(30)
    seen = {}
    for update in (30, 3, 17, 0, 29):
        hand.session.walk.go_to_update(update, 4)
        assert place(hand) == (update, 4)
        assert hand.state.newest == 30
        seen[update] = bits(hand)
    assert len(set(seen.values())) == len(seen)
    hand.session.walk.go_to_update(10**6)
    assert place(hand) == (30, None)
    assert bits(hand) == seen[30]
    hand.session.walk.go_to_update(-5)
    assert place(hand) == (0, None)


def test_that_a_long_way_is_made_by_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "AT_ONCE", 1.0)
    hand = Hand()
    hand.train_and_pause(30)
    hand.session.walk.go_to_update(5, 2)
    assert hand.state.activity == "travelling"
    hand.session.choose({"rate": 0.5})
    assert "way" in hand.message
    hand.session.poll()
    assert (hand.state.activity, place(hand)) == ("paused", (5, 2))
    assert hand.state.share is None


# --- branches --------------------------------------------------------------------------


def test_that_going_on_from_the_past_branches_and_both_are_kept() -> None:
    hand = Hand()
    hand.train_and_pause(20)
    newest = bits(hand)
    hand.session.walk.go_to_update(8)
    hand.session.choose({"rate": 0.3})
    assert [b.number for b in hand.state.branches] == [1, 2]
    hand.train_and_pause(5)
    assert (hand.state.branch, hand.state.update, hand.state.newest) == (2, 13, 13)
    other = bits(hand)
    hand.session.walk.switch_branch(1)
    hand.session.poll()
    assert (hand.state.branch, hand.state.newest, hand.state.settings.rate) == (
        1,
        20,
        small_settings().rate,
    )
    hand.session.walk.go_to_update(20)
    assert bits(hand) == newest
    hand.session.walk.switch_branch(2)
    hand.session.poll()
    assert hand.state.settings.rate == 0.3
    assert bits(hand) == other
    second = hand.state.branches[1]
    assert (second.parent, second.since, second.newest) == (1, 8, 13)


def test_that_running_from_the_past_branches_and_says_so() -> None:
    hand = Hand()
    hand.train_and_pause(20)
    history = hand.state.scene.history
    hand.session.walk.go_to_update(8)
    hand.session.start()
    assert "Branch 2 begins at update 8" in hand.message
    hand.train(4)
    hand.session.pause()
    hand.train(0)
    assert (hand.state.branch, hand.state.update, hand.state.newest) == (2, 12, 12)
    # The same settings: the same numbers.
    assert np.array_equal(hand.state.scene.history.losses, history.losses[:12])


def test_that_looking_at_the_past_branches_nothing() -> None:
    hand = Hand()
    hand.train_and_pause(10)
    hand.session.walk.go_to_update(4)
    hand.session.choose({"sample": "batch"})
    hand.session.choose({"temperature": 0.2})
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    hand.session.walk.step()
    assert (hand.state.update, hand.state.newest, len(hand.state.branches)) == (6, 10, 1)
    assert hand.state.settings.sample == "batch"


# --- epochs ----------------------------------------------------------------------------


def test_that_a_step_of_an_epoch_reads_all_the_data_once(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path, batch=4, length=40))
    epoch = hand.run.epoch
    assert epoch is not None
    symbols = hand.run.task.training.size  # type: ignore[attr-defined]
    assert (epoch - 1) * 160 < symbols <= epoch * 160
    hand.session.walk.set_granularity(Granularity.EPOCH)
    hand.session.walk.step()
    hand.train(10**4)
    assert (hand.state.activity, hand.state.update) == ("paused", epoch)
    hand.session.walk.set_granularity(Granularity.UPDATE)
    hand.session.walk.step()
    hand.session.walk.set_granularity(Granularity.EPOCH)
    for update in (epoch, 0):
        hand.session.walk.step(-1)
        assert hand.state.update == update
    hand.session.walk.step(-1)
    assert "start" in hand.message
    hand.session.walk.step()
    assert (hand.state.update, hand.state.newest) == (epoch, epoch + 1)


def test_that_data_that_never_repeat_have_no_epoch() -> None:
    hand = Hand()
    hand.session.walk.set_granularity(Granularity.EPOCH)
    hand.session.walk.step()
    assert "never repeat" in hand.message
    assert hand.state.update == 0
