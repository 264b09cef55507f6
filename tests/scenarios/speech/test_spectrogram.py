"""The spectrogram of sounds whose spectrum is known."""

import numpy as np
import pytest

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.spectrogram import FLOOR, band_edges, mel, spectrogram

RATE = 16_000


def sine(frequency: float, amplitude: float = 1.0, samples: int = 1600) -> Floats:
    return amplitude * np.sin(2 * np.pi * frequency * np.arange(samples) / RATE)


@pytest.mark.parametrize("band", [3, 10, 20])
def test_that_a_sine_is_loudest_in_its_band(band: int) -> None:
    frequency = band_edges(24, RATE)[band + 1]
    assert (spectrogram(sine(frequency), 24, RATE).argmax(axis=1) == band).all()


def test_that_ten_times_the_amplitude_is_twenty_decibels_more() -> None:
    loud, soft = (spectrogram(sine(1000, amplitude), 24, RATE) for amplitude in (1.0, 0.1))
    heard = soft > FLOOR + 1
    assert heard.any()
    np.testing.assert_allclose((loud - soft)[heard], 20)


def test_that_frames_are_25_ms_every_10_ms() -> None:
    assert spectrogram(np.zeros(400), 24, RATE).shape == (1, 24)
    assert spectrogram(np.zeros(559), 24, RATE).shape == (1, 24)
    samples = np.zeros(1200)
    samples[560:] = sine(1000, samples=640)
    rows = spectrogram(samples, 24, RATE)
    assert rows.shape == (6, 24)
    # Frame 1 ends with sample 559; frame 2 is the first to hear the sine.
    assert (rows[:2] == FLOOR).all()
    assert rows[2].max() > FLOOR


def test_that_white_noise_has_one_power_in_all_bands() -> None:
    noise = np.random.default_rng(0).standard_normal(160_000)
    power = (10 ** (spectrogram(noise, 24, RATE) / 10)).mean(axis=0)
    np.testing.assert_allclose(power, power.mean(), rtol=0.1)


def test_that_bands_are_even_in_mel() -> None:
    edges = band_edges(24, RATE)
    np.testing.assert_allclose(np.diff(mel(edges)), mel(np.array(8000.0)) / 25)
    assert mel(np.array(1000.0)) == pytest.approx(1000, abs=0.1)
