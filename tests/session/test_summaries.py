"""Summaries: kept by update, thinned out evenly, of the present branch alone."""

import time

import numpy as np
import pytest

from rnnviz.session import worker
from rnnviz.session.session import Session
from rnnviz.session.summaries import LEAST, MOST, Summaries
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.histograms import of_weights
from rnnviz.trace.summary import Summary
from tests.session.hand_driver import small_settings

ONE = {"W": of_weights(np.ones(3))}


def updates(kept: Summaries) -> list[int]:
    return [each.update for each in kept.so_far()]


def filled(*given: int) -> Summaries:
    kept = Summaries()
    for update in given:
        kept.add(Summary(update, {}, ONE))
    return kept


def test_that_they_stand_in_the_order_of_the_updates() -> None:
    assert updates(filled(5, 1, 9, 3)) == [1, 3, 5, 9]


def test_that_a_later_one_of_the_same_update_takes_its_place_but_keeps_its_gradients() -> None:
    kept = filled(1, 2)
    with_gradients = Summary(2, {}, ONE, ONE)
    kept.add(with_gradients)
    assert kept.so_far()[1] == with_gradients
    kept.add(Summary(2, {}, {}))
    assert kept.so_far()[1] == Summary(2, {}, {}, ONE)
    assert len(kept) == 2


def test_that_many_are_thinned_out_evenly() -> None:
    kept = filled(*range(0, 20_000, 5))
    found = updates(kept)
    assert len(found) == MOST
    assert (found[0], found[-1]) == (0, 19_995)
    gaps = np.diff(found)
    assert gaps.max() <= 4 * np.median(gaps)


def test_that_their_bytes_are_bounded() -> None:
    kept = filled(*range(100))
    kept.keep_to(50 * Summary(0, {}, ONE).size)
    assert len(kept) == 50
    kept.keep_to(1)
    assert len(kept) == LEAST


def test_that_the_first_of_them_are_a_record_of_their_own() -> None:
    kept = filled(0, 10, 20, 30)
    earlier = kept.first(20)
    earlier.add(Summary(21, {}, ONE))
    assert updates(earlier) == [0, 10, 20, 21]
    kept.drop_after(10)
    assert updates(kept) == [0, 10]


def trained(updates: int, every: int = 1) -> TrainingRun:
    run = TrainingRun(small_settings())
    for update in range(updates):
        run.advance()
        if (update + 1) % every == 0:
            run.summarize(run.trace())
    return run


def test_that_the_gradients_are_those_of_the_update() -> None:
    run = trained(4)
    coming = run.coming()
    run.advance()
    run.summarize(run.trace())
    found = run.timeline.branch.summaries.so_far()[-1]
    assert found.update == 5
    for name, gradient in coming.clipped.items():
        assert found.gradients[name].norm == pytest.approx(np.linalg.norm(gradient), rel=1e-12)
    for name, weights in coming.after.items():
        assert found.weights[name].largest == np.abs(weights).max()


def test_that_a_branch_has_those_before_it_and_its_own() -> None:
    run = trained(8, every=2)
    run.timeline.go_to(5)
    run.timeline.leave_known_future()
    run.advance()
    run.summarize(run.trace())
    assert updates(run.timeline.branch.summaries) == [2, 4, 6]
    run.timeline.switch(1)
    assert updates(run.timeline.branch.summaries) == [2, 4, 6, 8]


def test_that_going_back_leaves_no_gradient_of_another_update() -> None:
    run = trained(8, every=8)
    run.timeline.go_to(0)
    run.summarize(run.trace())
    assert run.timeline.branch.summaries.so_far()[0].gradients == {}
    run.timeline.take_back()
    assert updates(run.timeline.branch.summaries) == [0]


def test_that_nothing_is_kept_of_numbers_set_by_hand() -> None:
    run = TrainingRun(small_settings())
    run.what_if = run.what_if.with_state("layer1", 1, "h", 0, 0.5)
    run.summarize(run.trace())
    assert not len(run.timeline.branch.summaries)


@pytest.mark.parametrize(("interval", "most"), [(1e9, 3), (0.0, 1000)])
def test_that_training_is_not_held_up_by_them(
    monkeypatch: pytest.MonkeyPatch, interval: float, most: int
) -> None:
    monkeypatch.setattr(worker, "SUMMARY_INTERVAL", interval)
    monkeypatch.setattr(worker, "SUMMARY_PATIENCE", 0.0)
    session = Session(TrainingRun(small_settings()), worker.Worker())
    session.start()
    deadline = time.monotonic() + 20.0
    while session.state.update < 30 and time.monotonic() < deadline:
        session.poll()
    session.pause()
    while session.state.activity != "paused" and time.monotonic() < deadline:
        session.poll()
    found = [each.update for each in session.state.scene.summaries]
    session.close()
    # The start, the first update that is shown, and the last one are always there.
    assert found[0] == 0
    assert found[-1] == session.state.update >= 30
    assert 3 <= len(found) <= most
    assert (len(found) > 3) == (interval == 0.0)
