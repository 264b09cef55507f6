"""A session taken up from its project stands as it stood."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rnnviz.engine.batch import Floats
from rnnviz.interchange.captured_run import CapturedRun
from rnnviz.interchange.file_error import FileError
from rnnviz.interchange.projects import machine
from rnnviz.interchange.projects.layout import Layout
from rnnviz.interchange.projects.own_file import note_on_own_file
from rnnviz.interchange.projects.project_file import load_project
from rnnviz.session import own_content
from rnnviz.session.state import State
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.what_if import WhatIf
from rnnviz.trace.scene import Spot
from rnnviz.trace.ticks import Granularity
from tests.interchange.projects.saved_runs import opened, saved, session_of, taken_up
from tests.interchange.test_captured_run import replayed
from tests.session.hand_driver import Hand, small_settings, text_settings
from tests.session.test_comparing import compared, explosive
from tests.session.test_going_back import bits


def arrays_of(state: State) -> Sequence[Floats]:
    """All that is computed of what is shown."""
    trace = state.scene.trace
    lanes = [value for lane in trace.lanes for value in lane.values.values()]
    return [*lanes, *trace.parameters.values(), trace.outputs, trace.inputs]


def assert_shows_the_same(one: State, other: State) -> None:
    for a, b in zip(arrays_of(one), arrays_of(other), strict=True):
        np.testing.assert_array_equal(a, b)
    assert one.scene.marks == other.scene.marks
    for name in ("settings", "update", "seen", "newest", "branch", "branches", "granularity"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("pace", "unit", "breakpoints", "bookmarks", "facts"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.scene.score == other.scene.score


def test_that_everything_that_was_set_up_is_there_again(tmp_path: Path) -> None:
    hand = Hand()
    session = hand.session
    session.breakpoints.add("norm above", 50.0)
    session.breakpoints.add("condition", text="loss > 1000")
    session.breakpoints.change(replace(session.state.breakpoints[1], enabled=False, ignore=3))
    session.watches.add("norm(h)")
    session.watches.add("loss")
    hand.train_and_pause(7)
    session.bookmarks.add("the seventh")
    session.walk.set_granularity(Granularity.QUANTITY)
    session.walk.step()
    session.breakpoints.toggle_at_cursor()
    session.walk.step()
    session.set_pace(12.5)
    session.pick(Spot(2, "layer1", "c", 1))
    session.measuring.measure_at_once()
    other = taken_up(opened(session, tmp_path))
    assert_shows_the_same(session.state, other.state)
    assert session.state.scene.marks.tick is not None
    assert session.state.scene.score.value
    for one, two in zip(session.state.watches, other.state.watches, strict=True):
        assert (one.number, one.text, one.value) == (two.number, two.text, two.value)
        np.testing.assert_array_equal(one.updates, two.updates)
        np.testing.assert_array_equal(one.over_updates, two.over_updates)
        np.testing.assert_array_equal(one.over_steps, two.over_steps)
    assert len(session.state.watches[0].updates) > 1


def test_that_summaries_are_there_again(tmp_path: Path) -> None:
    hand = Hand()
    hand.train_and_pause(5)
    kept = hand.session.run.timeline.branch.summaries.so_far()
    other = opened(hand.session, tmp_path).run.timeline.branch.summaries.so_far()
    assert [each.update for each in other] == [each.update for each in kept]
    assert len(kept) > 1
    for one, two in zip(kept, other, strict=True):
        assert one.saturation == two.saturation
        for mine, its in ((one.weights, two.weights), (one.gradients, two.gradients)):
            assert mine.keys() == its.keys()
            for name, histogram in mine.items():
                assert (histogram.norm, histogram.largest) == (its[name].norm, its[name].largest)
                np.testing.assert_array_equal(histogram.shares, its[name].shares)
    assert any(each.gradients for each in kept)


def test_that_what_was_set_in_the_sequence_is_there_again(tmp_path: Path) -> None:
    hand = Hand()
    hand.session.editing.set_number(Spot(1, "", "x", 0), "0.75")
    hand.session.editing.set_number(Spot(2, "layer1", "h", 1), "-0.5")
    other = taken_up(opened(hand.session, tmp_path))
    assert other.run.what_if == hand.session.run.what_if != WhatIf()
    assert_shows_the_same(hand.session.state, other.state)


def test_that_compared_networks_go_on_beside_each_other(tmp_path: Path) -> None:
    hand = compared()
    hand.train_and_pause(6)
    hand.session.walk.go_to_update(3)
    hand.train_and_pause(4)
    hand.session.comparing.look_at(1)
    hand.session.measuring.measure_at_once()
    other = taken_up(opened(hand.session, tmp_path))
    assert_shows_the_same(hand.session.state, other.state)
    assert other.others.place == 1
    mine = hand.session.others.all(hand.session.run)
    its = other.others.all(other.run)
    for _ in range(10):
        hand.session.others.advance(hand.session.run, hand.session.run.advance)
        other.others.advance(other.run, other.run.advance)
    for one, two in zip(mine, its, strict=True):
        assert bits(one) == bits(two)
        assert one.score == two.score
        assert one.score.value
    hand.session.walk.switch_branch(1)
    other.walk.switch_branch(1)
    for one, two in zip(mine, its, strict=True):
        assert bits(one) == bits(two)


def test_that_a_network_left_behind_says_why(tmp_path: Path) -> None:
    hand = compared(explosive())
    hand.train_and_pause(60)
    stopped = [run.stopped for run in hand.session.others.all(hand.session.run)]
    assert any(stopped)
    other = taken_up(opened(hand.session, tmp_path))
    for one, run in zip(stopped, other.others.all(other.run), strict=True):
        assert (one is None) == (run.stopped is None)
        if one is not None and run.stopped is not None:
            assert (one.update, one.place) == (run.stopped.update, run.stopped.place)


@pytest.mark.parametrize("name", ["lstm_readout", "gru_2_both"])
def test_that_a_capture_goes_with_its_project(tmp_path: Path, name: str) -> None:
    session = session_of(CapturedRun(replayed(name), small_settings()))
    session.editing.set_number(Spot(0, "", "W_hy", 0, 0), "0.5")
    other = taken_up(opened(session, tmp_path))
    assert isinstance(other.run, CapturedRun)
    assert other.run.untrainable == session.run.untrainable
    assert_shows_the_same(session.state, other.state)


def test_that_a_changed_file_is_told_once_where_it_was_beside_the_project(tmp_path: Path) -> None:
    path = saved(session_of(TrainingRun(text_settings(tmp_path))), tmp_path)
    text = tmp_path / "story.txt"
    text.write_text("something else")
    with pytest.raises(FileError, match=rf"what is at {re.escape(str(text))} was changed"):
        load_project(path)


def test_that_a_project_finds_the_file_it_reads_beside_it(tmp_path: Path) -> None:
    session = session_of(TrainingRun(text_settings(tmp_path)))
    path = saved(session, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = elsewhere / path.name
    path.rename(moved)
    assert load_project(moved).run.settings == session.state.settings
    text = tmp_path / "story.txt"
    text.rename(elsewhere / "story.txt")
    assert load_project(moved).run.settings.text == str(elsewhere / "story.txt")
    (elsewhere / "story.txt").write_text("something else")
    with pytest.raises(FileError, match=r"story\.txt .*was changed.*beside the project"):
        load_project(moved)
    (elsewhere / "story.txt").unlink()
    with pytest.raises(FileError, match=r"story\.txt .*not there any more.*beside the project"):
        load_project(moved)


@pytest.mark.parametrize("what", ["changed", "gone"])
def test_that_a_project_reads_the_file_as_it_was_when_the_network_read_it(
    tmp_path: Path, what: str
) -> None:
    hand, story = Hand(text_settings(tmp_path)), tmp_path / "story.txt"
    hand.train_and_pause(2)
    before = story.read_bytes()
    assert note_on_own_file(hand.run) == ""
    if what == "gone":
        story.unlink()
    else:
        story.write_bytes(before[:-10] + before[-10:].upper())
    path = saved(hand.session, tmp_path)
    assert "story.txt is not any more what the network has read" in note_on_own_file(hand.run)
    with pytest.raises(FileError, match=r"story\.txt .*Put the file as it was"):
        load_project(path)
    story.write_bytes(before)
    assert bits(load_project(path).run) == bits(hand.run)
    assert note_on_own_file(hand.run) == ""


def test_that_an_immense_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_content, "MOST_BYTES", 1000)
    hand = Hand(text_settings(tmp_path))
    with pytest.raises(FileError, match=r"story\.txt.* has more than"):
        saved(hand.session, tmp_path)


def test_that_another_machine_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()
    path = saved(hand.session, tmp_path)
    assert load_project(path).differs == ""
    here = machine.this_machine()
    for values in ({"bits": "0" * 64}, {"numpy": "9.9"}):
        another = machine.Machine(
            **{**{n: getattr(here, n) for n in here.__struct_fields__}, **values}
        )
        monkeypatch.setattr(machine, "this_machine", lambda another=another: another)
        differs = load_project(path).differs
        assert str(here) in differs
        assert "rounding" in differs


def test_that_the_bits_of_a_machine_are_always_the_same() -> None:
    first = machine.this_machine()
    machine.this_machine.cache_clear()
    assert machine.this_machine() == first


def test_that_the_same_session_gives_the_same_bytes(tmp_path: Path) -> None:
    hand = Hand()
    hand.train_and_pause(3)
    first = saved(hand.session, tmp_path).read_bytes()
    assert saved(hand.session, tmp_path).read_bytes() == first
    again = taken_up(load_project(tmp_path / "saved.rnnviz"))
    assert saved(again, tmp_path).read_bytes() == first


def test_that_the_layout_of_the_window_comes_back(tmp_path: Path) -> None:
    layout = Layout("dark", {"panels": "AAECAw=="})
    path = saved(Hand().session, tmp_path, layout)
    assert load_project(path).layout == layout


def test_that_the_run_before_can_be_brought_back(tmp_path: Path) -> None:
    hand = Hand()
    hand.train_and_pause(2)
    project = opened(hand.session, tmp_path)
    hand.train_and_pause(3)
    before = bits(hand.session.run)
    hand.session.projects.take_up(project.run, project.others, project.standing)
    assert hand.state.update == 2
    assert hand.state.activity == "paused"
    hand.session.bring_back()
    assert hand.state.update == 5
    assert bits(hand.session.run) == before


def test_that_training_stands_still_when_a_project_is_taken_up(tmp_path: Path) -> None:
    hand = Hand()
    hand.train_and_pause(2)
    project = opened(hand.session, tmp_path)
    hand.session.start()
    hand.session.projects.take_up(project.run, project.others, project.standing)
    assert hand.state.activity == "paused"
    assert hand.driver.run is None
