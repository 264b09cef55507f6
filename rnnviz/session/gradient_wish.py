"""GradientWish: what somebody wants to see of where the gradient goes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GradientWish:
    """What is to be made.

    whole_batch  of the batch of the next update, on pause, instead of the sequence shown.
    jacobians    the products of Jacobians too; of the sequence shown.
    """

    whole_batch: bool = False
    jacobians: bool = False
