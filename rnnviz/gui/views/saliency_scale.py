"""What is shown of saliency: of each input one number, with its colour and its height."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from rnnviz.gui.painting import Colors, levels
from rnnviz.gui.theme import Look
from rnnviz.gui.views.track_gutter import decade
from rnnviz.gui.views.track_scale import DecadeScale, Floats, peak
from rnnviz.trace.saliency import Saliency

By = Literal["norm", "product"]
#: Each with the words and the symbol on its switch.
SHOWN: tuple[tuple[By, str, str], ...] = (
    ("norm", "gradient", "‖∂y/∂x_k‖"),
    ("product", "gradient × input", "∂y/∂x_k · x_k"),
)
NEARLY_NOTHING = 1e-300


@dataclass(frozen=True)
class Numbers:
    """Of a saliency: ‖∂y/∂x_k‖, or ∂y/∂x_k · x_k, which has a sign."""

    saliency: Saliency
    by: By
    scale: DecadeScale

    @cached_property
    def values(self) -> Floats:
        """(T,)."""
        return self.saliency.norms if self.by == "norm" else self.saliency.products

    @cached_property
    def sizes(self) -> Floats:
        """(T,), without a sign."""
        return np.abs(self.values)

    @cached_property
    def largest(self) -> float:
        """The largest of them, which has the strongest colour."""
        return peak(self.values)

    @property
    def strongest(self) -> int:
        """The step that has it."""
        return int(np.nanargmax(np.nan_to_num(self.sizes)))

    @property
    def symbol(self) -> str:
        """As in the papers."""
        return next(symbol for key, _, symbol in SHOWN if key == self.by)

    def matters(self, time: int) -> bool:
        """Whether an input changes the output at all."""
        return bool(self.saliency.norms[time] > NEARLY_NOTHING)

    def colors(self, look: Look) -> Colors:
        """The colour of each step, on an even scale up to the largest, (T,)."""
        bound = self.largest or 1.0
        if self.by == "norm":
            colors: Colors = look.magnitude.take(levels(self.values, 0.0, bound))
        else:
            colors = look.signed.take(levels(self.values, -bound, bound))
        return colors

    @property
    def shares(self) -> Floats:
        """How high the bars are, 0…1, on a logarithmic scale."""
        return self.scale.share(self.sizes)

    @property
    def range_text(self) -> str:
        """From where to where the bars reach."""
        return f"{decade(self.scale.floor)} … {decade(self.scale.top)}"
