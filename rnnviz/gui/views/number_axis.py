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
    """Round numbers within a range, 1, 2 or 5 times a power of ten apart, with at most so
    many steps between them."""
    if not high > low or most < 1:
        return []
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10, 20) if power * factor >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * number for number in range(first, last + 1)]


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """The exponents of at most so many round numbers between 10^low and 10^high.

    Powers of ten; where there are fewer than two, 2 and 5 times a power are taken too, and
    where even these are, numbers as on an even axis.
    """
    found = _between(low, high, (1,))
    if len(found) < 2:
        found = _between(low, high, (1, 2, 5))
    if len(found) < 2:
        even = ticks(10.0**low, 10.0**high, 2 * most)
        found = [math.log10(value) for value in even if value > 0]
    return found[:: max(1, -(-len(found) // max(1, most)))]


def _between(low: float, high: float, factors: tuple[int, ...]) -> list[float]:
    """The exponents of these numbers times a power of ten, within a range."""
    exponents = [
        exponent + math.log10(factor)
        for exponent in range(math.floor(low), math.floor(high) + 1)
        for factor in factors
    ]
    return [exponent for exponent in exponents if low <= exponent <= high]


def number(value: float) -> str:
    """A short text for the value of a tick."""
    if value and not 1e-3 <= abs(value) < 1e6:
        factor, exponent = f"{value:.2e}".split("e")
        return f"{factor.rstrip('0').rstrip('.')}e{int(exponent)}".replace("-", "−")
    return f"{value:,.10g}" if abs(value) >= 1000 else f"{round(value, 10):g}"


def roomy(value: float) -> float:
    """The least round number that is not below a positive `value`, near enough to leave little
    room unused."""
    power = 10.0 ** math.floor(math.log10(value))
    factors = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(power * factor for factor in factors if power * factor >= value * (1 - 1e-12))
