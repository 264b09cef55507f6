"""Recordings: a set of utterances by voices of which some are held out, always the same ones."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.phones import VOICES
from rnnviz.scenarios.speech.spectrogram import HOP, WINDOW, spectrogram
from rnnviz.scenarios.speech.synthesizer import CONTROL, RATE, Controls, synthesize
from rnnviz.scenarios.speech.utterance import Utterance, draw_utterance
from rnnviz.scenarios.speech.voice import Voice, draw_voice

SEED = 1952
#: Voices for training and held out, and utterances by each; a third of the voices of each kind.
TRAINING_VOICES, HELD_OUT_VOICES, WORDS = 60, 18, 4
BANDS = 24
#: Between a voice and the noise of the room, in dB.
QUIETEST_ROOM, LOUDEST_ROOM = 30.0, 15.0


class Recording(NamedTuple):
    """voice      who speaks.

    samples    (n,), −1 … 1.
    features   (T, 24), the spectrogram in dB.
    phones     (T,), which of PHONES is said in the middle of each frame.
    """

    voice: Voice
    samples: Floats
    features: Floats
    phones: NDArray[np.intp]


@lru_cache(maxsize=2)
def make_recordings(length: int) -> tuple[tuple[Recording, ...], tuple[Recording, ...]]:
    """Words of `length` sounds by the voices for training, and by those held out."""
    rng = np.random.default_rng([SEED, length])
    voices = [draw_voice(n % len(VOICES), rng) for n in range(TRAINING_VOICES + HELD_OUT_VOICES)]
    spoken = [voice for voice in voices for _ in range(WORDS)]
    utterances = [draw_utterance(voice, length, rng) for voice in spoken]
    sounds = synthesize(_together([u.controls for u in utterances]), rng)
    recordings = tuple(
        _record(*parts, rng) for parts in zip(spoken, utterances, sounds, strict=True)
    )
    cut = TRAINING_VOICES * WORDS
    return recordings[:cut], recordings[cut:]


def _together(controls: list[Controls]) -> Controls:
    """The controls of all utterances side by side, the last frame of a shorter one held."""
    most = max(len(one.pitch) for one in controls)
    fields = []
    for name in Controls._fields:
        tracks = [getattr(one, name) for one in controls]
        held = [
            np.pad(track, ((0, most - len(track)), *((0, 0),) * (track.ndim - 1)), mode="edge")
            for track in tracks
        ]
        fields.append(np.stack(held, axis=1))
    return Controls(*fields)


def _record(
    voice: Voice, utterance: Utterance, sound: Floats, rng: np.random.Generator
) -> Recording:
    """The utterance's own part of its sound, in a room that is not quite silent."""
    samples = sound[: len(utterance.phones) * CONTROL].astype(float)
    strength = np.sqrt(np.mean(np.square(samples)))
    room = 10 ** (-rng.uniform(LOUDEST_ROOM, QUIETEST_ROOM) / 20)
    samples += strength * room * rng.standard_normal(len(samples))
    samples *= rng.uniform(0.3, 0.9) / np.abs(samples).max()
    features = spectrogram(samples, BANDS, RATE)
    middles = np.arange(len(features)) * HOP + WINDOW // 2
    return Recording(voice, samples, features, utterance.phones[middles // CONTROL])
