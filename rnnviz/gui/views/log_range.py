"""LogRange: a fixed logarithmic scale of norms, and its colours.

It does not follow the values: a scale that did would make a vanished gradient look healthy. What
lies below it, above it or is nothing at all has a look of its own.
"""

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from rnnviz.gui.painting import Colors, levels, mixed
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_scale import Floats

#: How much of the text's colour there is in that of what lies below the range.
FLOOR_SHARE = 0.16


@dataclass(frozen=True)
class LogRange:
    """From 10^low to 10^high."""

    low: int = -8
    high: int = 1

    @property
    def title(self) -> str:
        """In words."""
        return f"{decade(self.low)} … {decade(self.high)}"

    def share(self, values: Floats) -> Floats:
        """Where numbers stand: 0 at the lower end, 1 at the upper; −∞ where there is nothing."""
        with np.errstate(divide="ignore", invalid="ignore"):
            share: Floats = (np.log10(values) - self.low) / (self.high - self.low)
        return share

    def is_below(self, values: Floats) -> NDArray[np.bool_]:
        """Whether there is something, but less than the range shows."""
        below: NDArray[np.bool_] = (values > 0) & (values < 10.0**self.low)
        return below

    def is_beyond(self, values: Floats) -> NDArray[np.bool_]:
        """Whether there is more than the range shows, or no number at all."""
        beyond: NDArray[np.bool_] = ~(values <= 10.0**self.high)
        return beyond

    def pixels(self, values: Floats, look: Look) -> Colors:
        """The colour of each number, 0xAARRGGBB; nothing is transparent."""
        colors: Colors = look.magnitude.take(levels(self.share(values), 0.0, 1.0))
        colors[values == 0] = 0
        colors[self.is_below(values)] = floor_color(look).rgb()
        colors[self.is_beyond(values)] = look.error.rgb()
        return colors

    def image(self, values: Floats, look: Look) -> QImage:
        """One pixel for each number, (rows, columns)."""
        pixels = np.ascontiguousarray(self.pixels(values, look))
        rows, columns = pixels.shape
        kind = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(pixels.data, columns, rows, 4 * columns, kind).copy()


def floor_color(look: Look) -> QColor:
    """The ground of what lies below the range."""
    return mixed(look.card, look.text, FLOOR_SHARE)


def greatest_of(values: Floats, rows: int, columns: int) -> Floats:
    """At most so many rows and columns, each the greatest of what falls into it: where there is
    no room for all, nothing great is lost. What is no number counts as the greatest."""
    known = np.where(np.isnan(values), inf, values)
    for axis, most in enumerate((rows, columns)):
        count = known.shape[axis]
        if count > max(1, most):
            edges = np.arange(max(1, most)) * count // max(1, most)
            known = np.maximum.reduceat(known, edges, axis=axis)
    return known
