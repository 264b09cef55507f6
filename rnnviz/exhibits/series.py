"""Series: numbers over time, what came, what was forecast, and what a simple guess would be."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from rnnviz.engine.batch import Floats
from rnnviz.exhibits.exhibit import Exhibit


class Curve(NamedTuple):
    """Values at some points of the series' axis.

    kind   "truth", "one step" (forecast with every true value before it known), "alone" (with
           its own forecasts as inputs) or "baseline".
    at     where on the axis, (n,): the numbers of the points, which need not begin at 0.
    """

    name: str
    kind: Literal["truth", "one step", "alone", "baseline"]
    at: Floats
    values: Floats


@dataclass(frozen=True, kw_only=True)
class SeriesExhibit(Exhibit):
    """Curves over one axis.

    axis      what the axis is: "year", "time".
    quantity  what the values are: "sunspot number".
    first     the point of the axis that belongs to time step 0.
    apart     how far on the axis a time step is from the next.
    begins    where on the axis the network is left alone, None where it never is.
    """

    curves: tuple[Curve, ...]
    axis: str
    quantity: str
    first: float = 0.0
    apart: float = 1.0
    begins: float | None = None
