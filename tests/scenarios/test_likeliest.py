"""The classes that are shown of an answer."""

import numpy as np

from rnnviz.exhibits import Share
from rnnviz.scenarios.likeliest import likeliest

SHARES = np.array([0.1, 0.5, 0.05, 0.35])


def test_that_the_likeliest_come_first() -> None:
    assert likeliest(SHARES, "abcd", 3, shown=2) == (Share("b", 0.5), Share("d", 0.35, True))


def test_that_the_wanted_class_is_shown_even_where_it_is_unlikely() -> None:
    assert likeliest(SHARES, "abcd", 2, shown=2) == (Share("b", 0.5), Share("c", 0.05, True))


def test_that_there_are_no_more_than_there_are_classes() -> None:
    assert [share.name for share in likeliest(SHARES, "abcd", 0)] == ["b", "d", "a", "c"]
