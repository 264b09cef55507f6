"""The n-gram model against counting by hand."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.scenarios import ngram
from rnnviz.scenarios.ngram import NGram

SIZE = 4
symbols = st.lists(st.integers(0, SIZE - 1), min_size=1, max_size=30)


def witten_bell(text: list[int], context: tuple[int, ...], symbol: int) -> float:
    """P(symbol | context), straight from the formula."""
    n = len(context)
    rest = witten_bell(text, context[1:], symbol) if n else 1 / SIZE
    after = Counter(text[i + n] for i in range(len(text) - n) if tuple(text[i : i + n]) == context)
    if not after:
        return rest
    return (after[symbol] + len(after) * rest) / (after.total() + len(after))


@given(symbols, symbols, st.integers(1, 4))
def test_that_shares_are_those_of_the_formula(
    training: list[int], text: list[int], order: int
) -> None:
    shares = NGram(np.array(training, np.int16), order, SIZE).shares(np.array(text)[:, None])
    longest = min(order, len(training)) - 1
    wanted = [
        witten_bell(training, tuple(text[max(0, at - longest) : at]), symbol)
        for at, symbol in enumerate(text)
    ]
    np.testing.assert_allclose(shares[:, 0], wanted, rtol=1e-12)


@given(symbols, symbols, st.integers(1, 4))
def test_that_the_shares_of_all_symbols_are_one_together(
    training: list[int], before: list[int], order: int
) -> None:
    texts = np.array([[*before, symbol] for symbol in range(SIZE)]).T
    last = NGram(np.array(training, np.int16), order, SIZE).shares(texts)[-1]
    assert last.sum() == pytest.approx(1)
    assert (last > 0).all()


def test_that_texts_side_by_side_know_nothing_of_each_other() -> None:
    rng = np.random.default_rng(0)
    model = NGram(rng.integers(SIZE, size=200), 3, SIZE)
    texts = rng.integers(SIZE, size=(9, 5))
    together = model.shares(texts)
    for n in range(5):
        np.testing.assert_array_equal(together[:, n : n + 1], model.shares(texts[:, n : n + 1]))


def test_that_the_end_of_an_immense_text_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ngram, "MOST_COUNTED", 50)
    text = np.array([0] * 500 + [1] * 50)
    assert NGram(text, 1, SIZE).shares(np.array([[1]])) == pytest.approx((50 + 1 / SIZE) / 51)


def test_that_counting_in_a_table_and_by_sorting_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    text, asked = rng.integers(SIZE, size=300), rng.integers(SIZE, size=(20, 3))
    tabled = NGram(text, 3, SIZE).shares(asked)
    monkeypatch.setattr(ngram, "LARGEST_TABLE", 0)
    np.testing.assert_array_equal(NGram(text, 3, SIZE).shares(asked), tabled)


def test_that_large_vocabularies_are_not_mixed_up() -> None:
    size = 30_000  # its cube is far above what 32 bits hold
    text = np.array([29_999, 29_998, 1, 29_999, 29_998, 1], np.int16)
    shares = NGram(text, 3, size).shares(text[:3, None])
    assert shares[2, 0] == pytest.approx((2 + (2 + shares_of_one(size)) / 3) / 3)


def shares_of_one(size: int) -> float:
    """P of a symbol that is 2 of 6, of 3 kinds."""
    return (2 + 3 / size) / 9
