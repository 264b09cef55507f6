"""Numbers along an axis: where they lie, and which of them are written out."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """From numbers to pixels, along one axis."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The pixel of a number."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most so many round numbers, 1, 2 or 5 times a power of ten apart, within a range."""
    if not high > low or most < 1:
        return []
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * number for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """The exponents of at most so many powers of ten between 10^low and 10^high.

    Where there are fewer than two, 2 and 5 times a power are taken too.
    """
    exponents = range(math.ceil(low), math.floor(high) + 1)
    if len(exponents) >= 2:
        return [float(exponent) for exponent in exponents[:: max(1, -(-len(exponents) // most))]]
    between = [
        exponent + math.log10(factor)
        for exponent in range(math.floor(low), math.ceil(high) + 1)
        for factor in (1, 2, 5)
    ]
    return [tick for tick in between if low <= tick <= high]


def number(value: float) -> str:
    """A short text for the value of a tick."""
    if value and not 1e-3 <= abs(value) < 1e6:
        return f"{value:.0e}".replace("e-0", "e−").replace("e+0", "e").replace("e-", "e−")
    return f"{value:,.10g}" if abs(value) >= 1000 else f"{round(value, 10):g}"
