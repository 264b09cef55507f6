"""A cascade/parallel formant synthesiser after D. H. Klatt, 1980, for many utterances at once.

    voice ─┬─ nasal zero ─ nasal pole ─ F6 ─ … ─ F1 ─┐
    breath ┘                                          ├─ sound
    frication noise ─ F3, F4, F5, F6, past them ──────┘

The voice is the derivative of the glottal flow a·t² − b·t³ of D. H. and L. C. Klatt, "Analysis,
synthesis, and perception of voice quality variations among female and male talkers", Journal of
the Acoustical Society of America 87, 1990 (the pulses of 1980 need two more resonators).

All resonators of all utterances are one block of numbers that takes one step per sample: each
resonator of the cascade reads what the one before it said a sample earlier. That delays the
sound by half a millisecond and changes nothing else.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.scenarios.speech.phones import NASAL_BANDWIDTH, NASAL_POLE
from rnnviz.scenarios.speech.resonator import Coefficients, antiresonator, resonator

#: Samples per second, and samples per control frame: 5 ms.
RATE, CONTROL = 16_000, 80
FORMANTS = 6
#: The nasal pole and six formants, one after another; then four formants and a way past them.
_CASCADE, _BRANCHES = FORMANTS + 1, 5
#: The share of a period in which the vocal folds are open.
OPEN = 0.6
#: Neighbours of the parallel branch are added with opposite sign (Klatt 1980, section II.B).
_SIGNS = np.array([1.0, 1.0, -1.0, 1.0, -1.0, 1.0])


class Controls(NamedTuple):
    """What is told to the synthesiser every 5 ms: C control frames of N utterances.

    formants, bandwidths   (C, N, 6), in Hz.
    nasal_zero   (C, N), in Hz; as high as the nasal pole where the nose is shut.
    pitch        (C, N), in Hz.
    voice, breath, frication   (C, N), amplitudes.
    colour       (C, N, 5), the shares of the frication noise in F3 … F6 and past them.
    """

    formants: Floats
    bandwidths: Floats
    nasal_zero: Floats
    pitch: Floats
    voice: Floats
    breath: Floats
    frication: Floats
    colour: Floats


def synthesize(controls: Controls, rng: np.random.Generator) -> Floats:
    """The sound, (N, 80·C) samples; its noises are drawn with `rng`."""
    count, size = controls.pitch.shape
    a, b, c = _bank(controls)
    before, last = np.zeros((2, _CASCADE + _BRANCHES, size))
    inputs = np.zeros_like(last)
    sound = np.empty((count * CONTROL, size), np.float32)
    for frame, (throat, noise) in enumerate(_sources(controls, rng)):
        said = np.empty((CONTROL, 1 + _BRANCHES, size))
        for n in range(CONTROL):
            inputs[0] = throat[n]
            inputs[1:_CASCADE] = last[: _CASCADE - 1]
            inputs[_CASCADE:] = noise[n]
            now = a[frame] * inputs
            now += b[frame] * last
            now += c[frame] * before
            before, last = last, now
            said[n] = now[_CASCADE - 1 :]
        sound[frame * CONTROL : (frame + 1) * CONTROL] = np.einsum("nbu,b->nu", said, _SIGNS)
    return sound.T


def _bank(controls: Controls) -> Coefficients:
    """The coefficients of every resonator, (C, 12, N)."""
    frequencies, bandwidths = controls.formants[..., ::-1], controls.bandwidths[..., ::-1]
    shape = (*controls.pitch.shape, 1)
    nose, width = np.full(shape, NASAL_POLE), np.full(shape, NASAL_BANDWIDTH)
    # A resonator beyond what the rate can carry lets everything through: the way past.
    past = np.full(shape, RATE)
    high = slice(2, FORMANTS)
    rows = np.concatenate([nose, frequencies, controls.formants[..., high], past], axis=2)
    widths = np.concatenate([width, bandwidths, controls.bandwidths[..., high], width], axis=2)
    found = resonator(rows, widths, RATE)
    return Coefficients(*(np.ascontiguousarray(part.swapaxes(1, 2)) for part in found))


def _sources(controls: Controls, rng: np.random.Generator) -> Iterator[tuple[Floats, Floats]]:
    """For every control frame: what enters the cascade, (80, N), and the branches, (80, 5, N)."""
    size = controls.pitch.shape[1]
    phase, tail = rng.random(size), np.zeros((2, size))
    zero = antiresonator(controls.nasal_zero, np.full(1, NASAL_BANDWIDTH), RATE)
    for frame in range(len(controls.pitch)):
        turns = phase + np.arange(1, CONTROL + 1)[:, None] * controls.pitch[frame] / RATE
        phase = turns[-1] % 1.0
        noise = rng.standard_normal((2, CONTROL, size))
        throat = _between(controls.voice, frame) * glottal_pulse(turns % 1.0)
        throat += _between(controls.breath, frame) * noise[0]
        reach = np.concatenate([tail, throat])
        tail = throat[-2:]
        throat = sum(
            part[frame] * reach[2 - lag : 2 - lag + CONTROL] for lag, part in enumerate(zero)
        )
        hiss = _between(controls.frication, frame) * noise[1]
        yield throat, hiss[:, None] * controls.colour[frame].T


def glottal_pulse(phase: Floats) -> Floats:
    """The derivative of the glottal flow, −1 where the folds close; 0 while they are shut.

    phase   where in its period, 0 … 1. The flow is τ² − τ³, with τ = phase / OPEN.
    """
    place = phase / OPEN
    return np.where(place < 1, place * (2 - 3 * place), 0.0)


def _between(amplitudes: Floats, frame: int) -> Floats:
    """(80, N): from the amplitude of one frame in a straight line to that of the next."""
    following = amplitudes[min(frame + 1, len(amplitudes) - 1)]
    way = np.arange(CONTROL)[:, None] / CONTROL
    line: Floats = amplitudes[frame] + way * (following - amplitudes[frame])
    return line
