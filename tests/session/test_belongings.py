"""Belongings: what would be lost with a session, and what is only looking around."""

from collections.abc import Callable

import pytest

from rnnviz.session.belongings import Belongings, belongings, belongings_kept
from rnnviz.session.project_desk import SessionRecord
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.session.hand_driver import Hand, small_settings

WEIGHT = Spot(0, "", "W_hy", 0, 0)


def trained(updates: int = 6) -> Hand:
    hand = Hand()
    hand.train_and_pause(updates)
    return hand


def now(hand: Hand) -> Belongings:
    return belongings(hand.state)


def set_weight(hand: Hand, text: str) -> None:
    hand.session.editing.set_number(WEIGHT, text)


def branch_off(hand: Hand) -> None:
    hand.session.walk.go_to_update(2)
    hand.session.poll()
    hand.train_and_pause(1)


DONE: dict[str, Callable[[Hand], object]] = {
    "update": lambda hand: hand.train_and_pause(1),
    "branch": branch_off,
    "weight": lambda hand: set_weight(hand, "0.5"),
    "rate": lambda hand: hand.session.choose({"rate": 0.02}),
    "breakpoint": lambda hand: hand.session.breakpoints.add("clipped"),
    "watch": lambda hand: hand.session.watches.add("norm(h)"),
    "bookmark": lambda hand: hand.session.bookmarks.add(),
    "network": lambda hand: hand.session.choose({"cell": "gru"}),
}
LOOKED: dict[str, Callable[[Hand], object]] = {
    "step": lambda hand: hand.session.walk.step(),
    "pick": lambda hand: hand.session.pick(Spot(2, "layer1", "f", 1)),
    "granularity": lambda hand: hand.session.walk.set_granularity(Granularity.QUANTITY),
    "past": lambda hand: hand.session.walk.go_to_update(1),
    "pace": lambda hand: hand.session.set_pace(5.0),
    "sample": lambda hand: hand.session.choose({"sample": "batch"}),
    "temperature": lambda hand: hand.session.choose({"temperature": 0.5}),
    "input": lambda hand: hand.session.editing.set_number(Spot(1, "", "x", 0), "0.7"),
    "score": lambda hand: hand.session.measuring.measure_at_once(),
}


@pytest.mark.parametrize("what", DONE)
def test_that_what_was_done_tells(what: str) -> None:
    hand = trained()
    before = now(hand)
    DONE[what](hand)
    hand.session.poll()
    assert now(hand) != before


@pytest.mark.parametrize("what", LOOKED)
def test_that_looking_around_changes_nothing(what: str) -> None:
    hand = trained()
    before = now(hand)
    LOOKED[what](hand)
    hand.session.poll()
    assert now(hand) == before


def test_that_another_number_in_the_same_place_tells() -> None:
    hand = trained()
    set_weight(hand, "0.5")
    before = now(hand)
    hand.session.editing.undo()
    set_weight(hand, "0.7")
    assert now(hand) != before


def test_that_what_was_undone_was_not_done() -> None:
    hand = trained()
    before = now(hand)
    set_weight(hand, "0.5")
    hand.session.editing.undo()
    assert now(hand) == before


def test_that_a_setting_put_back_was_not_changed() -> None:
    hand = trained()
    before, rate = now(hand), hand.state.settings.rate
    hand.session.choose({"rate": 0.02})
    hand.session.choose({"rate": rate})
    assert now(hand) == before


def test_that_a_setting_put_back_was_not_changed_however_one_looked_meanwhile() -> None:
    hand = trained()
    before, rate = now(hand), hand.state.settings.rate
    hand.session.choose({"sample": "batch"})
    hand.session.choose({"rate": 0.02})
    assert now(hand) != before
    hand.session.choose({"rate": rate})
    assert now(hand) == before


def test_that_how_often_a_breakpoint_came_true_does_not_count() -> None:
    hand = trained()
    hand.session.breakpoints.add("norm above", 1e-9)
    before = now(hand)
    hand.session.put(breakpoints=hand.session.breakpoints.counted({1: 7}))
    assert now(hand) == before


def test_that_only_a_network_with_which_nothing_was_done_is_fresh() -> None:
    assert now(Hand()).is_fresh
    assert not now(trained()).is_fresh
    edited, marked = Hand(), Hand()
    set_weight(edited, "0.5")
    marked.session.bookmarks.add()
    assert not now(edited).is_fresh
    assert not now(marked).is_fresh


def test_that_of_compared_networks_it_does_not_matter_which_is_shown() -> None:
    hand = Hand()
    networks = [small_settings(cell=cell) for cell in ("elman", "gru")]
    hand.session.comparing.begin(networks)
    hand.train_and_pause(3)
    set_weight(hand, "0.5")
    before = now(hand)
    hand.session.comparing.look_at_next()
    assert now(hand) == before
    set_weight(hand, "0.5")
    assert now(hand) != before


def test_that_a_record_holds_what_the_state_shows() -> None:
    hand = trained()
    for each in DONE.values():
        each(hand)
        hand.session.poll()
    kept: list[SessionRecord] = []
    hand.session.projects.record(kept.append, pytest.fail)
    assert belongings_kept(kept[0]) == now(hand)
    hand.train_and_pause(2)
    assert belongings_kept(kept[0]) != now(hand)
