"""The sound of tunes: pitches and times, found again in the samples."""

import io
import wave

import numpy as np
import pytest

from rnnviz.exhibits import Note
from rnnviz.exhibits.tones import PEAK, RATE, frequency, tune_samples
from rnnviz.exhibits.wav import wav_bytes

TUNE = (Note(69, 0.0, 2.0, 0), Note(None, 2.0, 1.0, 0), Note(60, 3.0, 1.0, 1))


def loudest_frequency(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    spectrum = np.abs(np.fft.rfft(samples))
    return float(spectrum.argmax() * RATE / len(samples))


def test_that_pitches_are_those_of_equal_temperament() -> None:
    assert frequency(69) == 440.0
    assert frequency(81) == 880.0
    assert frequency(60) == pytest.approx(261.6256, abs=1e-4)


def test_that_the_notes_sound_at_their_times_and_pitches() -> None:
    samples = tune_samples(TUNE, beat=120)
    assert len(samples) == 2 * RATE
    first, rest, last = samples[:RATE], samples[RATE : RATE * 3 // 2], samples[RATE * 3 // 2 :]
    assert loudest_frequency(first) == pytest.approx(440, abs=2)
    assert not rest.any()
    assert loudest_frequency(last) == pytest.approx(261.6, abs=2)


def test_that_the_sound_begins_and_ends_without_a_click_and_is_not_cut_off() -> None:
    samples = tune_samples(TUNE)
    assert abs(samples[0]) < 0.01
    assert abs(samples[-1]) < 0.01
    assert np.abs(samples).max() == pytest.approx(PEAK)


def test_that_harmonics_beyond_half_the_rate_are_left_out() -> None:
    samples = tune_samples([Note(105, 0.0, 1.0, 0)], beat=60, rate=8000)  # 3,520 Hz
    spectrum = np.abs(np.fft.rfft(samples))
    assert spectrum.argmax() == pytest.approx(3520, abs=2)
    assert spectrum[:3000].max() < 0.02 * spectrum.max()


def test_that_the_sound_is_read_back_from_a_wav_file() -> None:
    samples = tune_samples(TUNE)
    with wave.open(io.BytesIO(wav_bytes(samples, RATE))) as sound:
        back = np.frombuffer(sound.readframes(sound.getnframes()), "<i2") / 32767
    np.testing.assert_allclose(back, samples, atol=1 / 32767)


def test_that_rests_alone_are_silence_and_nothing_is_nothing() -> None:
    assert not tune_samples([Note(None, 0.0, 1.0, 0)]).any()
    assert tune_samples([]).shape == (0,)


@pytest.mark.parametrize(("beat", "rate"), [(0.0, 8000), (100.0, 0)])
def test_that_no_beat_and_no_rate_are_refused(beat: float, rate: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        tune_samples(TUNE, beat, rate)
