"""The synthesiser against the transfer functions that it is made of."""

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.phones import NASAL_POLE
from rnnviz.scenarios.speech.synthesizer import CONTROL, RATE, Controls, glottal_pulse, synthesize

FORMANTS = np.array([500.0, 1500.0, 2500.0, 3300.0, 3750.0, 4900.0])
BANDWIDTHS = np.array([50.0, 70.0, 110.0, 250.0, 200.0, 1000.0])


def steady(frames: int, size: int = 1, **changes: float) -> Controls:
    """A sound that does not change; amplitudes 0 unless given."""
    values = {"nasal_zero": NASAL_POLE, "pitch": 100.0, "voice": 0.0, "breath": 0.0}
    tracks = {
        name: np.full((frames, size), value)
        for name, value in {**values, "frication": 0.0, **changes}.items()
    }
    shape = (frames, size, 6)
    colour = np.zeros((frames, size, 5))
    colour[..., 3] = 1
    return Controls(
        np.broadcast_to(FORMANTS, shape),
        np.broadcast_to(BANDWIDTHS, shape),
        **tracks,
        colour=colour,
    )


def peak(frequency: float, bandwidth: float, at: Floats) -> Floats:
    """The gain of one resonator, from its poles in the z plane."""
    pole = np.exp((-np.pi * bandwidth + 2j * np.pi * frequency) / RATE)
    z = np.exp(2j * np.pi * at / RATE)
    gain: Floats = np.abs((1 - pole) / (z - pole) * (1 - pole.conj()) / (z - pole.conj()))
    return gain


def harmonics(sound: Floats) -> Floats:
    """Amplitudes at 100, 200 … 5000 Hz in the last half second."""
    spectrum = np.abs(np.fft.rfft(sound[-8000:]))
    amplitudes: Floats = spectrum[50:2501:50]
    return amplitudes


def test_that_the_harmonics_of_a_vowel_are_the_voice_times_all_resonators() -> None:
    sound = synthesize(steady(140, voice=1.0), np.random.default_rng(0))[0]
    begin = np.random.default_rng(0).random()
    voice = glottal_pulse((begin + np.arange(1, 8001) * 100 / RATE) % 1)
    at = np.arange(100.0, 5001.0, 100.0)
    gains = np.prod([peak(f, b, at) for f, b in zip(FORMANTS, BANDWIDTHS, strict=True)], axis=0)
    measured = 20 * np.log10(harmonics(sound))
    np.testing.assert_allclose(measured, 20 * np.log10(harmonics(voice) * gains), atol=0.01)


def test_that_the_nose_adds_its_peak_and_its_dip() -> None:
    oral, nasal = (
        harmonics(synthesize(steady(140, voice=1.0, nasal_zero=zero), np.random.default_rng(0))[0])
        for zero in (NASAL_POLE, 450.0)
    )
    at = np.arange(100.0, 5001.0, 100.0)
    wanted = peak(NASAL_POLE, 100, at) / peak(450.0, 100, at)
    np.testing.assert_allclose(nasal / oral, wanted, rtol=1e-3)


def test_that_frication_goes_past_the_cascade() -> None:
    sound = synthesize(steady(400, frication=1.0), np.random.default_rng(1))[0]
    power = np.square(np.abs(np.fft.rfft(sound[1600:].reshape(-1, 400), axis=1))).mean(axis=0)
    at = np.fft.rfftfreq(400, 1 / RATE)
    wanted = peak(4900, 1000, at) ** 2
    middle = (at > 500) & (at < 7500)
    np.testing.assert_allclose((power / wanted)[middle], 400, rtol=0.6)
    assert abs(at[power.argmax()] - 4900) < 500


def test_that_utterances_side_by_side_do_not_hear_each_other() -> None:
    together = steady(10, size=2, voice=1.0)
    together.pitch[:, 1] = 220.0
    both = synthesize(together, np.random.default_rng(2))
    alone = synthesize(steady(10, voice=1.0), np.random.default_rng(2))
    assert both.shape == (2, 10 * CONTROL)
    np.testing.assert_allclose(both[0], alone[0], rtol=1e-6)
    assert not np.allclose(both[1], both[0])


def test_that_silence_is_silent() -> None:
    assert not synthesize(steady(5), np.random.default_rng(3)).any()


def test_that_the_pulse_is_the_slope_of_a_flow_that_ends_where_it_began() -> None:
    phase = np.linspace(0, 1, 100_001)
    slope = glottal_pulse(phase)
    flow = np.cumsum(slope) / len(phase)
    assert abs(flow[-1]) < 1e-4
    assert flow.min() > -1e-4
    assert slope.min() == -1 or abs(slope.min() + 1) < 1e-3
