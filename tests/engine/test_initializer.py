"""Starting values: what each scheme promises."""

import numpy as np
import pytest

from rnnviz.engine.cells import GRU, LSTM, Elman
from rnnviz.engine.initializer import (
    INITIALIZERS,
    InitName,
    initialize,
    spectral_radius_of,
    with_spectral_radius,
)
from rnnviz.engine.network import Network

INPUTS, HIDDEN, OUTPUTS = 30, 40, 20


def initialized(cell: object, scheme: InitName, seed: int = 0, **settings: float) -> Network:
    network = Network(cell, INPUTS, HIDDEN, 2, OUTPUTS)  # type: ignore[arg-type]
    network.parameters.flat[...] = np.nan
    initialize(network, scheme, np.random.default_rng(seed), **settings)
    return network


@pytest.mark.parametrize("scheme", INITIALIZERS)
@pytest.mark.parametrize("cell", [Elman(), LSTM(), GRU("after")], ids=lambda cell: cell.key)
def test_that_every_parameter_gets_a_value_and_the_seed_decides_it(
    cell: object, scheme: InitName
) -> None:
    first, again, other = (initialized(cell, scheme, seed) for seed in (0, 0, 1))
    assert np.isfinite(first.parameters.flat).all()
    assert np.array_equal(first.parameters.flat, again.parameters.flat)
    assert not np.array_equal(first.parameters.flat, other.parameters.flat)


def test_that_biases_are_zero_but_for_the_forget_gate() -> None:
    parameters = initialized(LSTM(forget_bias=1.5), "xavier").parameters
    biases = {name: array for name, array in parameters.items() if array.ndim == 1}
    assert len(biases) == 9
    for name, bias in biases.items():
        assert set(bias) == {1.5 if name.endswith("b_f") else 0.0}


def test_that_xavier_is_uniform_within_its_limit() -> None:
    parameters = initialized(Elman(), "xavier").parameters
    for name, columns in (("layer1.W_xh", INPUTS), ("layer1.W_hh", HIDDEN)):
        limit = np.sqrt(6 / (columns + HIDDEN))
        assert 0.97 * limit < np.abs(parameters[name]).max() <= limit
        assert parameters[name].var() == pytest.approx(limit**2 / 3, rel=0.1)
    assert np.abs(parameters["W_hy"]).max() <= np.sqrt(6 / (HIDDEN + OUTPUTS))


def test_that_normal_has_the_deviation_asked_for() -> None:
    parameters = initialized(Elman(), "normal", scale=2.0).parameters
    assert parameters["layer1.W_hh"].std() == pytest.approx(2 / np.sqrt(HIDDEN), rel=0.1)
    assert parameters["layer1.W_xh"].std() == pytest.approx(2 / np.sqrt(INPUTS), rel=0.1)


def test_that_orthogonal_recurrent_weights_keep_every_length() -> None:
    for name, array in initialized(GRU("before"), "orthogonal").parameters.items():
        if ".U_" in name:
            np.testing.assert_allclose(array @ array.T, np.eye(HIDDEN), atol=1e-13)


def test_that_each_gate_of_an_lstm_gets_an_orthogonal_block_of_its_own() -> None:
    parameters = initialized(LSTM(), "orthogonal").parameters
    blocks = [parameters[f"layer2.W_{gate}"][:, :HIDDEN] for gate in "ofic"]
    for block in blocks:
        np.testing.assert_allclose(block @ block.T, np.eye(HIDDEN), atol=1e-13)
    assert not np.allclose(blocks[0], blocks[1])


def test_that_orthogonal_matrices_prefer_no_sign() -> None:
    # Without the correction of signs, the diagonal of q would be negative throughout.
    rng, make = np.random.default_rng(0), INITIALIZERS["orthogonal"]
    corners = [make(3, 3, True, 1.0, rng)[0, 0] for _ in range(400)]
    assert abs(np.mean(corners)) < 0.1
    assert np.var(corners) == pytest.approx(1 / 3, rel=0.15)


def test_that_identity_starts_as_a_memory() -> None:
    parameters = initialized(Elman("relu"), "identity", scale=0.5).parameters
    assert np.array_equal(parameters["layer2.W_hh"], 0.5 * np.eye(HIDDEN))
    assert parameters["layer1.W_xh"].std() == pytest.approx(0.001, rel=0.1)


@pytest.mark.parametrize("scheme", INITIALIZERS)
@pytest.mark.parametrize("cell", [Elman(), LSTM(), GRU()], ids=lambda cell: cell.key)
def test_that_recurrent_weights_get_the_spectral_radius_asked_for(
    cell: object, scheme: InitName
) -> None:
    network = initialized(cell, scheme, spectral_radius=1.1)
    for name, array in network.parameters.items():
        if any(part in name for part in (".W_hh", ".U_")) or (cell == LSTM() and ".W_" in name):
            assert spectral_radius_of(array[:, :HIDDEN]) == pytest.approx(1.1, rel=1e-10)


def test_that_the_spectral_radius_is_that_of_complex_eigenvalues_too() -> None:
    turn = np.array([[0.0, -3.0], [3.0, 0.0]])
    assert spectral_radius_of(turn) == pytest.approx(3.0)
    np.testing.assert_allclose(with_spectral_radius(turn, 1.0), turn / 3)


def test_that_a_matrix_without_eigenvalues_to_scale_stays_as_it_is() -> None:
    nilpotent = np.array([[0.0, 1.0], [0.0, 0.0]])
    assert with_spectral_radius(nilpotent, 2.0) is nilpotent
