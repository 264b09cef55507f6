"""Symbols drawn from what a network says: their shares, what is read next, and the end."""

import numpy as np

from rnnviz.engine.batch import Batch, Floats
from rnnviz.scenarios.drawn_symbols import drawn_symbols

START, A, B, END = range(4)


class Chain:
    """A Markov chain: what it says depends on the last input alone. It remembers what it read."""

    def __init__(self, shares: list[list[float]]) -> None:
        self._shares = np.array(shares)
        self.read: list[int] = []

    def outputs(self, batch: Batch) -> Floats:
        self.read = batch.inputs[:, 0].tolist()
        return self._shares[batch.inputs]

    def alone(self, batch: Batch, steps: int = 0) -> Floats:
        raise AssertionError("nobody asked for the likeliest")


def batch_of(steps: int, existing: int | None = None) -> Batch:
    """One sequence that wants nothing but B."""
    exists = np.arange(steps)[:, None] < (steps if existing is None else existing)
    wanted = np.full((steps, 1), B)
    return Batch(np.where(np.arange(steps)[:, None] > 0, B, START), wanted, exists, exists)


def draw(chain: Chain, batch: Batch, seed: int = 0, temperature: float = 1.0) -> list[int]:
    return drawn_symbols(chain, batch, END, np.random.default_rng(seed), temperature)


def test_that_what_was_drawn_is_read_and_not_what_is_wanted() -> None:
    chain = Chain([[0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    batch = batch_of(5)
    assert draw(chain, batch) == [A, B, A, B, A]
    assert chain.read == [START, A, B, A, B]
    assert batch.inputs[:, 0].tolist() == [START, B, B, B, B]


def test_that_the_end_ends_it_and_is_left_out() -> None:
    chain = Chain([[0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1], [1, 0, 0, 0]])
    assert draw(chain, batch_of(5)) == [A]


def test_that_it_is_no_longer_than_the_sequence() -> None:
    chain = Chain([[0, 1, 0, 0]] * 4)
    assert draw(chain, batch_of(5, existing=3)) == [A, A, A]


def test_that_symbols_come_with_their_shares_and_a_low_temperature_sharpens_them() -> None:
    chain = Chain([[0, 0.8, 0.2, 0]] * 4)
    share, sharp = (
        np.mean([draw(chain, batch_of(1), seed, temperature)[0] == A for seed in range(2000)])
        for temperature in (1.0, 0.5)
    )
    assert abs(share - 0.8) < 0.03
    assert abs(sharp - 0.64 / 0.68) < 0.03


def test_that_one_seed_draws_the_same() -> None:
    chain = Chain([[0, 0.5, 0.5, 0]] * 4)
    first, again, other = (draw(chain, batch_of(20), seed) for seed in (1, 1, 2))
    assert first == again != other
