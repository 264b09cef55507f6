"""Networks that learn beside each other: in lockstep, each as it would alone."""

import gc
import weakref

import numpy as np
import pytest

from rnnviz.session.comparing import runs_of, with_difference
from rnnviz.session.member_names import names
from rnnviz.session.presets import PRESETS, preset
from rnnviz.session.setting_error import SettingError
from rnnviz.session.setting_fields import changed
from rnnviz.session.settings import Settings
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.session.hand_driver import Hand, small_settings

CELLS = ("elman", "lstm", "gru")


def three(**given: object) -> list[Settings]:
    return [small_settings(**{"cell": cell, **given}) for cell in CELLS]


def compared(networks: list[Settings] | None = None) -> Hand:
    """A session that compares three small networks, none of which was trained yet."""
    hand = Hand()
    hand.session.comparing.begin(networks or three())
    return hand


def runs(hand: Hand) -> tuple[TrainingRun, ...]:
    return hand.session.others.all(hand.session.run)


def updates(hand: Hand) -> list[int]:
    return [run.training.update for run in runs(hand)]


def weights(hand: Hand) -> list[np.ndarray]:
    return [run.network.parameters.flat.copy() for run in runs(hand)]


def alone(settings: Settings, count: int) -> TrainingRun:
    run = TrainingRun(settings)
    for _ in range(count):
        run.advance()
    return run


def explosive() -> list[Settings]:
    """Three networks: the second of them explodes within some updates."""
    rates = (0.01, 1e3, 0.02)
    return [
        small_settings(cell="elman", activation="relu", optimizer="sgd", clip_by="off", rate=rate)
        for rate in rates
    ]


# --- lockstep ------------------------------------------------------------------------------


def test_that_all_make_the_same_updates_each_bit_for_bit_as_alone() -> None:
    hand = compared()
    hand.train_and_pause(7)
    assert updates(hand) == [7, 7, 7]
    for run, settings in zip(runs(hand), three(), strict=True):
        by_itself = alone(settings, 7)
        assert np.array_equal(run.network.parameters.flat, by_itself.network.parameters.flat)
        assert np.array_equal(run.history_so_far().losses, by_itself.history_so_far().losses)


def test_that_all_read_the_same_batches_and_show_the_same_sequence() -> None:
    hand = compared()
    hand.train_and_pause(3)
    first, *rest = runs(hand)
    batch = first.training.upcoming()[0]
    for run in rest:
        its = run.training.upcoming()[0]
        assert its is not batch
        assert np.array_equal(its.inputs, batch.inputs)
        assert np.array_equal(its.targets, batch.targets)
        assert np.array_equal(run.trace().inputs, first.trace().inputs)


def test_that_the_state_tells_of_all() -> None:
    hand = compared()
    hand.train_and_pause(4)
    comparison = hand.state.scene.comparison
    assert [member.name for member in comparison.members] == ["RNN", "LSTM", "GRU"]
    assert [member.trace.origin.cell for member in comparison.members] == [*CELLS]
    assert [len(member.history) for member in comparison.members] == [4, 4, 4]
    assert comparison.members[0].trace is hand.state.scene.trace
    assert all(member.speed > 0 and not member.stopped for member in comparison.members)
    assert comparison.shown == 0


# --- walking -------------------------------------------------------------------------------


def test_that_going_to_another_update_takes_all_along() -> None:
    hand = compared()
    hand.train_and_pause(9)
    hand.session.walk.go_to_update(4)
    assert updates(hand) == [4, 4, 4]
    expected = [alone(settings, 4).network.parameters.flat for settings in three()]
    for now, then in zip(weights(hand), expected, strict=True):
        assert np.array_equal(now, then)
    assert [m.trace.origin.update for m in hand.state.scene.comparison.members] == [4, 4, 4]


def test_that_a_longer_way_takes_all_along_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rnnviz.session.walk.AT_ONCE", 0.0)
    hand = compared()
    hand.train_and_pause(9)
    hand.session.walk.go_to_update(3)
    assert hand.state.activity == "travelling"
    hand.session.poll()
    assert hand.state.activity == "paused"
    assert updates(hand) == [3, 3, 3]


def test_that_steps_over_updates_lead_all_on_and_back() -> None:
    hand = compared()
    hand.session.walk.set_granularity(Granularity.UPDATE)
    for _ in range(3):
        hand.session.walk.step()
    three_on = weights(hand)
    hand.session.walk.step(-1)
    assert updates(hand) == [2, 2, 2]
    hand.session.walk.step()
    assert updates(hand) == [3, 3, 3]
    for now, then in zip(weights(hand), three_on, strict=True):
        assert np.array_equal(now, then)


def test_that_going_on_from_the_past_begins_a_branch_of_all() -> None:
    hand = compared()
    hand.train_and_pause(6)
    hand.session.walk.go_to_update(2)
    hand.train_and_pause(2)
    assert "Branch 2 begins at update 2" in hand.message
    assert [run.timeline.branch.number for run in runs(hand)] == [2, 2, 2]
    assert updates(hand) == [4, 4, 4]
    hand.session.walk.switch_branch(1)
    hand.session.poll()
    assert [run.timeline.branch.number for run in runs(hand)] == [1, 1, 1]
    assert [run.timeline.branch.newest for run in runs(hand)] == [6, 6, 6]
    assert len(set(updates(hand))) == 1


def test_that_a_breakpoint_of_the_network_shown_stops_all_at_the_same_update() -> None:
    hand = compared()
    hand.session.breakpoints.add("condition", text="update >= 4")
    hand.session.start()
    hand.train(10)
    assert hand.state.activity == "paused"
    assert hand.state.stop is not None
    assert updates(hand) == [3, 3, 3]


# --- settings ------------------------------------------------------------------------------


def test_that_a_live_setting_that_all_share_is_changed_in_all() -> None:
    hand = compared()
    hand.train_and_pause(2)
    hand.session.choose({"rate": 0.5})
    assert [run.settings.rate for run in runs(hand)] == [0.5] * 3
    assert [run.training.rate for run in runs(hand)] == [0.5] * 3
    assert [run.settings.cell for run in runs(hand)] == [*CELLS]


def test_that_while_they_learn_it_is_changed_in_all_before_the_same_update() -> None:
    hand = compared()
    hand.session.start()
    hand.train(2)
    hand.session.choose({"rate": 0.5})
    hand.train(2)
    hand.session.pause()
    hand.train(0)
    for run, settings in zip(runs(hand), three(), strict=True):
        by_itself = alone(settings, 2)
        by_itself.apply(changed(settings, {"rate": 0.5}))
        by_itself.advance(), by_itself.advance()
        assert np.array_equal(run.network.parameters.flat, by_itself.network.parameters.flat)


def test_that_what_sets_them_apart_is_changed_in_the_one_shown_alone() -> None:
    hand = compared([small_settings(rate=rate) for rate in (0.1, 0.2, 0.3)])
    hand.session.choose({"rate": 0.4})
    assert [run.settings.rate for run in runs(hand)] == [0.4, 0.2, 0.3]


def test_that_another_setting_begins_all_anew_and_bring_back_returns_to_all() -> None:
    hand = compared()
    hand.train_and_pause(3)
    before = weights(hand)
    hand.session.choose({"hidden": 5})
    assert [run.settings.hidden for run in runs(hand)] == [5, 5, 5]
    assert [run.settings.cell for run in runs(hand)] == [*CELLS]
    assert updates(hand) == [0, 0, 0]
    hand.session.bring_back()
    for now, then in zip(weights(hand), before, strict=True):
        assert np.array_equal(now, then)


def test_that_another_task_is_learnt_by_all() -> None:
    hand = compared()
    hand.session.choose({"scenario": "parity"})
    assert [run.settings.scenario for run in runs(hand)] == ["parity"] * 3
    assert [run.settings.cell for run in runs(hand)] == [*CELLS]


def test_that_a_new_network_means_all_of_them() -> None:
    hand = compared()
    first = weights(hand)
    hand.train_and_pause(3)
    hand.session.restart()
    assert updates(hand) == [0, 0, 0]
    for now, then in zip(weights(hand), first, strict=True):
        assert np.array_equal(now, then)


# --- one that is left behind -----------------------------------------------------------------


def test_that_one_that_explodes_stays_behind_and_the_others_go_on() -> None:
    hand = compared(explosive())
    hand.session.start()
    hand.train(60)
    where = hand.session.others.runs[0].training.update
    assert where < 60
    assert updates(hand) == [60, where, 60]
    member = hand.state.scene.comparison.members[1]
    assert "in" in member.stopped
    assert member.trace.origin.update == where
    assert hand.state.activity == "running"


def test_that_it_is_told_once() -> None:
    hand = compared(explosive())
    hand.session.start()
    while not any(m.stopped for m in hand.state.scene.comparison.members):
        hand.train(1)
    assert f"“rate 1000” stopped at update {updates(hand)[1] + 1:,}" in hand.message
    hand.session.dismiss()
    hand.train(3)
    assert hand.message == ""


def test_that_the_one_shown_may_be_the_one_left_behind() -> None:
    hand = compared(explosive())
    hand.session.comparing.look_at(1)
    hand.session.start()
    hand.train(60)
    assert hand.state.activity == "running"
    assert hand.state.update == updates(hand)[1] < 60
    assert updates(hand)[0] == updates(hand)[2] == 60


def test_that_from_before_its_end_all_go_on_together_and_it_ends_again() -> None:
    hand = compared(explosive())
    hand.train_and_pause(60)
    end = updates(hand)[1]
    hand.session.walk.go_to_update(end - 1)
    assert updates(hand) == [end - 1] * 3
    hand.train_and_pause(5)
    assert updates(hand) == [end + 4, end, end + 4]
    assert [run.timeline.branch.number for run in runs(hand)] == [2, 2, 2]


def test_that_where_all_explode_training_stops_with_a_reason() -> None:
    networks = [changed(each, {"rate": 1e3}) for each in explosive()]
    hand = compared([changed(each, {"hidden": n}) for n, each in enumerate(networks, start=2)])
    hand.session.start()
    hand.train(200)
    assert hand.state.activity == "paused"
    assert "Training stopped at update" in hand.message


# --- choosing ------------------------------------------------------------------------------


def test_that_another_of_them_can_be_shown() -> None:
    hand = compared()
    hand.train_and_pause(3)
    hand.session.comparing.look_at(2)
    assert hand.state.settings.cell == "gru"
    assert hand.state.scene.trace.origin.cell == "gru"
    assert hand.state.scene.comparison.shown == 2
    assert [m.name for m in hand.state.scene.comparison.members] == ["RNN", "LSTM", "GRU"]
    hand.session.comparing.look_at_next()
    assert hand.state.settings.cell == "elman"
    hand.train_and_pause(2)
    assert updates(hand) == [5, 5, 5]


def test_that_while_they_learn_they_go_on_when_another_one_is_shown() -> None:
    hand = compared()
    hand.session.start()
    hand.train(2)
    hand.session.comparing.look_at(1)
    assert hand.state.activity == "running"
    hand.train(2)
    assert updates(hand) == [4, 4, 4]


def test_that_one_is_added_with_a_difference_and_all_begin_anew() -> None:
    hand = Hand()
    hand.train_and_pause(3)
    hand.session.comparing.add({"cell": "gru"})
    hand.session.comparing.add({"cell": "gru", "hidden": 4})
    assert [m.name for m in hand.state.scene.comparison.members] == [
        "LSTM · 3 units",
        "GRU · 3 units",
        "GRU · 4 units",
    ]
    assert updates(hand) == [0, 0, 0]


def test_that_ending_keeps_the_network_shown_as_it_is() -> None:
    hand = compared()
    hand.train_and_pause(4)
    before = weights(hand)[0]
    hand.session.comparing.end()
    assert hand.state.scene.comparison is None
    assert np.array_equal(hand.session.run.network.parameters.flat, before)
    hand.train_and_pause(2)
    assert hand.state.update == 6


def test_that_one_can_be_taken_away_and_the_others_stay_as_they_are() -> None:
    hand = compared()
    hand.train_and_pause(4)
    hand.session.comparing.remove(0)
    assert hand.state.settings.cell == "lstm"
    assert [m.name for m in hand.state.scene.comparison.members] == ["LSTM", "GRU"]
    assert updates(hand) == [4, 4]
    hand.session.comparing.remove(1)
    assert hand.state.scene.comparison is None


def test_that_nothing_is_kept_of_a_network_that_is_not_compared_any_more() -> None:
    hand = compared()
    hand.train_and_pause(3)
    removed = weakref.ref(runs(hand)[1])
    hand.session.comparing.remove(1)
    hand.driver.others = hand.session.others
    hand.heard.clear()
    gc.collect()
    assert removed() is None
    assert len(runs(hand)) == 2


def test_that_a_weight_set_by_hand_changes_one_network_and_none_of_the_others() -> None:
    hand = compared()
    hand.train_and_pause(4)
    hand.session.walk.go_to_update(2)
    hand.session.pick(Spot(0, "", "b_y", 0))
    hand.session.editing.set_number(hand.state.scene.marks.picked, "0.75")
    assert runs(hand)[0].network.parameters["b_y"][0] == 0.75
    assert runs(hand)[1].network.parameters["b_y"][0] != 0.75
    assert [run.timeline.branch.number for run in runs(hand)] == [2, 2, 2]
    hand.train_and_pause(2)
    assert updates(hand) == [4, 4, 4]


def test_that_all_are_measured_on_held_out_data() -> None:
    hand = compared()
    hand.train_and_pause(4)
    hand.session.measuring.measure_at_once()
    scores = [member.score for member in hand.state.scene.comparison.members]
    assert all(score.value and score.update == 4 for score in scores)
    assert hand.state.scene.score == scores[0]


# --- what cannot be ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "networks",
    [
        [small_settings()],
        [small_settings(hidden=n) for n in range(1, 6)],
        [small_settings(), small_settings(length=5)],
        [small_settings(), small_settings(seed=1)],
    ],
)
def test_that_what_cannot_be_compared_is_refused(networks: list[Settings]) -> None:
    with pytest.raises(SettingError):
        runs_of(networks)
    hand = Hand()
    hand.session.comparing.begin(networks)
    assert hand.state.message.kind == "error"
    assert hand.state.scene.comparison is None


def test_that_networks_cannot_differ_in_what_they_learn() -> None:
    with pytest.raises(SettingError, match="'length'"):
        with_difference(small_settings(), {"length": 7})


# --- names and presets ---------------------------------------------------------------------


def test_that_a_name_says_what_sets_a_network_apart_and_nothing_that_means_nothing() -> None:
    base = small_settings(clip_by="norm", clip=1.0)
    networks = [
        changed(base, {"cell": "elman", "activation": "relu"}),
        changed(base, {"forget_bias": 0.0}),
        changed(base, {"clip_by": "off", "clip": 2.0}),
    ]
    assert names(networks) == (
        "RNN · relu · clipped by norm · at 1",
        "LSTM · forget bias 0 · clipped by norm · at 1",
        "LSTM · forget bias 1 · not clipped",
    )


def test_that_networks_that_do_not_differ_are_numbered() -> None:
    assert names([small_settings(), small_settings()]) == ("LSTM (1)", "LSTM (2)")


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.key)
def test_that_every_preset_begins_and_learns(each) -> None:
    networks = [changed(one, {"hidden": 6, "batch": 3}) for one in each.networks()]
    hand = compared(networks)
    hand.train_and_pause(2)
    assert updates(hand) == [2] * len(each.apart)
    assert len({m.name for m in hand.state.scene.comparison.members}) == len(each.apart)


def test_that_a_preset_goes_with_another_scenario_and_other_settings() -> None:
    networks = preset("cells").networks("parity", {"hidden": 7})
    assert [each.scenario for each in networks] == ["parity"] * 3
    assert [each.hidden for each in networks] == [7] * 3
    with pytest.raises(SettingError, match="cells"):
        preset("nothing")
