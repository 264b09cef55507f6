"""Bookmarks: moments marked, named and found again, by hand and with a real worker."""

from dataclasses import replace
from pathlib import Path

import pytest

from rnnviz.session import walk
from rnnviz.session.bookmarks import LONGEST_NAME, LONGEST_NOTE, MOST_BOOKMARKS, Bookmark
from rnnviz.session.others import Others
from rnnviz.session.spots import is_there
from rnnviz.session.training_run import TrainingRun
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import ticks
from rnnviz.trace.trace import ATTENTION
from tests.session.hand_driver import Hand, settings_of, small_settings


def trained(updates: int = 6, **settings: object) -> Hand:
    hand = Hand(small_settings(**settings))
    hand.train_and_pause(updates)
    return hand


def marked(hand: Hand, name: str = "") -> Bookmark:
    """The bookmark made of the present moment."""
    number = hand.session.bookmarks.add(name)
    return next(each for each in hand.state.bookmarks if each.number == number)


def moment(hand: Hand) -> tuple[int, int, int | None, Spot]:
    marks = hand.state.scene.marks
    return hand.state.branch, hand.state.update, marks.tick, marks.picked


def arrive(hand: Hand) -> None:
    """What a driver tells at the end of a longer way."""
    hand.session.poll()
    assert hand.state.activity == "paused"


# --- the list --------------------------------------------------------------------------


def test_that_a_bookmark_holds_the_present_moment() -> None:
    hand = trained()
    hand.session.walk.go_to_update(4)
    hand.session.walk.go_to_tick(5)
    hand.session.pick(Spot(2, "layer1", "f", 1))
    made = marked(hand, "  gate opens ")
    assert made == Bookmark(1, "gate opens", "", 1, 4, 5, Spot(2, "layer1", "f", 1))
    assert hand.state.bookmarks == hand.run.bookmarks == (made,)


def test_that_a_bookmark_without_a_name_gets_one_that_says_when() -> None:
    hand = trained()
    order = ticks(hand.state.scene.trace)
    hand.session.walk.show_all()
    assert marked(hand).name == "update 6"
    hand.session.walk.go_to_tick(0)
    assert marked(hand).name == "update 6, forward, t = 1"
    hand.session.walk.go_to_tick(order.backward)
    assert marked(hand).name == "update 6, backward, t = 4"
    hand.session.walk.go_to_tick(order.update + 1)
    assert marked(hand).name == "update 6, clipping"


def test_that_while_training_the_update_in_sight_is_marked() -> None:
    hand = trained()
    hand.session.walk.go_to_tick(3)
    hand.session.start()
    hand.train(2)
    made = marked(hand)
    assert (made.update, made.tick, made.name) == (8, None, "update 8")
    assert hand.message == "Bookmarked: update 8."
    hand.session.bookmarks.change(replace(made, name="else"))
    assert "pause it first" in hand.message
    hand.session.bookmarks.remove(made.number)
    hand.session.bookmarks.go_to(made.number)
    assert "pause it first" in hand.message
    hand.train(1)
    assert hand.state.bookmarks == (made,)
    assert hand.state.update == 9


def test_that_only_name_and_note_can_be_changed() -> None:
    hand = trained()
    first, second = marked(hand, "first"), marked(hand, "second")
    changed = replace(first, name="else", note="two\nlines\n", branch=7, update=99, tick=1)
    hand.session.bookmarks.change(changed)
    assert hand.state.bookmarks == (replace(first, name="else", note="two\nlines"), second)
    hand.session.bookmarks.remove(first.number)
    assert hand.state.bookmarks == hand.run.bookmarks == (second,)


@pytest.mark.parametrize(
    ("name", "note", "says"),
    [
        ("", "", "needs a name"),
        (" \n ", "", "needs a name"),
        ("x" * (LONGEST_NAME + 1), "", "has 81 characters; wanted are at most 80"),
        ("one\ntwo", "", "more than one line"),
        ("name", "x" * (LONGEST_NOTE + 1), "has 2,001 characters; wanted are at most 2,000"),
    ],
)
def test_that_names_and_notes_out_of_bounds_are_refused(name: str, note: str, says: str) -> None:
    hand = trained()
    made = marked(hand, "as it was")
    hand.session.bookmarks.change(replace(made, name=name, note=note))
    assert says in hand.message
    assert hand.state.bookmarks == (made,)


def test_that_the_longest_name_and_note_are_taken() -> None:
    hand = trained()
    made = replace(marked(hand), name="x" * LONGEST_NAME, note="y" * LONGEST_NOTE)
    hand.session.bookmarks.change(made)
    assert hand.state.bookmarks == (made,)
    assert hand.session.bookmarks.add("z" * (LONGEST_NAME + 1)) is None
    assert "81 characters" in hand.message


def test_that_there_is_a_most() -> None:
    hand = trained()
    for _ in range(MOST_BOOKMARKS):
        assert hand.session.bookmarks.add("x")
    assert hand.session.bookmarks.add("one more") is None
    assert "500 bookmarks, which is the most" in hand.message
    assert len(hand.state.bookmarks) == MOST_BOOKMARKS


# --- the way ---------------------------------------------------------------------------


def test_that_a_bookmark_leads_back_to_update_operation_and_what_was_picked() -> None:
    hand = trained()
    hand.session.walk.go_to_update(2)
    hand.session.walk.go_to_tick(7)
    hand.session.pick(Spot(3, "layer1", "d_h", 2))
    made, there = marked(hand), moment(hand)
    hand.session.walk.go_to_update(6)
    hand.session.pick(Spot(0, "", "x"))
    hand.session.bookmarks.go_to(made.number)
    assert moment(hand) == there
    assert hand.run.training.update == 2
    assert hand.message == ""


def test_that_a_long_way_is_made_by_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = trained()
    hand.session.walk.go_to_update(1)
    hand.session.walk.go_to_tick(4)
    hand.session.pick(Spot(2, "layer1", "c", 1))
    made, there = marked(hand), moment(hand)
    hand.session.walk.go_to_update(6)
    monkeypatch.setattr(walk, "AT_ONCE", 0.0)
    hand.session.bookmarks.go_to(made.number)
    assert hand.state.activity == "travelling"
    assert hand.state.update == 6
    arrive(hand)
    assert moment(hand) == there


def test_that_a_bookmark_leads_to_another_branch() -> None:
    hand = trained()
    hand.session.walk.go_to_update(5)
    hand.session.pick(Spot(1, "layer1", "i", 0))
    made, there = marked(hand), moment(hand)
    weights = hand.run.network.parameters.flat.tobytes()
    hand.session.walk.go_to_update(2)
    hand.train_and_pause(1)
    assert (hand.state.branch, hand.state.update) == (2, 3)
    hand.session.bookmarks.go_to(made.number)
    arrive(hand)
    assert moment(hand) == there
    assert hand.run.network.parameters.flat.tobytes() == weights


def test_that_a_moment_that_is_gone_says_so_and_nothing_happens() -> None:
    hand = trained()
    made, before = marked(hand, "late"), moment(hand)
    gone = (replace(made, update=60), replace(made, number=2, branch=3))
    hand.session.put(bookmarks=gone)
    hand.session.bookmarks.go_to(1)
    assert hand.message == "“late”: update 60 is not there any more; branch 1 has 6 updates."
    hand.session.bookmarks.go_to(2)
    assert hand.message == "“late”: branch 3 is not there any more."
    hand.session.bookmarks.go_to(9)
    assert hand.message == "There is no bookmark 9."
    assert moment(hand) == before


def test_that_next_and_previous_go_by_the_updates_of_the_branch() -> None:
    hand = trained()
    desk, went = hand.session.bookmarks, hand.session.walk.go_to_update
    places: list[tuple[int, int | None]] = [(5, None), (2, 3), (2, None), (2, None)]
    for update, tick in places:
        went(update, tick)
        desk.add()
    went(0)
    seen = []
    for _ in places:
        desk.go_to_next()
        seen.append(moment(hand)[1:3])
    assert seen == [(2, None), (2, None), (2, 3), (5, None)]
    desk.go_to_next()
    assert hand.message == "No bookmark of this branch follows update 5."
    for wanted in (seen[2], seen[1], seen[0]):
        desk.go_to_previous()
        assert moment(hand)[1:3] == wanted
    desk.go_to_previous()
    assert hand.message == "No bookmark of this branch comes before update 2."
    went(4)
    desk.go_to_previous()
    assert moment(hand)[1:3] == (2, 3)
    elsewhere = replace(hand.state.bookmarks[0], number=99, branch=7)
    hand.session.put(bookmarks=(elsewhere,))
    desk.go_to_next()
    assert hand.message.endswith("The panel of bookmarks leads to other branches too.")


def test_that_what_another_network_lacks_is_not_picked() -> None:
    hand = trained()
    made = marked(hand, "of another")
    for spot in (Spot(1, "layer9", "h", 0), Spot(99, "", "x"), Spot(0, "layer1", "h", 50)):
        hand.session.put(bookmarks=(replace(made, spot=spot),))
        before = hand.state.scene.marks.picked
        hand.session.bookmarks.go_to(made.number)
        assert hand.message == "“of another”: what was picked is not in this network."
        assert hand.state.scene.marks.picked == before
    hand.session.put(bookmarks=(replace(made, tick=100_000),))
    hand.session.bookmarks.go_to(made.number)
    assert "operations, not 100,001; the whole sequence is shown" in hand.message
    assert hand.state.scene.marks.tick is None


# --- from run to run -------------------------------------------------------------------


def test_that_compared_networks_have_the_same_bookmarks() -> None:
    hand = Hand()
    rest = [TrainingRun(small_settings(cell=cell)) for cell in ("gru", "elman")]
    hand.session.begin(TrainingRun(small_settings()), Others(rest))
    hand.train_and_pause(3)
    hand.session.walk.go_to_update(1)
    made = marked(hand, "all of them")
    hand.session.walk.go_to_update(3)
    hand.session.comparing.look_at_next()
    assert hand.state.settings.cell == "gru"
    assert hand.state.bookmarks == (made,)
    hand.session.bookmarks.go_to(made.number)
    assert hand.state.update == 1
    assert all(run.training.update == 1 for run in (hand.session.run, *hand.session.others.runs))
    hand.session.comparing.end()
    assert hand.state.bookmarks == (made,)


def test_that_a_new_network_has_none_and_the_former_one_keeps_its_own() -> None:
    hand = trained()
    made = marked(hand)
    hand.session.restart()
    assert hand.state.bookmarks == ()
    hand.session.bring_back()
    assert hand.state.bookmarks == (made,)


# --- places ----------------------------------------------------------------------------


def test_that_every_operation_stands_at_a_place_that_is_there(tmp_path: Path) -> None:
    hand = Hand(settings_of("translation", tmp_path, attention=True))
    order = ticks(hand.state.scene.trace)
    for index in range(len(order)):
        hand.session.walk.go_to_tick(index)
        assert is_there(hand.state.scene.trace, hand.state.scene.marks.picked)


def test_that_places_beyond_a_network_are_not_there() -> None:
    trace = Hand().state.scene.trace
    there = (Spot(0, "layer1", "W_f", 2, 1), Spot(3, "", "E"), Spot(0, "layer1", "d_h", 1, None, 2))
    assert all(is_there(trace, spot) for spot in there)
    for spot in (
        Spot(-1, "", "x"),
        Spot(4, "", "x"),
        Spot(0, "", "q"),
        Spot(0, "layer1", "z", 0),
        Spot(0, "layer1", "h", 3),
        Spot(0, "layer1", "W_f", 3, 0),
        Spot(0, "layer1", "h", 0, None, 4),
        Spot(0, ATTENTION, "w", 0),
    ):
        assert not is_there(trace, spot)
