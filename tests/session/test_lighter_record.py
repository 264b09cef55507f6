"""Fewer moments to go back to: the same bits, only later."""

import numpy as np

from rnnviz.session.lighter_record import lighter
from rnnviz.session.run_record import take_up
from rnnviz.session.training_run import TrainingRun
from tests.interchange.projects.saved_runs import recorded, session_of
from tests.session.hand_driver import small_settings
from tests.session.test_going_back import bits


def trained() -> TrainingRun:
    """With two branches, and as many moments on each as there may be."""
    run = TrainingRun(small_settings())
    for _ in range(400):
        run.advance()
    run.timeline.go_to(250)
    run.timeline.set_weight("b_y", (0,), 0.5)
    for _ in range(150):
        run.advance()
    return run


def test_that_moments_make_room_evenly_and_the_first_and_the_newest_stay() -> None:
    points = trained().timeline.branches[0].points
    moments = points.moments
    half = points.thinned(points.size // 2).moments
    assert half[0] is moments[0]
    assert half[-1] is moments[-1]
    assert len(half) == 1 + (len(moments) - 1 + 1) // 2
    assert np.ptp(np.diff([each.update for each in half[1:]])) == 0
    assert points.thinned(points.size).moments == moments
    assert len(points.thinned(1).moments) == 2


def test_that_a_lighter_record_leads_to_the_same_bits() -> None:
    run = trained()
    record = recorded(session_of(run))
    kept = record.networks[0][1]
    size = sum(branch.points.size for branch in kept.branches)
    less = lighter(record, size // 4).networks[0][1]
    assert sum(branch.points.size for branch in less.branches) < size // 3
    # What was given is as it was.
    assert sum(branch.points.size for branch in kept.branches) == size
    other = TrainingRun(run.settings)
    take_up(other, less)
    for number, update in ((2, 397), (2, 251), (1, 3), (1, 390)):
        for each in (run, other):
            each.timeline.switch(number)
            each.timeline.go_to(update)
        assert bits(other) == bits(run)
