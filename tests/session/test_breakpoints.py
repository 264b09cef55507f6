"""Breakpoints: each stops at the very operation where it came true, before the update is made."""

import dataclasses

import numpy as np
import pytest

from rnnviz.session.breakpoint_checks import BreakpointChecks
from rnnviz.session.breakpoints import BUILT_IN, Breakpoint, Kind, Stop, kind_of
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity, Phase, Tick, ticks
from tests.session.hand_driver import Hand, small_settings

FORWARD, BACKWARD, UPDATE = Phase.FORWARD, Phase.BACKWARD, Phase.UPDATE


def stopped(run: TrainingRun, *breakpoints: Breakpoint, updates: int = 400) -> Stop | None:
    """Where a run is stopped within so many updates."""
    checks = BreakpointChecks(breakpoints, run)
    for _ in range(updates):
        stop = checks.advance(run)
        if stop is not None:
            assert run.training.update == stop.update == run.timeline.branch.newest
            return stop
    return None


def tick_of(run: TrainingRun, stop: Stop | None) -> Tick:
    assert stop is not None
    return ticks(run.trace())[stop.tick]


def of(kind: Kind, limit: float = 0.0, text: str = "", **more: object) -> Breakpoint:
    return dataclasses.replace(Breakpoint(1, kind, limit, text), **more)


def plain_norms(updates: int, **given: object) -> np.ndarray:
    """The gradient norms of a run that nothing stops."""
    run = TrainingRun(small_settings(**given))
    return np.array([run.advance().norm for _ in range(updates)])


# --- built in --------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_a_norm_above_stops_at_the_first_update_where_it_is(cell: str) -> None:
    norms = plain_norms(60, cell=cell)
    limit = float(np.sort(norms)[-4])
    run = TrainingRun(small_settings(cell=cell))
    stop = stopped(run, of("norm above", limit))
    assert tick_of(run, stop) == Tick(UPDATE, "", 0, "sum")
    assert run.training.update == int(np.argmax(norms > limit))
    assert run.coming().norm == norms[run.training.update] > limit


def test_that_a_norm_below_stops_too() -> None:
    norms = plain_norms(60)
    limit = float(np.sort(norms)[4])
    run = TrainingRun(small_settings())
    stop = stopped(run, of("norm below", limit))
    assert tick_of(run, stop).quantity == "sum"
    assert run.training.update == int(np.argmax(norms < limit))


def test_that_clipping_stops_where_it_changes_the_gradient() -> None:
    norms = plain_norms(60, clip_by="off")
    limit = float(norms[:9].max())
    run = TrainingRun(small_settings(clip_by="norm", clip=limit))
    stop = stopped(run, of("clipped"))
    assert tick_of(run, stop) == Tick(UPDATE, "", 0, "clip")
    assert run.coming().is_clipped
    assert run.history_so_far().clipped_share == 0.0
    assert stopped(TrainingRun(small_settings(clip_by="off")), of("clipped"), updates=50) is None


def test_that_a_jump_of_the_loss_stops_where_the_loss_is_known() -> None:
    run = TrainingRun(small_settings(cell="elman", optimizer="sgd", rate=0.001, seed=3))
    stop = stopped(run, of("loss jump", 2.0))
    order = ticks(run.trace())
    assert stop is not None
    assert stop.tick == order.backward - 1
    losses = run.history_so_far().losses[-20:]
    assert run.coming().loss > 2.0 * losses.mean()


def test_that_a_plateau_is_found_where_nothing_is_learnt() -> None:
    run = TrainingRun(small_settings(optimizer="sgd", rate=1e-9))
    stop = stopped(run, of("plateau", 0.5))
    assert stop is not None
    assert run.training.update == 199
    assert stop.tick == ticks(run.trace()).backward - 1


def test_that_too_large_an_update_names_the_weights() -> None:
    run = TrainingRun(small_settings(cell="elman", optimizer="sgd", rate=0.5, clip_by="off"))
    stop = stopped(run, of("large update", 0.3))
    assert stop is not None
    assert tick_of(run, stop) == Tick(UPDATE, "", 0, "weights")
    name = stop.text.partition("Δ")[2].partition("‖")[0]
    coming = run.coming()
    change = np.linalg.norm(coming.after[name] - coming.before[name])
    assert change > 0.3 * np.linalg.norm(coming.before[name])


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_that_saturated_gates_stop_at_their_gate(cell: str) -> None:
    run = TrainingRun(small_settings(cell=cell, init_scale=8.0, init="normal"))
    stop = stopped(run, of("saturated", 0.6))
    tick, trace = tick_of(run, stop), run.trace()
    gates = trace.lane(tick.lane).values[tick.quantity][tick.time]
    assert np.mean((gates < 0.05) | (gates > 0.95)) > 0.6


def test_that_a_dead_unit_is_found_once_the_sequence_is_read() -> None:
    run = TrainingRun(small_settings(cell="elman", activation="relu", hidden=6))
    run.network.parameters["layer1.b_h"][2] = -100.0
    stop = stopped(run, of("dead"), updates=1)
    assert stop is not None
    assert tick_of(run, stop) == Tick(FORWARD, "layer1", 3, "h")
    assert "3" in stop.text.partition("unit ")[2].partition(" is")[0].split(", ")
    other = TrainingRun(small_settings(cell="elman", activation="tanh"))
    assert stopped(other, of("dead"), updates=5) is None


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
def test_that_what_breaks_is_shown_in_the_sequence_where_it_breaks(cell: str) -> None:
    hand = Hand(small_settings(cell=cell, batch=3))
    hand.session.breakpoints.add("broken")
    hand.train_and_pause(2)
    batch, _ = hand.run.training.upcoming()
    batch.inputs[2, 1, 0] = np.nan
    hand.session.start()
    hand.train(1)
    scene = hand.state.scene
    assert hand.state.activity == "paused"
    assert hand.state.stop is not None
    assert (hand.state.stop.update, hand.state.update) == (2, 2)
    assert (scene.trace.origin.sample, scene.trace.origin.sequence) == ("batch", 1)
    tick = ticks(scene.trace)[scene.marks.tick or 0]
    assert (tick.phase, tick.time, tick.lane) == (FORWARD, 2, "layer1")
    assert np.isnan(scene.trace.lanes[0].values[tick.quantity][2]).any()
    assert np.isfinite(scene.trace.lanes[0].values[tick.quantity][1]).all()
    assert hand.state.breakpoints[0].hits == 1
    batch.inputs[2, 1, 0] = 0.5
    hand.train_and_pause(1)
    assert hand.state.scene.trace.origin.sample == "pinned", "as the settings say"


# --- conditions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tick"),
    [
        ("f[1] > -1 and t == 3", Tick(FORWARD, "layer1", 2, "f")),
        ("t == 2", Tick(FORWARD, "", 1, "x")),
        ("E >= 0 and t == 4", Tick(FORWARD, "", 3, "E")),
        ("norm(dh) >= 0 and t == 2", Tick(BACKWARD, "layer1", 1, "h")),
        ("norm(h) > 0 and norm(da_f) >= 0 and t == 1", Tick(BACKWARD, "layer1", 0, "a_f")),
        ("norm(dh) >= 0", Tick(BACKWARD, "layer1", 3, "h")),
        ("gradient_norm > 0 and t == 2", Tick(UPDATE, "", 0, "sum")),
        ("clipped_norm > 0", Tick(UPDATE, "", 0, "clip")),
        ("max(abs(W_f)) > 0", Tick(UPDATE, "", 0, "weights")),
        ("loss > 0", Tick(FORWARD, "", 3, "E")),
        ("update == 1", Tick(FORWARD, "", 3, "E")),
    ],
)
def test_that_a_condition_stops_as_soon_as_all_it_names_is_known(text: str, tick: Tick) -> None:
    run = TrainingRun(small_settings())
    stop = stopped(run, of("condition", text=text))
    assert tick_of(run, stop) == tick
    assert run.training.update == 0


def test_that_a_condition_on_weights_sees_the_new_ones() -> None:
    run = TrainingRun(small_settings())
    stopped(run, of("condition", text="update == 6 and norm(W_f) > 0"))
    assert run.training.update == 5
    norm = float(np.linalg.norm(run.coming().after["layer1.W_f"]))
    before = float(np.linalg.norm(run.coming().before["layer1.W_f"]))
    middle = (norm + before) / 2
    sign = ">" if norm > before else "<"
    again = TrainingRun(small_settings())
    stopped(again, of("condition", text=f"update > 5 and norm(W_f) {sign} {middle}"))
    assert again.training.update == 5


def test_that_a_condition_for_another_network_waits() -> None:
    run = TrainingRun(small_settings(cell="gru"))
    assert stopped(run, of("condition", text="f[0] > 0"), updates=3) is None


# --- counting --------------------------------------------------------------------------


def test_that_the_first_hits_are_ignored_and_all_are_counted() -> None:
    run = TrainingRun(small_settings())
    checks = BreakpointChecks([of("tick", tick=Tick(FORWARD, "layer1", 1, "h"), ignore=4)], run)
    stops = [checks.advance(run) for _ in range(5)]
    assert [stop is not None for stop in stops] == [False] * 4 + [True]
    assert checks.hits == {1: 5}
    assert run.training.update == 4


def test_that_hits_within_one_update_are_counted_one_by_one() -> None:
    run = TrainingRun(small_settings())
    stop = stopped(run, of("condition", text="norm(h) >= 0", ignore=2))
    assert tick_of(run, stop) == Tick(FORWARD, "layer1", 2, "h")


def test_that_the_earliest_of_several_stops() -> None:
    run = TrainingRun(small_settings())
    late, early = of("condition", text="norm(dh) >= 0"), of("condition", text="t == 3")
    stop = stopped(run, late, dataclasses.replace(early, number=2))
    assert stop is not None
    assert stop.number == 2


def test_that_what_is_switched_off_does_not_stop() -> None:
    run = TrainingRun(small_settings())
    assert stopped(run, of("condition", text="loss > 0", enabled=False), updates=3) is None


# --- the run is none the worse ---------------------------------------------------------


@pytest.mark.parametrize("text", ["loss > 0", "norm(h) > 0", "norm(W_f) > 0"])
def test_that_a_run_stopped_again_and_again_learns_the_same(text: str) -> None:
    plain, run = (TrainingRun(small_settings(optimizer="adam")) for _ in range(2))
    for _ in range(20):
        plain.advance()
    checks = BreakpointChecks([of("condition", text=text)], run)
    while run.training.update < 20:
        after, stop = -1, checks.advance(run)
        while stop is not None:
            after = stop.tick
            stop = checks.advance(run, after)
    assert run.network.parameters.flat.tobytes() == plain.network.parameters.flat.tobytes()
    assert np.array_equal(run.history_so_far().losses, plain.history_so_far().losses)


# --- the session -----------------------------------------------------------------------


def test_that_going_on_from_a_stop_leads_to_the_next_one() -> None:
    hand = Hand(small_settings())
    hand.session.breakpoints.add("condition", text="t >= 3 and norm(h) >= 0")
    places = []
    for _ in range(4):
        hand.session.start()
        hand.train(3)
        assert hand.state.activity == "paused"
        places.append((hand.state.update, hand.state.scene.marks.picked))
    h = [Spot(t, "layer1", "h", 0) for t in (2, 3)]
    assert places == [(0, h[0]), (0, h[1]), (1, h[0]), (1, h[1])]
    assert hand.state.breakpoints[0].hits == 4
    assert "t >= 3" in hand.message


def test_that_breakpoints_change_while_training_goes_on() -> None:
    hand = Hand(small_settings())
    hand.session.start()
    hand.train(3)
    hand.session.breakpoints.add("condition", text="loss > 0")
    hand.train(5)
    assert (hand.state.activity, hand.state.update) == ("paused", 3)
    only = hand.state.breakpoints[0]
    hand.session.start()
    hand.session.breakpoints.change(dataclasses.replace(only, enabled=False))
    hand.train(5)
    assert (hand.state.activity, hand.state.update) == ("running", 8)
    hand.session.breakpoints.remove(only.number)
    assert hand.state.breakpoints == ()


def test_that_a_breakpoint_at_the_cursor_comes_and_goes() -> None:
    hand = Hand(small_settings())
    hand.session.walk.set_granularity(Granularity.QUANTITY)
    hand.session.walk.step()
    hand.session.walk.step()
    hand.session.breakpoints.toggle_at_cursor()
    (only,) = hand.state.breakpoints
    assert only.tick == ticks(hand.state.scene.trace)[1]
    hand.session.walk.step()
    hand.session.start()
    hand.train(3)
    assert (hand.state.update, hand.state.scene.marks.tick) == (1, 1), "this update's is behind"
    hand.session.breakpoints.toggle_at_cursor()
    assert hand.state.breakpoints == ()
    hand.session.pick(Spot(2, "layer1", "d_f", 0))
    hand.session.walk.show_all()
    hand.session.breakpoints.toggle_at_cursor()
    assert hand.state.breakpoints[0].tick == Tick(BACKWARD, "layer1", 2, "f")


def test_that_a_wrong_condition_is_refused_at_its_column() -> None:
    hand = Hand(small_settings())
    assert hand.session.breakpoints.check("f[3] > ") is not None
    hand.session.breakpoints.add("condition", text="f[0] > los")
    assert hand.state.breakpoints == ()
    assert "column 8" in hand.message


@pytest.mark.parametrize("kind", [kind.key for kind in BUILT_IN])
def test_that_every_kind_can_be_asked_of_every_cell(kind: Kind) -> None:
    for cell in ("elman", "lstm", "gru"):
        run = TrainingRun(small_settings(cell=cell, layers=2))
        each = of(kind, kind_of(kind).limit)
        assert each.title
        stopped(run, each, updates=3)


def test_that_all_names_are_explained_and_can_be_used() -> None:
    for layers in (1, 2):
        hand = Hand(small_settings(layers=layers))
        named = hand.session.breakpoints.names()
        assert len({name for name, _ in named}) == len(named)
        for name, explanation in named:
            assert explanation
            inside = f"max(abs({name})) >= 0"
            assert hand.session.breakpoints.check(inside) is None, name
