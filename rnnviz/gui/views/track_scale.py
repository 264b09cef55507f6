"""Scales of tracks: they end on round numbers, and do not flicker while a network learns.

A scale grows at once, so that nothing is cut off unsaid, and shrinks only where much room
would be gained. A fixed one stays as it is.
"""

from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, isinf, log10

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

#: Shrink only to what leaves this much room above the greatest value.
HEADROOM = 1.25
#: A norm of 1 is always on the scale of gradients: one that only ever showed the greatest
#: would make a vanished gradient look healthy. What lies below the floor is marked as such.
LEAST_TOP, HIGHEST_FLOOR, LOWEST_FLOOR = 0, -2, -8


def nice(value: float, steps: tuple[float, ...] = (1, 2, 5)) -> float:
    """The least of 1, 2, 5, 10, 20, … (and 0.5, 0.2, …) that is not below `value`; or of other
    steps between 1 and 10."""
    power = floor(log10(value))
    for step in steps:
        # Written out and read again, as 0.2 and not 0.20000000000000001.
        candidate = float(f"{step}e{power}")
        if candidate >= value * (1 - 1e-12):
            return candidate
    return float(f"1e{power + 1}")


def peak(values: Floats) -> float:
    """The greatest absolute value that is a finite number; 0 where there is none."""
    greatest = float(np.abs(values).max(initial=0.0))
    if isfinite(greatest):
        return greatest
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


@dataclass
class LinearScale:
    """From 0, or from −bound, to `bound`, a step times a power of ten."""

    bound: float = 1.0
    fixed: bool = False
    fitted: bool = False
    steps: tuple[float, ...] = (1, 2, 5)

    def fit(self, greatest: float) -> None:
        """Take in values as great as this."""
        if self.fixed or greatest < 1e-300:
            return
        least = nice(greatest, self.steps)
        if not self.fitted or least > self.bound:
            self.bound, self.fitted = least, True
        else:
            self.bound = min(self.bound, nice(HEADROOM * greatest, self.steps))

    def turn(self) -> None:
        """Fix it as it is, or let it follow the values again."""
        self.fixed = not self.fixed


@dataclass
class DecadeScale:
    """From 10^floor to 10^top, both whole numbers."""

    floor: int = HIGHEST_FLOOR
    top: int = LEAST_TOP
    fixed: bool = False

    def fit(self, values: Floats) -> None:
        """Take in these norms."""
        if self.fixed:
            return
        known = values[(values > 0) & (values < inf)]
        if not len(known):
            return
        least, greatest = log10(float(known.min())), log10(float(known.max()))
        self.top = _settled(self.top, max(LEAST_TOP, ceil(greatest)))
        wanted = max(LOWEST_FLOOR, min(HIGHEST_FLOOR, floor(least)))
        self.floor = -_settled(-self.floor, -wanted)

    @property
    def decades(self) -> int:
        """How many powers of ten it spans."""
        return self.top - self.floor

    def share(self, values: Floats) -> Floats:
        """How high norms stand, 0 (at or below the floor) to 1 (at or above the top)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            height: Floats = (np.log10(values) - self.floor) / self.decades
        return np.clip(np.nan_to_num(height, nan=1.0, posinf=1.0, neginf=0.0), 0.0, 1.0)


def _settled(present: int, wanted: int) -> int:
    """Grow at once, shrink only by two at least."""
    return wanted if wanted > present or wanted <= present - 2 else present


def brief(value: float) -> str:
    """A number for a narrow place: in at most four characters where it has so few."""
    text = written(value)
    if len(text) <= 4:
        return text
    mantissa, _, power = f"{value:e}".partition("e")
    return f"{float(mantissa):g}e{int(power)}".replace("-", "−")


def written(value: float) -> str:
    """A number in few characters, as a person writes it: 97.3, 1,834, 0.42, 2.1e−5, ∞."""
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    if 1000 <= abs(value) < 1e6:
        return f"{value:,.0f}".replace("-", "−")
    text = f"{value:.3g}"
    mantissa, mark, power = text.partition("e")
    return (f"{mantissa}e{int(power)}" if mark else text).replace("-", "−")
