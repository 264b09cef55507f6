"""Resonators against what their name promises: a peak, a width, a gain."""

import numpy as np
import pytest

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.resonator import Coefficients, antiresonator, resonator

RATE = 16_000


def gain(found: Coefficients, frequencies: Floats) -> Floats:
    z = np.exp(-2j * np.pi * frequencies / RATE)
    gains: Floats = np.abs(found.a / (1 - found.b * z - found.c * z**2))
    return gains


@pytest.mark.parametrize(("frequency", "bandwidth"), [(500.0, 50.0), (2500.0, 110.0)])
def test_that_it_peaks_at_its_frequency_with_its_bandwidth(
    frequency: float, bandwidth: float
) -> None:
    found = resonator(np.array(frequency), np.array(bandwidth), RATE)
    axis = np.arange(0, 8000, 0.5)
    gains = gain(found, axis)
    assert abs(axis[gains.argmax()] - frequency) < 0.02 * frequency
    loud = axis[gains > gains.max() / np.sqrt(2)]
    assert loud[-1] - loud[0] == pytest.approx(bandwidth, rel=0.05)
    assert gains[0] == pytest.approx(1)


def test_that_the_antiresonator_undoes_it() -> None:
    place, width = np.array(450.0), np.array(100.0)
    found, inverse = resonator(place, width, RATE), antiresonator(place, width, RATE)
    axis = np.linspace(0, 8000, 200)
    z = np.exp(-2j * np.pi * axis / RATE)
    undone = np.abs(inverse.a + inverse.b * z + inverse.c * z**2)
    np.testing.assert_allclose(gain(found, axis) * undone, 1)


def test_that_what_the_rate_cannot_carry_is_let_through() -> None:
    found = resonator(np.array([7999.0, 8000.0]), np.array([100.0, 100.0]), RATE)
    assert (found.a[1], found.b[1], found.c[1]) == (1, 0, 0)
    assert found.c[0] != 0
