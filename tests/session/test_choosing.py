"""Choosing settings: live ones, those that begin a new run, and those that are refused."""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rnnviz.session.session import LIVE
from rnnviz.session.setting_fields import FIELDS
from rnnviz.session.training_run import TrainingRun
from rnnviz.session.worker import snapshot
from tests.session.hand_driver import Hand, small_settings, text_settings


@pytest.fixture
def hand() -> Hand:
    return Hand()


LIVE_VALUES: dict[str, object] = {
    "rate": 0.25,
    "clip_by": "value",
    "clip": 0.125,
    "truncation": 2,
    "carry": False,
    "sample": "batch",
    "temperature": 1.5,
    "forcing": 0.5,
    "top_k": 3,
    "beam": 2,
}


def of_training(run: TrainingRun) -> dict[str, object]:
    """Those live settings that training itself reads."""
    t = run.training
    return {
        "rate": t.rate,
        "clip_by": t.clip_kind,
        "clip": t.clip_limit,
        "truncation": t.truncation,
        "carry": t.carry,
    }


def test_that_these_settings_are_live_and_no_others() -> None:
    assert {field.name for field in FIELDS if field.live} == LIVE == LIVE_VALUES.keys()


@pytest.mark.parametrize("name", LIVE_VALUES)
def test_that_a_live_setting_acts_on_the_paused_run(hand: Hand, name: str) -> None:
    hand.train_and_pause(2)
    hand.session.choose({name: LIVE_VALUES[name]})
    assert getattr(hand.state.settings, name) == LIVE_VALUES[name]
    assert (hand.state.run, hand.state.update, hand.state.former) == (1, 2, False)
    assert hand.run.settings == hand.state.settings
    assert hand.state.scene.trace.origin.settings[name] == LIVE_VALUES[name]
    assert of_training(hand.run).get(name, LIVE_VALUES[name]) == LIVE_VALUES[name]


@pytest.mark.parametrize("name", LIVE_VALUES)
def test_that_a_live_setting_acts_on_the_running_run(hand: Hand, name: str) -> None:
    hand.session.start()
    hand.train(2)
    hand.session.choose({name: LIVE_VALUES[name]})
    assert getattr(hand.state.settings, name) == LIVE_VALUES[name]
    assert getattr(hand.run.settings, name) != LIVE_VALUES[name], "only the driver may touch it"
    hand.train(1)
    assert (hand.state.activity, hand.state.run, hand.state.update) == ("running", 1, 3)
    assert hand.run.settings == hand.state.settings
    assert hand.state.scene.trace.origin.settings[name] == LIVE_VALUES[name]


def test_that_all_live_settings_may_come_at_once_and_as_text(hand: Hand) -> None:
    hand.session.choose({name: str(value).lower() for name, value in LIVE_VALUES.items()})
    assert {name: getattr(hand.state.settings, name) for name in LIVE} == LIVE_VALUES


def test_that_a_wish_that_came_when_the_driver_had_ended_is_not_lost(hand: Hand) -> None:
    hand.session.start()
    hand.driver.make_updates(1)
    hand.session.pause()
    hand.driver.make_updates(0)
    hand.session.choose({"rate": 0.25, "sample": "batch"})
    hand.session.poll()
    assert hand.state.activity == "paused"
    assert hand.run.training.rate == hand.state.settings.rate == 0.25
    assert hand.state.scene.trace.origin.sample == "batch"
    hand.train_and_pause(1)
    assert hand.run.settings == hand.state.settings


def test_that_choosing_what_is_chosen_already_is_no_news(hand: Hand) -> None:
    state = hand.state
    hand.session.choose({"rate": hand.state.settings.rate, "hidden": "3"})
    hand.session.choose({})
    assert hand.state is state


def test_that_choosing_wipes_the_message_of_what_was_refused(hand: Hand) -> None:
    hand.session.choose({"rate": -1})
    assert hand.message
    hand.session.choose({"rate": 0.5})
    assert hand.message == ""


# --- new runs --------------------------------------------------------------------------

NEW_VALUES: dict[str, object] = {
    "length": 6,
    "cell": "gru",
    "hidden": 5,
    "layers": 2,
    "activation": "relu",
    "reset": "after",
    "forget_bias": 0.0,
    "init": "normal",
    "init_scale": 0.5,
    "spectral_radius": 1.0,
    "optimizer": "sgd",
    "batch": 3,
    "precision": "float32",
    "seed": 1,
}


def test_that_every_other_setting_is_tried_here() -> None:
    names = {field.name for field in FIELDS}
    of_others = {"scenario", "corpus", "text", "reading", "direction", "attention"}
    assert names - LIVE - of_others == NEW_VALUES.keys()


@pytest.mark.parametrize("name", NEW_VALUES)
def test_that_any_other_setting_begins_a_new_run_and_keeps_the_present_one(
    hand: Hand, name: str
) -> None:
    hand.train_and_pause(2)
    hand.session.choose({name: NEW_VALUES[name]})
    state = hand.state
    assert state.settings == small_settings(**{name: NEW_VALUES[name]})
    assert (state.run, state.update, state.activity) == (2, 0, "paused")
    assert len(state.scene.history) == 0
    assert state.former
    assert state.message is not None
    assert state.message.kind == "information"
    assert "A new network. The former one, trained for 2 updates, is kept." in hand.message
    assert state.message.offer == ("bring_back", "Bring it back")


def test_that_a_new_run_trains_on_where_the_former_was_running(hand: Hand) -> None:
    hand.session.start()
    hand.train(3)
    hand.session.choose({"hidden": 5})
    assert (hand.state.activity, hand.state.update) == ("running", 0)
    assert hand.driver.run is not hand.run
    hand.train(2)
    assert (hand.state.run, hand.state.update) == (2, 2)
    assert hand.state.message is not None, "the offer to go back must not vanish at once"
    assert hand.state.message.offer is not None


def test_that_a_new_run_stays_paused_where_the_former_was_stopping(hand: Hand) -> None:
    hand.session.start()
    hand.train(3)
    hand.session.pause()
    hand.session.choose({"hidden": 5})
    assert hand.state.activity == "paused"
    assert hand.driver.run is None


def test_that_another_scenario_comes_with_its_own_defaults(hand: Hand) -> None:
    hand.session.choose({"seed": 5, "sample": "batch"})
    hand.session.choose({"scenario": "copy-memory", "hidden": 6})
    settings = hand.state.settings
    assert (settings.scenario, settings.length, settings.batch) == ("copy-memory", 10, 32)
    assert settings.hidden == 6
    assert (settings.seed, settings.sample) == (5, "batch"), "these are not the scenario's"
    assert hand.state.scene.trace.steps == 30


def test_that_another_scenario_and_another_file_are_read_as_recognised(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path, reading="encoding=utf-8"))
    other = str(tmp_path / "other.txt")
    assert hand.session.chosen({"text": other}).reading == ""
    assert hand.session.chosen({"text": other, "reading": "encoding=latin-1"}).reading
    assert hand.session.chosen({"text": hand.state.settings.text}).reading == "encoding=utf-8"
    settings = hand.session.chosen({"scenario": "copy-memory"})
    assert (settings.corpus, settings.text, settings.reading) == ("", "", "")


def test_that_restarting_begins_again_with_the_same_weights(hand: Hand) -> None:
    weights = hand.run.network.parameters.flat.copy()
    hand.train_and_pause(3)
    hand.session.restart()
    assert (hand.state.run, hand.state.update, hand.state.former) == (2, 0, True)
    now = np.concatenate([w.ravel() for w in hand.state.scene.trace.parameters.values()])
    assert np.array_equal(now, weights)


# --- the former run --------------------------------------------------------------------


def test_that_a_run_is_brought_back_exactly_as_it_was_left(tmp_path: Path) -> None:
    settings = text_settings(tmp_path, optimizer="adam")
    hand, undisturbed = Hand(settings), TrainingRun(settings)
    hand.train_and_pause(4)
    scene = hand.state.scene
    hand.session.choose({"hidden": 5, "seed": 3})
    hand.train_and_pause(2)
    hand.session.bring_back()
    state = hand.state
    assert (state.settings, state.run, state.update) == (settings, 3, 4)
    assert state.scene.writing == scene.writing
    for name, weights in state.scene.trace.parameters.items():
        assert np.array_equal(weights, scene.trace.parameters[name])
    assert np.array_equal(state.scene.history.losses, scene.history.losses)
    hand.train_and_pause(5)
    for _ in range(9):
        undisturbed.advance()
    assert np.array_equal(hand.state.scene.history.losses, undisturbed.history_so_far().losses)
    assert np.array_equal(hand.run.network.parameters.flat, undisturbed.network.parameters.flat)


def test_that_bringing_back_twice_changes_places(hand: Hand) -> None:
    hand.train_and_pause(4)
    hand.session.choose({"hidden": 5})
    hand.train_and_pause(2)
    for run, hidden, update, other in ((3, 3, 4, 2), (4, 5, 2, 4), (5, 3, 4, 2)):
        hand.session.bring_back()
        state = hand.state
        assert (state.run, state.settings.hidden, state.update) == (run, hidden, update)
        assert state.former
        assert hand.message == (
            f"The former network again, after {update} updates. "
            f"The other one, trained for {other} updates, is kept."
        )


def test_that_a_run_without_updates_is_not_worth_keeping(hand: Hand) -> None:
    hand.session.choose({"hidden": 5})
    assert not hand.state.former
    assert hand.state.message is None
    hand.train_and_pause(1)
    hand.session.choose({"hidden": 6})
    hand.session.choose({"hidden": 7})
    assert "trained for 1 update, is kept" in hand.message
    hand.session.bring_back()
    assert (hand.state.settings.hidden, hand.state.update) == (5, 1)
    assert not hand.state.former
    assert hand.message == ""
    hand.session.bring_back()
    assert hand.state.settings.hidden == 5


def test_that_bringing_back_goes_on_training_where_training_was_on(hand: Hand) -> None:
    hand.session.start()
    hand.train(3)
    hand.session.choose({"hidden": 5})
    hand.train(1)
    hand.session.bring_back()
    assert (hand.state.activity, hand.driver.run) == ("running", hand.run)
    hand.train(1)
    assert hand.state.update == 4


def test_that_a_former_run_keeps_what_was_wished_for_last(hand: Hand) -> None:
    hand.session.start()
    hand.train(1)
    hand.session.choose({"rate": 0.25})
    hand.session.choose({"hidden": 5})
    hand.session.bring_back()
    assert hand.state.settings == small_settings(rate=0.25)
    assert hand.run.training.rate == 0.25


def test_that_a_message_from_the_first_life_of_a_run_is_dropped_in_its_second(hand: Hand) -> None:
    hand.train_and_pause(2)
    from_first = snapshot(hand.run, ended=True, failure="long ago")
    hand.session.choose({"hidden": 5})
    hand.session.bring_back()
    hand.session.start()
    hand.driver.told = from_first
    state = hand.state
    hand.session.poll()
    assert hand.state is state


@pytest.fixture
def no_collector() -> Iterator[None]:
    """What is freed is freed because nobody holds it, not because of the garbage collector."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_collector")
def test_that_only_one_former_run_is_kept_in_memory(hand: Hand) -> None:
    runs = []
    for hidden in range(4, 10):
        hand.session.start()
        hand.train(2)
        assert hand.driver.run is not None
        runs.append(weakref.ref(hand.driver.run))
        hand.session.choose({"hidden": hidden})
    del hand.run
    hand.heard.clear()
    assert [run() is not None for run in runs] == [False] * 5 + [True]


# --- refused ---------------------------------------------------------------------------

IMMENSE: dict[str, object] = {"hidden": 512, "layers": 4, "batch": 256, "length": 400}
REFUSED: dict[str, tuple[dict[str, object], tuple[str, ...]]] = {
    "too small": ({"hidden": 0}, ("Units is 0", "wanted", "1 to 512")),
    "too large": ({"batch": 257}, ("Batch is 257", "1 to 256")),
    "no number": ({"rate": "fast"}, ("Rate is 'fast'", "a number above 0 to 1000")),
    "not finite": ({"rate": float("nan")}, ("Rate is nan", "a number")),
    "no choice": ({"cell": "transformer"}, ("Cell is 'transformer'", "elman", "lstm", "gru")),
    "no setting": ({"colour": "red"}, ("colour",)),
    "no scenario": ({"scenario": "chess"}, ("chess", "copy-memory")),
    "no word": ({"scenario": 3}, ("3", "copy-memory")),
    "out of the scenario's range": ({"length": 1}, ("1", "2 to 400")),
    "immense": (IMMENSE, ("512", "256", "400", "billion operations", "smaller")),
    "live and wrong": ({"rate": 0.5, "clip": 0}, ("Clip at is 0", "above 0")),
    "data of another scenario": ({"corpus": "library"}, ("Data is 'library'", "nothing to choose")),
    "no look ahead": (
        {"scenario": "character-model", "direction": "both"},
        ("Direction is 'both'", "wanted forward"),
    ),
    "no decoder": ({"attention": True}, ("Attention is True", "wanted no")),
    "wrong in another scenario": ({"scenario": "copy-memory", "hidden": -1}, ("Units is -1",)),
}


@pytest.mark.parametrize(("values", "words"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("is_running", [False, True], ids=["paused", "running"])
def test_that_what_cannot_be_is_refused_and_all_goes_on(
    hand: Hand, values: dict[str, object], words: tuple[str, ...], is_running: bool
) -> None:
    hand.train_and_pause(2)
    if is_running:
        hand.session.start()
    before = hand.state
    hand.session.choose(values)
    assert hand.state.message is not None
    assert hand.state.message.kind == "error"
    for word in words:
        assert word in hand.message
    assert hand.state.settings == before.settings == hand.run.settings
    assert (hand.state.run, hand.state.activity) == (1, before.activity)
    assert hand.state.scene is before.scene
    if is_running:
        hand.train(2)
        assert (hand.state.activity, hand.state.update) == ("running", 4)


BAD_FILES = {
    "no file": ("", "No text file was chosen"),
    "missing": ("nowhere.txt", "there is no such file"),
    "a folder": (".", "this is a directory"),
    "a name with a zero": ("a\0b", "cannot be read"),
    "an endless name": ("x" * 5000, "cannot be read"),
}


@pytest.mark.parametrize(("path", "words"), BAD_FILES.values(), ids=BAD_FILES)
def test_that_a_file_that_cannot_be_read_is_refused(hand: Hand, path: str, words: str) -> None:
    hand.session.start()
    hand.train(1)
    hand.session.choose({"scenario": "character-model", "corpus": "file", "text": path})
    assert words in hand.message
    hand.train(1)
    assert (hand.state.run, hand.state.update, hand.state.activity) == (1, 2, "running")


def test_that_training_outlives_its_file(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path))
    hand.session.start()
    hand.train(2)
    (tmp_path / "story.txt").unlink()
    hand.train(2)
    before = hand.state
    for verb in (hand.session.restart, lambda: hand.session.choose({"hidden": 5})):
        hand.session.dismiss()
        verb()
        assert hand.state.message is not None
        assert hand.state.message.kind == "error"
        assert "there is no such file" in hand.message
        assert hand.state.settings == before.settings
        assert (hand.state.run, hand.state.activity) == (1, "running")
    hand.train(2)
    assert hand.state.update == 6


def test_that_a_file_that_was_changed_is_read_anew(tmp_path: Path) -> None:
    hand = Hand(text_settings(tmp_path))
    before = hand.state.parameters
    (tmp_path / "story.txt").write_text("ab" * 200, "utf-8")
    hand.session.restart()
    assert hand.state.parameters < before, "two characters instead of many"


def test_that_a_scene_that_cannot_be_made_leaves_all_as_it_was(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: TrainingRun) -> None:
        raise MemoryError("too much")

    hand.session.start()
    hand.train(1)
    before = hand.state
    with monkeypatch.context() as patch:
        patch.setattr(TrainingRun, "trace", fail)
        with pytest.raises(MemoryError):
            hand.session.restart()
    assert hand.state is before
    hand.train(1)
    assert (hand.state.update, hand.state.activity) == (2, "running")
