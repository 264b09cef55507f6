"""Recurrent matrices: which they are, and eigenvalues against closed forms."""

import numpy as np
import pytest

from rnnviz.engine.batch import Floats
from rnnviz.engine.cells import Elman
from rnnviz.trace.jacobians import record_jacobians
from rnnviz.trace.recurrent_matrices import (
    largest_singular_value,
    recurrent_matrix,
    recurrent_names,
    recurrent_weights,
    spectra,
    spectrum,
)
from tests.engine.examples import CELLS, make_batch, make_network, make_pairs, make_start
from tests.trace.examples import make_trace, recorded

RECURRENT = {"elman": ("W_hh",), "lstm": ("W_f", "W_i", "W_o", "W_c"), "gru": ("U_z", "U_r", "U_h")}


@pytest.mark.parametrize("name", CELLS)
def test_that_every_recurrent_matrix_is_found(name: str) -> None:
    cell, trace = CELLS[name], make_trace(CELLS[name])
    assert recurrent_weights(cell.quantities) == RECURRENT[cell.key]
    expected = [f"{lane}.{w}" for lane in ("layer1", "layer2") for w in RECURRENT[cell.key]]
    assert list(recurrent_names(trace)) == expected
    assert set(spectra(trace.quantities, trace.parameters, 3).matrices) == set(expected)


def test_that_of_an_lstm_the_columns_that_multiply_h_are_taken() -> None:
    trace = make_trace(CELLS["lstm"])
    for name in recurrent_names(trace):
        whole = trace.parameters[name]
        np.testing.assert_array_equal(recurrent_matrix(trace, name), whole[:, : trace.hidden])


def test_that_all_lanes_have_theirs() -> None:
    network = make_network(CELLS["gru-before"], 3, 3, outputs=4, both=True, decoder=True)
    trace = recorded(network, make_pairs([(4, 3)]), make_start(network, 1))
    lanes = {name.partition(".")[0] for name in recurrent_names(trace)}
    assert lanes == {"encoder1", "encoder1_back", "decoder1"}


def test_that_a_rotation_lies_on_the_circle() -> None:
    angle = 0.7
    turn = 0.9 * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    found = spectrum(turn)
    expected = 0.9 * np.exp(1j * np.array([angle, -angle]))
    np.testing.assert_allclose(sorted(found.eigenvalues, key=np.imag), expected[::-1], rtol=1e-12)
    assert found.radius == pytest.approx(0.9, rel=1e-12)
    assert found.norm == pytest.approx(0.9, rel=1e-12)


@pytest.mark.parametrize("precision", [np.float64, np.float32])
def test_that_what_lies_on_the_circle_is_not_outside(precision: type) -> None:
    drawn = np.random.default_rng(0).normal(size=(64, 64))
    orthogonal: Floats = np.linalg.qr(drawn)[0].astype(precision)
    assert not spectrum(orthogonal).outside.any()
    assert spectrum(1.001 * orthogonal).outside.all()


def test_that_a_diagonal_matrix_has_its_diagonal() -> None:
    found = spectrum(np.diag([0.3, -1.2, 0.0, 0.7]))
    np.testing.assert_allclose(found.eigenvalues, [-1.2, 0.7, 0.3, 0.0], atol=1e-14)
    assert (found.radius, found.norm) == (pytest.approx(1.2), pytest.approx(1.2))


def test_that_a_shear_has_a_norm_above_its_radius() -> None:
    found = spectrum(np.array([[0.5, 10.0], [0.0, 0.5]]))
    assert found.radius == pytest.approx(0.5, rel=1e-6)
    # The closed form: σ² is an eigenvalue of AᵀA, whose trace is 100.5 and determinant 0.0625.
    assert found.norm == pytest.approx(np.sqrt((100.5 + np.sqrt(100.5**2 - 0.25)) / 2), rel=1e-12)


def test_that_a_linear_network_decays_at_its_spectral_radius() -> None:
    network = make_network(Elman("identity"), 3, 4, outputs=3)
    symmetric = network.parameters["layer1.W_hh"]
    symmetric[...] = 0.25 * (symmetric + symmetric.T)
    trace = recorded(network, make_batch((60,)), make_start(network, 1))
    norms = record_jacobians(network.cell, trace).strands["layer1"]["h"]
    rate = norms[59, 0] / norms[59, 1]
    found = spectra(trace.quantities, trace.parameters, 0).matrices["layer1.W_hh"]
    assert rate == pytest.approx(found.radius, rel=1e-9)
    assert found.norm == pytest.approx(found.radius, rel=1e-12)


def test_that_numbers_that_are_none_are_told() -> None:
    found = spectrum(np.array([[np.nan, 1.0], [1.0, 0.0]]))
    assert np.isnan(found.radius)
    assert np.isnan(found.norm)
    assert len(found.eigenvalues) == 0
    assert np.isnan(largest_singular_value(np.array([[np.inf]])))
