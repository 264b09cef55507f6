"""Voices: men, women and children whose formants lie about the published averages."""

from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.phones import VOICES, VOWEL_FREQUENCIES

#: How voices differ, as standard deviations of the logarithm: the size of the whole tract, each
#: formant of each vowel by itself, the pitch. Chosen, not published.
TRACT, HABIT, PITCH = 0.04, 0.03, 0.10
#: A formant of another kind of voice is, on average over all vowels, so many times a man's.
SIZES = np.exp(np.log(VOWEL_FREQUENCIES[..., 1:] / VOWEL_FREQUENCIES[0, :, 1:]).mean(axis=(1, 2)))


class Voice(NamedTuple):
    """kind     0 man, 1 woman, 2 child.

    vowels   (10, 3), F1 to F3 of each vowel in Hz.
    pitch    (10,), F0 of each vowel in Hz.
    size     what a man's formants of other sounds are multiplied by.
    """

    kind: int
    vowels: Floats
    pitch: Floats
    size: float

    @property
    def name(self) -> str:
        """What kind of voice it is."""
        return VOICES[self.kind]


def draw_voice(kind: int, rng: np.random.Generator) -> Voice:
    """A voice of this kind."""
    tract = np.exp(TRACT * rng.standard_normal())
    published = VOWEL_FREQUENCIES[kind]
    habits = np.exp(HABIT * rng.standard_normal(published[:, 1:].shape))
    pitch = published[:, 0] * np.exp(PITCH * rng.standard_normal())
    return Voice(kind, published[:, 1:] * tract * habits, pitch, float(SIZES[kind] * tract))
