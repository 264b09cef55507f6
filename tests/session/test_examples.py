"""The example: made with every text that is written, and never an error of training."""

import pytest

from rnnviz.exhibits import TextExhibit
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import snapshot
from rnnviz.trace.scene import Spot
from tests.session.hand_driver import Hand, small_settings


def test_that_the_first_scene_has_one() -> None:
    hand = Hand()
    example = hand.state.scene.example
    assert isinstance(example.exhibit, TextExhibit)
    assert (example.update, example.failure) == (0, "")


def test_that_it_is_of_the_sequence_shown() -> None:
    run = TrainingRun(small_settings())
    trace = run.trace()
    exhibit = run.example(trace).exhibit
    assert isinstance(exhibit, TextExhibit)
    assert [word.text for word in exhibit.words] == list(trace.labels.inputs)


def test_that_it_comes_with_the_text_that_is_written() -> None:
    run = TrainingRun(small_settings())
    run.advance()
    assert snapshot(run).example is None
    example = snapshot(run, run.writing()).example
    assert example is not None
    assert example.update == 1


def test_that_it_stays_until_there_is_a_newer_one() -> None:
    hand = Hand()
    hand.train_and_pause(2)
    before = hand.state.scene.example
    hand.driver.told = snapshot(hand.run)
    hand.session.poll()
    assert hand.state.scene.example is before
    hand.session.walk.step()
    assert hand.state.scene.example is before


def test_that_it_is_there_at_once_where_training_stops() -> None:
    hand = Hand()
    hand.train_and_pause(7)
    assert hand.state.scene.example.update == 7


def test_that_an_input_set_by_hand_is_in_it() -> None:
    hand = Hand()
    hand.session.editing.set_number(Spot(1, "", "x", 0), "0.5")
    exhibit = hand.state.scene.example.exhibit
    assert isinstance(exhibit, TextExhibit)
    assert "0.50" in exhibit.words[1].text


def test_that_an_error_in_it_is_told_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    hand = Hand()

    def fail(*arguments: object) -> None:
        raise RuntimeError("a bad picture")

    monkeypatch.setattr(type(hand.run.task), "exhibit", fail)
    hand.train_and_pause(3)
    example = hand.state.scene.example
    assert (example.exhibit, example.failure) == (None, "RuntimeError: a bad picture")
    assert hand.state.update == 3
    assert hand.message == ""
