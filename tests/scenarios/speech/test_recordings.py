"""Recordings: sound, spectrogram and labels that belong together; voices held out."""

import numpy as np
import pytest

from rnnviz.scenarios.speech.phones import PHONES, VOWELS
from rnnviz.scenarios.speech.recordings import (
    BANDS,
    HELD_OUT_VOICES,
    TRAINING_VOICES,
    WORDS,
    Recording,
    make_recordings,
)
from rnnviz.scenarios.speech.spectrogram import band_edges, spectrogram
from rnnviz.scenarios.speech.synthesizer import RATE


@pytest.fixture(scope="module")
def both() -> tuple[tuple[Recording, ...], tuple[Recording, ...]]:
    return make_recordings(2)


def test_that_no_held_out_voice_is_trained_on(
    both: tuple[tuple[Recording, ...], tuple[Recording, ...]],
) -> None:
    training, held_out = ({one.voice.size for one in part} for part in both)
    assert (len(training), len(held_out)) == (TRAINING_VOICES, HELD_OUT_VOICES)
    assert not training & held_out
    assert len(both[1]) == HELD_OUT_VOICES * WORDS
    assert np.bincount([one.voice.kind for one in both[1]]).tolist() == [24, 24, 24]


def test_that_sound_features_and_labels_belong_together(
    both: tuple[tuple[Recording, ...], tuple[Recording, ...]],
) -> None:
    for one in both[1][:10]:
        assert 0.29 < np.abs(one.samples).max() < 0.91
        np.testing.assert_array_equal(one.features, spectrogram(one.samples, BANDS, RATE))
        assert len(one.phones) == len(one.features)
        assert PHONES[one.phones[0]] == PHONES[one.phones[-1]] == "·"


def test_that_one_length_gives_one_set(
    both: tuple[tuple[Recording, ...], tuple[Recording, ...]],
) -> None:
    make_recordings.cache_clear()
    again = make_recordings(2)
    for one, other in zip(both[0][:5], again[0][:5], strict=True):
        np.testing.assert_array_equal(one.samples, other.samples)


def test_that_sounds_are_as_loud_and_as_bright_as_they_should_be(
    both: tuple[tuple[Recording, ...], tuple[Recording, ...]],
) -> None:
    frames = np.concatenate([one.features for part in both for one in part])
    phones = np.concatenate([one.phones for part in both for one in part])
    power = 10 ** (frames / 10)
    loudness = {
        p: 10 * np.log10(power[phones == n].sum(axis=1).mean()) for n, p in enumerate(PHONES)
    }
    vowels = [loudness[p] for p in VOWELS]
    assert min(vowels) > loudness["m"] > loudness["s"] > loudness["·"]
    middles = band_edges(BANDS, RATE)[1:-1]
    mean = {p: power[phones == n].mean(axis=0) for n, p in enumerate(PHONES)}
    brightness = {p: (middles * mean[p]).sum() / mean[p].sum() for p in PHONES}
    assert brightness["s"] > brightness["ʃ"] > brightness["i"] > brightness["u"]
    # The second formant is what tells these two: about 2,800 Hz against 1,000 Hz.
    high = (middles > 1800) & (middles < 3600)
    assert mean["i"][high].mean() > 10 * mean["u"][high].mean()
