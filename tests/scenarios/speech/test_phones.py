"""The published numbers, and what is made of them."""

import numpy as np

from rnnviz.scenarios.speech.phones import (
    CONSONANTS,
    PHONES,
    VOICES,
    VOWEL_FREQUENCIES,
    VOWELS,
    noise_gains,
)


def test_that_the_vowels_are_those_of_peterson_and_barney() -> None:
    assert VOWEL_FREQUENCIES.shape == (len(VOICES), len(VOWELS), 4)
    heed = VOWEL_FREQUENCIES[:, VOWELS.index("i")].tolist()
    assert heed == [[136, 270, 2290, 3010], [235, 310, 2790, 3310], [272, 370, 3200, 3730]]
    assert VOWEL_FREQUENCIES[1, VOWELS.index("ɑ")].tolist() == [212, 850, 1220, 2810]
    assert VOWEL_FREQUENCIES[0, VOWELS.index("ɝ")].tolist() == [133, 490, 1350, 1690]
    # A check sum of the table: the mean of each column for each kind of voice.
    means = [
        [132.2, 502.0, 1420.0, 2386.0],
        [223.0, 575.0, 1694.0, 2783.0],
        [264.3, 671.0, 1928.0, 3266.0],
    ]
    np.testing.assert_allclose(VOWEL_FREQUENCIES.mean(axis=1), means)


def test_that_shorter_tracts_resonate_higher() -> None:
    man, woman, child = VOWEL_FREQUENCIES
    assert (man < woman).all()
    assert (woman < child).all()
    assert (np.diff(VOWEL_FREQUENCIES, axis=2) > 0).all()


def test_that_only_what_hisses_has_noise() -> None:
    for consonant in CONSONANTS.values():
        gains = noise_gains(consonant)
        assert gains.max() == (0 if consonant.kind == "nasal" else 1)
    # [ʃ]: 57 − 75 dB in F3 against 48 − 78 dB in F4.
    gains = noise_gains(CONSONANTS["ʃ"])
    assert np.isclose(20 * np.log10(gains[1] / gains[0]), -12)
    assert gains[4] == 0


def test_that_each_label_is_there_once() -> None:
    assert len(set(PHONES)) == len(PHONES) == 18
