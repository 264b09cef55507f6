"""Where a computation left the finite numbers: the first NaN or Inf, in the order computed."""

from dataclasses import dataclass

import numpy as np

from rnnviz.engine.batch import Floats
from rnnviz.engine.network import Network
from rnnviz.engine.optimizer import Optimizer


@dataclass(frozen=True)
class Place:
    """Where the first number that is not finite came up.

    phase     "forward", "backward", or "update" for the weights themselves.
    lane      the lane's title, or "" for the output and the loss.
    time      the time step, counted from 0, or None in the update.
    quantity  its key; a gradient is "d_" and the key.
    value     "NaN" or "Inf".
    sequence  the first of the batch in which it came up, from 0; None where the numbers
              of all sequences are one already.
    """

    phase: str
    lane: str
    time: int | None
    quantity: str
    value: str
    sequence: int | None = None

    def __str__(self) -> str:
        where = [f"{self.value} in {self.quantity}"]
        if self.lane:
            where.append(self.lane)
        if self.time is not None:
            where.append(f"time step {self.time + 1}")
        where.append(f"{self.phase} pass" if self.phase != "update" else "new weights")
        return ", ".join(where)


class Diverged(Exception):
    """Training met a number that is not finite. The weights are the last finite ones.

    update  the update that could not be made, counted from 1.
    place   where the number came up first.
    """

    def __init__(self, update: int, place: Place):
        super().__init__(f"update {update}: {place}")
        self.update, self.place = update, place


def name_of(values: Floats) -> str:
    """Which of the two numbers that are not finite is among these."""
    return "NaN" if np.isnan(values).any() else "Inf"


def first_in_moments(optimizer: Optimizer) -> Place | None:
    """The first of the optimiser's running averages that is not finite."""
    for name, moment in optimizer.moments.items():
        if not np.isfinite(moment).all():
            return Place("update", "", None, f"{optimizer.name}'s {name}", name_of(moment))
    return None


def first_in_parameters(network: Network) -> Place | None:
    """The first parameter that is not finite."""
    for name, array in network.parameters.items():
        if not np.isfinite(array).all():
            return Place("update", "", None, name, name_of(array))
    return None
