"""What holds for every scenario in the list: a new one is tested as soon as it is listed."""

import copy
import re
from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.scenarios import SCENARIOS, scenario
from rnnviz.scenarios.scenario import Request, Scenario, ScenarioError, Task
from rnnviz.session.settings import Settings

SETTINGS = {"cell", "hidden", "layers", "optimizer", "rate", "clip", "batch", "length"}

each = pytest.mark.parametrize("entry", SCENARIOS, ids=lambda entry: entry.key)


@cache
def prepared(entry: Scenario) -> Task:
    """Its task, made once for all tests: they only read it."""
    return entry.prepare(Request(length=entry.length[2]))


def assert_same(first: Batch, second: Batch) -> None:
    for name in ("inputs", "targets", "exists", "scored"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_that_the_keys_are_words_for_the_command_line_and_no_two_are_the_same() -> None:
    keys = [entry.key for entry in SCENARIOS]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", key) for key in keys)


@each
def test_that_a_scenario_is_found_by_its_key(entry: Scenario) -> None:
    assert scenario(entry.key) is entry


def test_that_an_unknown_key_is_answered_with_the_known_ones() -> None:
    wanted = "“adding”; wanted is one of " + ", ".join(entry.key for entry in SCENARIOS)
    with pytest.raises(ScenarioError, match=wanted):
        scenario("adding")


@each
def test_that_the_defaults_are_settings_within_their_ranges(entry: Scenario) -> None:
    defaults: Mapping[str, object] = entry.defaults
    least, greatest, default = entry.length
    assert set(defaults) >= SETTINGS
    assert set(defaults) <= set(Settings().as_dict())
    assert defaults["length"] == default
    assert least <= default <= greatest
    assert defaults["cell"] in ("elman", "lstm", "gru")
    assert defaults["optimizer"] in ("sgd", "momentum", "rmsprop", "adam")


@each
@pytest.mark.parametrize("end", [0, 1])
def test_that_the_ends_of_the_length_are_allowed_and_nothing_beyond(
    entry: Scenario, end: int
) -> None:
    allowed = entry.length[end]
    assert entry.prepare(Request(length=allowed)).sample(np.random.default_rng(0)).scored.any()
    beyond = allowed + (-1, 1)[end]
    least, greatest, _ = entry.length
    message = (
        f"{entry.length_title} is {beyond}; wanted is a whole number from {least} to {greatest}"
    )
    with pytest.raises(ScenarioError, match=message):
        entry.prepare(Request(length=beyond))


@each
def test_that_batches_keep_to_the_contract(entry: Scenario) -> None:
    task = prepared(entry)
    batch = task.stream(np.random.default_rng(0), 5).next()
    assert batch.size == 5
    first = batch.source or batch.steps  # a decoder reads output symbols
    parts = (
        (batch.inputs[:first], task.inputs),
        (batch.inputs[first:], task.outputs),
        (batch.targets, task.outputs),
    )
    assert batch.inputs.shape[:2] == batch.targets.shape[:2] == batch.exists.shape
    assert batch.scored.shape == batch.exists.shape
    for values, width in parts:
        if not values.size:
            continue
        if values.ndim == 2:
            assert np.issubdtype(values.dtype, np.integer)
            assert values.min() >= 0
            assert values.max() < width
        else:
            assert np.issubdtype(values.dtype, np.floating)
            assert values.shape[2] == width
    assert batch.scored.any(axis=0).all()
    assert not (batch.scored & ~batch.exists).any()
    assert len(task.features) == task.inputs
    assert len(task.classes) == task.outputs


@each
def test_that_one_seed_gives_one_stream(entry: Scenario) -> None:
    task = prepared(entry)
    first, second = (task.stream(np.random.default_rng(7), 3) for _ in range(2))
    for _ in range(3):
        assert_same(first.next(), second.next())


@each
def test_that_a_stream_does_not_repeat_its_batch(entry: Scenario) -> None:
    stream = prepared(entry).stream(np.random.default_rng(7), 3)
    assert not np.array_equal(stream.next().inputs, stream.next().inputs)


@each
def test_that_a_copied_stream_goes_on_as_the_original(entry: Scenario) -> None:
    stream = prepared(entry).stream(np.random.default_rng(7), 3)
    stream.next()
    assert_same(copy.deepcopy(stream).next(), stream.next())


@each
def test_that_one_seed_gives_one_sample_of_one_sequence(entry: Scenario) -> None:
    task = prepared(entry)
    first, again, other = (task.sample(np.random.default_rng(seed)) for seed in (7, 7, 8))
    assert first.size == 1
    assert_same(first, again)
    assert not np.array_equal(first.inputs, other.inputs)


@each
def test_that_every_step_has_its_labels(entry: Scenario) -> None:
    task = prepared(entry)
    batch = task.sample(np.random.default_rng(0))
    assert len(task.input_labels(batch)) == batch.steps
    labels = task.target_labels(batch)
    assert [bool(label) for label in labels] == batch.scored[:, 0].tolist()


@each
def test_that_a_prompt_is_there_exactly_where_text_is_generated(entry: Scenario) -> None:
    task = prepared(entry)
    if task.generates:
        assert task.prompt()
        assert all(0 <= symbol < task.inputs for symbol in task.prompt())
    else:
        with pytest.raises(NotImplementedError):
            task.prompt()


@each
def test_that_the_baseline_comes_with_its_formula(entry: Scenario) -> None:
    task = prepared(entry)
    assert task.baseline is not None
    assert task.baseline > 0
    assert task.baseline_formula


@each
def test_that_two_preparations_are_two_tasks(entry: Scenario) -> None:
    first, second = (entry.prepare(Request(length=entry.length[2])) for _ in range(2))
    assert first != second
    assert first.facts == second.facts
    assert {first: 1, second: 2}[second] == 2
