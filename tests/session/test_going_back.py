"""Back over weight updates, bit for bit."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.session.restore_points import RestorePoints
from rnnviz.session.setting_fields import changed
from rnnviz.session.training_run import TrainingRun
from tests.session.hand_driver import small_settings, text_settings


def bits(run: TrainingRun) -> list[bytes]:
    """Everything that the next updates depend on, byte for byte."""
    training = run.training
    parts = [training.network.parameters.flat.tobytes()]
    parts += [moment.tobytes() for moment in training.optimizer.moments.values()]
    parts += [value.tobytes() for lane in training.end.values() for value in lane.values()]
    numbers = (training.optimizer.count, training.update, training.seen, run.settings)
    parts.append(repr((training.moment().position, numbers)).encode())
    history, count = run.history_so_far(), training.update
    return [*parts, history.losses[:count].tobytes(), history.clipped_norms[:count].tobytes()]


def advance(run: TrainingRun, updates: int) -> None:
    for _ in range(updates):
        run.advance()


@pytest.mark.parametrize("cell", ["elman", "lstm", "gru"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
def test_that_a_hundred_back_and_on_change_no_bit(cell: str, optimizer: str) -> None:
    run = TrainingRun(small_settings(cell=cell, optimizer=optimizer, rate=0.01))
    advance(run, 20)
    early = bits(run)
    advance(run, 100)
    late = bits(run)
    run.timeline.go_to(20)
    assert bits(run) == early
    advance(run, 100)
    assert bits(run) == late


def test_that_a_thousand_back_and_on_change_no_bit(tmp_path: Path) -> None:
    run = TrainingRun(text_settings(tmp_path))
    advance(run, 7)
    early = bits(run)
    advance(run, 1000)
    late = bits(run)
    run.timeline.go_to(7)
    assert bits(run) == early
    advance(run, 1000)
    assert bits(run) == late


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-30, 30), max_size=12), st.sampled_from([0.001, 0.1]))
def test_that_any_mix_of_steps_leads_to_the_same_bits(walk: list[int], rate: float) -> None:
    run = TrainingRun(small_settings(rate=rate))
    known = {0: bits(run)}
    for by in walk:
        target = max(0, run.training.update + by)
        if target < run.training.update:
            run.timeline.go_to(target)
        advance(run, target - run.training.update)
        assert bits(run) == known.setdefault(target, bits(run))


def test_that_settings_changed_on_the_way_are_repeated() -> None:
    run = TrainingRun(small_settings(rate=0.01))
    advance(run, 5)
    run.apply(changed(run.settings, {"rate": 0.1}))
    advance(run, 5)
    expected = bits(run)
    advance(run, 20)
    run.timeline.go_to(10)
    assert bits(run) == expected
    run.timeline.go_to(4)
    assert run.settings.rate == run.training.rate == 0.01


def test_that_a_weight_can_be_unset_where_its_restore_point_was_made_anew() -> None:
    run = TrainingRun(small_settings())
    advance(run, 8)
    before = bits(run)
    run.timeline.set_weight("W_hy", (0, 0), 0.5)
    advance(run, 24)
    points = run.timeline.branch.points.moments
    run.timeline.branch.points = RestorePoints.of([p for p in points if p.update != 8])
    for update in range(31, 7, -1):
        run.timeline.go_to(update)
    assert run.network.parameters["W_hy"][0, 0] == 0.5
    assert run.timeline.branch.points.before(8).update == 8
    run.timeline.unset_weight()
    assert bits(run)[0] == before[0]


def test_that_another_rate_from_a_past_update_makes_another_future() -> None:
    run = TrainingRun(small_settings(rate=0.01))
    advance(run, 40)
    first = bits(run)
    run.timeline.go_to(10)
    run.apply(changed(run.settings, {"rate": 0.1}))
    advance(run, 30)
    second = bits(run)
    assert first != second
    advance(run, 10)
    run.timeline.go_to(40)
    assert bits(run) == second


def test_that_restore_points_keep_to_their_memory() -> None:
    run = TrainingRun(small_settings())
    most = 40 * run.training.moment().size
    points = RestorePoints(most)
    for _ in range(2000):
        points.add(run.training.moment())
        assert points.size <= most
        run.advance()
    gaps = np.array([n - points.before(n).update for n in range(2000)])
    assert gaps.max() < 4 * 2000 / len(points)
    assert points.before(0).update == 0
    with pytest.raises(LookupError):
        points.before(-1)


def test_that_each_step_back_repeats_only_few_updates(monkeypatch: pytest.MonkeyPatch) -> None:
    run = TrainingRun(small_settings())
    points = run.timeline.branch.points
    points.keep_to(40 * run.training.moment().size, 0)
    flats = []
    for _ in range(2000):
        flats.append(run.network.parameters.flat.tobytes())
        run.advance()
    made = []
    advance_once = type(run.training).advance

    def counted(training: object) -> object:
        made.append(1)
        return advance_once(training)  # type: ignore[arg-type]

    monkeypatch.setattr(type(run.training), "advance", counted)
    for start in (1999, 1203, 377):
        run.timeline.go_to(start)
        repeated = []
        for update in range(start - 1, max(-1, start - 250), -1):
            made.clear()
            run.timeline.go_to(update)
            repeated.append(len(made))
            assert run.network.parameters.flat.tobytes() == flats[update]
        # Once there is something to go back on, a step fills in eight and repeats eight.
        assert sorted(repeated)[-4] <= 16, sorted(repeated)[-8:]
    assert points.size <= 40 * run.training.moment().size
