"""Tunes as sound: each note a few harmonics that die away, like a plucked string."""

from collections.abc import Sequence

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.exhibits.tune import Note

#: Samples per second.
RATE = 22_050
#: Of MIDI number 69, in Hz (ISO 16:1975); an octave has twelve equal steps.
A4, A4_NUMBER = 440.0, 69
#: Loudness of the harmonics, from the first on.
HARMONICS = (1.0, 0.5, 0.25, 0.12)
#: Seconds in which a note swells, dies away to a third, and is damped at its end.
ATTACK, DECAY, RELEASE = 0.01, 0.6, 0.04
#: The loudest sample of all.
PEAK = 0.8


def frequency(pitch: int) -> float:
    """Of a MIDI number, in Hz."""
    return float(A4 * 2 ** ((pitch - A4_NUMBER) / 12))


def tune_samples(notes: Sequence[Note], beat: float = 100.0, rate: int = RATE) -> Floats:
    """The sound of a tune, (n,), within ±PEAK; rests are silence.

    beat  quarter notes a minute.
    rate  samples per second.
    Raises ValueError where beat or rate is not above 0.
    """
    if beat <= 0 or rate <= 0:
        raise ValueError(f"Beat {beat:g} and rate {rate} are to be above 0.")
    quarter = 60 / beat
    ends = [round((note.start + note.duration) * quarter * rate) for note in notes]
    samples: Floats = np.zeros(max(ends, default=0))
    for note, end in zip(notes, ends, strict=True):
        begin = round(note.start * quarter * rate)
        if note.pitch is not None and end > begin:
            samples[begin:end] += _tone(frequency(note.pitch), end - begin, rate)
    loudest = float(np.abs(samples).max(initial=0.0))
    return samples * (PEAK / loudest) if loudest else samples


def _tone(pitch: float, count: int, rate: int) -> Floats:
    """One note of `count` samples; harmonics that the rate cannot hold are left out."""
    seconds = np.arange(count) / rate
    waves = [
        loudness * np.sin(2 * np.pi * pitch * number * seconds)
        for number, loudness in enumerate(HARMONICS, 1)
        if pitch * number < rate / 2
    ]
    shape = np.minimum(1, seconds / ATTACK) * np.exp(-seconds / DECAY)
    shape *= np.minimum(1, (count / rate - seconds) / RELEASE)
    tone: Floats = shape * np.sum(waves, axis=0)
    return tone
