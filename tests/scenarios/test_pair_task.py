"""Pairs of sequences: symbols, batches for an encoder and a decoder, measure, exhibit."""

import numpy as np
import pytest

from rnnviz.scenarios.metric import EDIT_DISTANCE, EXACT_MATCH, Metric
from rnnviz.scenarios.pair_task import PairTask, distance_per_symbol, exact_match
from rnnviz.scenarios.sequence_pairs import END, Example, task_of_pairs
from rnnviz.scenarios.symbol_pairs import UNKNOWN, SymbolPairs, encode, vocabulary
from tests.scenarios.pair_answers import Knowing, Saying

TRAINING = [
    Example("ab", "xyz", ((0, 0), (1, 1))),
    Example("c", "x"),
    Example("abc d", "zzy"),
    Example("a", "y"),
]
HELD_OUT = [Example("ba", "yx", ((0, 1), (1, 0))), Example("c a", "zz"), Example("aé", "xw")]


def make_task(metric: Metric = EXACT_MATCH) -> PairTask:
    return task_of_pairs(TRAINING, HELD_OUT, (("Data", "made up"),), metric, (0.1, "a guess"), "")


def test_that_a_vocabulary_is_that_of_the_training_data() -> None:
    assert vocabulary(["ba", "a"], ["a"]) == ("a", "b")
    assert vocabulary(["ba", "a"], ["ac"]) == ("a", "b", UNKNOWN)
    assert vocabulary(["ba", "ac", "c"], [], most=2) == ("a", "c", UNKNOWN)


def test_that_symbols_without_a_number_are_unknown() -> None:
    assert encode(["abx"], ("a", "b", UNKNOWN)) == [[0, 1, 2]]


def test_that_a_batch_has_the_encoder_then_the_decoder_each_padded_at_its_end() -> None:
    end = 9
    batch = SymbolPairs([[0, 1], [2, 1, 0]], [[5, 6], [7]], end).batch([0, 1])
    assert batch.source == 3
    assert batch.inputs.T.tolist() == [[0, 1, 0, end, 5, 6], [2, 1, 0, end, 7, end]]
    assert batch.exists.T.tolist() == [
        [True, True, False, True, True, True],
        [True, True, True, True, True, False],
    ]
    assert batch.targets[3:, 0].tolist() == [5, 6, end]
    assert batch.targets[3:5, 1].tolist() == [7, end]
    assert not batch.scored[:3].any()
    np.testing.assert_array_equal(batch.scored[3:], batch.exists[3:])
    assert batch.fed is not None
    assert batch.fed.tolist() == [False, False, False, False, True, True]


def test_that_a_batch_is_as_long_as_its_own_longest_pair() -> None:
    pairs = SymbolPairs([[0], [1, 1, 1, 1]], [[5], [5, 5, 5]], 9)
    assert (pairs.batch([0]).steps, pairs.batch([1]).steps) == (3, 8) == tuple(pairs.lengths)


def test_that_sizes_and_names_fit_the_symbols() -> None:
    task = make_task()
    assert task.features == ("␣", "a", "b", "c", "d", UNKNOWN)
    assert task.classes == ("x", "y", "z", UNKNOWN, END)
    assert (task.inputs, task.outputs, task.end) == (6, 5, 4)
    assert ("Data", "made up") in task.facts


def test_that_the_baseline_of_the_loss_is_the_entropy_of_the_outputs() -> None:
    shares = np.array([2, 3, 3, 4]) / 12  # x, y, z and the ends of four targets
    assert make_task().baseline == pytest.approx(-(shares * np.log(shares)).sum())


def test_that_an_epoch_reads_every_training_pair_once() -> None:
    task = make_task()
    stream = task.stream(np.random.default_rng(0), 3)
    read = []
    for batch in (stream.next() for _ in range(stream.epoch or 0)):
        for n in range(batch.size):
            source = batch.inputs[: batch.source, n][batch.exists[: batch.source, n]]
            read.append("".join(task.texts[0][symbol] for symbol in source))
    assert sorted(read) == sorted(str(each.source) for each in TRAINING)


def test_that_the_sample_is_held_out() -> None:
    task = make_task()
    labels = {"".join(task.input_labels(task.sample(np.random.default_rng(n)))) for n in range(30)}
    assert labels == {"ba■yx", "c␣a■zz", f"a{UNKNOWN}■x{UNKNOWN}"}


def test_that_labels_show_the_source_and_what_is_wanted_at_each_step() -> None:
    task = make_task()
    batch = task.training.batch([1, 2])
    assert task.input_labels(batch) == ("c", "", "", "", "", "■", "x", "", "")
    assert task.target_labels(batch) == ("", "", "", "", "", "x", "■", "", "")
    assert task.spell([0, 1, 4]) == "xy"


@pytest.mark.parametrize(("metric", "best"), [(EXACT_MATCH, 2 / 3), (EDIT_DISTANCE, 1 / 6)])
def test_that_the_score_of_right_answers_lacks_only_what_has_no_symbol(
    metric: Metric, best: float
) -> None:
    task = make_task(metric)
    assert task.score(Knowing(task, HELD_OUT)) == pytest.approx(best)


@pytest.mark.parametrize(("metric", "worst"), [(EXACT_MATCH, 0.0), (EDIT_DISTANCE, 1.0)])
def test_that_saying_nothing_scores_worst(metric: Metric, worst: float) -> None:
    task = make_task(metric)
    assert task.score(Saying(task.outputs - 1, task.outputs)) == worst


def test_that_who_never_ends_is_stopped_and_wrong() -> None:
    task = make_task()
    assert task.score(Saying(2, task.outputs)) == 0
    sample = task.held_out.batch([1])
    exhibit = task.exhibit(sample, np.zeros((6, 5)), Saying(2, task.outputs))
    assert exhibit.said == ("z",) * 6
    assert "4 changes" in exhibit.caption


def test_that_a_network_left_alone_may_write_on_where_the_right_answer_is_padding() -> None:
    task = make_task()
    asked = []

    class Listening(Saying):
        def alone(self, batch, steps=0):
            asked.append((batch.exists[batch.source :].all(), batch.exists[0].all(), steps))
            return super().alone(batch, steps)

    batch = task.training.batch([0, 1])
    assert task.written(batch, Listening(0, task.outputs)) == [[0] * 7] * 2
    assert asked == [(True, True, batch.steps + 3)]
    assert not batch.exists.all()


def test_that_the_exhibit_shows_both_texts_and_what_belongs_together() -> None:
    task = make_task()
    exhibit = task.exhibit(
        task.held_out.batch([0]), np.zeros((5, 5)), Knowing(task, [*TRAINING, *HELD_OUT])
    )
    assert [(word.text, word.time) for word in exhibit.source] == [("b", 0), ("a", 1)]
    assert exhibit.said == exhibit.wanted == ("y", "x")
    assert exhibit.links == ((0, 1), (1, 0))
    assert exhibit.between == ""
    assert exhibit.caption == "Left alone, the network writes it without an error."


def test_that_measures_count_errors() -> None:
    said, wanted = [[1, 2], [3], [4, 5, 6]], [[1, 2], [2], [4, 6]]
    assert exact_match(said, wanted) == pytest.approx(1 / 3)
    assert distance_per_symbol(said, wanted) == pytest.approx(2 / 5)
