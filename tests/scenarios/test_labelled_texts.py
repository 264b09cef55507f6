"""Labelled texts: their vocabulary, and what is held out."""

import numpy as np
import pytest

from rnnviz.scenarios.labelled_texts import divide, number_texts
from rnnviz.scenarios.scenario import ScenarioError
from rnnviz.scenarios.words import UNKNOWN


def test_that_the_vocabulary_is_that_of_the_training_texts() -> None:
    texts = number_texts([("a b , a", 0), ("b c a", 1)], [("c b zz zz", 0)])
    assert texts.names == (UNKNOWN, "a", "b")
    assert [text.tolist() for text in texts.training.texts] == [[1, 2, 0, 1], [2, 0, 1]]
    assert [text.tolist() for text in texts.held_out.texts] == [[0, 2, 0, 0]]
    assert texts.training.labels.tolist() == [0, 1]
    assert texts.held_out.labels.tolist() == [0]


def test_that_long_texts_are_cut_at_their_beginning() -> None:
    texts = number_texts([("a b b a b", 0), ("a", 1)], [("b a", 1)]).cut(2)
    a, b = texts.names.index("a"), texts.names.index("b")
    assert [text.tolist() for text in texts.training.texts] == [[a, b], [a]]
    assert [text.tolist() for text in texts.held_out.texts] == [[b, a]]
    assert texts.training.labels.tolist() == [0, 1]


def test_that_texts_without_a_word_in_common_are_refused() -> None:
    with pytest.raises(ScenarioError, match="No word or mark is in the texts twice"):
        number_texts([("a", 0), ("b", 1)], [("a", 0)])


def test_that_a_fifth_is_held_out_and_no_text_is_on_both_sides() -> None:
    pairs = [(f"text {n % 50}", n % 3) for n in range(150)]
    training, held_out = divide(pairs)
    assert sorted(training + held_out) == sorted(pairs)
    assert len(held_out) == 30
    assert not {text for text, _ in training} & {text for text, _ in held_out}
    assert divide(pairs) == (training, held_out)


def test_that_a_label_is_never_held_out_whole() -> None:
    for lone in range(20):
        pairs = [(f"text {n}", int(n == lone)) for n in range(20)]
        training, held_out = divide(pairs)
        assert {label for _, label in training} == {0, 1}
        assert len(held_out) in (3, 4)


def test_that_too_few_texts_are_refused() -> None:
    with pytest.raises(ScenarioError, match="2 different texts; wanted are 10"):
        divide([("a", 0), ("b", 1)] * 20)
    with pytest.raises(ScenarioError, match="Nothing can be held out"):
        divide([(f"text {n}", n) for n in range(20)])


def test_that_training_does_not_depend_on_the_order_of_the_file() -> None:
    pairs = [(f"text {n}", n % 2) for n in range(40)]
    rng = np.random.default_rng(0)
    mixed = [pairs[n] for n in rng.permutation(40)]
    assert sorted(divide(mixed)[1]) == sorted(divide(pairs)[1])
