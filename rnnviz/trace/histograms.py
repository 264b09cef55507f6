"""Histograms of weights and of gradients, with the same bins at every update and in every run, so
that one can be held against another.

Weights stand on a scale that is even around 0 and logarithmic farther out, u = arsinh(w / 0.1);
gradients on that of log₁₀ |g|, with places of their own for exact zeros and what is off the scale.
"""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats

#: Within about ±NEAR the bins of weights are as good as even; FARTHEST is where they end.
NEAR, FARTHEST, WEIGHT_BINS = 0.1, 20.0, 96
#: Gradients from 10^LEAST to 10^MOST, in so many bins for each power of ten.
LEAST, MOST, PER_DECADE = -12, 3, 4
#: Their bins: exact zeros, what is smaller than 10^LEAST, then the scale; what is larger than
#: 10^MOST falls into the last.
ZEROS, TINY, FIRST = 0, 1, 2
GRADIENT_BINS = FIRST + (MOST - LEAST) * PER_DECADE

_END = float(np.arcsinh(FARTHEST / NEAR))


@dataclass(frozen=True)
class Histogram:
    """How N numbers are spread over fixed bins.

    shares   of all numbers, bin by bin; what is not finite is in no bin.
    norm     the root of the sum of squares.
    largest  the largest absolute value.
    """

    shares: Floats
    norm: float
    largest: float

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return self.shares.nbytes + 16


def weight_edges() -> Floats:
    """Where the bins of weights begin and end, (WEIGHT_BINS + 1,)."""
    edges: Floats = NEAR * np.sinh(np.linspace(-_END, _END, WEIGHT_BINS + 1))
    return edges


def weight_place(weight: Floats | float) -> Floats:
    """Where a weight stands on the scale, in bins from its lower end; it may lie beyond."""
    place: Floats = (np.arcsinh(np.divide(weight, NEAR)) + _END) * (WEIGHT_BINS / (2 * _END))
    return place


def of_weights(weights: Floats) -> Histogram:
    """The histogram of an array of any shape; the outermost bins have what lies beyond, too."""
    flat = weights.ravel()
    with np.errstate(all="ignore"):
        places = weight_place(flat)
    return _counted(flat, np.clip(places, 0, WEIGHT_BINS - 1), WEIGHT_BINS)


def of_gradients(gradients: Floats) -> Histogram:
    """The histogram of the absolute values of an array of any shape."""
    flat = gradients.ravel()
    with np.errstate(all="ignore"):
        places = (np.log10(np.abs(flat)) - LEAST) * PER_DECADE + FIRST
    places = np.clip(places, TINY, GRADIENT_BINS - 1)
    places[flat == 0] = ZEROS
    return _counted(flat, places, GRADIENT_BINS)


def _counted(flat: Floats, places: Floats, bins: int) -> Histogram:
    finite = np.isfinite(flat)
    if not finite.all():
        flat, places = flat[finite], places[finite]
    counts = np.bincount(places.astype(np.intp), minlength=bins)
    shares = (counts / max(1, finite.size)).astype(np.float32)
    shares.setflags(write=False)
    with np.errstate(over="ignore"):
        norm = float(np.sqrt(np.dot(flat, flat)))
    return Histogram(shares, norm, float(np.abs(flat).max(initial=0.0)))


def median(histogram: Histogram) -> float:
    """The bin in which the middle one of all numbers lies, and how far in it, in bins."""
    return float(medians(histogram.shares[None])[0])


def medians(shares: Floats) -> Floats:
    """The same of many histograms, (N, bins) to (N,); NaN where there is no number at all."""
    so_far = np.cumsum(shares, axis=1, dtype=np.float64)
    half = so_far[:, -1] / 2
    rows = np.arange(len(shares))
    place = (so_far >= half[:, None]).argmax(axis=1)
    here = shares[rows, place]
    with np.errstate(divide="ignore", invalid="ignore"):
        # What is not yet reached of the half, before this bin.
        middle: Floats = place + 1.0 - (so_far[rows, place] - half) / here
    return np.where(half > 0, middle, np.nan)
