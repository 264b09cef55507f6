"""The adding problem against the description in the papers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.engine.batch import Batch
from rnnviz.scenarios.adding_problem import ADDING_PROBLEM, AddingTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same


def prepare(steps: int) -> AddingTask:
    return ADDING_PROBLEM.prepare(Request(length=steps))


@given(st.integers(2, 60), st.integers(1, 5), st.integers(0, 99))
def test_that_the_target_is_the_sum_of_the_marked_numbers(steps: int, size: int, seed: int) -> None:
    batch = prepare(steps).stream(np.random.default_rng(seed), size).next()
    assert batch.inputs.shape == (steps, size, 2)
    assert batch.targets.shape == (steps, size, 1)
    for sequence in range(size):
        numbers, markers = batch.inputs[:, sequence, 0], batch.inputs[:, sequence, 1]
        assert ((numbers >= 0) & (numbers < 1)).all()
        assert set(markers.tolist()) == {0.0, 1.0} or steps == 2
        assert markers[: steps // 2].sum() == 1
        assert markers[steps // 2 :].sum() == 1
        assert batch.targets[-1, sequence, 0] == pytest.approx((numbers * markers).sum())


def test_that_only_the_last_step_is_scored() -> None:
    batch = prepare(7).stream(np.random.default_rng(0), 3).next()
    assert batch.scored.sum(axis=0).tolist() == [1, 1, 1]
    assert batch.scored[-1].all()
    assert batch.exists.all()
    assert not batch.continues


@pytest.mark.parametrize("steps", [8, 9])
def test_that_every_step_may_be_marked(steps: int) -> None:
    batch = prepare(steps).stream(np.random.default_rng(1), 8000).next()
    shares = batch.inputs[:, :, 1].mean(axis=1)
    half = steps // 2
    wanted = [1 / half] * half + [1 / (steps - half)] * (steps - half)
    np.testing.assert_allclose(shares, wanted, atol=0.02)


def test_that_the_baseline_is_the_error_of_always_answering_one() -> None:
    task = prepare(20)
    targets = task.stream(np.random.default_rng(2), 100_000).next().targets[-1]
    assert task.baseline == pytest.approx(np.mean((targets - 1) ** 2), rel=0.02)
    assert task.baseline == pytest.approx(1 / 6)
    assert task.baseline_formula


def test_that_labels_show_numbers_marks_and_the_sum_at_the_end() -> None:
    inputs = np.array([[[0.534, 1.0]], [[0.25, 0.0]], [[0.536, 1.0]]])
    targets = np.array([[[0.0]], [[0.0]], [[1.07]]])
    exists = np.ones((3, 1), dtype=np.bool_)
    scored = np.array([[False], [False], [True]])
    batch = Batch(inputs, targets, exists, scored)
    task = prepare(3)
    assert task.input_labels(batch) == ("●0.53", "0.25", "●0.54")
    assert task.target_labels(batch) == ("", "", "1.07")


def test_that_sizes_and_names_fit_the_vectors() -> None:
    task = prepare(20)
    assert (task.inputs, task.outputs) == (2, 1)
    assert task.features == ("number", "marker")
    assert task.classes == ("sum",)
    assert task.loss == "squared error"


def test_that_the_metric_is_the_squared_error_of_the_sum() -> None:
    task = prepare(20)
    assert task.score(Right(1)) == 0.0
    assert task.score(Same([1.0])) == pytest.approx(task.baseline_score, rel=0.15)
    assert not task.metric.more_is_better


def test_that_the_exhibit_adds_the_marked_numbers() -> None:
    inputs = np.array([[[0.534, 1.0]], [[0.25, 0.0]], [[0.536, 1.0]]])
    scored = np.array([[False], [False], [True]])
    batch = Batch(inputs, np.array([[[0.0]], [[0.0]], [[1.07]]]), np.ones((3, 1), np.bool_), scored)
    exhibit = prepare(3).exhibit(batch, np.array([[0.1], [0.2], [0.987]]), Right(1))
    assert exhibit.caption == "0.53 + 0.54 = 1.07; the network says 0.99."
    assert [word.text for word in exhibit.words] == ["●0.53", "0.25", "●0.54"]
