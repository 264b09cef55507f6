"""Naive Bayes against a calculation by hand."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.scenarios.bag_of_words import bag_answers

SIZE = 5
texts = st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=6).map(
    lambda symbols: np.array(symbols, np.int16)
)
labelled = st.lists(st.tuples(texts, st.integers(0, 2)), min_size=3, max_size=12)


def log_share(training: list[tuple[np.ndarray, int]], label: int, text: np.ndarray) -> float:
    """ln P(label) + Σ ln P(word | label), over the different words of the text."""
    own = [set(words.tolist()) for words, its in training if its == label]
    total = sum(map(len, own)) + SIZE
    shares = (
        (sum(word in words for words in own) + 1) / total for word in sorted(set(text.tolist()))
    )
    return math.log(len(own) / len(training)) + math.fsum(map(math.log, shares))


@settings(max_examples=40)
@given(labelled, st.lists(texts, min_size=1, max_size=5))
def test_that_the_answer_is_the_likeliest_label(
    drawn: list[tuple[np.ndarray, int]], asked: list[np.ndarray]
) -> None:
    training = [*drawn, *((np.array([label]), label) for label in range(3))]
    known = [text for text, _ in training]
    labels = np.array([label for _, label in training])
    answers = bag_answers(known, labels, asked, SIZE)
    for text, answer in zip(asked, answers.tolist(), strict=True):
        scores = [log_share(training, label, text) for label in range(3)]
        assert scores[answer] >= max(scores) - 1e-9


def test_that_the_order_of_words_and_how_often_they_come_do_not_matter() -> None:
    known, labels = [np.array([0, 1]), np.array([2, 3])], np.array([0, 1])
    asked = [np.array([1, 0]), np.array([1, 1, 1, 1, 2, 3]), np.array([3, 2, 3])]
    assert bag_answers(known, labels, asked, SIZE).tolist() == [0, 1, 1]
