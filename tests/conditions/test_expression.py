"""Expressions: what number they come to, and that no text whatever does harm."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.conditions.condition import parse
from rnnviz.conditions.condition_error import ConditionError
from rnnviz.conditions.expression import parse_number
from rnnviz.conditions.functions import FUNCTIONS, MOST_SQUARE
from tests.conditions.test_condition import SHAPES, VALUES

TURN = np.array([[0.0, -0.9], [0.9, 0.0]])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("loss", 2.5),
        ("norm(f)", float(np.linalg.norm(VALUES["f"]))),
        ("W_hh[0, 1] * 2", -6.0),
        ("t > 3", 1.0),
        ("t > 8 or loss > 9", 0.0),
        ("max(h)", np.nan),
        ("spectral_radius(W_hh)", float(np.abs(np.linalg.eigvals(VALUES["W_hh"])).max())),
    ],
)
def test_what_number_it_comes_to(text: str, number: float) -> None:
    assert parse_number(text, SHAPES).value(VALUES) == pytest.approx(number, nan_ok=True)


def test_that_the_spectral_radius_is_that_of_complex_eigenvalues_too() -> None:
    expression = parse_number("spectral_radius(W)", {"W": (2, 2)})
    assert expression.value({"W": TURN}) == pytest.approx(0.9)
    assert np.isnan(expression.value({"W": TURN * np.nan}))


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("f", 1, "4 numbers; wanted is one"),
        ("1 + abs(W_hh)", 1, "2 × 2 numbers"),
        ("isnan(h)", 1, "4 numbers"),
        ("spectral_radius(f)", 17, "wants a square matrix"),
        ("spectral_radius(loss)", 17, "a single number"),
        ("spectral_radius(big)", 17, f"at most {MOST_SQUARE}"),
        ("spectral_radius(W_hh[0])", 17, "wants a square matrix"),
        ("norm > 1", 1, "norm is a function"),
        ("", 1, "the end"),
    ],
)
def test_that_an_error_points_at_its_column(text: str, column: int, words: str) -> None:
    size = MOST_SQUARE + 1
    with pytest.raises(ConditionError, match=words) as caught:
        parse_number(text, {**SHAPES, "big": (size, size)})
    assert caught.value.column == column


WORDS = [*FUNCTIONS, *SHAPES, "and", "or", "not", "(", ")", "[", "]", ",", "-", "+", "*", "/",
         "**", "<", "==", "0", "1", "3.5", "1e9", "inf", "nan", "t", "."]  # fmt: skip


def refused_at(text: str) -> int | None:
    """The column where an expression and a condition are refused; None: a number is found."""
    column = None
    for parsed, come_to in ((parse_number, "value"), (parse, "holds")):
        try:
            made = parsed(text, SHAPES)
        except ConditionError as error:
            column = error.column
        else:
            getattr(made, come_to)(VALUES)
    return column


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_that_any_row_of_words_is_a_number_a_truth_or_refused(text: str) -> None:
    column = refused_at(text)
    assert column is None or 1 <= column <= len(text) + 1


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_that_any_text_is_a_number_or_refused(text: str) -> None:
    column = refused_at(text)
    assert column is None or 1 <= column <= len(text) + 1


#: Numbers of every kind that an engine may come to.
ODD = st.sampled_from([0.0, -0.0, 1.0, np.nan, np.inf, -np.inf, 1e308, -1e308, 5e-324])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
    | st.sampled_from([f"{name}(W_hh)" for name in FUNCTIONS]),
    st.lists(ODD, min_size=4, max_size=4),
)
def test_that_no_value_makes_it_raise(text: str, odd: list[float]) -> None:
    values = {name: np.resize(odd, shape) if shape else odd[0] for name, shape in SHAPES.items()}
    try:
        found = parse_number(text, SHAPES).value(values)
    except ConditionError:
        return
    assert isinstance(found, float)


def test_that_the_dearest_text_takes_a_bounded_time() -> None:
    matrix = np.random.default_rng(0).normal(size=(MOST_SQUARE, MOST_SQUARE))
    text = "+".join(["spectral_radius(W)"] * 21)
    began = time.perf_counter()
    assert np.isfinite(parse_number(text, {"W": matrix.shape}).value({"W": matrix}))
    assert time.perf_counter() - began < 20
