"""The highway: which cell has one, what is left on it, and in how many steps that halves."""

import numpy as np
import pytest

from rnnviz.trace.highway import Highway, half_lives, highway_of, kept_shares
from tests.engine.examples import CELLS


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lstm", Highway("c", "f")),
        ("gru-before", Highway("h", "z")),
        ("gru-after", Highway("h", "z")),
        *((name, None) for name in CELLS if name.startswith("elman")),
    ],
)
def test_that_it_is_read_off_the_list(name: str, expected: Highway | None) -> None:
    assert highway_of(CELLS[name].quantities) == expected


def test_that_shares_are_products() -> None:
    factors = np.array([[0.5, 1.0], [0.5, 0.2]])
    np.testing.assert_allclose(kept_shares(factors), [[1, 1], [0.5, 1], [0.25, 0.2]])
    assert kept_shares(np.zeros((0, 3))).tolist() == [[1, 1, 1]]


def test_that_a_gate_that_is_constant_halves_after_its_logarithm() -> None:
    factors = np.tile([0.5, 0.9, -0.9, 1.0, 1.2, 0.0], (7, 1))
    lives = half_lives(factors)
    expected = [1.0, np.log(0.5) / np.log(0.9), np.log(0.5) / np.log(0.9), np.inf, np.inf, 0.0]
    np.testing.assert_allclose(lives, expected, rtol=1e-12)
