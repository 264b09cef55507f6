"""Utterances: nonsense words, as controls of the synthesiser, with the sound said at each moment.

Consonants and vowels take turns, all equally likely, so that nothing but the sound itself tells
which one it is. How sounds run into each other (coarticulation) is made in two ways: a
consonant's formants are drawn towards its neighbours' (the "locus" of P. Delattre, A. Liberman
and F. Cooper, 1955, reached in part), and all formants move smoothly, so that a short vowel
falls short of its target (B. Lindblom, 1963). Durations and amplitudes are chosen, not published.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.phones import (
    CONSONANTS,
    HIGHER_BANDWIDTHS,
    HIGHER_FORMANTS,
    NASAL_POLE,
    NASAL_ZERO,
    PHONES,
    SILENCE,
    VOWEL_BANDWIDTHS,
    VOWELS,
    noise_gains,
)
from rnnviz.scenarios.speech.synthesizer import Controls
from rnnviz.scenarios.speech.voice import Voice

#: How far a consonant's formants are drawn towards those of the vowels beside it.
DRAWN = 0.35
#: Formants move, and amplitudes change, over so many control frames of 5 ms (Hann windows).
MOVES, CHANGES = 15, 3
#: Each sound's formants differ from the voice's own by so much (standard deviation of the log).
TOKEN = 0.02


class Part(NamedTuple):
    """A stretch of a sound: shortest and longest duration in control frames; its amplitudes."""

    shortest: int
    longest: int
    voice: float = 0.0
    breath: float = 0.0
    noise: float = 0.0


#: The parts of every kind of sound, one after another.
PARTS = {
    "silence": (Part(10, 20),),
    "vowel": (Part(14, 32, voice=1.0, breath=0.004),),
    "nasal": (Part(9, 18, voice=0.5, breath=0.002),),
    "fricative": (Part(14, 26, noise=0.1),),
    "stop": (Part(8, 16), Part(2, 3, noise=0.2), Part(4, 9, breath=0.06)),
}


class Utterance(NamedTuple):
    """controls of one utterance (C frames, without the axis of utterances); phones (C,), which
    of PHONES is said in each frame."""

    controls: Controls
    phones: NDArray[np.intp]


def draw_utterance(voice: Voice, length: int, rng: np.random.Generator) -> Utterance:
    """A word of `length` sounds between two silences."""
    word = [SILENCE, *_draw_word(length, rng), SILENCE]
    formants = _targets(word, voice, rng)
    rows, phones = [], []
    for n, symbol in enumerate(word):
        for part in PARTS[_kind(symbol)]:
            frames = int(rng.integers(part.shortest, part.longest + 1))
            rows += [_row(symbol, part, formants[n], _pitch(symbol, voice), voice.size)] * frames
            phones += [PHONES.index(symbol)] * frames
    return Utterance(_controls(np.array(rows)), np.array(phones, np.intp))


def _draw_word(length: int, rng: np.random.Generator) -> list[str]:
    consonants, first = list(CONSONANTS), int(rng.integers(2))
    kinds = [consonants if (n + first) % 2 else VOWELS for n in range(length)]
    return [kind[rng.integers(len(kind))] for kind in kinds]


def _kind(symbol: str) -> str:
    """Which of PARTS a sound is made of."""
    if symbol == SILENCE:
        return "silence"
    return CONSONANTS[symbol].kind if symbol in CONSONANTS else "vowel"


def _targets(word: list[str], voice: Voice, rng: np.random.Generator) -> Floats:
    """(length, 3): F1 to F3 that each sound heads for."""
    targets = np.full((len(word), 3), np.nan)
    for n, symbol in enumerate(word):
        if symbol in CONSONANTS:
            targets[n] = np.array(CONSONANTS[symbol].formants) * voice.size
        elif symbol != SILENCE:
            targets[n] = voice.vowels[VOWELS.index(symbol)]
    targets *= np.exp(TOKEN * rng.standard_normal(targets.shape))
    targets[0], targets[-1] = targets[1], targets[-2]
    drawn = targets.copy()
    for n, symbol in enumerate(word):
        if symbol in CONSONANTS:
            beside = [targets[m] for m in (n - 1, n + 1) if word[m] in VOWELS]
            drawn[n] += DRAWN * (np.mean(beside, axis=0) - targets[n]) if beside else 0.0
    drawn[0], drawn[-1] = drawn[1], drawn[-2]
    return drawn


def _pitch(symbol: str, voice: Voice) -> float:
    """F0 in Hz; that of an average vowel where there is no vowel."""
    own = symbol in VOWELS
    return float(voice.pitch[VOWELS.index(symbol)] if own else voice.pitch.mean())


def _row(symbol: str, part: Part, formants: Floats, pitch: float, size: float) -> Floats:
    """(22,): everything that is controlled, for one control frame."""
    consonant = CONSONANTS.get(symbol)
    lower = consonant.bandwidths if consonant else VOWEL_BANDWIDTHS
    nasal = consonant is not None and consonant.kind == "nasal"
    return np.concatenate(
        [
            formants,
            np.array(HIGHER_FORMANTS) * size,
            lower,
            HIGHER_BANDWIDTHS,
            [NASAL_ZERO if nasal else NASAL_POLE, pitch, part.voice, part.breath, part.noise],
            noise_gains(consonant) if consonant else np.zeros(5),
        ]
    )


def _controls(rows: Floats) -> Controls:
    """Smooth what moves slowly and what moves quickly, and tell it apart."""
    slow, quick = _smooth(rows[:, :14], MOVES), _smooth(rows[:, 14:17], CHANGES)
    # The voice falls over an utterance (declination).
    pitch = slow[:, 13] * np.linspace(1.08, 0.88, len(rows))
    voice, breath, frication = quick.T
    return Controls(
        formants=slow[:, :6],
        bandwidths=slow[:, 6:12],
        nasal_zero=slow[:, 12],
        pitch=pitch,
        voice=voice,
        breath=breath,
        frication=frication,
        colour=rows[:, 17:],
    )


def _smooth(tracks: Floats, width: int) -> Floats:
    """Each column of `tracks`, (C, n), under a Hann window of `width` frames; the ends held."""
    window = np.hanning(width + 2)[1:-1]
    held = np.pad(tracks, ((width // 2, width // 2), (0, 0)), mode="edge")
    columns = [np.convolve(column, window / window.sum(), "valid") for column in held.T]
    return np.array(columns).T
