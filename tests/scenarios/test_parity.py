"""Parity against counting in plain Python."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.exhibits import Edge
from rnnviz.scenarios.parity import PARITY, ParityTask
from rnnviz.scenarios.scenario import Request
from tests.scenarios.fake_answers import Right, Same


def prepare(steps: int = 20) -> ParityTask:
    return PARITY.prepare(Request(length=steps))


def test_that_targets_are_the_parities_of_all_bits_so_far() -> None:
    batch = prepare(30).stream(np.random.default_rng(0), 4).next()
    for n in range(4):
        bits = batch.inputs[:, n].tolist()
        assert batch.targets[:, n].tolist() == [sum(bits[: t + 1]) % 2 for t in range(30)]


def test_that_the_baseline_is_what_the_last_bit_says() -> None:
    class LastBit:
        def outputs(self, batch: Batch) -> np.ndarray:  # type: ignore[type-arg]
            return np.eye(2)[batch.inputs]

        alone = outputs

    task = prepare()
    assert task.baseline_score == pytest.approx(0.525)
    assert task.score(LastBit()) == pytest.approx(task.baseline_score, abs=0.015)
    assert task.score(Right(2)) == 1.0
    assert task.score(Same([0.6, 0.4])) == pytest.approx(0.5, abs=0.015)


def test_that_the_automaton_goes_to_the_other_node_at_every_1() -> None:
    task = prepare(4)
    bits = np.array([[1], [0], [1], [1]])
    everywhere = np.ones(bits.shape, np.bool_)
    batch = Batch(bits, np.array([[1], [1], [0], [1]]), everywhere, everywhere)
    outputs = np.array([[0.1, 0.9], [0.2, 0.8], [0.7, 0.3], [0.6, 0.4]])
    exhibit = task.exhibit(batch, outputs, Right(2))
    assert [node.name for node in exhibit.nodes] == ["even", "odd"]
    assert exhibit.word == ("1", "0", "1", "1")
    assert exhibit.at == (1, 1, 0, 1)
    for before, after, bit in zip((0, *exhibit.at), exhibit.at, exhibit.word, strict=False):
        assert Edge(before, after, bit) in exhibit.edges
    assert exhibit.said[0][1] == ("odd", 0.9, True)
    assert exhibit.caption == "Even or odd: right after 3 of 4 bits."
    assert task.target_labels(batch) == ("odd", "odd", "even", "odd")
