"""WAV files, read back with the standard library."""

import io
import wave

import numpy as np
import pytest

from rnnviz.exhibits.wav import wav_bytes


def test_that_the_samples_are_read_back() -> None:
    samples = np.sin(np.arange(4000) / 7) * 0.9
    with wave.open(io.BytesIO(wav_bytes(samples, 16_000))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 16_000)
        assert sound.getnframes() == 4000
        back = np.frombuffer(sound.readframes(4000), "<i2") / 32767
    np.testing.assert_allclose(back, samples, atol=0.5 / 32767)


def test_that_a_loud_sample_is_cut_off_and_does_not_wrap_around() -> None:
    with wave.open(io.BytesIO(wav_bytes(np.array([1.0, 2.0, -1.0, -2.0]), 8000))) as sound:
        values = np.frombuffer(sound.readframes(4), "<i2").tolist()
    assert values == [32767, 32767, -32767, -32767]


@pytest.mark.parametrize(
    ("samples", "rate", "message"),
    [
        (np.zeros(0), 8000, "no sound"),
        (np.zeros((2, 2)), 8000, r"shape \(2, 2\)"),
        (np.array([np.nan]), 8000, "no finite number"),
        (np.zeros(4), 0, "rate is 0"),
    ],
)
def test_that_what_is_no_sound_is_refused(samples: np.ndarray, rate: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        wav_bytes(samples, rate)
