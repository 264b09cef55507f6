"""The spectrogram: how strong each band of frequencies is in each frame of a sound."""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rnnviz.engine.batch import Floats

#: 25 ms every 10 ms at 16,000 samples per second, as is usual for speech.
WINDOW, HOP, POINTS = 400, 160, 512
#: A band is not quieter than this, in dB below full scale: log 0 is not a number.
FLOOR = -100.0


def mel(frequency: Floats) -> Floats:
    """Hz in mel, the scale of pitch as heard (D. O'Shaughnessy, "Speech Communication", 1987)."""
    heard: Floats = 2595 * np.log10(1 + frequency / 700)
    return heard


def band_edges(bands: int, rate: int) -> Floats:
    """(bands + 2,) frequencies in Hz, evenly spaced in mel from 0 to rate / 2. Band n reaches from
    edge n to edge n + 2, and its middle is edge n + 1."""
    edges: Floats = np.linspace(0, mel(np.array(rate / 2)), bands + 2)
    return 700 * (10 ** (edges / 2595) - 1)


@cache
def _filters(bands: int, rate: int) -> Floats:
    """(257, bands): triangles over the frequencies (S. Davis and P. Mermelstein, 1980), each of
    sum 1."""
    edges = mel(band_edges(bands, rate))
    points = mel(np.fft.rfftfreq(POINTS, 1 / rate))[:, None]
    rising = (points - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - points) / (edges[2:] - edges[1:-1])
    triangles = np.minimum(rising, falling).clip(0)
    filters: Floats = triangles / triangles.sum(axis=0)
    return filters


def spectrogram(samples: Floats, bands: int, rate: int) -> Floats:
    """(T, bands), the mean power of each band in dB; frame t is 400 samples from 160 t on.

    samples  (n,), at least 400. A sine of amplitude 1 has 0 dB at its very frequency.
    """
    frames = sliding_window_view(samples, WINDOW)[::HOP]
    window = np.hanning(WINDOW)
    power = np.square(np.abs(np.fft.rfft(frames * window, POINTS)) / (window.sum() / 2))
    decibels: Floats = 10 * np.log10(np.maximum(power @ _filters(bands, rate), 10 ** (FLOOR / 10)))
    return decibels
