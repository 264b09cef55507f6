"""Dyck brackets against a stack in plain Python."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.dyck import DEPTH, DYCK, DyckTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same

PARTNER = {")": "(", "]": "["}


TASK = DYCK.prepare(Request(length=10))


def prepare(pairs: int = 10) -> DyckTask:
    return replace(TASK, pairs=pairs)


def possible_after(text: str) -> str:
    """With a stack; raises IndexError or AssertionError where the brackets do not match."""
    stack: list[str] = []
    for bracket in text:
        if bracket in PARTNER:
            assert stack.pop() == PARTNER[bracket]
        else:
            stack.append(bracket)
    assert len(stack) <= DEPTH
    opening = "([" if len(stack) < DEPTH else ""
    if not stack:
        return opening + "⊣"
    return opening + (")" if stack[-1] == "(" else "]")


@given(st.integers(1, 30), st.integers(0, 99))
def test_that_targets_are_what_a_stack_says(pairs: int, seed: int) -> None:
    task = prepare(pairs)
    batch = task.stream(np.random.default_rng(seed), 3).next()
    assert batch.steps == 2 * pairs
    for n in range(3):
        text = "".join(task.features[symbol] for symbol in batch.inputs[:, n])
        for time in range(batch.steps):
            said = "".join(np.array(task.classes)[batch.targets[time, n] > 0])
            assert said == possible_after(text[: time + 1])
        assert possible_after(text) == "([⊣"


def test_that_all_depths_and_both_kinds_occur() -> None:
    batch = prepare().draw(np.random.default_rng(0), 200)
    opens = batch.inputs < 2
    assert set(np.cumsum(np.where(opens, 1, -1), axis=0).ravel()) == set(range(DEPTH + 1))
    np.testing.assert_allclose(
        np.bincount(batch.inputs.ravel()) / batch.inputs.size, 0.25, atol=0.03
    )


def test_that_only_whole_strings_count() -> None:
    task = prepare()
    assert task.score(Right(5)) == 1.0
    assert task.score(Same([0.9, 0.9, 0.9, 0.1, 0.1])) == 0.0
    assert task.baseline_score < 0.1
    batch = task.held_out()
    nearly = batch.targets.copy()
    nearly[3, 0, 0] = 1 - nearly[3, 0, 0]
    right = task.right(batch, nearly)
    assert not right[3, 0]
    assert right.sum() == right.size - 1


def test_that_training_does_not_draw_the_held_out_strings_again() -> None:
    task = prepare(20)
    held_out = {column.tobytes() for column in task.held_out().inputs.T.copy()}
    stream = task.stream(np.random.default_rng(0), 32)
    for _ in range(20):
        assert held_out.isdisjoint(column.tobytes() for column in stream.next().inputs.T.copy())


def test_that_the_exhibit_writes_the_sets_at_their_brackets() -> None:
    task = prepare(1)
    inputs = np.array([[1], [3]])
    exists = np.ones((2, 1), np.bool_)
    targets = np.array([[[1, 1, 0, 1, 0]], [[1, 1, 0, 0, 1]]], float)
    batch = Batch(inputs, targets, exists, exists)
    outputs = np.array([[0.9, 0.8, 0.1, 0.6, 0.2], [0.9, 0.8, 0.1, 0.6, 0.2]])
    exhibit = task.exhibit(batch, outputs, Same([0.0] * 5))
    assert [word.text for word in exhibit.words] == ["[", "]"]
    assert [word.wanted for word in exhibit.words] == ["( [ ]", "( [ ⊣"]
    assert [word.said for word in exhibit.words] == ["( [ ]"] * 2
    assert exhibit.words[0].share == pytest.approx(0.9 * 0.8 * 0.9 * 0.6 * 0.8)
    assert exhibit.caption == "What may come next: right after 1 of 2 symbols."
    assert task.target_labels(batch) == ("( [ ]", "( [ ⊣")


def test_that_the_loss_baseline_is_that_of_the_best_constant() -> None:
    task = prepare()
    targets = task.draw(np.random.default_rng(0), 5000).targets
    p = targets.mean(axis=(0, 1))
    loss = -(targets * np.log(p) + (1 - targets) * np.log(1 - p)).sum(axis=2).mean()
    assert task.baseline == pytest.approx(loss)
