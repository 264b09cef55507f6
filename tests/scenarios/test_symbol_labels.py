"""Names of symbols, also where they were set by hand."""

import numpy as np

from rnnviz.scenarios.symbol_labels import label_symbols, symbols_of

NAMES = ("a", "b", "c")


def test_that_only_what_is_shown_has_a_name() -> None:
    symbols = np.array([[2, 0], [1, 0], [0, 0]])
    shown = np.array([[True, True], [False, True], [True, True]])
    assert label_symbols(symbols, shown, NAMES) == ("c", "", "a")


def test_that_a_vector_has_the_name_of_its_greatest_number() -> None:
    vectors = np.array([[[0.0, 1.0, 0.0]], [[0.4, 0.0, 0.9]]])
    shown = np.ones((2, 1), np.bool_)
    assert label_symbols(vectors, shown, NAMES) == ("b", "c")
    assert symbols_of(vectors).tolist() == [[1], [2]]
    assert symbols_of(np.array([[2], [0]])).tolist() == [[2], [0]]
