"""Text drawn from a network."""

import numpy as np
import pytest

from rnnviz.engine.batch import Batch
from rnnviz.engine.cells.cell import Cell
from rnnviz.engine.network import Network
from rnnviz.engine.sampling import draw, tempered, write
from tests.engine.examples import CELLS, make_network

Y = np.array([1.0, 3.0, 2.0])


def writer(cell: Cell, layers: int = 1) -> Network:
    return make_network(cell, 5, 6, layers, 5, seed=4)


def outputs_after(network: Network, symbols: list[int]) -> np.ndarray:
    inputs = np.array(symbols)[:, None]
    everywhere = np.ones(inputs.shape, bool)
    batch = Batch(inputs, inputs, everywhere, everywhere)
    return network.forward(batch, network.start(1)).y[:, 0]


def test_that_temperature_one_is_the_softmax() -> None:
    np.testing.assert_allclose(tempered(Y, 1.0), np.exp(Y) / np.exp(Y).sum(), rtol=1e-14)


def test_that_the_likely_get_likelier_as_it_gets_colder() -> None:
    warm, even, cold, coldest = (tempered(Y, t)[1] for t in (10.0, 1.0, 0.1, 1e-9))
    assert 1 / 3 < warm < even < cold < coldest == 1.0
    np.testing.assert_allclose(tempered(Y, 1e9), 1 / 3, rtol=1e-6)


def test_that_temperature_zero_leaves_only_the_likeliest() -> None:
    assert tempered(Y, 0.0).tolist() == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("temperature", [0.0, 0.05, 1.0])
def test_that_probabilities_of_a_float32_network_add_up_to_one(temperature: float) -> None:
    p = tempered(np.array([1e4, -1e4, 9999.0], np.float32), temperature)
    assert p.dtype == np.float64
    assert p.sum() == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("layers", [1, 2])
def test_that_at_temperature_zero_each_symbol_is_the_likeliest(cell: Cell, layers: int) -> None:
    network, prompt = writer(cell, layers), [3, 1]
    written = write(network, prompt, 8, 0.0, np.random.default_rng(0))
    likeliest = outputs_after(network, [*prompt, *written]).argmax(axis=1)
    assert len(written) == 8
    assert written == likeliest[1:-1].tolist()


def test_that_symbols_are_drawn_as_often_as_the_network_says() -> None:
    network, prompt, count = writer(CELLS["lstm"]), [2, 0], 4000
    rng = np.random.default_rng(5)
    drawn = [write(network, prompt, 1, 1.5, rng)[0] for _ in range(count)]
    p = tempered(outputs_after(network, prompt)[-1], 1.5)
    expected = count * p
    chi_square = float(((np.bincount(drawn, minlength=5) - expected) ** 2 / expected).sum())
    # With four degrees of freedom, more than 18.5 happens once in a thousand.
    assert chi_square < 18.5
    assert np.ptp(p) > 0.05


def test_that_later_symbols_depend_on_what_was_drawn() -> None:
    network = writer(CELLS["gru-before"])
    rng = np.random.default_rng(6)
    pairs = np.array([write(network, [1], 2, 1.0, rng) for _ in range(1500)])
    for first in np.unique(pairs[:, 0]):
        p = tempered(outputs_after(network, [1, int(first)])[-1], 1.0)
        seen = np.bincount(pairs[pairs[:, 0] == first, 1], minlength=5)
        deviation = np.sqrt(seen.sum() * p * (1 - p))
        assert (np.abs(seen - seen.sum() * p) < 4 * deviation + 1).all()


def test_that_the_seed_decides_what_is_written() -> None:
    network = writer(CELLS["lstm"])
    texts = [write(network, [0], 30, 1.0, np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]


def test_that_drawing_is_numpys_choice() -> None:
    p = np.array([0.0, 0.2, 0.0, 0.5, 0.3, 0.0])
    ours, theirs = np.random.default_rng(7), np.random.default_rng(7)
    drawn = [draw(p, ours) for _ in range(500)]
    assert drawn == [int(theirs.choice(len(p), p=p)) for _ in range(500)]
    assert set(drawn) == {1, 3, 4}


@pytest.mark.parametrize("extreme", [0.0, np.nextafter(1.0, 0.0)])
def test_that_no_random_number_draws_what_has_no_probability(extreme: float) -> None:
    class Fixed(np.random.Generator):
        def random(self, *_: object, **__: object) -> float:  # type: ignore[override]
            return extreme

    p = np.array([0.0, *[0.1] * 10, 0.0])
    assert p[draw(p, Fixed(np.random.PCG64(0)))] > 0


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_that_writing_ends_where_outputs_are_not_finite(temperature: float) -> None:
    network = writer(CELLS["elman-identity"])
    network.parameters["layer1.W_hh"][...] = 1e30 * np.eye(6)
    written = write(network, [0, 1], 50, temperature, np.random.default_rng(0))
    assert 5 < len(written) < 20
    network.parameters["b_y"][0] = np.nan
    assert write(network, [0, 1], 50, temperature, np.random.default_rng(0)) == []


def test_that_nothing_is_written_when_nothing_is_wanted() -> None:
    assert write(writer(CELLS["lstm"]), [0, 1], 0, 1.0, np.random.default_rng(0)) == []
