"""Second-order resonators, the building blocks of a formant synthesiser.

D. H. Klatt, 1980, equations 1 to 4:  y(n) = A x(n) + B y(n−1) + C y(n−2)  with
C = −exp(−2π b T), B = 2 exp(−π b T) cos(2π f T), A = 1 − B − C, so that the gain at 0 Hz is 1.
"""

from typing import NamedTuple

import numpy as np

from rnnviz.engine.batch import Floats


class Coefficients(NamedTuple):
    """A, B and C, of any one shape."""

    a: Floats
    b: Floats
    c: Floats


def resonator(frequency: Floats, bandwidth: Floats, rate: int) -> Coefficients:
    """The resonators with these frequencies and bandwidths in Hz, at `rate` samples per second.

    A frequency that the rate cannot carry becomes the resonator that lets everything through.
    """
    decay = np.exp(-np.pi * bandwidth / rate)
    carried = frequency < rate / 2
    b = np.where(carried, 2 * decay * np.cos(2 * np.pi * frequency / rate), 0.0)
    c = np.where(carried, -(decay**2), 0.0)
    return Coefficients(1 - b - c, b, c)


def antiresonator(frequency: Floats, bandwidth: Floats, rate: int) -> Coefficients:
    """The inverse: y(n) = A x(n) + B x(n−1) + C x(n−2), a dip where the resonator has a peak."""
    a, b, c = resonator(frequency, bandwidth, rate)
    return Coefficients(1 / a, -b / a, -c / a)
